"""Before against after: one possibility that agrees with both printed tables, and how far every cell may lie from it.

The least and the most of a cell are those of Fréchet (1951): with r people before and c after among n, at least
r + c - n and at most the smaller of them are in both. Where both tables tell the sexes they are added sex by sex;
those registered in part are missing in both, and are set aside first.
"""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.published.counting import Constructed, answered
from samsyn.evidence.published.printed import COLUMNS, Pair, Report, Table, pairs
from samsyn.evidence.published.solving import strata
from samsyn.evidence.result import Result

METHOD = Sentence(
    "Rapporten säger bara hur många som var var före och hur många efter, inte vem som gick vart. Antalen är en "
    "möjlighet bland många som stämmer med båda tabellerna. Minst och flest gäller för alla möjligheter: bara de får "
    "man dra slutsatser av.",
    "The report says only how many were where before and how many after, not who went where. The numbers are one "
    "possibility among many that agree with both tables. Least and most hold for every possibility: only they may be "
    "concluded from.",
)


def crossed(made: Constructed, *, variable: str = "livelihood") -> Result:
    """Before × after of `variable`: table (before, after, people, least, most), every cell, in the printed order.

    `people`: in the constructed possibility. Raises `EvidenceError` NO_PAIR when the report has not both tables.

    >>> from samsyn.evidence import published
    >>> made = published.construct(published.read("reference/published/kv"))
    >>> published.crossed(made).n
    109
    """
    pair = next((one for one in pairs(made.report) if one.variable == variable), None)
    if pair is None:
        told = Sentence(
            f"{variable} har inte tabeller både före och efter som går att återskapa.",
            f"{variable} has not tables both before and after that can be reproduced.",
        )
        raise EvidenceError("NO_PAIR", told, place=Place(variable))
    numbers, limits = _numbers(made, pair), ranges(made.report, pair)
    rows = [
        {"before": one, "after": other, "people": numbers.get((one, other), 0), "least": low, "most": high}
        for (one, other), (low, high) in limits.items()
    ]
    return Result(
        "published_before_after", METHOD, sum(numbers.values()), unit="people", of={"variable": variable},
        table=pa.Table.from_pylist(rows), details={"constructed": True},
    )  # fmt: skip


def _numbers(made: Constructed, pair: Pair) -> dict[tuple[str, str], int]:
    before = answered(made, pair.before).select("person", before="category")
    after = answered(made, pair.after).select("person", after="category")
    both = before.inner_join(after, "person")
    found = both.group_by("before", "after").aggregate(people=both.count()).to_pyarrow().to_pylist()
    one, other = _categories(pair.before), _categories(pair.after)
    return {(one[row["before"]], other[row["after"]]): row["people"] for row in found}


def _categories(table: Table) -> Mapping[str | None, str]:
    """Category by code; the missing have none."""
    codes = table.about.codes
    known: dict[str | None, str] = {codes.get(row.category, row.category): row.category for row in table.rows}
    return {**known, None: table.about.missing}


def ranges(report: Report, pair: Pair) -> dict[tuple[str, str], tuple[int, int]]:
    """Least and most of every cell."""
    layers = COLUMNS if pair.before.is_by_sex and pair.after.is_by_sex else ("total",)
    found = {(one.category, other.category): (0, 0) for one in pair.before.rows for other in pair.after.rows}
    for column in layers:
        for cell, (low, high) in _layer(report, pair, column).items():
            found[cell] = (found[cell][0] + low, found[cell][1] + high)
    return found


def _layer(report: Report, pair: Pair, column: str) -> dict[tuple[str, str], tuple[int, int]]:
    few = sum(one.size for one in strata(report) if one.in_part and column in ("total", one.column))
    if pair.before.about.all_answered or pair.after.about.all_answered or pair.before.about.part:
        few = 0
    before, after = (_margin(table, column, few) for table in (pair.before, pair.after))
    people = sum(before.values())
    missing = (pair.before.about.missing, pair.after.about.missing)
    return {
        (one, other): _frechet(row, col, people, few if (one, other) == missing else 0)
        for one, row in before.items()
        for other, col in after.items()
    }


def _margin(table: Table, column: str, few: int) -> dict[str, int]:
    cells: Iterable[tuple[str, int]] = ((row.category, row.cells[column] or 0) for row in table.rows)
    return {name: number - (few if name == table.about.missing else 0) for name, number in cells}


def _frechet(row: int, column: int, people: int, besides: int) -> tuple[int, int]:
    return max(0, row + column - people) + besides, min(row, column) + besides
