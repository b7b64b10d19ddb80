"""One page for what the person lives on; one click for unchanged; periods from before."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.livelihood import actions, queries
from samsyn.journey.livelihood.forms import MomentForm, PeriodForm, SetForm
from samsyn.journey.livelihood.models import Livelihood

EDIT = "journey/livelihood/pages/edit.html"
QUICK = "quick_%s"  # ids of the short form's fields, beside those of the long one


@staff_page
@opens(actions.record, is_read_too=True)
def edit(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The set as it is: keep, change, end, add."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    form = SetForm(request.POST or None, case=case, actor=actor, moment=request.GET.get("moment", ""))
    if sent(request, form, lambda data: actions.record(case, by=actor, **data)):
        messages.success(request, _("Försörjningen är sparad."))
        return redirect("case:page", case.pk)
    return _shown(request, case, form)


@require_POST
@staff_page
def unchanged(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """One click: the same sources at this moment."""
    return _said(request, case_id, actions.unchanged)


@require_POST
@staff_page
def unknown(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """One click: not known at this moment."""
    return _said(request, case_id, actions.unknown)


def _said(request: StaffRequest, case_id: uuid.UUID, act: actions.Said) -> HttpResponse:
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    form = MomentForm(request.POST, case=case, actor=actor, auto_id=QUICK)
    if sent(request, form, lambda data: act(case, by=actor, **data)):
        messages.success(request, _("Försörjningen är sparad."))
        return redirect("case:page", case.pk)
    shown = SetForm(case=case, actor=actor)
    return _shown(request, case, shown, quick=form, status=422)


def _shown(
    request: StaffRequest, case: Case, form: SetForm, *, quick: MomentForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    quick = quick or MomentForm(case=case, actor=actor, moment=request.GET.get("moment", ""), auto_id=QUICK)
    context = {"case": case, "form": form, "quick": quick, "history": queries.history(case, actor)}
    return page(request, EDIT, context, status=status)


@staff_page
@opens(actions.add_period)
def period(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A source from a day to a day."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    form = PeriodForm(request.POST or None, case=case, actor=actor)
    if sent(request, form, lambda data: actions.add_period(case, by=actor, **data)):
        messages.success(request, _("Perioden är sparad."))
        return redirect("livelihood:edit", case.pk)
    return page(request, "journey/livelihood/pages/period.html", {"case": case, "form": form})


@staff_page
@opens(actions.add_period)
def correct(request: StaffRequest, livelihood_id: uuid.UUID) -> HttpResponse:
    """A new version of one's own party's row."""
    row = Policy.get(
        Livelihood, request.actor, livelihood_id, "item__case__person", item__holder=request.actor.party_id
    )
    case, actor = row.case, request.actor
    form = PeriodForm(
        request.POST or None, case=case, actor=actor, initial=queries.as_typed(row), seen_version=row.pk
    )
    if sent(request, form, lambda data: actions.add_period(case, by=actor, replaces=row, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("livelihood:edit", case.pk)
    return page(request, "journey/livelihood/pages/period.html", {"case": case, "form": form, "row": row})
