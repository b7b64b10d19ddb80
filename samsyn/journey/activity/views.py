"""Pages for writing, reading and moving an activity."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as codes
from samsyn.entry.case.models import Case
from samsyn.journey.activity import actions, queries
from samsyn.journey.activity.forms import ActivityForm, AttendanceForm, StateForm
from samsyn.journey.activity.models import Activity
from samsyn.journey.activity.rules import may_move
from samsyn.journey.plan.queries import sole_plan

RELATED = ("item__case__person", "item__holder", "item__author__user", "responsible_party")


@staff_page
@opens(actions.write_activity)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new activity; part of the case's plan when its key came along; `?kind=` is chosen when it is opened."""
    case, kind = Policy.get(Case, request.actor, case_id, "person"), request.GET.get("kind", "")
    wanted = {"kind": kind} if codes.is_valid("activity_kind", kind) else {}
    form = ActivityForm(request.POST or None, case=case, actor=request.actor, initial=wanted)
    plan = _plan_series(request) or sole_plan(case, request.actor)
    if sent(
        request, form, lambda data: actions.write_activity(case, by=request.actor, plan_series=plan, **data)
    ):
        messages.success(request, _("Aktiviteten är sparad."))
        return redirect("plan:page", case.pk)
    return page(request, "journey/activity/pages/write.html", {"case": case, "form": form})


def _plan_series(request: StaffRequest) -> uuid.UUID | None:
    """Which plan the page was opened from (`?plan=`); anything else than a key is no plan."""
    try:
        return uuid.UUID(request.GET.get("plan", ""))
    except ValueError:
        return None


@staff_page
@opens(actions.write_activity)
def correct(request: StaffRequest, activity_id: uuid.UUID) -> HttpResponse:
    """A new version of one's own party's activity."""
    old = Policy.get(Activity, request.actor, activity_id, *RELATED)
    case, by = old.case, request.actor
    form = ActivityForm(request.POST or None, case=case, actor=by, activity=old, seen_version=old.pk)
    if sent(request, form, lambda data: actions.write_activity(case, by=by, replaces=old, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("plan:page", case.pk)
    return page(request, "journey/activity/pages/write.html", {"case": case, "form": form, "activity": old})


@staff_page
def read(request: StaffRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One activity with its days."""
    return _read_page(request, activity_id)


@staff_page
@require_POST
def move(request: StaffRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Another state, by one click or with its words."""
    activity = Policy.get(Activity, request.actor, activity_id, *RELATED)
    form = StateForm(request.POST)
    if moved := sent(request, form, lambda data: actions.move(activity, by=request.actor, **data)):
        messages.success(
            request, _("Läget är ändrat: %(state)s.") % {"state": moved.get_state_display().lower()}
        )
        return redirect(_back(request, moved))
    return _read_page(request, activity_id, form=form)


def _back(request: StaffRequest, activity: Activity) -> str:
    """To the plan when the click was made there, else to the activity."""
    if request.POST.get("back") == "plan":
        return f"{reverse('plan:page', args=[activity.case.pk])}#a-{activity.item.series}"
    reads = activity.item.holder_id == request.actor.party_id or Policy.all(Activity, request.actor).filter(
        pk=activity.pk
    )
    return (
        reverse("activity:read", args=[activity.pk])
        if reads
        else reverse("plan:page", args=[activity.case.pk])
    )


@staff_page
@require_POST
def attend(request: StaffRequest, activity_id: uuid.UUID) -> HttpResponse:
    """A day of attendance."""
    activity = Policy.get(Activity, request.actor, activity_id, *RELATED)
    form = AttendanceForm(request.POST)
    if sent(request, form, lambda data: actions.note_attendance(activity, by=request.actor, **data)):
        messages.success(request, _("Närvaron är sparad."))
        return redirect("activity:read", activity.pk)
    return _read_page(request, activity_id, attendance_form=form)


def _read_page(request: StaffRequest, activity_id: uuid.UUID, **forms: Any) -> HttpResponse:
    """The activity page, with a form that was sent and refused in place of an empty one."""
    activity = Policy.get(Activity, request.actor, activity_id, *RELATED)
    others = queries.of_case(activity.case, request.actor)
    known = {
        "case": activity.case, "activity": activity,
        "days": Policy.page(queries.attendance_of(activity, request.actor)),
        "may_move": may_move(activity, request.actor), "waits": queries.waits_for(activity, others),
        "newer": queries.newer_than(activity, others),
        "readers": queries.readers_of(activity.item, request.actor), "today": queries.clock.today(),
        "state_form": forms.get("form") or StateForm(), **forms,
        "attendance_form": forms.get("attendance_form") or AttendanceForm(),
    }  # fmt: skip
    failed = any(form.errors for form in forms.values())
    return page(request, "journey/activity/pages/read.html", known, status=422 if failed else 200)
