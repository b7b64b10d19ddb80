"""Builds people who give the printed tables, cell by cell. Nobody in them is real.

Within a stratum the same people are missing in every table as far as the tables allow; an after-table is laid on
its before-table with equal shares, rounded; all else is drawn at random, the same each time.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from samsyn.evidence.published.counting import ANSWERS, Constructed, place_of
from samsyn.evidence.published.printed import Report, Table
from samsyn.evidence.published.solving import OUTSIDE, Stratum, categories, solved, strata
from samsyn.evidence.tables import LIVELIHOODS, OCCUPATIONS, PARTICIPATIONS, PEOPLE, Schema

MARK = {b"constructed": b"yes", b"about": b"people made from published tables; nobody is real"}
MOMENTS = {"before": "before", "after": "exit"}
Answers = dict[str, list[str]]  # table → category of each person


def construct(report: Report) -> Constructed:
    """People who give every table of `report` that holds together with the others; the same for the same report.

    The reproducible tables come out exactly (`counted` counts them again). How two tables hang together is one
    possibility among many. Returns the contract's tables (people, participations, livelihoods, occupations), with
    `answers` for what the contract has no column for.

    >>> from samsyn.evidence import published
    >>> made = published.construct(published.read("reference/published/kv"))
    >>> made.tables.people.count().execute()
    109
    """
    groups = strata(report)
    who = [at for at, one in enumerate(groups) for _ in range(one.size)]
    answers = _answers(report, groups)
    ids = [f"constructed-{number:0{len(str(len(who)))}d}" for number in range(1, len(who) + 1)]
    arrow = _contract(report, ids, [groups[at] for at in who], answers)
    return Constructed.from_arrow(report, {name: one.replace_schema_metadata(MARK) for name, one in arrow.items()})


def _answers(report: Report, groups: Sequence[Stratum]) -> Answers:
    found: Answers = {}
    for table in sorted(report.reproducible, key=lambda one: one.about.moment == "after"):
        counts, _off = solved(report, table)
        before = found.get(_earlier(report, table) or "")
        draw, at, mine = _draw(report, table), 0, []
        for number, stratum in enumerate(groups):
            few = {name: counts.get((number, name), 0) for name in categories(table)}
            part = before[at : at + stratum.size] if before else None
            mine += _of_stratum(table, few, part, draw)
            at += stratum.size
        found[table.name] = mine
    return found


def _earlier(report: Report, table: Table) -> str | None:
    """The reproducible table of the same variable before."""
    if table.about.moment != "after":
        return None
    same = (one for one in report.reproducible if one.about.variable == table.about.variable)
    return next((one.name for one in same if one.about.moment == "before"), None)


def _draw(report: Report, table: Table) -> np.random.Generator:
    seed = hashlib.sha256(f"{report.description.name} {table.name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(seed[:8], "big"))


def _of_stratum(
    table: Table, counts: Mapping[str, int], before: Sequence[str] | None, draw: np.random.Generator
) -> list[str]:
    """Each person's category: those left out first, then the missing, then the others."""
    missing = table.about.missing
    first = [OUTSIDE] * counts.get(OUTSIDE, 0) + [missing] * counts.get(missing, 0)
    rest = {name: number for name, number in counts.items() if number and name not in (OUTSIDE, missing)}
    if before is not None:
        return first + _laid_on(before[len(first) :], rest, draw)
    others = [name for name, number in rest.items() for _ in range(number)]
    return first + [others[at] for at in draw.permutation(len(others))]


def _laid_on(before: Sequence[str], counts: Mapping[str, int], draw: np.random.Generator) -> list[str]:
    """`counts` given to people so that everyone of the same `before` has the same shares, rounded."""
    if not before:
        return []
    earlier, later = sorted(set(before)), list(counts)
    sizes = [sum(one == name for one in before) for name in earlier]
    cells = _rounded(np.array(sizes), np.array([counts[name] for name in later]))
    given: dict[str, list[str]] = {}
    for at, name in enumerate(earlier):
        mine = [later[to] for to in range(len(later)) for _ in range(cells[at, to])]
        given[name] = [mine[one] for one in draw.permutation(len(mine))]
    return [given[one].pop() for one in before]


def _rounded(rows: Any, columns: Any) -> Any:
    """The table of equal shares with these margins, each cell rounded up or down (Cox 1987): margins stay."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import eye_array, kron, vstack

    even = np.outer(rows, columns) / rows.sum()
    floor = np.floor(even + 1e-9)
    margins = vstack([
        kron(eye_array(len(rows)), np.ones((1, len(columns)))), kron(np.ones((1, len(rows))), eye_array(len(columns)))
    ])  # fmt: skip
    sums = np.concatenate([rows, columns])
    found = milp(
        (0.5 - (even - floor)).ravel(), integrality=np.ones(even.size),
        bounds=Bounds(floor.ravel(), np.ceil(even - 1e-9).ravel()), constraints=LinearConstraint(margins, sums, sums),
    )  # fmt: skip
    return np.rint(found.x).astype(int).reshape(even.shape)


def _contract(report: Report, ids: list[str], groups: Sequence[Stratum], answers: Answers) -> dict[str, pa.Table]:
    coded = {name: _codes(report.table(name), mine) for name, mine in answers.items()}
    sex = [one.column if one.column in ("woman", "man") else "unknown" for one in groups]
    people: dict[str, list[Any]] = {"person": ids, "sex": sex}
    begins = report.description.begins_on
    took_part: dict[str, list[Any]] = {
        "participation": ids, "person": ids, "count": [1] * len(ids), "sex": sex,
        "kind": ["anonymous" if one.column == "anonymous" else "person" for one in groups],
        "intervention": [f"{report.description.called('sv')} (konstruerade personer)"] * len(ids),
        "start_year": [begins.year] * len(ids), "starts_on": [begins] * len(ids),
    }  # fmt: skip
    spread: dict[str, list[dict[str, Any]]] = {"livelihoods": [], "occupations": [], ANSWERS.name: []}
    for table in report.reproducible:
        where, column = place_of(report, table)
        mine = coded[table.name]
        if where == "participations":
            took_part[column] = mine
        elif where == "people":
            people[column] = [one if one is None else int(one) for one in mine]
        else:
            spread[where] += _rows(report, table, ids, mine)
    return {
        "people": _table(people, PEOPLE), "participations": _table(took_part, PARTICIPATIONS),
        **{one.name: _listed(spread[one.name], one) for one in (LIVELIHOODS, OCCUPATIONS, ANSWERS)},
    }  # fmt: skip


def _codes(table: Table, answers: Sequence[str]) -> list[str | None]:
    """Missing is no value."""
    codes = {row.category: table.about.codes.get(row.category, row.category) for row in table.rows}
    return [None if one == table.about.missing else codes.get(one, OUTSIDE) for one in answers]


def _rows(report: Report, table: Table, ids: Sequence[str], codes: Sequence[str | None]) -> list[dict[str, Any]]:
    where, column = place_of(report, table)
    if where == ANSWERS.name:
        return [
            {"person": person, "table": table.name, "category": code}
            for person, code in zip(ids, codes, strict=True)
            if code != OUTSIDE
        ]
    about, is_before = report.description, table.about.moment == "before"
    days = {"starts_on": about.begins_on, "ends_on": about.as_of} if is_before else {"starts_on": about.as_of}
    more = {"moment": MOMENTS[table.about.moment], **days, **({"is_main": True} if where == "livelihoods" else {})}
    return [
        {"person": person, "participation": person, column: code, **more}
        for person, code in zip(ids, codes, strict=True)
        if code is not None
    ]


def _table(columns: Mapping[str, Sequence[Any]], schema: Schema) -> pa.Table:
    size = len(next(iter(columns.values())))
    return pa.table({
        field.name: pa.array(columns.get(field.name, [None] * size), field.type) for field in schema.arrow()
    })  # fmt: skip


def _listed(rows: Sequence[Mapping[str, Any]], schema: Schema) -> pa.Table:
    if not rows:
        return schema.arrow().empty_table()
    return _table({field.name: [row.get(field.name) for row in rows] for field in schema.arrow()}, schema)
