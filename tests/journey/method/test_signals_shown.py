"""A signal that the method switches on stands on the case, in the list and on the start page, and asks nothing more."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.plan.actions import start_plan, write_goal
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, open_case

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=40)
WORDS = "Planen saknar personens egna ord"


def enrolled(w, *, signals: str):
    [version] = take_in([f"{WHOLE}\nsignals: {signals}\n"], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        case = open_case(by=by)
        enrol(case, by=by, intervention=offered, starts_on=START)
        start_plan(case, by=by, kind="agreed_plan", starts_on=START)
    return case, by


def asked(client, address: str) -> tuple[str, int]:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        html = client.get(address).content.decode()
    return html, len([q for q in found.captured_queries if q["sql"].startswith("SELECT")])


def test_shown_everywhere_until_the_person_has_been_heard(w, sign_in):
    case, by = enrolled(w, signals="{without_own_words: {days: 30}}")
    client = sign_in(by)
    addresses = [reverse("case:page", args=[case.pk]), reverse("case:list"), "/"]
    before = [asked(client, address) for address in addresses]
    write_goal(case, by=by, text="Jag vill arbeta med djur")
    after = [asked(client, address) for address in addresses]
    assert [WORDS in html for html, _n in before] == [True] * 3
    assert [WORDS in html for html, _n in after] == [False] * 3
    assert [n for _html, n in before][1:] == [n for _html, n in after][1:]


def test_a_party_that_does_not_see_the_enrolment_is_told_nothing(w, sign_in):
    case, by = enrolled(w, signals="{without_own_words: {days: 30}}")
    other = actor(w.sia)
    assigned(case, other)
    confirmed_consent(case, by=by, to=[other])
    assert WORDS not in sign_in(other).get(reverse("case:page", args=[case.pk])).content.decode()


def test_off_where_the_text_names_nothing(w, sign_in):
    case, by = enrolled(w, signals="{}")
    assert WORDS not in sign_in(by).get(reverse("case:page", args=[case.pk])).content.decode()
