"""Counts the tables of a report from its constructed people, as Ibis expressions over the contract's tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import ibis
import pyarrow as pa

from samsyn.evidence.errors import Sentence
from samsyn.evidence.published.printed import CELLS, COLUMNS, Report, Row, Table
from samsyn.evidence.result import Result
from samsyn.evidence.tables import PARTICIPATIONS, Column, Schema, Tables, fitted

ANSWERS = Schema(
    "answers",
    (
        Column("person", "string", "id of the constructed person", required=True),
        Column("table", "string", "the published table", required=True),
        Column("category", "string", "its category; missing = did not answer"),
    ),
    key=("person", "table"),
)
_OWN = frozenset(
    {"education", "household", "country_of_birth", "reason", "obstacles", "measure_type", "time_in_need", "exit_reason"}
)
_AT = {"before": "before", "after": "exit"}
METHOD = Sentence(
    "Räknat på konstruerade personer som är gjorda så att de tryckta tabellerna går ihop. Ingen av dem finns. "
    "Varje tabell för sig är den tryckta; hur två tabeller hänger ihop går inte att säga.",
    "Counted on constructed people, made so that the printed tables come out. None of them is real. "
    "Each table by itself is the printed one; how two tables hang together cannot be said.",
)
AS_PRINTED = Sentence(
    "Publicerad men går inte att återskapa: tabellen motsäger sig själv eller de andra. Talen är de tryckta.",
    "Published, not reproducible: the table contradicts itself or the others. The numbers are as printed.",
)


@dataclass(frozen=True)
class Constructed:
    """A report with the people made from it: the contract's tables, and `answers` for what they have no column for."""

    report: Report
    tables: Tables
    answers: ibis.Table
    arrow: Mapping[str, pa.Table]

    @classmethod
    def from_arrow(cls, report: Report, arrow: Mapping[str, pa.Table]) -> "Constructed":
        """From Arrow tables by name. Raises `EvidenceError` MISSING_COLUMN or WRONG_TYPE."""
        known = {name: one for name, one in arrow.items() if name != ANSWERS.name}
        answers = ibis.memtable(fitted(arrow.get(ANSWERS.name), ANSWERS))
        return cls(report, Tables.from_arrow(known), answers, arrow)


def place_of(report: Report, table: Table) -> tuple[str, str]:
    """Table and column of the contract that hold a printed table; `answers` where there is none, or taken already."""
    about = table.about
    first = next(
        one for one in report.reproducible
        if (one.about.variable, one.about.moment) == (about.variable, about.moment)
    )  # fmt: skip
    if about.part or first.name != table.name or not about.variable:
        return ANSWERS.name, "category"
    if about.variable in _OWN and not about.moment:
        return PARTICIPATIONS.name, about.variable
    if about.variable == "birth_decade" and not about.moment and is_decades(table):
        return "people", "birth_year"
    if about.variable == "livelihood" and about.moment:
        return "livelihoods", "source"
    if about.variable == "occupation" and about.moment:
        return "occupations", "code"
    return ANSWERS.name, "category"


def is_decades(table: Table) -> bool:
    """Whether every category but the missing is the first year of a decade."""
    named = [row.category for row in table.rows if row.category != table.about.missing]
    return all(one.isascii() and one.isdigit() and len(one) == 4 and one.endswith("0") for one in named)


def answered(made: Constructed, table: Table) -> ibis.Table:
    """person, sex column (woman, man, anonymous) and category code (missing: none) of those in `table`."""
    where, column = place_of(made.report, table)
    who = made.tables.participations.mutate(
        column=ibis.cases(
            (made.tables.participations.kind == "anonymous", "anonymous"), else_=made.tables.participations.sex
        )
    )
    if where == PARTICIPATIONS.name:
        return who.select("person", "column", category=who[column])
    if where == "people":
        years = made.tables.people.select("person", category=_decade(made.tables.people.birth_year))
        return who.select("person", "column").inner_join(years, "person").select("person", "column", "category")
    if where == ANSWERS.name:
        mine = made.answers.filter(made.answers.table == table.name).select("person", "category")
        return who.select("person", "column").inner_join(mine, "person").select("person", "column", "category")
    rows = getattr(made.tables, where)
    mine = rows.filter(rows.moment == _AT[table.about.moment]).select("person", category=rows[column])
    return who.select("person", "column").left_join(mine, "person").select("person", "column", "category")


def _decade(year: ibis.expr.types.IntegerValue) -> ibis.expr.types.StringValue:
    return (year - year % 10).cast("string")


def rows(made: Constructed) -> dict[str, list[Row]]:
    """Every table, its rows in their printed order: counted, or as printed where it cannot be reproduced.

    A cell that is not printed is not shown.
    """
    found = _numbers(made)
    return {
        one.name: _shown(one, found) if not made.report.faults_of(one.name) else one.lines()
        for one in made.report.tables
    }


def counted(made: Constructed) -> Result:
    """Every table of the report: one part each, whose `table` is its rows (category, woman, man, anonymous, total).

    A part's `parts` are its categories: numerator, and as denominator those who answered (all but the missing).
    `exclusions`: the missing. `details["reproducible"]` says whether the rows are counted from people or as printed.
    Unit: people. Source: the report's own (`details["source"]`).
    """
    report, shown = made.report, rows(made)
    return Result(
        "published_tables", METHOD, report.people, unit="people",
        parts=tuple(_part(report, one, shown[one.name]) for one in report.tables),
        warnings=tuple(one.words for one in report.faults),
        details={"report": report.description.name, "constructed": True, "people": dict(report.by_sex)},
    )  # fmt: skip


def _numbers(made: Constructed) -> dict[tuple[str, str | None, str], int]:
    """People by table, code and column: one query for the whole report."""
    arms = [answered(made, one).mutate(published=ibis.literal(one.name)) for one in made.report.reproducible]
    if not arms:
        return {}
    every = reduce(lambda one, other: one.union(other), arms)
    found = every.group_by("published", "category", "column").aggregate(people=every.count()).to_pyarrow()
    return {(row["published"], row["category"], row["column"]): row["people"] for row in found.to_pylist()}


def _shown(table: Table, found: Mapping[tuple[str, str | None, str], int]) -> list[Row]:
    every = {row.category: _cells(table, row, found) for row in table.rows}
    sums = {name: sum(cells[name] for cells in every.values()) for name in CELLS}
    return [_masked(row, every.get(row.category, sums)) for row in table.lines()]


def _cells(table: Table, row: Row, found: Mapping[tuple[str, str | None, str], int]) -> dict[str, int]:
    is_missing = row.category == table.about.missing
    code = None if is_missing else table.about.codes.get(row.category, row.category)
    cells = {column: found.get((table.name, code, column), 0) for column in (*COLUMNS, "unknown")}
    return {**{column: cells[column] for column in COLUMNS}, "total": sum(cells.values())}


def _masked(row: Row, cells: Mapping[str, int]) -> Row:
    return Row(row.category, {name: None if row.cells[name] is None else cells[name] for name in CELLS}, row.line)


def _part(report: Report, table: Table, shown: list[Row]) -> Result:
    faults = report.faults_of(table.name)
    numbers = {row.category: row.cells["total"] or 0 for row in shown if row.category != table.total.category}
    missing = numbers.get(table.about.missing, 0)
    base = sum(numbers.values()) - missing
    parts = tuple(
        Result(
            "published_share", METHOD if not faults else AS_PRINTED, base, estimate=number / base if base else None,
            numerator=number, denominator=base, of={"table": table.name, "category": category},
        )
        for category, number in numbers.items() if category != table.about.missing
    )  # fmt: skip
    return Result(
        "published_table", METHOD if not faults else AS_PRINTED, base, unit="people", of={"table": table.name},
        exclusions={"missing": missing} if table.about.missing else {}, parts=parts,
        warnings=tuple(one.words for one in faults), details={"reproducible": not faults}, table=_arrow(shown),
    )  # fmt: skip


def _arrow(shown: list[Row]) -> pa.Table:
    return pa.table({
        "category": [row.category for row in shown],
        **{name: pa.array([row.cells[name] for row in shown], pa.int64()) for name in CELLS},
    })  # fmt: skip
