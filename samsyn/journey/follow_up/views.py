"""Pages for follow-ups: whose turn it is, the plan of a case, and doing one."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons
from samsyn.journey.follow_up import actions, queries
from samsyn.journey.follow_up.forms import FollowUpForm, PlanForm
from samsyn.journey.follow_up.models import FollowUp

DONE = "journey/follow_up/pages/read.html"


@staff_page
@list_of_persons
def mine(request: StaffRequest) -> HttpResponse:
    """Everything open among the actor's cases, first day first."""
    rows = Policy.page(queries.mine(request.actor), request.GET.get("page", 1))
    return page(request, "journey/follow_up/pages/mine.html", {"rows": rows, "today": clock.today()})


@staff_page
def of_case(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The plan of a case: done, late and coming."""
    case = Policy.get(Case, request.actor, case_id, "person")
    rows = queries.of_case(case, request.actor)
    return page(
        request, "journey/follow_up/pages/case.html", {"case": case, "rows": rows, "today": clock.today()}
    )


@staff_page
@opens(actions.plan)
def plan(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A follow-up on a day, three months from now unless another is chosen."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = PlanForm(request.POST or None, due_on=clock.months_after(clock.today(), actions.QUARTER))
    if sent(request, form, lambda data: actions.plan(case, by=request.actor, **data)):
        messages.success(request, _("Uppföljningen är planerad."))
        return redirect("follow_up:case", case.pk)
    return page(request, "journey/follow_up/pages/plan.html", {"case": case, "form": form})


@staff_page
@opens(actions.plan)
def move(request: StaffRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Another day."""
    row = Policy.get(
        FollowUp, request.actor, follow_up_id, "item__case__person", item__holder=request.actor.party_id
    )
    form = PlanForm(request.POST or None, due_on=row.due_on, seen_version=row.pk)
    if sent(request, form, lambda data: actions.plan(row.case, by=request.actor, replaces=row, **data)):
        messages.success(request, _("Dagen är ändrad."))
        return redirect("follow_up:case", row.case.pk)
    return page(request, "journey/follow_up/pages/plan.html", {"case": row.case, "form": form, "row": row})


@staff_page
def do(request: StaffRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Do one that is planned; read one that is done."""
    actor = request.actor
    row = Policy.get(
        FollowUp, actor, follow_up_id, "item__case__person", "item__holder", "item__author__user"
    )
    if row.done_on or row.item.holder_id != actor.party_id or not is_open(actions.do, actor):
        return page(request, DONE, {"case": row.case, "row": row})
    form = FollowUpForm(request.POST or None, case=row.case, actor=actor, seen_version=row.pk)
    act = actions.not_reached if form.is_not_reached else actions.do
    if done := sent(request, form, lambda data: act(row, by=actor, **data)):
        messages.success(request, _("Uppföljningen är sparad."))
        return redirect(_onwards(done))
    return page(request, "journey/follow_up/pages/do.html", {"case": row.case, "row": row, "form": form})


def _onwards(done: FollowUp) -> str:
    """A changed livelihood is written on its own page, with the moment filled in."""
    if done.livelihood != FollowUp.Livelihood.CHANGED:
        return reverse("follow_up:case", args=[done.case.pk])
    moment = "under_way" if done.kind == FollowUp.Kind.QUARTERLY else "follow_up"
    return reverse("livelihood:edit", args=[done.case.pk]) + f"?moment={moment}"
