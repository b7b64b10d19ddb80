"""Who was followed how long, and how it ended: the columns of a table, checked in one reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import ibis
import ibis.expr.types as ir

from samsyn.evidence.columns import needed
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW

CENSORED = "0"
MOST_CAUSES, MOST_GROUPS = 20, 50
_YES, _NO = ("1", "true"), ("0", "false")


@dataclass(frozen=True)
class Asked:
    """Which column says what; `causes` empty: the event is 0 (not seen to end) or 1 (ended)."""

    duration: str
    event: str
    group: str | None = None
    entry: str | None = None
    person: str | None = None
    causes: tuple[str, ...] = ()
    is_competing: bool = False
    censored: str = CENSORED
    name: str = "data"
    covariates: tuple[str, ...] = ()

    def columns(self) -> list[str]:
        """Those the table must have."""
        return [one for one in (self.duration, self.event, self.group, self.entry, self.person) if one]


@dataclass(frozen=True)
class Followed:
    """`table` has duration, cause ("0": not seen to end), group and entry for those kept; `exclusions` the others."""

    table: ibis.Table
    asked: Asked
    n: int
    exclusions: Mapping[str, int]


_TOLD: Mapping[str, tuple[str, str]] = {
    "NOT_A_NUMBER": ("är inte ett tal.", "is not a number."),
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
    read = _read(table, asked)
    asked = replace(asked, causes=_causes(read, asked))
    missing, faults = _missing(read, asked), _faults(read, asked)
    counted = _counted(read, {**missing, **{code: fault for code, (fault, _) in faults.items()}}, missing)
    if counted["rows"] == 0:
        raise EvidenceError("NO_ROWS", Sentence("inga rader.", "there are no rows."), place=Place(asked.name))
    for code, (fault, column) in faults.items():
        if counted[code]:
            _name_first(read.filter(fault), code, column, asked)
    _refuse_double(read, asked)
    kept = read.filter(~_any(list(missing.values())))
    exclusions = {code: counted[code] for code in missing if counted[code]}
    return Followed(kept, asked, counted["kept"], exclusions)


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
    if asked.person:
        columns["person"] = table[asked.person].cast("string")
    if ROW in table.columns:
        columns[ROW] = table[ROW]
    return table.select(**columns)


def _number(column: Any) -> Any:
    """As float64; not-a-number is missing."""
    if isinstance(column, ir.StringValue):
        column = column.strip().replace(" ", "").replace(",", ".").try_cast("float64")
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
    """The code of the end; "0" when it was not seen."""
    if isinstance(column, ir.NumericValue) and not isinstance(column, ir.BooleanValue) and not asked.is_competing:
        known = ibis.cases((column == 1, "1"), (column == 0, CENSORED), else_="?")
        unread = column.isnan() if isinstance(column, ir.FloatingValue) else ibis.literal(False)
        return ibis.ifelse(column.isnull() | unread, ibis.null("string"), known)
    text = _text(column)
    if isinstance(column, ir.StringValue):
        text = text.re_replace(r"\.0+$", "")
    if asked.is_competing:
        return ibis.ifelse(text == asked.censored, CENSORED, text)
    return ibis.cases((text.lower().isin(_YES), "1"), (text.lower().isin(_NO), CENSORED), (text.notnull(), "?"))


def _causes(read: ibis.Table, asked: Asked) -> tuple[str, ...]:
    if not asked.is_competing:
        return ("1",)
    if asked.causes:
        return asked.causes
    codes = read.filter(read.cause.notnull() & (read.cause != CENSORED)).select("cause").distinct()
    found = sorted(codes.limit(MOST_CAUSES + 1).to_pyarrow()["cause"].to_pylist())
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
    missing = {
        "missing_duration": read.duration.isnull() & _blank(read.duration_as_read),
        "missing_event": read.cause.isnull(),
    }
    if asked.group:
        missing["missing_group"] = read.group.isnull()
    if asked.entry:
        missing["missing_entry"] = read.entry.isnull() & _blank(read.entry_as_read)
    return missing


def _faults(read: ibis.Table, asked: Asked) -> dict[str, tuple[Any, str]]:
    unread = read.duration.isnull() & ~_blank(read.duration_as_read)
    faults = {
        "NOT_A_NUMBER": (unread | read.duration.isinf().fill_null(False), "duration"),
        "NEGATIVE_DURATION": (read.duration < 0, "duration"),
    }
    known = (CENSORED, *asked.causes)
    code = "UNKNOWN_EVENT" if asked.is_competing else "EVENT_NOT_0_1"
    faults[code] = (read.cause.notnull() & read.cause.notin(known), "event")
    if asked.entry:
        unread = (read.entry.isnull() & ~_blank(read.entry_as_read)) | read.entry.isinf().fill_null(False)
        faults["ENTRY_NOT_A_NUMBER"] = (unread, "entry")
        faults["ENTRY_NOT_BEFORE_END"] = ((read.entry >= read.duration) & (read.duration > 0), "entry")
    return faults


def _blank(text: Any) -> Any:
    """Nothing was written, or only that it is missing."""
    return text.isnull() | text.strip().lower().isin(("", "nan", "-nan"))


def _counted(read: ibis.Table, wanted: Mapping[str, Any], missing: Mapping[str, Any]) -> dict[str, int]:
    sums = {code: is_so.fill_null(False).cast("int64").sum() for code, is_so in wanted.items()}
    kept = (~_any(list(missing.values()))).cast("int64").sum()
    row = read.aggregate(rows=read.count(), kept=kept, **sums).to_pyarrow().to_pylist()[0]
    return {code: int(value or 0) for code, value in row.items()}


def _any(conditions: Sequence[Any]) -> Any:
    made = conditions[0]
    for one in conditions[1:]:
        made = made | one
    return made


def _name_first(rows: ibis.Table, code: str, column: str, asked: Asked) -> NoReturn:
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
