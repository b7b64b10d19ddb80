"""A made-up snapshot for the examples: forty people with moves, ratings and activities; nobody in it exists."""

import datetime as dt
from functools import cache
from typing import Any

import pyarrow as pa

from samsyn.evidence.tables import SCHEMAS, Tables

START = dt.date(2025, 1, 7)
DAY = dt.timedelta(days=1)


@cache
def tables() -> Tables:
    """Thirty-six of forty were judged; those who moved, and those believed in, came to work more often."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("participations", "step_moves", "ratings", "happenings", "occupations")
    }
    for number in range(40):
        for name, made in _person(number).items():
            rows[name] += made
    return Tables.from_arrow({
        name: pa.Table.from_pylist(made, schema=SCHEMAS[name].arrow()) for name, made in rows.items()
    })  # fmt: skip


def _person(number: int) -> dict[str, list[dict[str, Any]]]:
    who, moved = {"person": f"p{number}", "participation": f"d{number}"}, number % 3 != 0
    works = number % 3 == 1 or number % 10 == 2
    starts, ends = START + number * DAY, START + (number + 200) * DAY
    participation = {
        **who, "kind": "person", "count": 1, "sex": "woman" if number % 2 else "man", "intervention": "Bron",
        "start_year": 2025, "starts_on": starts, "ends_on": ends, "record_key": number * 2654435761 % 2**32,
    }  # fmt: skip
    after = {**who, "moment": "exit", "code": "working" if works else "other", "starts_on": ends}
    made: dict[str, list[dict[str, Any]]] = {
        "participations": [participation],
        "occupations": [after],
        "happenings": _activities(number, starts),
    }
    return {**made, "step_moves": _moves(number, who, moved, starts), "ratings": _ratings(number, who, works, starts)}


def _moves(number: int, who: dict[str, str], moved: bool, starts: dt.date) -> list[dict[str, Any]]:
    if number >= 36:
        return []
    worker = "w2" if number % 5 == 0 else "w1"
    return [
        {**who, "on": starts + 90 * DAY, "by_person": "forward", "by_caseworker": "forward" if moved else "none",
         "has_next_step": moved or number % 6 == 0, "caseworker": worker},
    ]  # fmt: skip


def _ratings(number: int, who: dict[str, str], works: bool, starts: dt.date) -> list[dict[str, Any]]:
    scale = {"low": 1.0, "high": 5.0, "caseworker": "w1"}
    belief = {**who, **scale, "on": starts + 30 * DAY, "scale": "belief", "part": "dialogue", "rater": "staff"}
    ladder = {**who, **scale, "scale": "steps", "part": "work"}
    return [
        {**belief, "value": 4.0 + number % 2 if works and number % 4 else 1.0 + number % 3},
        *({**ladder, "on": starts + day * DAY, "rater": rater, "value": float(value)}
          for day, rater, value in ((30, "person", 2 + number % 2), (30, "staff", 2), (150, "person", 4),
                                    (150, "staff", 4 if number % 3 else 3))),
    ]  # fmt: skip


def _activities(number: int, starts: dt.date) -> list[dict[str, Any]]:
    made = [("health", 10, 120)] if number % 4 else []
    made += [("work_training", 60, 180)] if number % 3 == 1 else []
    return [
        {"happening": f"h{number}-{kind}", "case": f"c{number}", "person": f"p{number}", "party": "kommun",
         "at": dt.datetime.combine(starts + first * DAY, dt.time()), "kind": "activity",
         "ends_at": dt.datetime.combine(starts + last * DAY, dt.time()), "activity": f"activity/{kind}", "joint": False}
        for kind, first, last in made
    ]  # fmt: skip
