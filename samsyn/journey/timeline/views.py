"""The case page: the first thing seen is the person's way."""

import uuid

from django.http import HttpResponse

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.timeline import case_page as contents
from samsyn.journey.timeline.my_cases import case_list


@staff_page
def case_page(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """What happens around the person, as far as the actor's party sees."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(request, "journey/timeline/pages/case.html", contents.load(case, request.actor))


@staff_page
def my_cases(request: StaffRequest) -> HttpResponse:
    """The actor's cases by name, fifty a page."""
    cases = case_list(request.actor, request.GET.get("page", 1))
    return page(request, "journey/timeline/pages/list.html", {"cases": cases})
