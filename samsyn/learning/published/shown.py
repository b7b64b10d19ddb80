"""A counted report in the reader's words: tables, percentages, before × after, contradictions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from samsyn.evidence import published
from samsyn.learning.published.queries import Counted

if TYPE_CHECKING:
    from samsyn.evidence import Result


@dataclass(frozen=True)
class Line:
    """One row: its words, numbers in the order of the columns (None: not printed), and share of those who answered."""

    words: str
    cells: list[int | None]
    share: float | None
    is_total: bool


@dataclass(frozen=True)
class Table:
    """One table; `base`: who answered. `faults`: why it is as printed and not counted."""

    name: str
    title: str
    is_by_sex: bool
    lines: list[Line]
    base: int
    missing: int
    missing_words: str
    faults: list[str]


@dataclass(frozen=True)
class Share:
    """A percentage of the report's text."""

    words: str
    printed: float
    part: int
    base: int
    share: float | None
    agrees: bool


@dataclass(frozen=True)
class Crossed:
    """Before × after: each category before with its cells after and its total; `totals` of the columns."""

    title: str
    after: list[str]
    rows: list[tuple[str, list[dict[str, Any]], int]]
    totals: list[int]


@dataclass(frozen=True)
class Told:
    """Everything of a report's page."""

    people: int
    by_sex: dict[str, int]
    source: str
    tables: list[Table]
    shares: list[Share]
    crossed: list[Crossed]
    reproducible: int


def told(found: Counted) -> Told:
    """In the language of the page."""
    report, about = found.report, found.report.description
    tables = [_table(report, one, found.rows[one.name]) for one in report.tables]
    return Told(
        report.people, {name: number or 0 for name, number in report.by_sex.items()},
        about.source.said(_language()) if about.source else "", tables,
        [_share(one) for one in found.percentages.parts], [_crossed(report, one) for one in found.crossed],
        len(report.reproducible),
    )  # fmt: skip


def _language() -> str:
    return get_language() or "sv"


def _table(report: published.Report, table: published.Table, rows: Sequence[published.Row]) -> Table:
    total, missing = table.total.category, table.about.missing
    numbers = {row.category: row.cells["total"] or 0 for row in rows if row.category != total}
    base = sum(numbers.values()) - numbers.get(missing, 0)
    faults = [one.said(_language()) for one in report.faults_of(table.name)]
    is_by_sex = any(row.cells[name] is not None for row in rows for name in published.COLUMNS)
    lines = [_line(table, row, base if row.category not in (total, missing) else 0) for row in rows]
    missing_words = _words(table, missing) if missing else ""
    return Table(
        table.name, _title(table), is_by_sex, lines, base, numbers.get(missing, 0), missing_words, faults
    )


def _line(table: published.Table, row: published.Row, base: int) -> Line:
    number = row.cells["total"] or 0
    is_total = row.category == table.total.category
    return Line(_words(table, row.category), list(row.cells.values()), number / base if base else None, is_total)


def _title(table: published.Table) -> str:
    return table.about.title.said(_language()) if table.about.title else table.name.replace("_", " ").capitalize()


def _words(table: published.Table, category: str) -> str:
    own = table.about.words.get(category)
    return own.said(_language()) if own else category


def _share(one: "Result") -> Share:
    part, base = int(one.numerator or 0), int(one.denominator or 0)
    return Share(
        one.method.said(_language()), one.details["printed"], part, base, one.estimate, one.details["agrees"]
    )


def _crossed(report: published.Report, found: "Result") -> Crossed:
    pair = next(it for it in published.pairs(report) if it.variable == found.of["variable"])
    cells = found.table.to_pylist() if found.table is not None else []
    rows = [
        (_words(pair.before, it.category), [at for at in cells if at["before"] == it.category], it.cells["total"] or 0)
        for it in pair.before.rows
    ]
    title = f"{_title(pair.before)} → {_title(pair.after).lower()}"
    after = [*pair.after.rows, pair.after.total]
    words = [_words(pair.after, row.category) for row in pair.after.rows]
    return Crossed(title, words, rows, [row.cells["total"] or 0 for row in after])
