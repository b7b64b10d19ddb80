"""The goals of an intervention's method, counted: as a page, and as a table to take out."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse

from samsyn.access import clock
from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.entry.selection.flows import Period, whole_years
from samsyn.learning.goal import export, shown
from samsyn.learning.goal.forms import OWN, CohortForm
from samsyn.learning.goal.queries import interventions
from samsyn.learning.statistics import figures

PAGES = "learning/goal/pages/"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the tables that answer it."""

    intervention: Intervention
    form: CohortForm
    period: Period
    own: bool
    tables: list[shown.Table]


@staff_page
def listing(request: StaffRequest) -> HttpResponse:
    """Interventions whose goals one may see counted."""
    return page(request, PAGES + "list.html", {"interventions": interventions(request.actor)})


@staff_page
def table(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Each goal with numerator, denominator, exclusions, share and aim."""
    asked = _asked(request, intervention_id)
    context: dict[str, Any] = {
        "asked": asked, "intervention": asked.intervention, "cohort_form": asked.form, "today": clock.today(),
        "query": request.GET.urlencode(), "percent": figures.percent, "words": words,
        "smallest": settings.SAMSYN_SMALLEST_CELL,
    }  # fmt: skip
    return page(request, PAGES + "table.html", context)


@staff_page
def csv(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """The same as CSV, a row a goal, with definitions."""
    asked = _asked(request, intervention_id)
    response = HttpResponse(export.as_csv(asked.intervention, asked.period, asked.tables), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="goals-{asked.intervention.pk}.csv"'
    return response


@staff_page
def json(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """The same as JSON."""
    asked = _asked(request, intervention_id)
    response = JsonResponse(export.as_data(asked.intervention, asked.period, asked.tables))
    response["Content-Disposition"] = f'attachment; filename="goals-{asked.intervention.pk}.json"'
    return response


def _asked(request: StaffRequest, intervention_id: uuid.UUID) -> Asked:
    found = interventions(request.actor).filter(pk=intervention_id).first()
    if found is None:
        raise Http404
    form = CohortForm(request.GET or None, sees_persons=request.actor.sees_persons)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    period, own = Period(data.get("fran"), data.get("till")), data.get("vilka") == OWN
    if form.is_bound and not form.is_valid():
        return Asked(found, form, period, own, [])
    if own:
        return Asked(found, form, period, own, shown.of_own(found, period, request.actor))
    return Asked(found, form, whole_years(period), own, shown.of_all(found, period))
