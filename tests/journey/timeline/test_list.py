"""The list of cases: in order, in pages, with the same number of queries whatever the cases hold."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access.models import AuditEntry, AuditPerson
from samsyn.basis.staff.models import Role
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.timeline import my_cases
from tests.factories.basis import actor
from tests.factories.entry import assigned, confirmed_consent, ids, open_case
from tests.journey.timeline.ways import full_way


def selects(client, address):
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    asks = [q["sql"] for q in found.captured_queries if q["sql"].startswith("SELECT")]
    return len([sql for sql in asks if "set_config" not in sql])


def test_names_in_order_with_what_is_next_and_stuck(w, sign_in):
    me, other = actor(w.pes, name="Bo Handläggare"), actor(w.sia)
    for family in ("Öst", "Ask", "Zorn"):
        case = open_case(by=me, given_name="Ada", family_name=family)
    confirmed_consent(case, by=me, to=[other])
    full_way(w, case, by=me, other=other, share=ids(other))

    html = sign_in(me).get(reverse("case:list")).content.decode()

    places = [html.index(f"Ada {family}<") for family in ("Ask", "Zorn", "Öst")]
    assert places == sorted(places)
    assert "Uppföljningen är 5 dagar sen" in html
    assert html.count("Bo Handläggare") == 4


def test_the_owner_in_another_party_is_named_where_the_two_share(w, sign_in):
    me, other, third = actor(w.pes, name="Bo Handläggare"), actor(w.sia), actor(w.region)
    case = open_case(by=me, given_name="Ada", family_name="Ask")
    for reader in (other, third):
        assigned(case, reader)
    given = confirmed_consent(case, by=me, to=[other])
    address = reverse("case:list")

    shared, unknown = (sign_in(a).get(address).content.decode() for a in (other, third))
    withdraw_consent(given, by=me)
    after = sign_in(other).get(address).content.decode()

    assert ["Bo Handläggare (AF)" in page for page in (shared, unknown, after)] == [True, False, False]
    assert "Bo Handläggare (" not in sign_in(me).get(address).content.decode()


def test_queries_do_not_grow_with_cases_consents_or_items(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    client, address = sign_in(me), reverse("case:list")
    counts = []
    for _n in range(4):
        case = open_case(by=me)
        confirmed_consent(case, by=me, to=[other])
        full_way(w, case, by=me, other=other, share=ids(other))
        client.get(address)
        counts.append(selects(client, address))
    assert counts == [5] * 4


def test_pages_and_the_log_of_who_was_shown(w, sign_in, monkeypatch):
    monkeypatch.setattr(my_cases, "SIZE", 2)
    me = actor(w.pes)
    for family in ("A", "B", "C"):
        open_case(by=me, given_name="Ada", family_name=family)
    client = sign_in(me)

    first, second = (client.get(reverse("case:list"), {"page": n}).content.decode() for n in (1, 2))
    beyond = client.get(reverse("case:list"), {"page": 9}).content.decode()
    nonsense = client.get(reverse("case:list"), {"page": "-1; drop"}).content.decode()

    assert ("Ada A" in first, "Ada C" in first, "Ada C" in second, "?page=2" in first) == (
        True,
        False,
        True,
        True,
    )
    assert "Det finns inga fler ärenden" in beyond
    assert "Ada A" in nonsense
    shown = [
        AuditPerson.objects.filter(entry_id=e.pk).count()
        for e in AuditEntry.objects.filter(verb="case:list").order_by("seq")
    ]
    assert shown == [2, 1, 2]


@pytest.mark.parametrize(("role", "may_refer"), [(Role.CASEWORKER, True), (Role.GROUP_MEMBER, False)])
def test_an_empty_list_says_what_to_do_to_those_who_may(w, sign_in, role, may_refer):
    client = sign_in(actor(w.pes, role))

    pages = [client.get(address).content.decode() for address in (reverse("case:list"), reverse("start"))]

    main = [page[page.index("<main") : page.index("</main>")] for page in pages]
    assert ["Du har inga ärenden än" in text for text in main] == [True, True]
    assert [" remiss" in text for text in main] == [may_refer, may_refer]
