"""Pages of deviations: one line from a case, and one's own party's list."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons
from samsyn.learning.deviation import actions, queries
from samsyn.learning.deviation.forms import DeviationForm
from samsyn.learning.deviation.models import Deviation

PAGES = "learning/deviation/pages/"


@staff_page
@opens(actions.write_deviation)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """This went wrong."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = DeviationForm(request.POST or None)
    if sent(request, form, lambda data: actions.write_deviation(case, by=request.actor, **data)):
        messages.success(request, _("Tack. Avvikelsen är sparad."))
        return redirect("case:page", case.pk)
    return page(request, PAGES + "write.html", {"case": case, "form": form})


@staff_page
def read(request: StaffRequest, deviation_id: uuid.UUID) -> HttpResponse:
    """One deviation."""
    deviation = Policy.get(
        Deviation, request.actor, deviation_id, "item__case", "item__holder", "item__author__user"
    )
    case = Policy.get(Case, request.actor, deviation.item.case_id, "person")
    return page(request, PAGES + "read.html", {"case": case, "deviation": deviation})


@staff_page
@list_of_persons
def own_list(request: StaffRequest) -> HttpResponse:
    """One's own party's deviations."""
    rows = Policy.page(queries.own(request.actor), request.GET.get("page", 1))
    return page(request, PAGES + "list.html", {"rows": rows})
