"""Who was followed how long, and how it ended: the columns of a table, checked in one reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from samsyn.evidence.columns import NUMBER, needed
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW
from samsyn.evidence.result import Result

CENSORED = "0"
MODULUS = 2**32  # of sums of record keys
MOST_CAUSES, MOST_GROUPS, MOST_TIMES = 20, 50, 5_000_000
_YES, _NO = ("1", "true"), ("0", "false")


@dataclass(frozen=True)
class Asked:
    """Which column says what; `causes` empty: the event is 0 (not seen to end) or 1 (ended)."""

    duration: str
    event: str
    group: str | None = None
    entry: str | None = None
    person: str | None = None
    causes: tuple[Any, ...] = ()
    is_competing: bool = False
    censored: str = CENSORED
    name: str = "data"
    covariates: tuple[str, ...] = ()
    key: str | None = None

    def columns(self) -> list[str]:
        """Those the table must have."""
        return [one for one in (self.duration, self.event, self.group, self.entry, self.person, self.key) if one]


@dataclass(frozen=True)
class Followed:
    """`cells`: group, duration, cause and `n` people, of those kept; `table`: them one by one, read when asked.

    `table` also has entry, person and the covariates as they stand.
    """

    cells: pa.Table
    table: ibis.Table
    asked: Asked
    n: int
    exclusions: Mapping[str, int]

    def keyed(self, answer: Result, group: str | None = None) -> Result:
        """`answer` with the sum of record keys of those it counts: one group, or all; as it is without keys."""
        if not self.asked.key:
            return answer
        cells = self.cells if group is None else self.cells.filter(pc.equal(self.cells["group"], group))
        total = (pc.sum(cells["keys"]).as_py() or 0) % MODULUS
        return replace(answer, details={**answer.details, "cell_key": total}) if total else answer


_TOLD: Mapping[str, tuple[str, str]] = {
    "NOT_A_NUMBER": (NUMBER.sv, NUMBER.en),
    "NEGATIVE_DURATION": (
        "är kortare än noll. Slutet kan inte ligga före början: rätta dagarna.",
        "is less than nothing. The end cannot come before the start: mend the days.",
    ),
    "EVENT_NOT_0_1": (
        "är varken 0 (slutet inte sett) eller 1 (slutet sett). Har slutet flera orsaker: ange dem (causes).",
        "is neither 0 (end not seen) nor 1 (end seen). If there are several causes of ending, name them (causes).",
    ),
    "UNKNOWN_EVENT": (
        "är ingen av de orsaker som angetts, och inte 0 (slutet inte sett).",
        "is none of the causes that were named, and not 0 (end not seen).",
    ),
    "ENTRY_NOT_BEFORE_END": (
        "som första tid under uppföljning ligger inte före slutet.",
        "as first time under observation does not lie before the end.",
    ),
}


def followed(table: ibis.Table, asked: Asked) -> Followed:
    """Read once what each row says. Missing (or not-a-number) is left out and counted.

    Raises `EvidenceError` MISSING_COLUMN, NO_ROWS, NOT_A_NUMBER, NEGATIVE_DURATION, EVENT_NOT_0_1, UNKNOWN_EVENT,
    ENTRY_NOT_BEFORE_END or DOUBLE_PERSON, with the first row where it is so.
    """
    needed(table, asked.columns(), name=asked.name)
    for column in filter(None, (asked.duration, asked.entry)):
        _need_number(table, column, asked)
    read = _read(table, asked)
    reasons = {**_faults(read, table, asked), **_missing(read, asked)}
    marked = read.mutate(reason=_first_of(reasons))
    cells = _collected(counted(marked), asked)
    found = _by_reason(cells, list(reasons))
    if not found:
        raise EvidenceError("NO_ROWS", Sentence("inga rader.", "there are no rows."), place=Place(asked.name))
    for place, code in enumerate(reasons, start=1):
        if code in found and not code.startswith("missing"):
            _name_first(marked.filter(marked.reason == place), code, asked)
    _refuse_double(read, asked)
    kept = cells.filter(pc.equal(cells["reason"], 0)).drop(["reason"])
    asked = replace(asked, causes=asked.causes or _causes(kept, asked))
    exclusions = {code: n for code, n in found.items() if code}
    return Followed(kept, marked.filter(marked.reason == 0), asked, found.get("", 0), exclusions)


def counted(marked: ibis.Table) -> ibis.Table:
    """People by group, duration, cause and reason to leave out: the one expression that DuckDB or Spark runs."""
    keys = {"keys": (marked.key % MODULUS).sum().fill_null(0)} if "key" in marked.columns else {}
    return marked.group_by("group", "duration", "cause", "reason").aggregate(n=marked.count(), **keys)


def _collected(cells: ibis.Table, asked: Asked) -> pa.Table:
    """In one pass: the size is not asked first."""
    found = cells.limit(MOST_TIMES + 1).to_pyarrow()
    if found.num_rows > MOST_TIMES:
        raise EvidenceError(
            "TOO_LARGE",
            Sentence(
                f"fler än {MOST_TIMES} olika tider och grupper. Avrunda tiderna till dagar, eller välj färre grupper.",
                f"more than {MOST_TIMES} different times and groups. Round the times to days, or choose fewer groups.",
            ),
            place=Place(asked.name),
        )
    return found


def _first_of(reasons: Mapping[str, Any]) -> Any:
    """Number of the first reason that holds, from 1; 0 when none does."""
    numbered = [(is_so.fill_null(False), place) for place, is_so in enumerate(reasons.values(), start=1)]
    return ibis.cases(*numbered, else_=0).cast("int64")


def _by_reason(cells: pa.Table, codes: Sequence[str]) -> dict[str, int]:
    names = ("", *codes)
    found = cells.group_by("reason").aggregate([("n", "sum")]).to_pylist()
    return {names[row["reason"]]: int(row["n_sum"]) for row in sorted(found, key=lambda row: int(row["reason"]))}


def _read(table: ibis.Table, asked: Asked) -> ibis.Table:
    columns = {
        "duration": _number(table[asked.duration]),
        "cause": _cause(table[asked.event], asked),
        "group": _text(table[asked.group]) if asked.group else ibis.literal("", "string"),
        "entry": _number(table[asked.entry]) if asked.entry else ibis.literal(0.0),
        "duration_as_read": table[asked.duration].cast("string"),
        "event_as_read": table[asked.event].cast("string"),
        "entry_as_read": table[asked.entry].cast("string") if asked.entry else ibis.literal("", "string"),
    }
    columns |= {f"x_{i}": table[one] for i, one in enumerate(asked.covariates)}
    if asked.key:
        columns["key"] = table[asked.key].cast("int64")
    if asked.person:
        columns["person"] = table[asked.person].cast("string")
    if ROW in table.columns:
        columns[ROW] = table[ROW]
    return table.select(**columns)


def _need_number(table: ibis.Table, column: str, asked: Asked) -> None:
    kind = table[column].type()
    if not (kind.is_numeric() or kind.is_string()):
        told = Sentence(
            f"är av typen {kind}, inte ett tal. Räkna om till dagar.",
            f"is of type {kind}, no number. Turn it into days.",
        )
        raise EvidenceError("NOT_A_NUMBER", told, place=Place(asked.name, None, column))


def _number(column: Any) -> Any:
    """As float64; not-a-number is missing."""
    if isinstance(column, ir.StringValue):
        column = column.strip().replace(" ", "").replace(",", ".").try_cast("float64")
    if isinstance(column, ir.IntegerValue):
        return column.cast("float64")
    made = column.cast("float64")
    return ibis.ifelse(made.isnan(), ibis.null("float64"), made)


def _text(column: Any) -> Any:
    """As text; empty is missing, whole numbers without decimals."""
    if isinstance(column, ir.StringValue):
        return column.strip().nullif("")
    if isinstance(column, ir.FloatingValue):
        made = column.cast("string").re_replace(r"\.0+$", "")
        return ibis.ifelse(column.isnan(), ibis.null("string"), made)
    return column.cast("string")


def _cause(column: Any, asked: Asked) -> Any:
    """The code of the end, "0" when it was not seen; when no causes compete 0, 1, or -1 for anything else."""
    if isinstance(column, ir.NumericValue) and not isinstance(column, ir.BooleanValue) and not asked.is_competing:
        known = ibis.cases((column == 1, 1), (column == 0, 0), else_=-1)
        unread = column.isnan() if isinstance(column, ir.FloatingValue) else ibis.literal(False)
        return ibis.ifelse(column.isnull() | unread, ibis.null("int64"), known.cast("int64"))
    text = _text(column)
    if isinstance(column, ir.StringValue):
        text = text.re_replace(r"\.0+$", "")
    if asked.is_competing:
        return ibis.ifelse(text == asked.censored, CENSORED, text)
    words = text.lower()
    return ibis.cases((words.isin(_YES), 1), (words.isin(_NO), 0), (text.notnull(), -1)).cast("int64")


def _causes(kept: pa.Table, asked: Asked) -> tuple[Any, ...]:
    if not asked.is_competing:
        return (1,)
    found = sorted(set(pc.unique(kept["cause"]).to_pylist()) - {CENSORED})
    if len(found) > MOST_CAUSES:
        raise EvidenceError(
            "TOO_MANY_CAUSES",
            Sentence(
                f"fler än {MOST_CAUSES} slags slut. Är det rätt kolumn? Slå annars ihop dem.",
                f"more than {MOST_CAUSES} kinds of end. Is it the right column? Otherwise put them together.",
            ),
            place=Place(asked.name, None, asked.event),
        )
    return tuple(found)


def _missing(read: ibis.Table, asked: Asked) -> dict[str, Any]:
    """Without value; what could not be read as a number has been told before."""
    missing = {"missing_duration": read.duration.isnull(), "missing_event": read.cause.isnull()}
    if asked.group:
        missing["missing_group"] = read.group.isnull()
    if asked.entry:
        missing["missing_entry"] = read.entry.isnull()
    return missing


def _faults(read: ibis.Table, table: ibis.Table, asked: Asked) -> dict[str, Any]:
    faults = {
        "NOT_A_NUMBER": _unread(read, table, "duration", asked.duration),
        "NEGATIVE_DURATION": read.duration < 0,
    }
    if not asked.is_competing:
        faults["EVENT_NOT_0_1"] = read.cause == -1
    elif asked.causes:
        faults["UNKNOWN_EVENT"] = read.cause.notin((CENSORED, *asked.causes))
    if asked.entry:
        faults["ENTRY_NOT_A_NUMBER"] = _unread(read, table, "entry", asked.entry)
        faults["ENTRY_NOT_BEFORE_END"] = (read.entry >= read.duration) & (read.duration > 0)
    return {code: is_so for code, is_so in faults.items() if is_so is not None}


def _unread(read: ibis.Table, table: ibis.Table, name: str, column: str) -> Any:
    """Something is written that is no number, or it is endless; whole numbers need no such look."""
    if isinstance(table[column], ir.IntegerValue):
        return None
    endless = read[name].isinf()
    if not isinstance(table[column], ir.StringValue):
        return endless
    text = read[f"{name}_as_read"].strip().lower()
    return endless | (read[name].isnull() & text.notin(("", "nan", "-nan")))


_COLUMN_OF = {"EVENT_NOT_0_1": "event", "UNKNOWN_EVENT": "event", "ENTRY_NOT_A_NUMBER": "entry"}
_COLUMN_OF |= {"ENTRY_NOT_BEFORE_END": "entry"}


def _name_first(rows: ibis.Table, code: str, asked: Asked) -> NoReturn:
    column = _COLUMN_OF.get(code, "duration")
    ordered = rows.order_by(ROW) if ROW in rows.columns else rows
    first = ordered.limit(1).to_pyarrow().to_pylist()[0]
    shown = str(first[f"{column}_as_read"])[:40]
    code = "NOT_A_NUMBER" if code == "ENTRY_NOT_A_NUMBER" else code
    words = Sentence(f"”{shown}” {_TOLD[code][0]}", f"“{shown}” {_TOLD[code][1]}")
    raise EvidenceError(code, words, place=Place(asked.name, first.get(ROW), getattr(asked, column)))


def _refuse_double(read: ibis.Table, asked: Asked) -> None:
    if not asked.person:
        return
    found = read.filter(read.person.notnull()).group_by("person").aggregate(rows=lambda t: t.count())
    double = found.filter(found.rows > 1).order_by("person").limit(1).to_pyarrow().to_pylist()
    if not double:
        return
    person = double[0]["person"]
    same = read.filter(read.person == person)
    rows = sorted(same.limit(2).to_pyarrow()[ROW].to_pylist()) if ROW in read.columns else []
    raise EvidenceError(
        "DOUBLE_PERSON",
        Sentence(
            f"”{person}” finns {double[0]['rows']} gånger. En rad per person: behåll en, eller ge varje insats ett id.",
            f"“{person}” stands {double[0]['rows']} times. One row a person: keep one, or give each spell an id.",
        ),
        place=Place(asked.name, rows[-1] if rows else None, asked.person),
    )
