"""The case page, the list of cases, and the papers of a case: text, SUS sheet, the person's page and log."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons, may_write
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.timeline import actions, as_text, easy_read, sus
from samsyn.journey.timeline import case_page as contents
from samsyn.journey.timeline.forms import RegisteredForm
from samsyn.journey.timeline.my_cases import case_list

PAGES = "journey/timeline/pages/"


@staff_page
def case_page(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """What happens around the person, as far as the actor's party sees."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(request, PAGES + "case.html", contents.load(case, request.actor))


@staff_page
@list_of_persons
def my_cases(request: StaffRequest) -> HttpResponse:
    """The actor's cases by name, fifty a page."""
    cases = case_list(request.actor, request.GET.get("page", 1))
    return page(request, PAGES + "list.html", {"cases": cases, "may_write": may_write(request.actor)})


@staff_page
def text(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The timeline as text to copy."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(request, PAGES + "text.html", as_text.load(case, request.actor))


@staff_page
def sus_sheets(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The sheet for SUS, one an enrolment that the actor's party holds."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = RegisteredForm(initial={"on": clock.today()})
    return page(
        request, PAGES + "sus.html", {"case": case, "sheets": sus.sheets(case, request.actor), "form": form}
    )


@staff_page
def sus_register(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Note that an enrolment is entered in SUS."""
    found = Policy.get(Enrolment, request.actor, enrolment_id, "item__case__person", "intervention")
    form = RegisteredForm(request.POST or None, initial={"on": clock.today()})
    if sent(request, form, lambda data: actions.register_in_sus(found, by=request.actor, **data)):
        messages.success(request, _("Markerat som registrerat i SUS."))
        return redirect("case:sus", found.item.case_id)
    return page(
        request, PAGES + "sus_register.html", {"case": found.item.case, "enrolment": found, "form": form}
    )


@staff_page
def person_page(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The easy-read page to print for the person."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(request, PAGES + "person_page.html", easy_read.load(case, request.actor))


@staff_page
def read_log(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who has read about the person; the list is made only when the person asks (a logged act)."""
    case = Policy.get(Case, request.actor, case_id, "person")
    rows = actions.list_readings(case, by=request.actor) if request.method == "POST" else None
    context = {"case": case, "rows": rows, "may_list": is_open(actions.list_readings, request.actor)}
    return page(request, PAGES + "read_log.html", context)
