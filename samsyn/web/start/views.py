"""The start page per role, and its notices."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Notice
from samsyn.web.start import actions, notices, overviews


@staff_page
def start(request: StaffRequest) -> HttpResponse:
    """What the actor needs first."""
    actor = request.actor
    context = {"sections": overviews.sections(actor), "notices": notices.unseen(actor)}
    return page(request, "web/start/pages/start.html", context)


@staff_page
@require_POST
def see(request: StaffRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Take one notice off the page."""
    notice = Policy.get(Notice, request.actor, notice_id)
    actions.see_notices([notice], by=request.actor)
    return redirect("start")


@staff_page
@require_POST
def see_all(request: StaffRequest) -> HttpResponse:
    """Take every notice off the page."""
    actions.see_notices(list(Policy.all(Notice, request.actor).filter(seen_at=None)), by=request.actor)
    return redirect("start")
