"""Taking a published report in: all of it or nothing, and in place of what was read of it before."""

import io
import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.evidence import EvidenceError, published
from samsyn.learning.published import files
from samsyn.learning.published.models import ConstructedTable, PublishedReport
from samsyn.learning.published.rules import IMPORTERS

if TYPE_CHECKING:
    import pyarrow as pa


@action(verb="published.load", sentence=_("läste in en publicerad rapport för hela installationen"))
def load_report(report: published.Report, *, by: Actor | None) -> PublishedReport:
    """For the command: the report is everybody's. Raises `NotPermitted` for anyone but the system."""
    if by is not None:
        raise NotPermitted("published.load")
    return _keep(report, association_id=None, by=None)


@action(verb="published.import", sentence=_("läste in en publicerad rapport"), roles=IMPORTERS)
def import_report(name: str, *, tables: list[tuple[str, bytes]], description: bytes, by: Actor) -> PublishedReport:
    """From files somebody sent, for the own association. Raises CANNOT_BE_READ at `tables` or `description`."""
    try:
        report = files.read(name, tables=tables, description=description)
    except EvidenceError as error:
        field = "description" if error.code == "BAD_DESCRIPTION" else "tables"
        raise RuleBroken("CANNOT_BE_READ", error.said(get_language() or "sv"), field=field) from None
    return _keep(report, association_id=by.association_id, by=by)


def _keep(report: published.Report, *, association_id: uuid.UUID | None, by: Actor | None) -> PublishedReport:
    """The report and its constructed people, in place of those of the same name."""
    made, about = published.construct(report), report.description
    mine: dict[str, Any] = {"association_id": association_id, "name": about.name}
    row, _new = PublishedReport.objects.update_or_create(
        **mine,
        defaults={
            "title_sv": about.called("sv"), "title_en": about.called("en"), "people": report.people,
            "printed": report.to_dict(), "imported_at": clock.now(), "imported_by_id": by.staff_id if by else None,
        },
    )  # fmt: skip
    row.constructed.all().delete()
    ConstructedTable.objects.bulk_create(
        ConstructedTable(report=row, name=name, parquet=_parquet(table)) for name, table in made.arrow.items()
    )
    touch(row, ["printed", "constructed"])
    return row


def _parquet(table: "pa.Table") -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
