"""Money for one person is asked for, decided by party staff within a limit, and bought; the association sees sums."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Item
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.method import shown
from samsyn.journey.purchase import counting
from samsyn.journey.purchase.actions import ask, buy, decide, withdraw
from samsyn.journey.purchase.models import Purchase
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, ids, open_case
from tests.journey.course.texts import TEXT

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=500)


@pytest.fixture
def offered(w):
    """An intervention whose method has a purse, decided by the municipality, 10,000 a person."""
    [version] = take_in([TEXT], by=None)
    return intervention(w, method=version.method, starts_on=START)


@pytest.fixture
def by(w, offered):
    """A coordinator of the municipality."""
    return actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)


def enrolled(offered, by):
    """Somebody new in the intervention."""
    with clock.at(START):
        return enrol(open_case(by=by), by=by, intervention=offered, starts_on=START)


def bought(enrolment, by, amount, *, kind="course", on=None):
    """Asked for, decided and bought."""
    made = ask(enrolment, by=by, kind=kind, what_for="Hemligt ändamål", amount=Decimal(amount))
    with clock.at(on or clock.today()):
        decide(made, by=by, outcome="approved")
        return buy(made, by=by, amount=Decimal(amount), on=on)


def text(response) -> str:
    return response.content.decode()


def test_from_asking_to_bought_in_the_browser_ticks_off_what_is_expected(offered, by, sign_in):
    enrolment, client = enrolled(offered, by), sign_in(by)
    case = enrolment.item.case
    sent = {"enrolment": str(enrolment.pk), "kind": "course", "amount": "1 250,50", "what_for": "Kurs i truck"}
    assert client.post(reverse("purchase:ask", args=[case.pk]), sent | {"kind": "yacht"}).status_code == 422
    assert client.post(reverse("purchase:ask", args=[case.pk]), sent | {"amount": "-3"}).status_code == 422
    assert client.post(reverse("purchase:ask", args=[case.pk]), sent).status_code == 302
    made = Purchase.objects.get()
    decision, purchase = reverse("purchase:decide", args=[made.pk]), reverse("purchase:buy", args=[made.pk])
    assert client.post(decision, {"outcome": "declined", "said": ""}).status_code == 422
    assert client.post(decision, {"outcome": "approved", "amount": "1200"}).status_code == 302
    assert client.post(decision, {"outcome": "approved", "amount": "1200"}).status_code == 422
    assert client.post(purchase, {"amount": "1200,01", "on": ""}).status_code == 422
    assert client.post(purchase, {"amount": "1199,90", "on": clock.today().isoformat()}).status_code == 302
    made.refresh_from_db()
    assert (made.asked, made.amount, made.state) == (Decimal("1250.50"), Decimal("1199.90"), "bought")
    [method] = shown.way(case, by)["methods"]
    assert [line.occasion.state for line in method["phases"][0].lines] == ["late", "done"]
    item = Item.objects.get(pk=made.pk)
    assert (item.label, item.code, item.amount, item.state) == ("Kort kurs", "course", None, "done")


def test_the_limit_is_one_for_a_person_and_says_what_is_left(offered, by):
    enrolment = enrolled(offered, by)
    bought(enrolment, by, "7000")
    more = ask(enrolment, by=by, kind="travel", what_for="Tåg", amount=Decimal(4000))
    with pytest.raises(RuleBroken, match="OVER_LIMIT") as refused:
        decide(more, by=by, outcome="approved")
    assert "3000,00 kronor kvar" in str(refused.value.message)
    decide(more, by=by, outcome="approved", amount=Decimal(3000))
    last = ask(enrolment, by=by, kind="travel", what_for="Buss", amount=Decimal(1))
    with pytest.raises(RuleBroken, match="OVER_LIMIT"):
        decide(last, by=by, outcome="approved")
    withdraw(more, by=by)
    assert decide(last, by=by, outcome="approved").state == "approved"
    other = ask(enrolled(offered, by), by=by, kind="travel", what_for="Buss", amount=Decimal(10000))
    assert decide(other, by=by, outcome="approved").state == "approved"


def test_who_decides_stands_in_the_text_and_what_is_hidden_is_not_told_as_a_sum(w, offered, by, sign_in):
    enrolment = enrolled(offered, by)
    case, sia = enrolment.item.case, actor(w.sia)
    confirmed_consent(case, by=by, to=[sia])
    assigned(case, sia, by=by)
    made = ask(enrolment, by=by, kind="course", what_for="Kurs", amount=Decimal(500), share=ids(sia))
    page = text(sign_in(sia).get(reverse("purchase:read", args=[made.pk])))
    assert ("Spara beslutet" in page, "Kurs" in page) == (False, True)
    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        decide(made, by=sia, outcome="approved")
    council = actor(w.municipality, Role.GROUP_MEMBER, unit=offered.owner_unit)
    assert sign_in(council).get(reverse("purchase:read", args=[made.pk])).status_code == 404
    assigned(case, council, by=by)
    answer = sign_in(council).post(reverse("purchase:decide", args=[made.pk]), {"outcome": "approved", "amount": ""})
    assert answer.status_code == 302


def test_the_association_sees_kind_quarter_and_amount_and_no_small_numbers(w, offered, by, sign_in, settings):
    settings.SAMSYN_SMALLEST_CELL = 3
    past = clock.today() - dt.timedelta(days=200)
    people = [enrolled(offered, by) for _ in range(3)]
    for enrolment in people:
        bought(enrolment, by, "1000", on=past)
    for _twice in range(2):
        bought(people[0], by, "150", kind="travel", on=past)
    bought(people[1], by, "150", kind="travel", on=past)
    bought(people[2], by, "777")
    [sums] = counting.sums(actor(w.municipality, Role.ASSOCIATION_OFFICER))
    quarter = counting.quarter_of(past)
    assert {key: cell.amount for key, cell in sums.cells.items()} == {
        ("Kort kurs", quarter): Decimal(3000), ("Resor", quarter): None,
    }  # fmt: skip
    assert (sums.shown_of_kind("Kort kurs"), sums.shown_of_kind("Resor")) == (Decimal(3000), Decimal(0))
    officer = sign_in(actor(w.municipality, Role.ASSOCIATION_OFFICER))
    page = text(officer.get(reverse("purchase:sums")))
    assert ("3 000 kr" in page, "färre än får visas" in page, "Hemligt" in page, "777" in page) == (
        True, True, False, False,
    )  # fmt: skip
    assert str(people[0].item.case.person) not in page
    assert officer.get(reverse("purchase:read", args=[Purchase.objects.first().pk])).status_code == 404
    assert sign_in(by).get(reverse("purchase:sums")).status_code == 404
