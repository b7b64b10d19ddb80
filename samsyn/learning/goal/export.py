"""The table of goals to take out: every number with its definition, those that are too small as `hidden`."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings

from samsyn.access import clock, spreadsheet
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.entry.selection.flows import Period
from samsyn.learning.goal.shown import Row, Table, reasons_in_words

COLUMNS = (
    "intervention", "method", "version", "enrolled_from", "enrolled_to", "counted_on", "people", "goal", "name",
    "among", "definition", "excluded_when", "note", "target", "numerator", "denominator", "share", "interval_low",
    "interval_high", "exclusions", "share_if_none_of_those_to_come", "share_if_all_of_those_to_come",
)  # fmt: skip


def as_csv(intervention: Intervention, period: Period, tables: Sequence[Table]) -> str:
    """A row a goal; opens as numbers in a spreadsheet."""
    return spreadsheet.as_csv(COLUMNS, _lines(intervention, period, tables))


def _lines(intervention: Intervention, period: Period, tables: Sequence[Table]) -> Iterator[list[Any]]:
    for table in tables:
        head = _head(intervention, period, table)
        for row in table.rows:
            known = {**head, **_goal(row), "exclusions": reasons_in_words(row.reasons, _few())}
            yield [known[name] for name in COLUMNS]


def as_data(intervention: Intervention, period: Period, tables: Sequence[Table]) -> dict[str, Any]:
    """For JSON: tables, each with its goals."""
    return {
        "smallest_number_shown": settings.SAMSYN_SMALLEST_CELL,
        "interval": "Wilson, 95 %",
        "tables": [
            {
                **_head(intervention, period, table),
                "counted_once_though_enrolled_again": _number(table.again),
                "goals": [{**_goal(row), "exclusions": _reasons(row)} for row in table.rows],
            }
            for table in tables
        ],
    }


def _head(intervention: Intervention, period: Period, table: Table) -> dict[str, Any]:
    return {
        "intervention": intervention.name, "method": table.method, "version": table.version,
        "enrolled_from": period.first, "enrolled_to": period.last, "counted_on": clock.today(),
        "people": _number(table.people),
    }  # fmt: skip


def _goal(row: Row) -> dict[str, Any]:
    goal = row.goal
    return {
        "goal": goal.id, "name": row.name, "among": words.say(goal.among), "definition": goal.met,
        "excluded_when": "; ".join(f"{words.say(one.why)}: {one.when}" for one in goal.excluded),
        "note": words.say(goal.note), "target": goal.share, "numerator": _number(row.reached),
        "denominator": _number(row.counted), "share": _share(row.share), "interval_low": _share(row.low),
        "interval_high": _share(row.high), "share_if_none_of_those_to_come": _share(row.lowest),
        "share_if_all_of_those_to_come": _share(row.highest),
    }  # fmt: skip


def _reasons(row: Row) -> list[dict[str, Any]]:
    return [
        {"reason": one.words, "number": _number(one.number), "may_be_counted_later": one.yet} for one in row.reasons
    ]


def _number(number: int | None) -> int | str:
    return _few() if number is None else number


def _few() -> str:
    return "hidden"


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
