"""Nothing leaks sideways: not by counts, order, size, errors, nor by what creating somebody answers."""

import re
from difflib import unified_diff

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.basis.party.models import Party
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.person.models import Identifier
from samsyn.journey.note.actions import write_note
from tests.access import marked
from tests.access.crawl import ask, browser, pages
from tests.access.relations import assign
from tests.factories import referral as made
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, open_case
from tests.factories.identity_numbers import test_number

HEX = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|nonce-?=?["\']?)[A-Za-z0-9+/=_-]+')
MOMENT = re.compile(r"\d\d:\d\d(:\d\d)?")
CASE_NUMBER = re.compile(r"\d{4}-[A-Z0-9]{6}\b")
COOKIE = re.compile(r"^(?:Set-Cookie|Content-Length|ETag).*$", re.MULTILINE | re.IGNORECASE)
# Pages that must change: the reader's own trace, held mail in a demo, and how many places are free.
GROWS = {"basis:log", "basis:sample", "basis:verify", "referral:start"}


@pytest.fixture
def m(w, code_lists):
    return marked.marked_world(w)


def _plain(text: str) -> str:
    """Without what is new in every answer: keys, tokens, times of day."""
    return COOKIE.sub("", MOMENT.sub("", TOKEN.sub("", HEX.sub("", text))))


def _everything(m, viewer, case) -> dict[str, str]:
    """Each page the viewer gets: lists, and all that is about one case."""
    client, found = browser(viewer), {}
    for page in pages():
        if page.name.startswith(("account", "mfa")) or page.name in GROWS:
            continue
        if page.kwargs not in {(), ("case_id",)}:
            continue
        about = marked.Marked(m.world, m.by, case)
        found[page.name] = _plain(ask(client, about, page).text)
    return found


def _same(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def _where(before: dict[str, str], after: dict[str, str]) -> str:
    return "\n".join(
        line
        for n in _same(before, after)
        for line in unified_diff(before[n].split("\n"), after[n].split("\n"), n, lineterm="", n=0)
    )


QUICK = ["none", "assigned without consent"]
REST = ["manager outside", "group member outside", "colleague", "left", "withdrawn", "expired"]


@pytest.mark.parametrize("relations", [QUICK, pytest.param(REST, marks=pytest.mark.slow)])
def test_a_strangers_pages_do_not_change_when_others_write(m, relations):
    viewers = {relation: m.viewers[relation].actor for relation in relations}
    own = {r: open_case(by=actor_of_party(v), family_name="Egen") for r, v in viewers.items()}
    for relation, viewer in viewers.items():
        assign(own[relation], by=viewer, to=viewer)
    before = {r: _everything(m, v, own[r]) for r, v in viewers.items()}
    marked.fill_more(m)
    marked.another_marked(m)
    for relation, viewer in viewers.items():
        after = _everything(m, viewer, own[relation])
        assert _same(before[relation], after) == [], f"{relation}: {_where(before[relation], after)}"
        assert "Egen" in after["case:list"], relation


def actor_of_party(viewer):
    """Somebody who may open a case in the viewer's party."""
    return actor(Party.objects.get(pk=viewer.party_id))


def test_who_shares_a_case_sees_no_trace_of_what_is_kept_from_them(m):
    viewers = {relation: m.viewers[relation].actor for relation in ("live", "excepted")}
    before = {r: _everything(m, v, m.case) for r, v in viewers.items()}
    marked.fill_more(m)
    for relation, viewer in viewers.items():
        after = _everything(m, viewer, m.case)
        assert _same(before[relation], after) == [], f"{relation}: {_where(before[relation], after)}"


def test_the_one_who_wrote_it_sees_the_change(m):
    """If nobody's pages changed, nothing was compared."""
    before = _everything(m, m.by, m.case)
    marked.fill_more(m)
    changed = _same(before, _everything(m, m.by, m.case))
    assert {"case:page", "plan:page", "request:case", "meeting:list"} <= set(changed)


def _write_referral(m, client, measure, number: str) -> tuple[int, str, int]:
    """What writing a referral for a new person answers, shows and costs."""
    form = {
        "number": number,
        "given_name": "Ny",
        "family_name": "Person",
        "sex": "woman",
        "origin": "party",
        "draft": "1",
    }
    with CaptureQueriesContext(connection) as cost:
        answer = client.post(reverse("referral:write", args=[measure.pk]), form)
    page = client.get(answer["Location"]) if answer.status_code == 302 else answer
    return answer.status_code, _plain(page.content.decode()).replace(number, ""), len(cost)


@pytest.mark.parametrize("relation", ["none", "colleague"])
def test_writing_in_somebody_known_elsewhere_is_like_writing_in_anyone(m, relation):
    """The number stands in a vault or case out of reach: same answer, page and number of queries."""
    client, measure = browser(m.viewers[relation].actor), intervention(m.world)
    first, known, unknown = test_number(900), m.numbers[0], test_number(901)
    _write_referral(m, client, measure, first)  # warms what is cached

    answers = [_write_referral(m, client, measure, number) for number in (known, unknown)]

    assert answers[0][0] == answers[1][0] == 302
    assert CASE_NUMBER.sub("", answers[0][1]).replace(known[:8], "") == CASE_NUMBER.sub("", answers[1][1]).replace(
        unknown[:8], ""
    )
    assert answers[0][2] == answers[1][2]
    assert Identifier.objects.filter(masked=Identifier.objects.get(person=m.person).masked).count() >= 2


def test_what_is_read_without_identity_never_names_the_person(w, sign_in):
    writer, receiver, it = actor(w.pes), actor(w.municipality), intervention(w)
    found = made.nameless(by=writer, to=it)
    given = confirmed_consent(found.case, by=writer, to=[actor(w.sia)])
    own = write_note(open_case(by=writer), by=writer, text="Egen anteckning")
    client = sign_in(receiver)

    pages = [reverse(f"case:{n}", args=[found.pk]) for n in ("item_text", "share", "take_to_file", "share_on_ground")]
    assert [client.get(page).status_code for page in (*pages, reverse("consent:read", args=[given.pk]))] == [404] * 5
    assert client.get(reverse("referral:page", args=[found.pk])).status_code == 200
    assert sign_in(writer).get(reverse("note:read", args=[own.pk])).status_code == 200


def test_ones_own_words_after_a_withdrawal_no_longer_name_the_person(w, sign_in):
    writer, other = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    assigned(case, other)
    given = confirmed_consent(case, by=writer, to=[other])
    note = write_note(case, by=other, text="Vår anteckning")
    client, address = sign_in(other), reverse("note:read", args=[note.pk])
    assert client.get(address).status_code == 200

    withdraw_consent(given, by=writer)

    assert client.get(address).status_code == 404
