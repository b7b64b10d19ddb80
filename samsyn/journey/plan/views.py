"""The plan page, its print, and the frame of a plan."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.forms import SamsynForm
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import may_write
from samsyn.journey.method import shown
from samsyn.journey.plan import actions, queries
from samsyn.journey.plan.forms import PlanForm, ShareOlderForm
from samsyn.journey.plan.models import JointPlan
from samsyn.journey.plan.rules import settle_checks

RELATED = ("item__case__person", "overall_responsible")


@staff_page
def plan_page(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everybody's plan in one picture, as far as the reader may see."""
    case = Policy.get(Case, request.actor, case_id, "person")
    known = {
        "case": case,
        "picture": queries.picture(case, request.actor),
        "expected": shown.of_plan(case, request.actor),
        "may_write": may_write(request.actor),
    }
    return page(request, "journey/plan/pages/plan.html", known)


@staff_page
def plan_print(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The same, easy to read on paper."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(
        request,
        "journey/plan/pages/print.html",
        {
            "case": case, "picture": queries.picture(case, request.actor),
            "expected": shown.of_plan(case, request.actor),
        },  # fmt: skip
    )


@staff_page
@opens(actions.start_plan)
def start(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new plan."""
    case = Policy.get(Case, request.actor, case_id, "person")
    own = queries.own_plans(case, request.actor)
    form = PlanForm(request.POST or None, case=case, actor=request.actor, own=own)
    if sent(request, form, lambda data: actions.start_plan(case, by=request.actor, **data)):
        messages.success(request, _("Planen är påbörjad. Lägg till mål och aktiviteter."))
        return redirect("plan:page", case.pk)
    return page(request, "journey/plan/pages/frame.html", {"case": case, "form": form})


@staff_page
@opens(actions.rewrite_plan)
def rewrite(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """A new version of the frame."""
    plan = Policy.get(JointPlan, request.actor, plan_id, *RELATED)
    form = PlanForm(
        request.POST or None, case=plan.case, actor=request.actor, plan=plan, seen_version=plan.pk
    )
    if sent(request, form, lambda data: actions.rewrite_plan(plan, by=request.actor, **data)):
        messages.success(request, _("Den nya versionen är sparad som utkast."))
        return redirect("plan:page", plan.case.pk)
    return page(request, "journey/plan/pages/frame.html", {"case": plan.case, "form": form, "plan": plan})


@staff_page
@opens(actions.settle_plan)
def settle(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """What must hold before the plan is settled, and the button."""
    plan = Policy.get(JointPlan, request.actor, plan_id, *RELATED)
    form = SamsynForm(request.POST or None, seen_version=plan.pk)
    if sent(request, form, lambda _data: actions.settle_plan(plan, by=request.actor)):
        messages.success(request, _("Planen är fastställd."))
        return redirect("plan:page", plan.case.pk)
    checks = settle_checks(plan, request.actor)
    known = {"case": plan.case, "plan": plan, "form": form, "checks": checks}
    ready = all(check.holds for check in checks)
    return page(request, "journey/plan/pages/settle.html", {**known, "ready": ready})


@staff_page
@opens(actions.share_older)
def share_older(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Release older parts of one's own to a party that joined later."""
    case = Policy.get(Case, request.actor, case_id, "person")
    parts = queries.own_parts(case, request.actor)
    form = ShareOlderForm(request.POST or None, case=case, actor=request.actor, parts=parts)
    if sent(request, form, lambda data: actions.share_older(case, by=request.actor, **data)):
        messages.success(request, _("Delarna är delade."))
        return redirect("plan:page", case.pk)
    return page(request, "journey/plan/pages/share.html", {"case": case, "form": form, "parts": parts})
