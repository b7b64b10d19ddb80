"""The start page per role."""

from django.http import HttpResponse

from samsyn.access.http import StaffRequest, page, staff_page


@staff_page
def start(request: StaffRequest) -> HttpResponse:
    """What the actor needs first."""
    return page(request, "web/start/pages/start.html")
