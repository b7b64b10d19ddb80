"""Published follow-up as pages: which reports there are, one report's tables, and reading one in."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect

from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.learning.published import shown
from samsyn.learning.published.actions import import_report
from samsyn.learning.published.forms import ImportForm
from samsyn.learning.published.models import PublishedReport
from samsyn.learning.published.queries import counted
from samsyn.learning.statistics.actions import ask
from samsyn.learning.statistics.figures import percent

PAGES = "learning/published/pages/"


@staff_page
@opens(ask)
def listing(request: StaffRequest) -> HttpResponse:
    """The reports there are."""
    rows = Policy.all(PublishedReport, request.actor).order_by("title_sv", "pk")
    return page(request, PAGES + "list.html", {"rows": rows, "may_import": is_open(import_report, request.actor)})


@staff_page
def report(request: StaffRequest, published_report_id: uuid.UUID) -> HttpResponse:
    """One report: every table with its base and missing, percentages, before × after, and contradictions."""
    row = Policy.get(PublishedReport, request.actor, published_report_id)
    context = {"report": row, "told": shown.told(counted(row)), "percent": percent}
    return page(request, PAGES + "report.html", context)


@staff_page
def csv(request: StaffRequest, published_report_id: uuid.UUID) -> HttpResponse:
    """The tables, in the form they were read in."""
    from samsyn.evidence.published.writing import of_rows

    row = Policy.get(PublishedReport, request.actor, published_report_id)
    response = HttpResponse(of_rows(counted(row).rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.name}.csv"'
    return response


@staff_page
@opens(import_report)
def read_in(request: StaffRequest) -> HttpResponse:
    """Read a report in."""
    form = ImportForm(request.POST or None, request.FILES or None)
    kept = sent(request, form, lambda data: import_report(**data, by=request.actor))
    if kept:
        return redirect("published:report", published_report_id=kept.pk)
    return page(request, PAGES + "import.html", {"form": form})
