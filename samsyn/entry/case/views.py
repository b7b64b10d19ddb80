"""The unit's inbox, who works with a case, and the manager's view of a unit's cases."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.case import actions, sharing_queries
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.rules import list_of_persons, may_write
from samsyn.entry.case.sharing_forms import AwayForm, ColleagueForm, ReassignForm

PAGES = "entry/case/pages/"


@staff_page
@list_of_persons
def inbox(request: StaffRequest) -> HttpResponse:
    """What waits in the unit's inbox, longest first; one click takes a case."""
    waiting = Policy.page(sharing_queries.inbox(request.actor), request.GET.get("page", 1))
    return page(request, PAGES + "inbox.html", {"waiting": waiting})


@staff_page
@require_POST
def take(request: StaffRequest, assignment_id: uuid.UUID) -> HttpResponse:
    """From the inbox to the actor by name."""
    row = Policy.get(CaseAssignment, request.actor, assignment_id, "case__person")
    actions.take_case(row, by=request.actor)
    messages.success(request, _("Ärendet är ditt nu."))
    return redirect("case:page", row.case_id)


@staff_page
def people(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who works with the case, and giving it to a colleague."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = ColleagueForm(request.POST or None, actor=request.actor)
    if sent(request, form, lambda data: actions.assign_colleague(case, by=request.actor, **data)):
        messages.success(request, _("Kollegan är med i ärendet."))
        return redirect("case:people", case.pk)
    rows = sharing_queries.people(case, request.actor)
    may_appoint = request.actor.role in CASE_LEADERS and not any(r.part == CaseAssignment.Part.OWNER for r in rows)
    context = {"case": case, "form": form, "rows": rows, "may_write": may_write(request.actor)}
    return page(request, PAGES + "people.html", {**context, "may_appoint": may_appoint})


@staff_page
@require_POST
def leave(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The actor stops working with the case."""
    case = Policy.get(Case, request.actor, case_id)
    actions.leave_case(case, by=request.actor)
    messages.success(request, _("Du har lämnat ärendet."))
    return redirect("case:list")


@staff_page
def unit(request: StaffRequest) -> HttpResponse:
    """The unit's cases by number and caseworker, to move when somebody is away."""
    actions.must_manage(request.actor)
    form = ReassignForm(request.POST or None, actor=request.actor)
    if sent(request, form, lambda data: actions.reassign(by=request.actor, **data)):
        messages.success(request, _("Ärendet är flyttat."))
        return redirect("case:unit")
    mine = [s for s in sharing_queries.colleagues(request.actor) if s.unit_id == request.actor.unit_id]
    context = {"form": form, "rows": actions.see_unit(by=request.actor), "colleagues": mine}
    return page(request, PAGES + "unit.html", context)


@staff_page
def away(request: StaffRequest, staff_id: uuid.UUID | None = None) -> HttpResponse:
    """When one is away and who answers meanwhile: one's own, or of a colleague whom one leads."""
    staff = Policy.get(Staff, request.actor, staff_id or request.actor.staff_id, "user", "substitute__user")
    actions.must_set_absence(staff, request.actor)
    form = AwayForm(request.POST or None, staff=staff, actor=request.actor)
    if sent(request, form, lambda data: actions.set_absence(staff, by=request.actor, **data)):
        messages.success(request, _("Frånvaron är inskriven. Kollegan får det som kommer under tiden."))
        return redirect("case:away_of", staff.pk)
    return page(request, PAGES + "away.html", {"form": form, "staff": staff})


@staff_page
@require_POST
def back(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """The absence is over, or never was."""
    staff = Policy.get(Staff, request.actor, staff_id)
    actions.end_absence(staff, by=request.actor)
    messages.success(request, _("Frånvaron är avslutad."))
    return redirect("case:away_of", staff.pk)
