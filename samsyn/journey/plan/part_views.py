"""Goals, milestones and linked plans: written, changed and reached by the same few lines."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.access.errors import RuleBroken
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.plan import actions, queries
from samsyn.journey.plan.forms import GoalForm, LinkedPlanForm, MilestoneForm
from samsyn.journey.plan.models import Goal, LinkedPlan, Milestone


@dataclass(frozen=True)
class PartKind:
    """What is particular to one kind of part."""

    model: type[Any]
    form: type[Any]
    act: Callable[..., Any]
    new: Promise
    change: Promise
    lead: Promise


GOAL = PartKind(
    Goal, GoalForm, actions.write_goal, gettext_lazy("Nytt mål"), gettext_lazy("Ändra målet"),
    gettext_lazy("Fråga vad personen vill och skriv det med personens egna ord."),
)  # fmt: skip
MILESTONE = PartKind(
    Milestone, MilestoneForm, actions.write_milestone,
    gettext_lazy("Nytt delmål"), gettext_lazy("Ändra delmålet"),
    gettext_lazy("Ett steg på vägen. Små steg räknas."),
)  # fmt: skip
LINK = PartKind(
    LinkedPlan, LinkedPlanForm, actions.link_plan,
    gettext_lazy("Länka en annan plan"), gettext_lazy("Ändra den länkade planen"),
    gettext_lazy("En myndighets egen plan, som en rehabiliteringsplan. Den slås inte ihop, men syns här."),
)  # fmt: skip


@staff_page
@opens(actions.write_goal)
def new_goal(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new goal."""
    return _new(request, case_id, GOAL)


@staff_page
@opens(actions.write_milestone)
def new_milestone(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new milestone."""
    return _new(request, case_id, MILESTONE)


@staff_page
@opens(actions.link_plan)
def new_link(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A single authority's own plan, linked."""
    return _new(request, case_id, LINK)


@staff_page
@opens(actions.write_goal)
def change_goal(request: StaffRequest, part_id: uuid.UUID) -> HttpResponse:
    """A goal's next version."""
    return _change(request, part_id, GOAL)


@staff_page
@opens(actions.write_milestone)
def change_milestone(request: StaffRequest, part_id: uuid.UUID) -> HttpResponse:
    """A milestone's next version."""
    return _change(request, part_id, MILESTONE)


@staff_page
@opens(actions.link_plan)
def change_link(request: StaffRequest, part_id: uuid.UUID) -> HttpResponse:
    """A linked plan's next version."""
    return _change(request, part_id, LINK)


@staff_page
@require_POST
def reach_goal(request: StaffRequest, part_id: uuid.UUID) -> HttpResponse:
    """Mark a goal reached, or not reached after all."""
    return _reach(request, Policy.get(Goal, request.actor, part_id, "item__case__person"))


@staff_page
@require_POST
def reach_milestone(request: StaffRequest, part_id: uuid.UUID) -> HttpResponse:
    """Mark a milestone reached, or not reached after all."""
    return _reach(request, Policy.get(Milestone, request.actor, part_id, "item__case__person"))


def _new(request: StaffRequest, case_id: uuid.UUID, kind: PartKind) -> HttpResponse:
    case, by = Policy.get(Case, request.actor, case_id, "person"), request.actor
    plan = _plan_series(request) or queries.sole_plan(case, by)
    form = kind.form(request.POST or None, case=case, actor=by, parts=queries.picture(case, by))
    if sent(request, form, lambda data: kind.act(case, by=by, plan_series=plan, **data)):
        messages.success(request, _("Sparat i planen."))
        return redirect("plan:page", case.pk)
    known = {"case": case, "form": form, "title": kind.new, "lead": kind.lead}
    return page(request, "journey/plan/pages/part.html", known)


def _change(request: StaffRequest, part_id: uuid.UUID, kind: PartKind) -> HttpResponse:
    old, by = Policy.get(kind.model, request.actor, part_id, "item__case__person"), request.actor
    known = {"case": old.case, "actor": by, "part": old, "parts": queries.picture(old.case, by)}
    form = kind.form(request.POST or None, seen_version=old.pk, **known)
    keep = {"by": by, "plan_series": old.plan_series, "replaces": old}
    if sent(request, form, lambda data: kind.act(old.case, **keep, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("plan:page", old.case.pk)
    known = {"case": old.case, "form": form, "title": kind.change, "lead": kind.lead}
    return page(request, "journey/plan/pages/part.html", known)


def _reach(request: StaffRequest, part: Goal | Milestone) -> HttpResponse:
    try:
        actions.reach(part, by=request.actor, reached=request.POST.get("reached", "1") == "1")
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect("plan:page", part.case.pk)


def _plan_series(request: StaffRequest) -> uuid.UUID | None:
    """Which plan the page was opened from (`?plan=`); anything else than a key is no plan."""
    try:
        return uuid.UUID(request.GET.get("plan", ""))
    except ValueError:
        return None
