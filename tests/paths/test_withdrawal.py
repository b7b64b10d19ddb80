"""The person takes a yes back: the very next request of the other party is denied everywhere."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from samsyn.access import clock, outbox
from samsyn.access.models import OutboxMail
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Disclosure, Notice, StandingDisclosure
from samsyn.entry.case.sharing import take_to_file
from samsyn.entry.consent.models import Consent
from samsyn.journey.meeting.actions import call_meeting
from samsyn.journey.note.actions import write_note
from samsyn.journey.note.models import Note
from tests.access import marked
from tests.access.crawl import Answer, ask, browser, pages
from tests.factories.basis import actor

# These are about nobody, or only the account; they stay as they are.
NOT_ABOUT_A_PERSON = ("account", "mfa", "basis", "pilot", "post", "set_language")


@pytest.fixture
def m(w, code_lists):
    return marked.marked_world(w)


@pytest.fixture
def given(m) -> Consent:
    """The consent that carries everything the other party reads."""
    party = m.viewers["live"].actor.party_id
    return Consent.objects.get(item__case=m.case, rows__from_party_id=party, withdrawn_at=None)


def _crawl(m, client) -> list[Answer]:
    return [ask(client, m, page) for page in pages() if not page.name.startswith(NOT_ABOUT_A_PERSON)]


def _marks(m, answers: list[Answer]) -> dict[str, set[str]]:
    return {a.page.name: m.found_in(a.text) for a in answers if m.found_in(a.text)}


def _withdraw(m, given: Consent) -> None:
    """Two clicks: the page that says what ends, and yes."""
    client, address = browser(m.by), reverse("consent:withdraw", args=[given.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"via": "i telefon"}).status_code == 302


def test_the_next_request_is_denied_on_every_page_list_count_print_and_download(m, given):
    other = browser(m.viewers["live"].actor)
    before = _marks(m, _crawl(m, other))
    must = {
        "case:list",
        "case:page",
        "note:read",
        "plan:page",
        "plan:print",
        "attachment:download",
        "meeting:paper",
    }
    assert must - set(before) == set()

    _withdraw(m, given)

    after = _crawl(m, other)
    own = {"zqside001"}  # what the other party wrote itself stays theirs, in their own vault
    assert {name: marks - own for name, marks in _marks(m, after).items() if marks - own} == {}
    still_there = {
        a.page.name for a in after if a.page.is_bound and a.page.name in before and a.status == 200
    }
    assert still_there == set()


def test_search_and_start_page_know_nobody_any_more(m, given):
    other = browser(m.viewers["live"].actor)
    words = {"words": m.person.family_name.rstrip("0123456789")}
    assert m.person.family_name in other.post(reverse("person:search"), words).content.decode()

    _withdraw(m, given)

    for words in ("zqmark", *m.numbers, m.case.number):
        assert m.found_in(other.post(reverse("person:search"), {"words": words}).content.decode()) <= set(), (
            words
        )
    assert m.found_in(other.get("/").content.decode()) == set()


def test_a_page_that_was_open_can_no_longer_be_sent(m, given):
    """The form was opened before, sent after: nothing is written into a case that is no longer reached."""
    other, address = browser(m.viewers["live"].actor), reverse("note:write", args=[m.case.pk])
    assert other.get(address).status_code == 200
    _withdraw(m, given)
    answer = other.post(address, {"text": "för sent", "category": "other"})
    assert answer.status_code == 404
    assert not Note.objects.filter(text="för sent").exists()


def test_queued_mail_is_dropped_when_it_should_be_sent(m, given):
    other = m.viewers["live"].actor
    when = dt.datetime.combine(clock.today() + dt.timedelta(days=7), dt.time(13), tzinfo=clock.STOCKHOLM)
    OutboxMail.objects.all().delete()
    call_meeting(
        m.case, by=m.by, who=[f"staff:{other.staff_id}"], kind="network", starts_at=when, place="Rum 3"
    )
    assert OutboxMail.objects.filter(to=other.email, sent_at=None).count() == 1

    _withdraw(m, given)
    outbox.send_waiting()

    dropped = OutboxMail.objects.get(to=other.email)
    assert (dropped.sent_at, dropped.body, dropped.calendar) == (None, "", "")
    assert dropped.dropped_at is not None
    assert [sent for sent in mail.outbox if other.email in sent.to] == []


def test_without_withdrawal_the_same_mail_is_sent(m):
    other = m.viewers["live"].actor
    when = dt.datetime.combine(clock.today() + dt.timedelta(days=7), dt.time(13), tzinfo=clock.STOCKHOLM)
    OutboxMail.objects.all().delete()
    call_meeting(
        m.case, by=m.by, who=[f"staff:{other.staff_id}"], kind="network", starts_at=when, place="Rum 3"
    )
    outbox.send_waiting()
    assert [sent.to for sent in mail.outbox if other.email in sent.to] == [[other.email]]
    assert m.found_in("".join(f"{s.subject}{s.body}{s.message()}" for s in mail.outbox)) == set()


def test_a_filed_copy_stays_with_its_party_and_is_listed_for_the_person(m, given):
    note, other = m.rows[Note], browser(m.viewers["live"].actor)
    answer = other.post(reverse("case:take_to_file", args=[note.pk]), {"needed_for": "beslut om sjukpenning"})
    assert answer.status_code == 302
    copy = FiledCopy.objects.get(source_item=note.pk, item__holder=m.world.sia)

    _withdraw(m, given)

    assert note.text in other.get(reverse("case:filed_copy", args=[copy.pk])).content.decode()
    assert copy.receipt in other.get(reverse("case:filed")).content.decode()
    assert other.get(reverse("note:read", args=[note.pk])).status_code == 404
    listed = browser(m.by).get(reverse("case:sharing", args=[m.case.pk])).content.decode()
    assert copy.receipt in listed


def test_what_one_wrote_oneself_is_found_by_case_number_and_names_nobody(m, given):
    reader = m.viewers["live"]
    client, address = browser(reader.actor), reverse("case:own")
    own = write_note(m.case, by=reader.actor, text="Vår egen rad")
    copy = take_to_file(m.rows[Note].item, by=reader.actor, needed_for="beslut")
    assert "Vår egen rad" not in client.get(address).content.decode()
    assert client.get(reverse("case:own_item", args=[own.pk])).status_code == 302

    _withdraw(m, given)

    page = client.get(address).content.decode()
    text = client.get(reverse("case:own_item", args=[own.pk])).content.decode()
    links = [reverse("case:own_item", args=[own.pk]), reverse("case:filed_copy", args=[copy.pk])]
    assert [link in page for link in links] == [True, True]
    assert (m.case.number in page, "Vår egen rad" in text) == (True, True)
    assert m.found_in(page + text) == set()
    told = Notice.objects.filter(kind="consent_withdrawn", to_staff_id=reader.actor.staff_id)
    assert [notice.address for notice in told] == [address]
    for number, seen in ((m.case.number.lower(), True), ("2026-AAAAAA", False)):
        assert (links[0] in client.get(address, {"arende": number}).content.decode()) == seen
    stranger = browser(actor(m.world.region))
    assert m.case.number not in stranger.get(address).content.decode()
    assert stranger.get(links[0]).status_code == 404


def test_presets_are_gone_and_the_box_says_why(m, given):
    party = m.world.sia
    _withdraw(m, given)
    page = browser(m.by).get(reverse("note:write", args=[m.case.pk])).content.decode()

    assert not StandingDisclosure.objects.filter(consent=given, ended_at=None).exists()
    assert not Disclosure.objects.filter(consent=given, ended_at=None).exists()
    assert party.name in page
    assert "Samtycket är återkallat." in page
    assert f'value="{party.pk}"' not in page


def test_the_other_party_is_told_that_it_happened_and_nothing_else(m, given):
    other = m.viewers["live"].actor
    _withdraw(m, given)
    told = Notice.objects.filter(to_staff_id=other.staff_id, kind="consent_withdrawn").get()
    assert (told.case_number, told.address) == (m.case.number, reverse("case:own"))


def test_withdrawn_twice_is_withdrawn_once(m, given):
    _withdraw(m, given)
    at = Consent.objects.get(pk=given.pk).withdrawn_at
    browser(m.by).post(reverse("consent:withdraw", args=[given.pk]), {})
    assert Consent.objects.get(pk=given.pk).withdrawn_at == at
