"""Looking somebody up: by name or number only, inside one's own reach, logged and limited."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.models import AuditEntry, AuditPerson
from samsyn.entry.case.models import CaseAssignment
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.person import actions
from samsyn.entry.person.queries import found_by
from samsyn.journey.note.actions import write_note
from tests.entry.person.numbered import numbered
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, open_case


def found(client, words: str) -> list[str]:
    """Case numbers that a search page lists."""
    text = client.post(reverse("person:search"), {"words": words}).content.decode()
    return sorted(
        n for n in CaseAssignment.objects.values_list("case__number", flat=True).distinct() if n in text
    )


def test_a_person_is_found_by_each_part_of_the_name_and_by_numbers(w, sign_in):
    writer = actor(w.pes)
    case, clear = numbered(writer, given_name="Eva-Karin", family_name="Lindén")
    open_case(by=writer, family_name="Annan")
    client = sign_in(writer)
    ways = (
        "eva",
        "karin linden",
        "LINDÉN",
        clear,
        clear[2:],
        clear.replace("-", ""),
        case.number,
        case.number.lower(),
    )
    assert [found(client, words) for words in ways] == [[case.number]] * len(ways)


@pytest.mark.parametrize(
    "words", ["depression", "inden", "Storgatan", "0701234567", "%", "__", "<script>", "1980"]
)
def test_texts_diagnoses_and_parts_of_words_find_nothing(w, sign_in, words):
    writer = actor(w.pes)
    case, _clear = numbered(
        writer, given_name="Eva", family_name="Linden", phone="0701234567", address="Storgatan 1"
    )
    write_note(case, by=writer, text="depression")
    assert found(sign_in(writer), words) == []


def test_only_what_one_reaches_is_found(w, sign_in):
    writer, reader, outside = actor(w.pes), actor(w.sia), actor(w.region)
    case, clear = numbered(writer, family_name="Linden")
    made = confirmed_consent(case, by=writer, to=[reader])
    other = sign_in(reader)
    assert [found(other, words) for words in ("Linden", clear, case.number)] == [[case.number]] * 3
    withdraw_consent(made, by=writer)
    for client in (other, sign_in(outside), sign_in(actor(w.pes))):
        assert [found(client, words) for words in ("Linden", clear, case.number)] == [[]] * 3


def test_the_same_number_in_two_vaults_tells_nobody(w, sign_in):
    one, two = actor(w.pes), actor(w.sia)
    mine, clear = numbered(one)
    theirs, _same = numbered(two)
    assert found(sign_in(one), clear) == [mine.number]
    assert found(sign_in(two), clear) == [theirs.number]


def test_a_search_is_logged_without_what_was_sought_and_with_who_was_shown(w, sign_in):
    writer = actor(w.pes)
    case, clear = numbered(writer)
    sign_in(writer).post(reverse("person:search"), {"words": clear})
    act, read = AuditEntry.objects.get(verb="person.search"), AuditEntry.objects.get(verb="person:search")
    assert act.objects_touched == ""
    assert AuditPerson.objects.filter(entry_id=read.pk, person_id=case.person_id).count() == 1


def test_sixty_look_ups_in_ten_minutes_are_enough(w, sign_in):
    writer = actor(w.pes)
    moment = clock.start_of(clock.today()) + dt.timedelta(hours=12)
    with clock.at(moment):
        for _n in range(actions.LOOKUPS_PER_WINDOW):
            actions.look_up("Eva", by=writer)
        response = sign_in(writer).post(reverse("person:search"), {"words": "Eva"})
        assert response.status_code == 422
        assert "Vänta tio minuter" in response.content.decode()
        actions.look_up("Eva", by=actor(w.pes))
    with clock.at(moment + dt.timedelta(minutes=11)):
        assert actions.look_up("Eva", by=writer) == []


def test_a_search_costs_four_queries_at_most(w, django_assert_num_queries):
    writer, reader = actor(w.pes), actor(w.sia)
    for serial in range(12):
        case, clear = numbered(writer if serial % 2 else reader, serial)
        confirmed_consent(case, by=writer if serial % 2 else reader, to=[reader if serial % 2 else writer])
    actions.look_up("Eva", by=writer)

    with django_assert_num_queries(2):
        assert len(found_by("Test", writer)) == 12
    with django_assert_num_queries(4):
        assert len(found_by(clear, writer)) == 1
    with django_assert_num_queries(2):
        assert len(found_by(case.number, writer)) == 1
