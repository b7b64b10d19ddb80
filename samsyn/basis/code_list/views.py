"""The page that shows each code list with where it comes from and how sure it is."""

from django.http import HttpResponse
from django.utils.translation import get_language

from samsyn.access import clock
from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.code_list.models import CodeListVersion
from samsyn.basis.code_list.queries import in_use, values_of


@staff_page
def code_lists(request: StaffRequest) -> HttpResponse:
    """Every list in use, and the versions to come."""
    rows = in_use(Policy.all(CodeListVersion, request.actor))
    return page(request, "basis/code_list/pages/lists.html", {"rows": rows})


@staff_page
def code_list(request: StaffRequest, version_id: int) -> HttpResponse:
    """One list, with retired values marked."""
    version = Policy.get(CodeListVersion, request.actor, version_id)
    context = {"version": version, "codes": values_of(version), "day": clock.today()}
    context["is_english"] = get_language() == "en"
    return page(request, "basis/code_list/pages/list.html", context)
