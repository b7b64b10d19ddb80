"""Pages for a change of caseworker."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.handover import actions, queries
from samsyn.journey.handover.forms import AppointForm, HandoverForm, ToldForm
from samsyn.journey.handover.models import Handover

PAGES = "journey/handover/pages/"
RELATED = ("item__case__person", "item__holder", "from_staff__user", "to_staff__user", "to_staff__unit")


@staff_page
@opens(actions.hand_over)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Hand over to a colleague."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    form = HandoverForm(request.POST or None, case=case, actor=actor)
    if done := sent(request, form, lambda data: actions.hand_over(case, by=actor, **data)):
        messages.success(request, _("Ärendet är överlämnat."))
        return _after(request, done)
    context = {"case": case, "form": form, "earlier": queries.of_case(case, actor)}
    return page(request, PAGES + "write.html", context)


def _after(request: StaffRequest, row: Handover) -> HttpResponse:
    """What moved; or home with a word about it, where the one who handed over reads no more."""
    if Policy.all(Handover, request.actor).filter(pk=row.pk).exists():
        return redirect("handover:read", row.pk)
    told = _("Du läser inte ärendet längre. %(name)s kan skriva ut brevet till personen.")
    messages.info(request, told % {"name": row.to_staff.user.name})
    return redirect("start")


@staff_page
@opens(actions.appoint_owner)
def appoint(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Appoint an owner for a case that has none."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = AppointForm(request.POST or None, actor=request.actor)
    if sent(request, form, lambda data: actions.appoint_owner(case, by=request.actor, **data)):
        messages.success(request, _("Ärendet har fått en ansvarig handläggare."))
        return redirect("case:page", case.pk)
    return page(request, PAGES + "appoint.html", {"case": case, "form": form})


@staff_page
def read(request: StaffRequest, handover_id: uuid.UUID) -> HttpResponse:
    """What moved, and whether the person was told."""
    row = Policy.get(Handover, request.actor, handover_id, *RELATED)
    form = ToldForm(request.POST or None)
    if sent(request, form, lambda data: actions.tell_person(row, by=request.actor, **data)):
        messages.success(request, _("Sparat."))
        return redirect("handover:read", row.pk)
    may_tell = is_open(actions.tell_person, request.actor)
    return page(request, PAGES + "read.html", {"case": row.case, "row": row, "form": form, "may_tell": may_tell})


@staff_page
def letter(request: StaffRequest, handover_id: uuid.UUID) -> HttpResponse:
    """A page to print for the person."""
    row = Policy.get(Handover, request.actor, handover_id, *RELATED, item__holder=request.actor.party_id)
    return page(request, PAGES + "letter.html", {"case": row.case, "row": row})
