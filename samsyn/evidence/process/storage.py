"""A log stored sorted, as one Parquet file of whole numbers that DuckDB, Spark and Arrow all read.

What the numbers stand for lies in the file itself. `fast` works on it; any other question reads it as a log again.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from samsyn.evidence.connection import batches, connect
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.process.events import numbered
from samsyn.evidence.process.follows import coded, known

FILE = "events.parquet"
ROWS = 122_880  # of a part of the file: what is read of it stays in the processor's cache
SCHEMA = {
    "case": pa.int32(), "at": pa.int64(), "activity": pa.int32(), "party": pa.int32(),
    "ends": pa.int64(), "parties": pa.int32(), "joint": pa.bool_(), "row": pa.int64(),
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What the numbers of a stored log stand for; party 0 is nobody known."""

    activities: Sequence[str]
    parties: Sequence[str | None]


def store(events: ibis.Table, folder: Path | str) -> Path:
    """Write the log, sorted by case, moment and row, as `folder/events.parquet`, replacing the one there; that file.

    Columns: case (number in order of id), at and ends (microseconds since 1970), activity and party (numbers, see
    `names`), parties, joint, row. A log that is compared by something is stored without that.
    """
    _, (activities, found) = known(events, "activity", "party")
    parties: list[str | None] = [None, *found]
    rows = numbered(coded(events, activity=activities, party=parties))
    rows = rows.order_by(["case", rows["at"], "row"]).select(*SCHEMA)
    target = Path(folder) / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(rows, target, Names(activities, parties))
    return target


def _write(rows: ibis.Table, target: Path, told: Names) -> None:
    schema = pa.schema([pa.field(one, kind, nullable=one == "ends") for one, kind in SCHEMA.items()])
    whole = schema.with_metadata({"samsyn": json.dumps(asdict(told))})
    plain = {"compression": "none", "use_dictionary": False, "write_statistics": False}
    part = target.with_suffix(".part")
    with pq.ParquetWriter(part, whole, **plain) as writer:
        for batch in batches(rows, rows=ROWS):
            writer.write_batch(batch.cast(schema).replace_schema_metadata(whole.metadata), row_group_size=ROWS)
    part.replace(target)


def names(folder: Path | str) -> Names:
    """What the numbers of the log stored in `folder` stand for. Raises `EvidenceError` NO_LOG."""
    file = Path(folder) / FILE
    told = pq.read_schema(file).metadata if file.is_file() else None
    if not told or b"samsyn" not in told:
        wrong = Sentence(f"I {folder} finns ingen sparad logg.", f"There is no stored log in {folder}.")
        raise EvidenceError("NO_LOG", wrong)
    found = json.loads(told[b"samsyn"])
    return Names(found["activities"], found["parties"])


def stored(folder: Path | str, *, backend: Any = None) -> ibis.Table:
    """The log that `store` put in `folder`, for any question; the cases by their number. Raises NO_LOG."""
    told, backend = names(folder), backend or connect()
    rows = backend.read_parquet(str(Path(folder) / FILE))
    for column, values in (("activity", told.activities), ("party", told.parties)):
        found = pa.table({"code__": pa.array(range(len(values)), pa.int32()), "name__": pa.array(values, pa.string())})
        joined = rows.join(ibis.memtable(found), [(column, "code__")])
        rows = joined.mutate(**{column: joined["name__"]}).drop("code__", "name__")
    return rows.mutate(case=rows.case.cast("string"), parties=rows.parties.cast("int64"))
