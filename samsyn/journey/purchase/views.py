"""Pages of purchases: of a person, of one purchase, and what the association sees."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import may_write
from samsyn.journey.purchase import actions, counting, queries
from samsyn.journey.purchase.forms import AskForm, BuyForm, DecideForm
from samsyn.journey.purchase.models import Purchase
from samsyn.journey.purchase.rules import COUNTERS, may_decide, purse_of

PAGES = "journey/purchase/pages/"
RELATED = (
    "item__case__person", "item__holder", "item__author__user", "intervention", "method_version",
    "decided_in", "decided_by__user",
)  # fmt: skip
State = Purchase.State


@staff_page
@opens(actions.ask)
def ask(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A person's purchases, and asking for another."""
    actor, case = request.actor, Policy.get(Case, request.actor, case_id, "person")
    enrolments = queries.with_purse(case, actor)
    form = AskForm(request.POST or None, case=case, actor=actor, enrolments=enrolments)
    if made := sent(request, form, lambda data: actions.ask(data.pop("enrolment"), by=actor, **data)):
        messages.success(request, _("Begäran är sparad. Den väntar på beslut."))
        return redirect("purchase:read", made.pk)
    purses = [(one, purse_of(one.method_version)) for one in enrolments]
    context = {"case": case, "form": form, "purses": purses, "rows": queries.of_case(case, actor)}
    return page(request, PAGES + "ask.html", context)


@staff_page
def read(request: StaffRequest, purchase_id: uuid.UUID) -> HttpResponse:
    """One purchase with what can be done about it now."""
    return _read_page(request, Policy.get(Purchase, request.actor, purchase_id, *RELATED))


def _read_page(request: StaffRequest, found: Purchase, **forms: Any) -> HttpResponse:
    actor, writes = request.actor, may_write(request.actor)
    own = actor.party_id == found.item.holder_id
    context = {
        "one": found, "case": found.case, "purse": purse_of(found.method_version),
        "may_decide": found.state == State.ASKED and may_decide(found, actor),
        "may_buy": found.state == State.APPROVED and writes and (own or actor.party_id == found.decided_in_id),
        "may_withdraw": found.state in (State.ASKED, State.APPROVED) and writes and own,
        "decide_form": forms.get("decide_form") or DecideForm(initial={"amount": found.asked}),
        "buy_form": forms.get("buy_form") or BuyForm(initial={"amount": found.amount}),
        "files": queries.receipts(found, actor),
    }  # fmt: skip
    return page(request, PAGES + "read.html", context, status=422 if any(f.errors for f in forms.values()) else 200)


@staff_page
@opens(actions.decide)
@require_POST
def decide(request: StaffRequest, purchase_id: uuid.UUID) -> HttpResponse:
    """Yes or no."""
    found, form = Policy.get(Purchase, request.actor, purchase_id, *RELATED), DecideForm(request.POST)
    if sent(request, form, lambda data: actions.decide(found, by=request.actor, **data)):
        messages.success(request, _("Beslutet är sparat."))
        return redirect("purchase:read", found.pk)
    return _read_page(request, found, decide_form=form)


@staff_page
@opens(actions.buy)
@require_POST
def buy(request: StaffRequest, purchase_id: uuid.UUID) -> HttpResponse:
    """It is bought."""
    found, form = Policy.get(Purchase, request.actor, purchase_id, *RELATED), BuyForm(request.POST)
    if sent(request, form, lambda data: actions.buy(found, by=request.actor, **data)):
        messages.success(request, _("Inköpet är sparat."))
        return redirect("purchase:read", found.pk)
    return _read_page(request, found, buy_form=form)


@staff_page
@opens(actions.withdraw)
@require_POST
def withdraw(request: StaffRequest, purchase_id: uuid.UUID) -> HttpResponse:
    """It is not to be bought."""
    found = Policy.get(Purchase, request.actor, purchase_id)
    actions.withdraw(found, by=request.actor)
    messages.success(request, _("Inköpet är återtaget."))
    return redirect("purchase:read", found.pk)


@staff_page
def sums(request: StaffRequest) -> HttpResponse:
    """Kronor by intervention, kind and quarter, for the association."""
    if request.actor.role not in COUNTERS:
        raise Http404
    return page(request, PAGES + "sums.html", {"found": counting.sums(request.actor)})
