"""The demo's mail: a list, one mail, and its calendar file."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.models import OutboxMail
from samsyn.access.policy import Policy


@staff_page
def mails(request: StaffRequest) -> HttpResponse:
    """Held mail, newest first."""
    if not settings.SAMSYN_DEMO:
        raise Http404
    rows = Policy.all(OutboxMail, request.actor).order_by("-created_at", "-pk")
    return page(request, "web/post/pages/list.html", {"mails": Policy.page(rows, request.GET.get("page", 1))})


@staff_page
def mail(request: StaffRequest, mail_id: uuid.UUID) -> HttpResponse:
    """One mail as it would have been sent."""
    return page(request, "web/post/pages/mail.html", {"mail": Policy.get(OutboxMail, request.actor, mail_id)})


@staff_page
def calendar(request: StaffRequest, mail_id: uuid.UUID) -> HttpResponse:
    """The mail's calendar file, to save."""
    found = Policy.get(OutboxMail, request.actor, mail_id)
    if not found.calendar:
        raise Http404
    response = HttpResponse(found.calendar, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response
