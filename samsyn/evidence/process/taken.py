"""What a log file of others gave: its events, what was left out or put together, and how its moments were read.

What was done lies with the rows themselves, so that whoever asks anything of them can be told (`told`).
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW

UTC = dt.UTC
KINDS = {
    "case": pa.string(), "activity": pa.string(), "at": pa.timestamp("us"), "end": pa.timestamp("us"),
    "party": pa.string(), "event": pa.string(), ROW: pa.int64(),
}  # fmt: skip
KEPT = b"samsyn"
NO_ZONE = Sentence(
    "Tidpunkterna i filen har ingen tidszon. De är tagna som de står; över sommartidens gränser kan en timme fattas.",
    "The moments of the file have no zone. They are taken as they stand; across summer time an hour may be off.",
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a reader of the log must know: how many events were left out by reason, further numbers, and in words."""

    exclusions: Mapping[str, int] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[Sentence] = ()


@dataclass
class Clock:
    """Reads the moments of one file: all with a zone, or none."""

    zoned: bool = False
    bare: tuple[str, Place] | None = None

    def read(self, text: Any, place: Place) -> dt.datetime:
        """In UTC, or as it stands. Raises `EvidenceError` NOT_A_TIME, or MIXED_ZONES at the one without."""
        try:
            found = dt.datetime.fromisoformat(str(text).strip())
            moved = found.astimezone(UTC) if found.tzinfo else found
        except (ValueError, OverflowError):
            words = Sentence(f"”{text}” är inte en tidpunkt.", f"“{text}” is not a point in time.")
            raise EvidenceError("NOT_A_TIME", words, place=place) from None
        if found.tzinfo:
            self.zoned = True
        else:
            self.bare = self.bare or (str(text), place)
        if self.zoned and self.bare:
            raise _mixed(*self.bare)
        return moved.replace(tzinfo=None)

    @property
    def warnings(self) -> list[Sentence]:
        """What was assumed."""
        return [NO_ZONE] if self.bare else []


def _mixed(text: str, place: Place) -> EvidenceError:
    words = Sentence(
        f"”{text}” saknar tidszon, men andra tidpunkter har en. Skriv tidszon på alla eller ingen.",
        f"“{text}” has no zone, but other moments have. Write the zone on all or on none.",
    )
    return EvidenceError("MIXED_ZONES", words, place=place)


def said(microseconds: int) -> str:
    """A moment as text with its zone."""
    return (dt.datetime(1970, 1, 1, tzinfo=UTC) + dt.timedelta(microseconds=microseconds)).isoformat()


def taken(rows: list[Row], told_: Told, name: str) -> ibis.Table:
    """The rows as a table that carries what is to be told of them. Raises UNREADABLE for half a character."""
    kept = {KEPT: json.dumps(asdict(told_)).encode()}
    try:
        return ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema(KINDS.items(), metadata=kept)))
    except UnicodeEncodeError as error:
        raise unreadable("text", error, name) from None


def told(events: ibis.Table) -> Told:
    """What is to be told of the file these events came from; nothing of a file that was taken row by row."""
    for one in events.op().find(ibis.expr.operations.InMemoryTable):
        rows = getattr(one.data, "obj", None)
        kept = (rows.schema.metadata if isinstance(rows, pa.Table) else None) or {}
        if KEPT in kept:
            found = json.loads(kept[KEPT])
            return Told(found["exclusions"], found["details"], [Sentence(**each) for each in found["warnings"]])
    return Told()


def unreadable(kind: str, error: object, name: str) -> EvidenceError:
    """It is no `kind`: the first line of what the reader of it said."""
    said_ = str(error).splitlines()[0] if str(error) else type(error).__name__
    words = Sentence(f"kan inte läsas som {kind}: {said_}", f"cannot be read as {kind}: {said_}")
    return EvidenceError("UNREADABLE", words, place=Place(name))


def lines(text: Mapping[str, int]) -> str:
    """Such as "schedule 3, suspend 2", commonest first."""
    return ", ".join(f"{name} {count}" for name, count in sorted(text.items(), key=lambda one: (-one[1], one[0])))
