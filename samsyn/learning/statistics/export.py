"""The same numbers as files: CSV and a workbook with a row a number, its base and definition; PDF as shown."""

import io
import math
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from samsyn.access import clock, spreadsheet
from samsyn.learning.statistics import figures, labels, paper, refusals
from samsyn.learning.statistics.parts import Part
from samsyn.learning.statistics.question import Question
from samsyn.learning.statistics.shown import Shown

COLUMNS = (
    "measure", "compared", "counted", "first", "last", "intervention", "method", "municipality", "sex", "of", "unit",
    "estimate", "numerator", "denominator", "interval_low", "interval_high", "interval_level", "n", "counts", "hidden",
    "exclusions", "definition", "warnings", "cannot_say", "snapshot_taken_on",
)  # fmt: skip
ASKED = ("counted", "first", "last", "intervention", "method", "municipality", "sex")
TYPES = {
    "csv": "text/csv; charset=utf-8", "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
Row = dict[str, Any]


def download(shown: Shown, content: dict[str, Any], kind: str) -> HttpResponse:
    """As a file. Raises PDF_LACKS where the machine cannot make PDF."""
    made: dict[str, Callable[[], bytes]] = {
        "csv": lambda: as_csv(shown, content), "xlsx": lambda: as_workbook(shown, content),
        "pdf": lambda: paper.as_pdf(shown),
    }  # fmt: skip
    answer = HttpResponse(made[kind](), content_type=TYPES[kind])
    name = f"statistik-{shown.topic.code.replace('_', '-')}.{kind}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def rows(shown: Shown, content: dict[str, Any]) -> Iterator[Row]:
    """A row a number: first the answer's own, then its parts, then what it is compared with."""
    for one in content["answers"]:
        if one["result"] is None:
            yield {**_head(shown, one), "hidden": refusals.said(one["refusal"])}
            continue
        told = one["result"]
        parts = [Part(told), *map(Part, told["parts"])] if told["estimate"] is not None else map(Part, told["parts"])
        for part in parts:
            yield {**_head(shown, one), **_number(part), "exclusions": _exclusions(told)}


def as_csv(shown: Shown, content: dict[str, Any]) -> bytes:
    """Opens as numbers in a spreadsheet."""
    return spreadsheet.as_csv(COLUMNS, _lines(shown, content)).encode()


def as_workbook(shown: Shown, content: dict[str, Any]) -> bytes:
    """Two sheets: what it says with its facts, and every number. Text is text, never a formula."""
    from openpyxl import Workbook

    book = Workbook()
    about, numbers = book.active, book.create_sheet("numbers")
    about.title = "about"
    for line in ([shown.finding], [shown.about], *map(list, shown.facts), *([one] for one in shown.warnings)):
        _write(about, line)
    for line in ([*COLUMNS], *_lines(shown, content)):
        _write(numbers, line)
    numbers.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(shown: Shown, content: dict[str, Any]) -> Iterator[list[Any]]:
    return ([row.get(name) for name in COLUMNS] for row in rows(shown, content))


def _write(sheet: Any, values: list[Any]) -> None:
    """A row at the end; text is kept as text whatever it begins with."""
    at = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(at, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, float) and math.isfinite(value):
            cell._value = repr(value)  # the library writes 16 digits, and a number may need 17


def _head(shown: Shown, one: dict[str, Any]) -> Row:
    asked = Question.from_dict(one["question"]).to_dict()
    told = one["result"]
    language = "sv" if figures.is_swedish() else "en"
    return {
        "measure": shown.question.measure, "compared": " ".join(one["of"].values()),
        **{name: asked[name] for name in ASKED}, "definition": told["method"][language] if told else "",
        "warnings": " ".join(said[language] for said in told["warnings"]) if told else "",
        "cannot_say": str(shown.topic.cannot), "snapshot_taken_on": clock.local(shown.taken).date().isoformat(),
    }  # fmt: skip


def _number(part: Part) -> Row:
    told, (low, high) = part.told, part.ends
    return {
        "of": "; ".join(f"{name}={value}" for name, value in part.of.items()), "unit": told["unit"],
        "estimate": told["estimate"], "numerator": told["numerator"], "denominator": told["denominator"],
        "interval_low": low, "interval_high": high, "interval_level": (told["interval"] or {}).get("level"),
        "n": told["n"], "counts": told["counted"], "hidden": told["details"].get("hidden", ""),
    }  # fmt: skip


def _exclusions(told: dict[str, Any]) -> str:
    return "; ".join(f"{labels.excluded(name)}: {n}" for name, n in told["exclusions"].items())


