"""Derived rows: pages show the same with and without them, for every reader, and never what was taken back."""

import argparse
import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import CaseAssignment, Disclosure
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.method import kept, making
from samsyn.journey.method.actions import mark
from samsyn.journey.method.models import ChangedCase, MethodStanding
from samsyn.journey.timeline.queries import ways
from samsyn.web.operations import check, rebuild
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, ids, open_case

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=30)


@pytest.fixture
def two(w):
    """Somebody enrolled, read by the municipality that wrote it and by the employment service."""
    [version] = take_in([WHOLE], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by, other = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit), actor(w.pes)
    with clock.at(START):
        case = open_case(by=by)
        assigned(case, other)
        consent = confirmed_consent(case, by=by, to=[other])
        enrolment = enrol(case, by=by, intervention=offered, starts_on=START, share=ids(w.pes))
    return case, enrolment, by, other, consent


def seen(case, reader) -> list[tuple[str, str]]:
    """What the start page asks for of the case, whether rows are kept or not."""
    found = kept.expected(ways([case.pk], reader), reader)
    return sorted((thing.occasion.one.id, thing.occasion.state) for thing in found)


def reckoned(case, reader) -> list[tuple[str, str]]:
    """The same without any kept row."""
    return sorted((values[0], values[2]) for row in making.made(reader, [case.pk]) for values in row.waits)


def test_a_rebuild_keeps_what_pages_show_each_reader(two):
    case, _enrolment, by, other, _consent = two
    before = [seen(case, reader) for reader in (by, other)]
    assert rebuild.run(argparse.Namespace(processes=1)) == 0
    assert sorted(MethodStanding.objects.values_list("party_id", flat=True)) == sorted([by.party_id, other.party_id])
    assert ([seen(case, reader) for reader in (by, other)], ChangedCase.objects.count()) == (before, 0)
    assert before == [[("mapping", "late")], [("mapping", "late")]]


def test_a_row_that_says_something_else_is_found(two):
    _case, enrolment, _by, _other, _consent = two
    rebuild.make_all()
    assert list(check.standing_faults()) == []
    MethodStanding.objects.filter(party_id=enrolment.item.holder_id).update(waits=[])
    assert len(list(check.standing_faults())) == 1


def test_kept_rows_are_read_and_not_reckoned(two, django_assert_num_queries):
    case, _enrolment, by, _other, _consent = two
    rebuild.make_all()
    known = ways([case.pk], by)
    kept.expected(known, by)
    with django_assert_num_queries(1):
        assert len(kept.expected(known, by)) == 1


def test_what_somebody_writes_counts_at_once_for_who_may_read_it(two, w):
    case, enrolment, by, other, _consent = two
    rebuild.make_all()
    mark(enrolment, by=by, part="mapping", state="done", said="Gjord")
    assert [seen(case, reader) for reader in (by, other)] == [[("training", "expected")], [("mapping", "late")]]
    rebuild.catch_up()
    assert ChangedCase.objects.count() == 0
    assert [seen(case, reader) for reader in (by, other)] == [[("training", "expected")], [("mapping", "late")]]
    write_activity(
        case, by=by, title="Arbetsträning", kind="work_training", starts_on=clock.today(), share=ids(w.pes)
    )
    assert [seen(case, reader) for reader in (by, other)] == [reckoned(case, reader) for reader in (by, other)]


def test_a_withdrawal_counts_at_the_next_request(two, sign_in):
    case, _enrolment, by, other, consent = two
    rebuild.make_all()
    client = sign_in(other)
    assert "Väntas i metoderna" in client.get(reverse("start")).content.decode()
    withdraw_consent(consent, by=by)
    assert MethodStanding.objects.filter(party_id=other.party_id).count() == 1
    page = client.get(reverse("start")).content.decode()
    assert ("Väntas i metoderna" in page, str(case.person) in page, seen(case, other)) == (False, False, [])
    rebuild.catch_up()
    assert MethodStanding.objects.filter(party_id=other.party_id).count() == 0


def test_rows_hold_no_longer_than_the_day_and_the_ground(two):
    case, _enrolment, by, other, _consent = two
    rebuild.make_all()
    Disclosure.objects.filter(to_party_id=other.party_id).update(expires_at=clock.now() + dt.timedelta(hours=1))
    rebuild.catch_up()
    assert [kept.holding(MethodStanding.objects.all()).count(), len(seen(case, other))] == [2, 1]
    with clock.at(clock.now() + dt.timedelta(hours=2)):
        held = kept.holding(MethodStanding.objects.all()).values_list("party_id", flat=True)
        assert (list(held) in ([by.party_id], []), seen(case, other)) == (True, [])
    with clock.at(clock.today() + dt.timedelta(days=30)):
        assert kept.holding(MethodStanding.objects.all()).count() == 0
        assert seen(case, by) == reckoned(case, by)


def test_who_no_longer_works_with_the_case_has_no_rows(two):
    case, _enrolment, _by, other, _consent = two
    rebuild.make_all()
    CaseAssignment.objects.filter(case=case, party_id=other.party_id).update(ends_at=clock.now())
    rebuild.make_all()
    assert MethodStanding.objects.filter(party_id=other.party_id).count() == 0


def test_every_table_that_the_engine_reads_notes_its_changes():
    """A migration that lets SQLite build a table anew loses its triggers: install them again (0012)."""
    wanted = {"entry_item", "entry_disclosure", "entry_caseassignment", "entry_enrolment", "entry_person"}
    asked = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        asked = "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {(table, name) for table, name in cursor.fetchall() if name.startswith("samsyn_note_")}
    events = ("insert", "update", "delete")
    assert found == {(table, f"samsyn_note_{table}_{event}") for table in wanted for event in events}


def test_two_methods_in_one_plan_say_a_shared_thing_once(w, sign_in):
    other = WHOLE.replace("id: provet", "id: andra").replace("sv: Provet", "sv: Andra vägen")
    by = actor(w.municipality, Role.COORDINATOR)
    with clock.at(START):
        case = open_case(by=by)
        first = WHOLE.replace("name: Kartläggning", "name: {sv: Kartläggning, easy: Vi pratar}")
        for version in take_in([first, other], by=None):
            enrol(case, by=by, intervention=intervention(w, method=version.method, starts_on=START), starts_on=START)
    client = sign_in(by)
    of_case = [reverse(name, args=[case.pk]) for name in ("case:page", "plan:page", "plan:print")]
    pages = [client.get(url).content.decode() for url in (*of_case, reverse("start"))]
    once = [page.count(">Kartläggning</a>") + page.count(">Kartläggning ·") for page in pages]
    assert once == [1, 1, 1, 1]
    assert [("Provet, Andra vägen" in page or "Andra vägen, Provet" in page) for page in pages] == [True] * 4
    easy = client.get(reverse("case:person_page", args=[case.pk])).content.decode()
    assert (easy.count("Vi pratar. Det skulle vara klart"), easy.count("Det här väntar")) == (1, 1)
