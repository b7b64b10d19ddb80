"""One module: its steps, how it has gone, and the smaller parts it is broken into for one person."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.ladder import actions, queries, shown
from samsyn.journey.ladder.forms import PartsForm
from samsyn.journey.ladder.models import ModuleParts
from samsyn.journey.ladder.views import PAGES, RELATED


@staff_page
def module(request: StaffRequest, enrolment_id: uuid.UUID, module: str) -> HttpResponse:
    """The steps in words and pictures, and every rating."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    return page(request, PAGES + "module.html", shown.module(enrolment, request.actor, module))


@staff_page
@opens(actions.divide)
def divide(request: StaffRequest, enrolment_id: uuid.UUID, module: str) -> HttpResponse:
    """Smaller parts of a module for this person, or other ones."""
    enrolment, actor = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED), request.actor
    context = shown.whole(enrolment, actor, module)
    old = queries.own_row(enrolment, actor, module)
    form = PartsForm(
        request.POST or None, case=context["case"], actor=actor, parts=old.parts if old else (),
        seen_version=old.pk if old else "",
    )  # fmt: skip
    act = actions.divide
    if sent(request, form, lambda data: act(enrolment, by=actor, module=module, replaces=old, **data)):
        messages.success(request, _("Delarna är sparade."))
        return redirect("ladder:module", enrolment.pk, module)
    return page(request, PAGES + "divide.html", context | {"form": form, "old": old})


@staff_page
def read_parts(request: StaffRequest, parts_id: uuid.UUID) -> HttpResponse:
    """The parts as they were written."""
    related = ("item__case__person", "item__holder", "item__author__user")
    row = Policy.get(ModuleParts, request.actor, parts_id, *related)
    return page(request, PAGES + "read_parts.html", {"case": row.item.case, "row": row})
