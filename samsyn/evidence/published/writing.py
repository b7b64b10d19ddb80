"""Writes a report's tables in the form they are read in."""

import csv
import io
from collections.abc import Mapping, Sequence

from samsyn.evidence.published.counting import Constructed, rows
from samsyn.evidence.published.printed import CELLS, HEADING, Row


def as_csv(made: Constructed) -> str:
    """table,category,woman,man,anonymous,total: counted from the people, as printed where that cannot be done."""
    return of_rows(rows(made))


def of_rows(shown: Mapping[str, Sequence[Row]]) -> str:
    """As `as_csv`, of rows that are counted already."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADING)
    for name, its_rows in shown.items():
        writer.writerows([name, row.category, *(row.cells[column] for column in CELLS)] for row in its_rows)
    return out.getvalue()
