"""My cases: the list every caseworker starts from."""

from django.http import HttpResponse

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import CaseAssignment


@staff_page
def my_cases(request: StaffRequest) -> HttpResponse:
    """The actor's cases by name, fifty a page."""
    rows = Policy.all(CaseAssignment, request.actor).select_related("case__person", "unit").order_by("sort_key", "id")
    cases = Policy.page(rows, request.GET.get("sida", 1))
    return page(request, "entry/case/pages/list.html", {"cases": cases})
