"""A kept report with its people, and everything counted from them."""

import datetime as dt
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from samsyn.evidence import published
from samsyn.learning.published.models import ConstructedTable, PublishedReport

if TYPE_CHECKING:
    from samsyn.evidence import Result

KEPT = 16


@dataclass(frozen=True)
class Counted:
    """What a report gives when its people are counted."""

    report: published.Report
    rows: Mapping[str, list[published.Row]]
    percentages: "Result"
    crossed: tuple["Result", ...]


def counted(row: PublishedReport) -> Counted:
    """Counted from the constructed people, once for each reading-in in this process."""
    return _counted(row.pk, row.imported_at)


def constructed(row: PublishedReport) -> "published.Constructed":
    """The report with its people."""
    import pyarrow.parquet as pq

    tables = ConstructedTable.objects.filter(report=row).values_list("name", "parquet")
    arrow = {name: pq.read_table(io.BytesIO(bytes(data))) for name, data in tables}
    return published.Constructed.from_arrow(published.Report.from_dict(row.printed), arrow)


@lru_cache(maxsize=KEPT)
def _counted(pk: uuid.UUID, _imported_at: dt.datetime) -> Counted:
    from samsyn.evidence.published.shares import of_rows

    made = constructed(PublishedReport.objects.get(pk=pk))
    rows = published.rows(made)
    variables = [one.variable for one in published.pairs(made.report)]
    return Counted(
        made.report, rows, of_rows(made.report, rows),
        tuple(published.crossed(made, variable=one) for one in variables),
    )  # fmt: skip
