"""Pages for requests: what waits, asking, reading, answering, taking back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access import clock
from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons
from samsyn.journey.request import actions, queries
from samsyn.journey.request.forms import AnswerForm, AskForm
from samsyn.journey.request.models import Request

RELATED = (
    "item__case__person", "item__holder", "item__author__user", "to_party", "to_unit", "to_staff__user",
    "substitute__user", "answered_by__user",
)  # fmt: skip


@staff_page
@list_of_persons
def waiting(request: StaffRequest) -> HttpResponse:
    """What I wait for, and what waits for me."""
    context = {
        "mine": Policy.page(queries.to_answer(request.actor), request.GET.get("page", 1)),
        "asked": Policy.page(queries.asked_by(request.actor), request.GET.get("page", 1)),
        "today": clock.today(),
    }
    return page(request, "journey/request/pages/waiting.html", context)


@staff_page
def of_case(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The requests of a case."""
    case = Policy.get(Case, request.actor, case_id, "person")
    rows = queries.of_case(case, request.actor)
    return page(
        request, "journey/request/pages/case.html", {"case": case, "rows": rows, "today": clock.today()}
    )


@staff_page
@opens(actions.ask)
def ask(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new request."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = AskForm(request.POST or None, case=case, actor=request.actor)
    if sent(request, form, lambda data: actions.ask(case, by=request.actor, **data)):
        messages.success(request, _("Förfrågan är skickad."))
        return redirect("request:case", case.pk)
    return page(request, "journey/request/pages/ask.html", {"case": case, "form": form})


@staff_page
def read(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request; the party that was asked answers here."""
    actor = request.actor
    row = Policy.get(Request, actor, request_id, *RELATED)
    form = AnswerForm(request.POST or None)
    if sent(request, form, lambda data: actions.answer(row, by=actor, **data)):
        messages.success(request, _("Svaret är skickat."))
        return redirect("request:read", row.pk)
    context = {
        "case": row.case, "row": row, "form": form, "days": row.days_waiting(clock.today()),
        "answer": queries.answer_of(row, actor), "today": clock.today(),
        "may_answer": is_open(actions.answer, actor), "may_withdraw": is_open(actions.withdraw, actor),
    }  # fmt: skip
    return page(request, "journey/request/pages/read.html", context)


@require_POST
@staff_page
def withdraw(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    """Take one's own party's request back."""
    row = Policy.get(Request, request.actor, request_id, "item__case", item__holder=request.actor.party_id)
    actions.withdraw(row, by=request.actor)
    messages.success(request, _("Förfrågan är återtagen."))
    return redirect("request:read", row.pk)
