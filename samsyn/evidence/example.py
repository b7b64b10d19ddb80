"""A small made-up snapshot for the examples of this library: eight participations of seven people, and five counted."""

import datetime as dt
from functools import cache
from typing import Any

import pyarrow as pa

from samsyn.evidence.tables import SCHEMAS, Tables

D = dt.date
_PARTICIPATIONS = (
    # participation, person, sex, intervention, education, starts_on, ends_on, exit_reason, before, after
    ("d1", "p1", "woman", "Bron", "compulsory_school", D(2025, 1, 7), D(2025, 7, 1), "completed",
     (("other", None), ("sickness_benefit", 100)), (("working", 50), ("self_supporting", 50))),
    ("d2", "p2", "woman", "Bron", None, D(2025, 2, 3), D(2025, 6, 2), "interrupted_planned",
     (("job_seeking", 100), ("income_support", None)), (("job_seeking", 100), ("income_support", None))),
    ("d3", "p3", "woman", "Verkstaden", "upper_secondary_3_years", D(2025, 3, 10), D(2026, 1, 12), "completed",
     (("working", 25), ("sickness_benefit", 75)), (("working", 75), ("self_supporting", 75))),
    ("d4", "p4", "woman", "Verkstaden", "compulsory_school", D(2025, 9, 1), None, None,
     (("other", None), ("activity_compensation", 100)), ()),
    ("d5", "p5", "man", "Bron", "compulsory_school", D(2025, 1, 20), D(2025, 9, 1), "completed",
     (("other", None), ("income_support", None)), (("studying", 100), ("study_support", 100))),
    ("d6", "p6", "man", "Bron", "upper_secondary_3_years", D(2025, 4, 1), D(2025, 5, 15), "interrupted_unplanned",
     (("job_seeking", None), ("unemployment_insurance", 100)), ()),
    ("d7", "p7", "man", "Verkstaden", None, D(2025, 5, 5), D(2025, 12, 1), "completed",
     (("other", None), ("sickness_benefit", 50)), (("other", None), ("sickness_compensation", 50))),
    ("d8", "p7", "man", "Bron", None, D(2026, 1, 10), None, None,
     (("other", None), ("sickness_compensation", 50)), ()),
)  # fmt: skip
_AMOUNTS = (("Bron", 400_000.0, True), ("Bron", 380_000.0, False), ("Verkstaden", 150_000.0, False))
_COUNTED = (("c1", "anonymous", "woman", 1), ("c2", "anonymous", "man", 1), ("c3", "volume", "unknown", 3))


@cache
def tables() -> Tables:
    """The snapshot. Codes are those of Samsyn's own lists; nobody in it exists."""
    made = {"people": _people(), "participations": _all_participations()}
    made |= {"occupations": _said(0, "code"), "livelihoods": _said(1, "source"), "costs": _costs()}
    return Tables.from_arrow({name: _table(name, rows) for name, rows in made.items()})


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SCHEMAS[name].arrow())


def _key(number: int) -> int:
    return number * 2654435761 % 2**32


def _people() -> list[dict[str, Any]]:
    seen = {row[1]: row[2] for row in _PARTICIPATIONS}
    return [{"person": who, "sex": sex, "record_key": _key(int(who[1:]))} for who, sex in seen.items()]


def _all_participations() -> list[dict[str, Any]]:
    persons = [
        {"participation": row[0], "person": row[1], "kind": "person", "count": 1, "sex": row[2], "intervention": row[3],
         "education": row[4], "start_year": row[5].year, "starts_on": row[5], "ends_on": row[6], "exit_reason": row[7],
         "record_key": _key(int(row[1][1:]))}
        for row in _PARTICIPATIONS
    ]  # fmt: skip
    counted = [
        {"participation": one, "kind": kind, "count": count, "sex": sex, "intervention": "Bron", "start_year": 2025,
         "record_key": _key(100 + number)}
        for number, (one, kind, sex, count) in enumerate(_COUNTED)
    ]  # fmt: skip
    return persons + counted


def _said(which: int, column: str) -> list[dict[str, Any]]:
    """What held before ends when something else was said at the exit."""
    rows = []
    for row in _PARTICIPATIONS:
        for moment, day, answers in (("before", row[5], row[8]), ("exit", row[6], row[9])):
            if answers:
                code, extent = answers[which]
                ends = row[6] if moment == "before" and row[9] else None
                rows.append({"person": row[1], "participation": row[0], "moment": moment, column: code,
                             "extent": extent, "starts_on": day, "ends_on": ends})  # fmt: skip
    return rows


def _costs() -> list[dict[str, Any]]:
    return [
        {"intervention": name, "year": 2025, "payer": "association", "kind": "staff", "amount": amount,
         "is_budget": budget}
        for name, amount, budget in _AMOUNTS
    ]  # fmt: skip
