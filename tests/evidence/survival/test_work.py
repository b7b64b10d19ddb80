"""Time to exit and to work from the contract's tables, and who is still in work: counted by hand."""

import datetime as dt
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn import cli
from samsyn.evidence import EvidenceError, Tables, survival
from samsyn.evidence.tables import SCHEMAS, fitted

D = dt.date
LAST = D(2026, 1, 1)
KEY = 3_000_000_001
# code, sex, starts_on, ends_on, exit_outcome, (moment, code, starts_on, ends_on) …
PEOPLE = [
    ("a", "woman", D(2024, 1, 1), D(2024, 7, 1), "work", [
        ("before", "other", D(2024, 1, 1), None), ("exit", "working", D(2024, 6, 1), D(2024, 9, 1)),
        ("follow_up_3", "working", D(2024, 9, 1), D(2025, 9, 1)), ("follow_up_6", "job_seeking", D(2025, 1, 2), None)]),
    ("b", "man", D(2024, 1, 1), D(2024, 9, 1), "returned_to_own_employer", [
        ("exit", "working", D(2024, 9, 1), D(2024, 12, 1)), ("follow_up_3", "other", D(2024, 12, 1), None)]),
    ("c", "woman", D(2024, 3, 1), D(2025, 3, 1), "studies", [("exit", "studying", D(2025, 3, 1), None)]),
    ("d", "man", D(2024, 3, 1), D(2025, 11, 1), "work", [
        ("before", "working", D(2024, 1, 1), D(2025, 1, 1)), ("exit", "working", D(2025, 10, 1), None)]),
    ("e", "man", D(2025, 3, 1), None, None, [("under_way", "working", D(2025, 6, 1), None)]),
    ("f", "woman", D(2025, 3, 1), D(2025, 6, 1), "unchanged", []),
    ("g", "woman", D(2025, 3, 1), D(2025, 4, 1), None, []),
]  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    kept = [
        {"participation": code, "person": code, "kind": "person", "count": 1, "intervention": "Bron", "sex": sex,
         "start_year": first.year, "starts_on": first, "ends_on": last, "exit_outcome": outcome, "record_key": KEY}
        for code, sex, first, last, outcome, _ in PEOPLE
    ]  # fmt: skip
    kept.append({**kept[0], "participation": "w", "person": "w", "exit_reason": "wrong_registration"})
    said = [
        {"person": person, "participation": person, "moment": moment, "code": code, "starts_on": first, "ends_on": last}
        for person, *_, answers in PEOPLE
        for moment, code, first, last in answers
    ]
    made = {"participations": kept, "occupations": said}
    return Tables.from_arrow({
        name: fitted(pa.Table.from_pylist(rows, schema=SCHEMAS[name].arrow()), SCHEMAS[name])
        for name, rows in made.items()
    })  # fmt: skip


def rows(table):
    return {row["participation"]: row for row in table.to_pyarrow().to_pylist()}


def test_days_to_exit_with_its_cause(tables):
    found = rows(survival.to_event(tables, until=LAST))

    assert {one: (row["duration"], row["event"], row["cause"]) for one, row in found.items()} == {
        "a": (182, 1, "work"),
        "b": (244, 1, "work"),
        "c": (365, 1, "studies"),
        "d": (610, 1, "work"),
        "e": (306, 0, "0"),
        "f": (92, 1, "other"),
        "g": (31, 1, "unknown"),
    }


def test_days_to_work_with_the_exit_before_it_and_those_who_worked_already(tables):
    found = rows(survival.to_event(tables, end="work", until=LAST))

    assert {one: (row["duration"], row["event"], row["cause"], row["at_start"]) for one, row in found.items()} == {
        "a": (152, 1, "work", 0),
        "b": (244, 1, "work", 0),
        "c": (365, 0, "studies", 0),
        "d": (579, 1, "work", 1),
        "e": (92, 1, "work", 0),
        "f": (92, 0, "other", 0),
        "g": (31, 0, "unknown", 0),
    }


def test_what_lies_after_the_last_known_day_is_not_seen(tables):
    found = rows(survival.to_event(tables, until=D(2024, 7, 1)))

    assert {one: (row["duration"], row["event"]) for one, row in found.items()} == {
        "a": (182, 1), "b": (182, 0), "c": (122, 0), "d": (122, 0)
    }  # fmt: skip


def test_who_began_before_the_first_known_day_enters_late(tables):
    found = rows(survival.to_event(tables, since=D(2024, 7, 1), until=LAST))

    assert {one: row["entry"] for one, row in found.items()} == {"b": 182, "c": 122, "d": 122, "e": 0, "f": 0, "g": 0}


def test_curves_carry_the_record_keys_of_those_they_count(tables):
    rows = survival.to_event(tables, until=LAST)
    people = {"duration": "duration", "group": "sex", "key": "key"}

    curves = survival.kaplan_meier(rows, event="event", **people)
    ends = survival.aalen_johansen(rows, event="cause", **people)
    spells = survival.still_in_work(tables, how="spells", until=LAST)

    assert [one.details["cell_key"] for one in (curves, *curves.parts)] == [KEY * n % 2**32 for n in (7, 3, 4)]
    assert {one.details["cell_key"] for one in ends.parts if "sex" not in one.of} == {KEY * 7 % 2**32}
    assert [one.details["cell_key"] for one in spells.parts if "sex" not in one.of] == [KEY * 3 % 2**32] * 3


def test_an_end_before_its_start_is_named(tables):
    wrong = tables.participations.mutate(ends_on=tables.participations.starts_on - _days(1))

    with pytest.raises(EvidenceError) as raised:
        survival.to_event(Tables(**{**vars(tables), "participations": wrong}))

    assert (raised.value.code, raised.value.place.column) == ("NEGATIVE_DURATION", "ends_on")


def _days(count):
    import ibis

    return ibis.interval(days=count)


def test_tables_without_days_are_refused():
    with pytest.raises(EvidenceError) as raised:
        survival.to_event(Tables.from_arrow({}))

    assert raised.value.code == "NO_DAYS"


def test_still_in_work_by_what_was_answered(tables):
    answer = survival.still_in_work(tables, until=LAST)

    everybody = [part for part in answer.parts if set(part.of) == {"months"}]
    assert [(one.of["months"], one.numerator, one.denominator) for one in everybody] == [
        (3, 1, 2),
        (6, 0, 1),
        (12, 0, 0),
    ]
    assert [(one.details["lost_to_follow_up"], one.details["not_due"]) for one in everybody] == [(0, 1), (1, 1), (2, 1)]
    assert [(one.details["lowest"], one.details["highest"]) for one in everybody] == [(0.5, 0.5), (0, 0.5), (0, 1)]
    assert answer.exclusions == {
        "wrong_registration": 1, "ongoing": 1, "not_in_work_at_exit": 1, "no_answer_at_exit": 2
    }  # fmt: skip
    assert [one.en for one in answer.warnings] == [
        "After 6 months 1 of 2 answered: the share says little of the rest.",
        "After 12 months 0 of 2 answered: the share says little of the rest.",
    ]
    men, women = (part for part in answer.parts if part.of["months"] == 3 and "sex" in part.of)
    assert [(one.of["sex"], one.numerator) for one in (men, women)] == [("man", 0), ("woman", 1)]


def test_still_in_work_by_periods_that_meet(tables):
    answer = survival.still_in_work(tables, how="spells", until=LAST, by="intervention")

    everybody = [part for part in answer.parts if set(part.of) == {"months"}]
    # a works on until 1 September 2025 (427 days), b stops after 91 days, d is seen for 61
    assert [(one.of["months"], one.estimate) for one in everybody] == [(3, 0.5), (6, 0.5), (12, 0.5)]
    assert [one.details["at_risk"] for one in everybody] == [2, 1, 1]
    assert everybody[0].details["unseen"] == 1
    assert answer.n == 3
    assert answer.exclusions == {"wrong_registration": 1, "ongoing": 1, "not_at_work_on_exit": 3}
    assert {part.of["intervention"] for part in answer.parts if "intervention" in part.of} == {"Bron"}


def test_the_command_answers_of_a_snapshot(tables, tmp_path, capsys):
    for name, table in tables.items():
        pq.write_table(table.to_pyarrow(), tmp_path / f"{name}.parquet")
    asked = ["evidence", "survival", "--folder", str(tmp_path), "--until", "2026-01-01", "--json"]

    codes = [cli.main([*asked, "--end", "exit", "--method", "aj"]), cli.main([*asked, "--end", "still-in-work"])]

    ends, work = (json.loads(one + "}") for one in capsys.readouterr().out.split("\n}\n")[:2])
    rows = survival.to_event(tables, until=LAST)
    direct = survival.aalen_johansen(rows, duration="duration", event="cause")
    assert codes == [0, 0]
    assert ends == json.loads(json.dumps(direct.to_dict()))
    assert work["asked"] == json.loads(json.dumps(survival.still_in_work(tables, until=LAST).to_dict()))


def test_only_the_months_that_are_followed_up_can_be_asked(tables):
    with pytest.raises(EvidenceError) as raised:
        survival.still_in_work(tables, months=[5])

    assert raised.value.code == "WRONG_MONTHS"
