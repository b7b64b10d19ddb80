"""Pages for mapping, assessments and work ability."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as codes
from samsyn.entry.case.models import Case
from samsyn.journey.assessment import actions, queries
from samsyn.journey.assessment.forms import AssessmentForm, MappingForm, UseForm, WorkAbilityForm
from samsyn.journey.assessment.models import Assessment
from samsyn.journey.note.queries import newer_of, readers_of

PAGES = "journey/assessment/pages/"
FIELDS = ("kind", "made_by", "made_on", "summary", "outcome", "referred_to", "work_ability", "extent")

Way = tuple[Any, Callable[..., Assessment], str]
OF_ANY_KIND: Way = (AssessmentForm, actions.write_assessment, "write.html")
WAYS: dict[str, Way] = {
    Assessment.Kind.WORK_ABILITY: (WorkAbilityForm, actions.write_work_ability, "write_work_ability.html"),
}


@staff_page
def of_case(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Every assessment in reach."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(request, PAGES + "case.html", {"case": case, "rows": queries.of_case(case, request.actor)})


@staff_page
@opens(actions.write_mapping)
def mapping(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The own party's mapping: begin, or go on where it was left."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    old = queries.mapping_of(case, actor)
    known = {"areas": old.areas if old else {}, "initial": {"summary": old.summary if old else ""}}
    form = MappingForm(
        request.POST or None, case=case, actor=actor, seen_version=old.pk if old else "", **known
    )
    if sent(request, form, lambda data: actions.write_mapping(case, by=actor, replaces=old, **data)):
        messages.success(request, _("Kartläggningen är sparad. Fyll i mer när du vet mer."))
        return redirect("assessment:mapping", case.pk)
    return page(request, PAGES + "mapping.html", {"case": case, "form": form, "old": old})


@staff_page
@opens(actions.write_assessment)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """An assessment of any kind but mapping and work ability; `?kind=` is chosen when it is opened."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    wanted = {"kind": request.GET["kind"]} if codes.is_valid("assessment_kind", request.GET.get("kind", "")) else {}
    form = AssessmentForm(request.POST or None, case=case, actor=actor, initial=wanted)
    if done := sent(request, form, lambda data: actions.write_assessment(case, by=actor, **data)):
        messages.success(request, _("Bedömningen är sparad."))
        return redirect("assessment:read", done.pk)
    return page(request, PAGES + "write.html", {"case": case, "form": form})


@staff_page
def work_ability(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Each party's view, side by side."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    rows = queries.work_ability(case, actor)
    own = next((row for row in rows if row.item.holder_id == actor.party_id), None)
    return page(request, PAGES + "work_ability.html", {"case": case, "rows": rows, "own": own})


@staff_page
@opens(actions.write_work_ability)
def write_work_ability(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The own party's view now; an earlier one stays as it was said then."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    form = WorkAbilityForm(request.POST or None, case=case, actor=actor)
    if sent(request, form, lambda data: actions.write_work_ability(case, by=actor, **data)):
        messages.success(request, _("Er syn på arbetsförmågan är sparad."))
        return redirect("assessment:work_ability", case.pk)
    return page(request, PAGES + "write_work_ability.html", {"case": case, "form": form})


@staff_page
@opens(actions.write_assessment)
def correct(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """A new version of one's own party's assessment."""
    actor = request.actor
    row = Policy.get(Assessment, actor, assessment_id, "item__case__person", item__holder=actor.party_id)
    if row.kind == Assessment.Kind.MAPPING:
        return redirect("assessment:mapping", row.case.pk)
    make, act, template = WAYS.get(row.kind, OF_ANY_KIND)
    form = make(request.POST or None, case=row.case, actor=actor, initial=_typed(row), seen_version=row.pk)
    if done := sent(request, form, lambda data: act(row.case, by=actor, replaces=row, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("assessment:read", done.pk)
    return page(request, PAGES + template, {"case": row.case, "form": form, "row": row})


def _typed(row: Assessment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


@staff_page
def read(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """One assessment; a receiver says here what it is used for."""
    actor = request.actor
    row = Policy.get(Assessment, actor, assessment_id, *queries.RELATED)
    own = queries.own_use(row, actor)
    form = UseForm(request.POST or None, initial={"use": own.use, "because": own.because} if own else None)
    if sent(request, form, lambda data: actions.state_use(row, by=actor, **data)):
        messages.success(request, _("Ert svar är sparat. Den som skrev bedömningen får veta."))
        return redirect("assessment:read", row.pk)
    context = {
        "case": row.case, "row": row, "form": form, "own": own, "uses": queries.uses_of(row, actor),
        "areas": queries.area_rows(row), "may_answer": is_open(actions.state_use, actor),
        "readers": readers_of(row.item, actor), "newer": newer_of(row.item, actor),
    }  # fmt: skip
    return page(request, PAGES + "read.html", context)
