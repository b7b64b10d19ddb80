"""The percentages of a report's text, counted again, each with its base."""

from collections.abc import Mapping, Sequence

from samsyn.evidence.errors import Sentence
from samsyn.evidence.published.counting import Constructed, rows
from samsyn.evidence.published.description import Cells, Percentage
from samsyn.evidence.published.printed import Report, Row
from samsyn.evidence.result import Result

METHOD = Sentence(
    "Rapportens procenttal räknade en gång till, vart och ett med den bas det är räknat på. Basen växlar från tal "
    "till tal; tal med olika bas får inte jämföras.",
    "The percentages of the report counted again, each with the base it was counted on. The base changes from one "
    "number to the next; numbers on different bases may not be compared.",
)


def percentages(made: Constructed) -> Result:
    """The percentages that `published.yaml` names: part, base and share; `details["printed"]` is the report's own.

    `details["agrees"]`: the printed number is the share rounded to as many digits.
    """
    shown = rows(made)
    return of_rows(made.report, shown)


def of_rows(report: Report, shown: Mapping[str, Sequence[Row]]) -> Result:
    """As `percentages`, of rows that are counted already."""
    parts = tuple(_one(report, shown, one) for one in report.description.percentages)
    return Result("published_percentages", METHOD, report.people, parts=parts)


def _one(report: Report, shown: Mapping[str, Sequence[Row]], asked: Percentage) -> Result:
    part, base = (_sum(report, shown, cells) for cells in (asked.part, asked.base))
    share = part / base if base else None
    agrees = share is not None and abs(share * 100 - asked.printed) <= _half(asked.printed) + 1e-9
    says = Sentence(asked.says.sv, asked.says.en)
    return Result(
        "published_percentage", says, base, estimate=share, numerator=part, denominator=base,
        of={"table": asked.part.table, "categories": ", ".join(asked.part.categories)},
        details={"printed": asked.printed, "agrees": agrees},
    )  # fmt: skip


def _half(printed: float) -> float:
    """Half a step of the printed number's last digit."""
    return 0.5 * 10 ** -max(len(f"{printed:g}".partition(".")[2]), 0)


def _sum(report: Report, shown: Mapping[str, Sequence[Row]], cells: Cells) -> int:
    total = report.table(cells.table).total.category
    chosen = [
        row for row in shown[cells.table]
        if row.category != total and row.category not in cells.except_
        and (not cells.categories or row.category in cells.categories)
    ]  # fmt: skip
    return sum(row.cells[column] or 0 for row in chosen for column in cells.columns)
