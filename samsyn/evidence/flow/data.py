"""A long table of states made ready: who, at which moment in which order, in which state; faults named by row."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from samsyn.evidence import columns
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW
from samsyn.evidence.tables import MOMENTS

MISSING = "missing"
MOST_MOMENTS, MOST_STATES = 1000, 250
Value = Any  # of a column: text, number or day


@dataclass(frozen=True)
class Long:
    """`rows`: person, moment, state as given, and extent, main, key when there are such columns.

    `moments` and `states`: names in order. `moment_of`, `state_of`: which of them each value as given is.
    """

    rows: ibis.Table
    moments: tuple[str, ...]
    states: tuple[str, ...]
    moment_of: Mapping[Value, int]
    state_of: Mapping[Value, int]
    n: int
    has: frozenset[str]
    name: str
    person: str = "person"


def long(
    table: ibis.Table,
    *,
    person: str,
    moment: str,
    state: str,
    extent: str | None = None,
    main: str | None = None,
    key: str | None = None,
    name: str = "data",
) -> Long:
    """Raises `EvidenceError` MISSING_COLUMN, MISSING_VALUE, ONE_MOMENT, TOO_MANY_MOMENTS, TOO_MANY_STATES, NO_ROWS,
    NOT_A_NUMBER or OUT_OF_BOUNDS (extent)."""
    asked = {"person": person, "moment": moment, "state": state, "extent": extent, "main": main, "key": key}
    given = {what: column for what, column in asked.items() if column}
    columns.needed(table, given.values(), name=name)
    if extent:
        table = columns.numbers(table, extent, name=name)
        _percent(table, extent, name)
    numbered = table if ROW in table.columns else table.mutate(**{ROW: ibis.literal(0)})
    rows = numbered.select(ROW, **{what: numbered[column] for what, column in given.items()})
    met = _met(rows)
    n = sum(one["n"] for one in met)
    if not n:
        raise _wrong("NO_ROWS", "tabellen har inga rader.", "the table has no rows.", Place(name))
    if any(_blank(one["moment"]) for one in met) or int(rows.person.isnull().sum().execute()):
        columns.filled(table, person, moment, name=name)
        raise _wrong("MISSING_VALUE", "värdet saknas.", "the value is missing.", Place(name, None, moment))
    if ROW not in table.columns:
        met = _as_they_stand(rows, met)
    moments, moment_of = _moments(met, Place(name, None, moment))
    states, state_of = _states(met, Place(name, None, state))
    return Long(rows, moments, states, moment_of, state_of, n, frozenset(given), name, person)


def _percent(table: ibis.Table, column: str, name: str) -> None:
    outside = table.filter((table[column] < 0) | (table[column] > 100))
    order = [ROW] if ROW in table.columns else []
    if found := (outside.order_by(order) if order else outside).limit(1).to_pyarrow().to_pylist():
        place = Place(name, found[0].get(ROW), column)
        raise _wrong("OUT_OF_BOUNDS", f"{found[0][column]:g} är ingen omfattning i procent, från 0 till 100.",
                     f"{found[0][column]:g} is no extent in percent, from 0 to 100.", place)  # fmt: skip


def at(ready: Long, moment: str | None, *, else_: int) -> int:
    """Which moment is meant. Raises `EvidenceError` UNKNOWN_MOMENT."""
    if moment is None:
        return else_ % len(ready.moments)
    if moment not in ready.moments:
        there = ", ".join(ready.moments[:20])
        raise _wrong(
            "UNKNOWN_MOMENT",
            f"tillfället ”{moment}” finns inte. Det finns {there}.",
            f"there is no moment “{moment}”. There are {there}.",
            Place(ready.name),
        )
    return ready.moments.index(moment)


def _met(rows: ibis.Table) -> list[dict[str, Any]]:
    """Every moment and state there is, with how many rows and the first of them."""
    made = rows.group_by("moment", "state").aggregate(n=rows.count(), first=rows[ROW].min())
    found = made.limit(MOST_MOMENTS * MOST_STATES + 1).to_pyarrow().to_pylist()
    return sorted(found, key=lambda one: one["first"] or 0)


def _as_they_stand(rows: ibis.Table, met: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order in which their moments first stand, of a table without row numbers; by name on Spark."""
    names = list(dict.fromkeys(_said(one["moment"]) for one in met))
    if ordered(names[::-1]) == ordered(names):
        return met  # numbers, days or the contract's moments: any order will do
    if rows.get_backend().name != "duckdb":
        return sorted(met, key=lambda one: _said(one["moment"]))
    numbered = rows.mutate(number=ibis.row_number())
    made = numbered.group_by("moment").aggregate(first=numbered.number.min())
    first = {row["moment"]: row["first"] for row in made.to_pyarrow().to_pylist()}
    return sorted(met, key=lambda one: int(first[one["moment"]]))


def _moments(met: list[dict[str, Any]], place: Place) -> tuple[tuple[str, ...], dict[Value, int]]:
    values = list(dict.fromkeys(one["moment"] for one in met))
    names = list(dict.fromkeys(_said(value) for value in values))
    if len(names) > MOST_MOMENTS:
        raise _too_many("TOO_MANY_MOMENTS", len(names), MOST_MOMENTS, place)
    if len(names) < 2:
        raise _wrong(
            "ONE_MOMENT",
            "det finns bara ett tillfälle. Ett flöde behöver två.",
            "there is only one moment. A flow needs two.",
            place,
        )
    names = ordered(names)
    return tuple(names), {value: names.index(_said(value)) for value in values}


def _states(met: list[dict[str, Any]], place: Place) -> tuple[tuple[str, ...], dict[Value, int]]:
    values = list(dict.fromkeys(one["state"] for one in met))
    named = {value: MISSING if _blank(value) else _said(value) for value in values}
    found = set(named.values()) - {MISSING}
    if len(found) > MOST_STATES:
        raise _too_many("TOO_MANY_STATES", len(found), MOST_STATES, place)
    names = [*(ordered(found) if _numbers(found) else sorted(found)), *([MISSING] if MISSING in named.values() else [])]
    return tuple(names), {value: names.index(name) for value, name in named.items()}


def ordered(names: Iterable[str]) -> list[str]:
    """As numbers, days or times when all are such, as the moments of the contract when all are, else as they come."""
    listed = list(names)
    if _numbers(listed):
        return sorted(listed, key=lambda one: float(one.replace(",", ".")))
    if None not in (times := {one: _time(one) for one in listed}).values():
        return sorted(listed, key=lambda one: (times[one], one))
    if set(listed) <= set(MOMENTS):
        return sorted(listed, key=MOMENTS.index)
    return listed


def _numbers(names: Iterable[str]) -> bool:
    try:
        return all(float(one.replace(",", ".")) is not None for one in names)
    except ValueError:
        return False


def _time(name: str) -> dt.datetime | None:
    """A month, a day or a time of day; None for anything else."""
    try:
        found = dt.datetime.fromisoformat(name if len(name) > 7 else f"{name}-01")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _said(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ") if value.time() != dt.time() else value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _blank(value: Value) -> bool:
    return value is None or value != value or not str(value).strip()


def _too_many(code: str, n: int, most: int, place: Place) -> EvidenceError:
    return _wrong(
        code,
        f"{n} olika värden är fler än {most}. Är det rätt kolumn?",
        f"{n} different values are more than {most}. Is it the right column?",
        place,
    )


def _wrong(code: str, sv: str, en: str, place: Place) -> EvidenceError:
    return EvidenceError(code, Sentence(sv, en), place=place)
