"""The list that projects keep: taken in whole or by its good rows, again without doubling, and given back the same."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person.actions import edit_person
from samsyn.entry.person.models import Person
from samsyn.journey.exit.models import Exit
from samsyn.journey.livelihood.models import Livelihood
from samsyn.journey.participant_list import actions, giving_back, working
from samsyn.journey.participant_list.matching import match
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.journey.participant_list.sheet import read
from tests.factories.basis import actor, intervention
from tests.factories.identity_numbers import test_number

HEADINGS = [
    "Nr", "Personnummer", "Namn", "Kön", "Start", "Slut", "Samtycke", "Försörjning", "Försörjning efter", "Anteckning",
]  # fmt: skip
ROWS = [
    ["1", test_number(11, 1985), "Ek, Sanna", "K", "2026-02-02", "", "ja", "Sjukpenning", "", "ringer på tisdagar"],
    ["2", test_number(12, 1990), "Bo Alm", "man", "20260301", "2026-06-30", "ja", "aktersättning", "Studiestöd", ""],
    ["3", test_number(13, 1979), "Åsa Öberg", "kvinna", "2026-03-15", "", "nej", "", "", "x;y"],
]  # fmt: skip
WORDS = {"livelihood_before": {"aktersättning": "activity_compensation"}}


@pytest.fixture
def worker(w):
    return actor(w.municipality, Role.COORDINATOR)


@pytest.fixture
def effort(w):
    return intervention(w, starts_on=dt.date(2025, 1, 1))


def csv_of(rows, headings=HEADINGS):
    lines = [headings, *rows]
    return "\r\n".join(";".join(f'"{c}"' if ";" in c else c for c in line) for line in lines).encode("cp1252") + b"\r\n"


def book_of(rows):
    book = Workbook()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    book.active["E2"].value = dt.datetime(2026, 2, 2)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent_in(effort, worker, rows=ROWS, name="lista.csv", words=WORDS):
    data = book_of(rows) if name.endswith("xlsx") else csv_of(rows)
    found = actions.send_in(effort, by=worker, name=name, data=data)
    return actions.tie_columns(found, by=worker, columns=found.columns, words=words)


def tried(found, worker):
    """What the rows of a list would become."""
    found = actions.begin_trial(found, by=worker)
    working.work(found, by=worker, step=2)
    return ParticipantList.objects.get(pk=found.pk)


def kinds(found):
    return [row["kind"] for row in found.told()]


def take(found, worker, **known):
    found = actions.begin_taking(found, by=worker, **known)
    working.work(found, by=worker, step=2)
    return ParticipantList.objects.get(pk=found.pk)


def taken(effort, worker, **known):
    return take(tried(sent_in(effort, worker, **known), worker), worker)


def test_columns_are_guessed_from_their_headings(effort, worker):
    found = sent_in(effort, worker)

    assert found.columns == {
        "Nr": "own_number", "Personnummer": "identity_number", "Namn": "name", "Kön": "sex", "Start": "starts_on",
        "Slut": "last_day", "Samtycke": "register_consent", "Försörjning": "livelihood_before",
        "Försörjning efter": "livelihood_after",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["lista.csv", "lista.xlsx"])
def test_a_list_becomes_people_and_is_given_back_as_the_same_bytes(effort, worker, name):
    data = book_of(ROWS) if name.endswith("xlsx") else csv_of(ROWS)
    found = actions.send_in(effort, by=worker, name=name, data=data)
    found = take(tried(actions.tie_columns(found, by=worker, columns=found.columns, words=WORDS), worker), worker)

    rows = Enrolment.objects.order_by("starts_on").select_related("item__case__person")
    assert [(str(r.item.case.person), r.item.case.person.sex, r.register, r.ends_on) for r in rows] == [
        ("Sanna Ek", "woman", "consent", None),
        ("Bo Alm", "man", "consent", dt.date(2026, 7, 1)),
        ("Åsa Öberg", "woman", "anonymous", None),
    ]
    said = Livelihood.objects.filter(item__superseded_at__isnull=True).order_by("starts_on")
    assert list(said.values_list("source", "moment", "starts_on")) == [
        ("sickness_benefit", "start", dt.date(2026, 2, 2)),
        ("activity_compensation", "start", dt.date(2026, 3, 1)),
        ("study_support", "exit", dt.date(2026, 6, 30)),
    ]
    assert Exit.objects.get().state == "done"
    assert giving_back.give_back(found, by=worker) == data


def test_trying_out_saves_nothing(effort, worker):
    found = tried(sent_in(effort, worker), worker)

    assert (kinds(found), found.state, found.done) == (["new", "new", "new"], "tried", 3)
    assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_a_list_with_faults_saves_nothing_unless_the_good_rows_are_taken(effort, worker):
    bad = [*ROWS, ["4", "19850101-0000", "Kim", "?", "2026-13-01", "2026-01-01", "kanske", "Bidrag", "", ""]]
    found = tried(sent_in(effort, worker, rows=bad), worker)

    with pytest.raises(RuleBroken, match="FAULTY_ROWS"):
        actions.begin_taking(found, by=worker)

    assert Enrolment.objects.count() == 0
    faults = {fault["heading"] for fault in found.told()[3]["faults"]}
    assert faults == {"Personnummer", "Namn", "Kön", "Start", "Samtycke", "Försörjning"}
    take(found, worker, good_rows=True)
    assert Enrolment.objects.count() == 3


def test_the_same_list_again_changes_nothing_and_a_changed_one_updates(effort, worker):
    taken(effort, worker)
    again = tried(sent_in(effort, worker), worker)
    assert kinds(again) == ["same", "same", "same"]
    take(again, worker)
    changed = [
        [*ROWS[0][:4], "2026-02-09", "2026-08-31", "ja", "Sjukpenning", "Egen försörjning: lön eller eget företag", ""],
        *ROWS[1:],
        ["9", test_number(19, 1999), "Nya Vik", "k", "2026-05-04", "", "ja", "", "", ""],
    ]  # fmt: skip
    found = tried(sent_in(effort, worker, rows=changed), worker)

    assert kinds(found) == ["changed", "same", "same", "new"]
    take(found, worker)

    assert Person.objects.count() == 4
    first = Enrolment.objects.get(item__case__person__family_name="Ek")
    assert (first.starts_on, first.ends_on) == (dt.date(2026, 2, 9), dt.date(2026, 9, 1))
    assert ParticipantList.objects.count() == 1


def test_what_changed_in_the_record_stands_in_the_list_that_is_given_back(effort, worker):
    found = taken(effort, worker, name="lista.xlsx")
    edit_person(Person.objects.get(family_name="Alm"), by=worker, given_name="Bo", family_name="Almgren")

    book = load_workbook(io.BytesIO(giving_back.give_back(found, by=worker)))

    names = [row[2] for row in book.active.iter_rows(values_only=True)]
    assert names == ["Namn", "Ek, Sanna", "Bo Almgren", "Åsa Öberg"]
    assert book.active["J2"].value == "ringer på tisdagar"


def test_somebody_known_by_number_gets_another_participation_not_another_person(effort, worker, w):
    taken(effort, worker)
    other = intervention(w, starts_on=dt.date(2025, 1, 1))

    taken(other, worker, rows=ROWS[:1])

    assert Person.objects.count() == 3
    assert Enrolment.objects.count() == 4


def test_a_colleague_does_not_double_whom_they_do_not_reach(effort, worker, w):
    taken(effort, worker)
    colleague = actor(w.municipality, Role.COORDINATOR)

    assert kinds(tried(sent_in(effort, colleague), colleague)) == ["faulty", "faulty", "faulty"]


def test_another_partys_intervention_takes_no_list(effort, w):
    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.send_in(effort, by=actor(w.pes), name="lista.csv", data=csv_of(ROWS))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("l.csv", b" ", "EMPTY_FILE"), ("l.pdf", b"%PDF", "WRONG_TYPE"), ("l.xlsx", b"PK nothing", "UNREADABLE"),
        ("l.csv", b"Namn;;Start\na;b;c\n", "NO_HEADINGS"), ("l.csv", b"Namn;Namn\na;b\n", "DOUBLE_HEADING"),
        ("l.csv", b"Namn;Start\n", "NO_ROWS"), ("l.csv", b"Namn;Start\n" + b"x" * 3000 + b";1\n", "LONG_CELL"),
        ("l.csv", b"Namn;Start\n" + b"a;1\n" * 2001, "TOO_LARGE"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(effort, worker, name, data, code):
    with pytest.raises(RuleBroken, match=code):
        actions.send_in(effort, by=worker, name=name, data=data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_that_a_spreadsheet_saves_in_is_read(effort, worker, encoding):
    data = "Namn;Född;Start\r\nÅsa Öberg;1990;1 maj 2026\r\n".encode(encoding)

    found = actions.send_in(effort, by=worker, name="l.csv", data=data)

    lines = read(found.name, found.data())
    assert (lines.headings, lines.lines[0].cells) == (("Namn", "Född", "Start"), ("Åsa Öberg", "1990", "1 maj 2026"))
    assert lines.changed({(2, 1): "1991"}, []) == data.decode(encoding).replace("1990", "1991").encode(encoding)


def test_a_file_of_two_encodings_names_the_line(effort, worker):
    data = "Namn;Född\nÅsa Ek;1990\n".encode() + "Örjan Å;1991\n".encode("cp1252")

    with pytest.raises(RuleBroken, match="UNREADABLE") as raised:
        actions.send_in(effort, by=worker, name="l.csv", data=data)
    assert "Rad 3 " in str(raised.value.message)


def test_a_title_above_the_headings_is_passed_over(effort, worker):
    data = "Vår lista\r\n;;\r\n".encode("cp1252") + csv_of(ROWS)

    found = actions.send_in(effort, by=worker, name="l.csv", data=data)
    found = actions.tie_columns(found, by=worker, columns=found.columns, words=WORDS)
    assert found.columns["Namn"] == "name"
    assert [row["line"] for row in tried(found, worker).told()] == [4, 5, 6]


def test_what_must_be_tied_is_named(effort, worker):
    found = actions.send_in(effort, by=worker, name="l.csv", data=b"Vem;Kom\nEk;2026-01-01\n")

    with pytest.raises(RuleBroken, match="COLUMNS_MISSING"):
        actions.tie_columns(found, by=worker, columns={})


def test_the_same_person_twice_from_the_same_day_is_a_fault(effort, worker):
    assert kinds(tried(sent_in(effort, worker, rows=[ROWS[0], ROWS[0]]), worker)) == ["new", "faulty"]


def test_rows_beyond_the_places_are_told_before_anything_is_saved(effort, worker):
    effort.places = 1
    effort.save()

    assert kinds(tried(sent_in(effort, worker), worker)) == ["new", "new", "faulty"]


def test_a_row_with_a_fault_of_its_own_keeps_it_and_takes_no_place(effort, worker):
    effort.places = 1
    effort.save()
    wrong = [ROWS[0], [*ROWS[2][:4], "01/05/2026", *ROWS[2][5:]]]

    found = tried(sent_in(effort, worker, rows=wrong), worker)

    assert kinds(found) == ["new", "faulty"]
    assert [fault["heading"] for fault in found.told()[1]["faults"]] == ["Start"]


def test_taking_that_was_stopped_goes_on_without_doubling(effort, worker):
    found = actions.begin_taking(tried(sent_in(effort, worker), worker), by=worker)
    actions.take_rows(found, by=worker, matches=match(found, worker)[:2], people={})

    working.work(found, by=worker, step=2)

    assert (Enrolment.objects.count(), Person.objects.count()) == (3, 3)
    assert ParticipantList.objects.get().state == "taken"


def test_the_same_new_person_twice_in_a_list_is_one_person(effort, worker):
    twice = [[*ROWS[1][:4], "2025-02-03", "2025-06-30", "ja", "", "", ""], ROWS[1]]

    taken(effort, worker, rows=twice)

    assert (Person.objects.count(), Enrolment.objects.count()) == (1, 2)


def test_from_file_to_file_by_the_pages(effort, worker, sign_in):
    client = sign_in(worker)
    file = SimpleUploadedFile("lista.csv", csv_of(ROWS))

    columns = client.post(reverse("participant_list:lists"), {"intervention": effort.pk, "file": file})
    known = ParticipantList.objects.get().columns
    sent = {f"column_{at}": known.get(heading, "") for at, heading in enumerate(HEADINGS)}
    trial = client.post(columns.url, {**sent, "word_livelihood_before_0": "activity_compensation"})
    shown = client.get(trial.url).content.decode()
    done = client.post(trial.url, {"idempotency_key": "en gång"})

    assert "Läs in alla 3 rader" in shown
    assert "Listan är inläst" in client.get(done.url).content.decode()
    given = client.get(reverse("participant_list:download", args=[ParticipantList.objects.get().pk]))
    assert given.content == csv_of(ROWS)


def test_a_long_list_is_left_to_the_worker(effort, worker, sign_in):
    many = [["", "", f"Per Nr{n}", "man", "2026-02-02", "2026-03-02", "nej", "", "", ""] for n in range(25)]
    rows = [[str(n), *row[1:]] for n, row in enumerate(many)]
    found = sent_in(effort, worker, rows=rows)

    working.go_on(actions.begin_trial(found, by=worker), by=worker)

    assert ParticipantList.objects.get().state == "trying"
    working.work_waiting.func(str(found.pk), "sv")
    assert kinds(ParticipantList.objects.get()) == ["new"] * 25


def test_others_may_write_between_the_steps_of_a_long_list(monkeypatch):
    from samsyn.access import db
    from samsyn.journey.participant_list import working

    rests: list[int] = []
    monkeypatch.setattr(db, "let_others_write", lambda: rests.append(1))
    monkeypatch.setattr(working.actions, "take_rows", lambda *_, **__: None)
    monkeypatch.setattr(working.actions, "all_taken", lambda *_, **__: None)
    working._take(None, list(range(25)), None, 10, working.nullcontext)  # type: ignore[arg-type]

    assert len(rests) == 3
