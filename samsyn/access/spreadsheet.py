"""A table as a file that spreadsheets open: it says that it is UTF-8, and no text is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """The names of the columns and the rows below; numbers are numbers, nothing is empty."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([columns, *([_safe(value) for value in row] for row in rows)])
    return out.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
