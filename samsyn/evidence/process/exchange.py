"""Logs in and out by the ending of the file's name: XES, OCEL 2.0 in its three forms, CSV and Parquet."""

from pathlib import Path
from typing import Any

import ibis

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.events import WITH, groups, log
from samsyn.evidence.process.ocel import FORMS, read_ocel, write_ocel
from samsyn.evidence.process.xes import JOINED, read_xes, write_xes
from samsyn.evidence.reading import read

TOGETHER = " + "


def read_log(
    path: Path | str, *, case: str = "", activity: str = "", time: str = "", party: str = "", end: str = "",
    happening: str = "", by: str = "", period: str | None = None, lifecycle: str = JOINED, backend: Any = None,
) -> ibis.Table:  # fmt: skip
    """The log in a file: .xes, .xes.gz, OCEL 2.0 (.json, .jsonocel, .xml, .xmlocel, .sqlite), .csv or .parquet.

    For CSV and Parquet the arguments are columns (case, activity and at when they are not given); for XES `party` is
    the attribute that says who, and `lifecycle` whether a start and its complete are one event ("joined") or "each"
    step is; for OCEL `case` and `party` are types of object. What was left out or put together is told by `report`.
    Raises what `log`, `read`, `read_xes` and `read_ocel` raise, and UNKNOWN_KIND.
    """
    file, name = Path(path), Path(path).name
    if file.name.lower().endswith((".xes", ".xes.gz")):
        rows = read_xes(file, party=party, lifecycle=lifecycle, name=name)
        return log(rows, party="party", end="end", period=period, name=name)
    if file.suffix.lower() in FORMS:
        rows = read_ocel(file, case=case or "case", party=party or "party", name=name)
        return log(rows, party="party", end="end", happening="event", period=period, name=name)
    rows = read(file, name=name, backend=backend)
    return log(
        rows, case=case or "case", activity=activity or "activity", time=time or "at", party=party or None,
        end=end or None, happening=happening or None, by=by or None, period=period, name=name,
    )  # fmt: skip


def write_log(events: ibis.Table, path: Path | str) -> Path:
    """The log in any kind of file that `read_log` reads: `read_log` reads the same log from it.

    CSV and Parquet: case, activity, at, end (UTC), party, event, and by when compared; one row for each party of an
    event, so give `happening="event"` when reading. Raises `EvidenceError` UNKNOWN_KIND, or
    UNWRITABLE for characters that XML has no place for.
    """
    file = Path(path)
    write = write_xes if file.name.lower().endswith((".xes", ".xes.gz")) else write_ocel
    if write is write_xes or file.suffix.lower() in FORMS:
        try:
            return write(events, file)
        except ValueError as error:
            file.unlink(missing_ok=True)
            words = Sentence(f"loggen kan inte skrivas så: {error}", f"the log cannot be written so: {error}")
            raise EvidenceError("UNWRITABLE", words, place=Place(file.name)) from None
    rows = _plain(events)
    backend = rows.get_backend()
    if file.suffix.lower() == ".csv":
        backend.to_csv(rows, str(file))
    elif file.suffix.lower() == ".parquet":
        backend.to_parquet(rows, str(file))
    else:
        told = f"{file.name}: .xes, .xes.gz, {', '.join(FORMS)}, .csv, .parquet"
        raise EvidenceError("UNKNOWN_KIND", Sentence(f"okänt slag av fil: {told}.", f"unknown kind of file: {told}."))
    return file


def _plain(events: ibis.Table) -> ibis.Table:
    parties = ibis.coalesce(events.party, ibis.literal("")).split(WITH)
    rows = events.mutate(one=parties).unnest("one")
    start = ibis.timestamp("1970-01-01 00:00:00")
    moments = {name: start + rows[column].as_interval("us") for name, column in (("at", "at"), ("end", "ends"))}
    more = groups(events)
    made = rows.select(
        case=rows.case, activity=rows.activity, **moments, party=rows.one.nullif(""), event=rows.row.cast("string"),
        row="row", **{one: rows[one] for one in more},
    )  # fmt: skip
    return made.order_by(["row", "party"]).drop("row")
