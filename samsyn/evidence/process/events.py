"""A log: what happened in each case, in one order, with whoever took part. Every process question starts here.

Columns: `case`, `activity`, `at` and `ends` (microseconds since 1970 in UTC; `ends` missing = a moment, or goes on),
`party` (everyone who took part, in order of name, `WITH` between), `parties` (how many), `joint`, `row`; and `by`
when the log is compared by something.
Events of a case follow each other by `at`; those at the same moment by `row`: the order of the file, or, for
happenings, by activity and then by the id of the happening. Periods are half-open: the end is the first moment after.
"""

from collections.abc import Sequence
from typing import Any

import ibis

from samsyn.evidence.columns import filled, needed
from samsyn.evidence.connection import named
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.moments import alike, microseconds
from samsyn.evidence.reading import ROW

WITH = "\x1f"
PERIODS = {"year": "%Y", "month": "%Y-%m"}
COLUMNS = ("case", "activity", "at", "ends", "party", "parties", "joint", "row")


def log(
    table: ibis.Table,
    *,
    case: str = "case",
    activity: str = "activity",
    time: str = "at",
    end: str | None = None,
    party: str | None = None,
    happening: str | None = None,
    by: str | None = None,
    period: str | None = None,
    name: str = "log",
) -> ibis.Table:
    """The log in `table`: one event a row, or one row per party of a `happening` (its id) that several took part in.

    `by` is a column to compare by (the value at a case's first event counts for the whole case); `period` ("year"
    or "month") compares by when the case began. Times are timestamps, or text with or without zone, never both.
    Raises `EvidenceError` MISSING_COLUMN, MISSING_VALUE, NOT_A_TIME, MIXED_ZONES, END_BEFORE_START, DOUBLE_ID,
    TORN_HAPPENING, UNKNOWN_PERIOD; each names row and column.

    >>> import ibis
    >>> from samsyn.evidence import process
    >>> rows = ibis.memtable({"case": ["a", "a"], "activity": ["apply", "meet"], "at": ["2024-01-01", "2024-01-03"]})
    >>> process.log(rows).order_by("row").activity.to_list()
    ['apply', 'meet']
    """
    if period is not None and period not in PERIODS:
        raise EvidenceError("UNKNOWN_PERIOD", Sentence("perioden är year eller month.", "a period is year or month."))
    given = [one for one in (case, activity, time, end, party, happening, by) if one]
    needed(table, given, name=name)
    filled(table, *(one for one in (case, activity, time, happening) if one), name=name)
    if end:
        alike(table, time, end, name=name)
    for one in (time, end):
        table = microseconds(table, one, name=name) if one else table
    made = table.select(
        case=_text(table[case]), activity=_text(table[activity]),
        at=table[time], ends=table[end] if end else ibis.null("int64"),
        party=_text(table[party]).nullif("") if party else ibis.null("string"),
        happening=_text(table[happening]) if happening else ibis.null("string"),
        row=table[ROW].cast("int64") if ROW in table.columns else ibis.row_number().cast("int64"),
        **({"by": _text(table[by])} if by else {}),
    )  # fmt: skip
    _no_end_before_start(made, name, end or "")
    made = _gathered(made, name, happening) if happening else _counted(made)
    made = _compared(made, by, period)
    return named(made.select(*COLUMNS, *groups(made)))


def from_happenings(happenings: ibis.Table, *, by: str | None = None, period: str | None = None) -> ibis.Table:
    """The log of the contract's table `happenings` (see `samsyn.evidence.tables`): planned ones are left out.

    The activity is `activity`, or the kind where it is missing. Raises what `log` raises.
    """
    done = happenings.filter((happenings.state != "planned") | happenings.state.isnull())
    named = done.mutate(activity=ibis.coalesce(done.activity, done.kind))
    if ROW not in named.columns:
        order = ibis.window(order_by=[named["at"], named.activity, named.happening, named.party])
        named = named.mutate(**{ROW: ibis.row_number().over(order).cast("int64")})
    return log(named, end="ends_at", party="party", happening="happening", by=by, period=period, name="happenings")


def steps(events: ibis.Table, *columns: str) -> ibis.Table:
    """Each event but a case's last, with the next one's columns as `next_…`, and (`by` and) `between`.

    `between` is microseconds from the start of the one to the start of the next: never below zero.
    """
    order = ibis.window(group_by="case", order_by=[events["at"], events.row])
    nexts = {f"next_{one}": events[one].lead().over(order) for one in columns}
    followed = events.select(*groups(events), *columns, **nexts, between=events["at"].lead().over(order) - events["at"])
    return followed.filter(followed.between.notnull())


def numbered(events: ibis.Table) -> ibis.Table:
    """With `case` as its number, in order of name: numbers are sorted faster than words."""
    cases = events.select("case").distinct()
    cases = cases.mutate(place__=ibis.row_number().over(ibis.window(order_by="case")).cast("int32"))
    joined = events.join(cases, "case")
    return joined.select(case="place__", **{one: joined[one] for one in events.columns if one != "case"})


def groups(events: ibis.Table) -> Sequence[str]:
    """`["by"]` when the log is compared by something, else nothing."""
    return ["by"] if "by" in events.columns else []


def _text(column: Any) -> Any:
    return column.cast("string")


def _counted(rows: ibis.Table) -> ibis.Table:
    """How many took part, by the names in `party`."""
    several = rows.party.length() - rows.party.replace(WITH, "").length() + 1
    rows = rows.mutate(parties=ibis.coalesce(several, 0).cast("int64"))
    return rows.mutate(joint=rows.parties > 1)


def _no_end_before_start(rows: ibis.Table, name: str, column: str) -> None:
    if not column:
        return
    wrong = first(rows.filter(rows.ends < rows["at"]))
    if wrong:
        told = Sentence("slutet ligger före början.", "the end lies before the start.")
        raise EvidenceError("END_BEFORE_START", told, place=Place(name, wrong["row"], column))


def _gathered(rows: ibis.Table, name: str, column: str) -> ibis.Table:
    """One row per happening, with everyone who took part."""
    whole = rows.group_by("happening").aggregate(
        case=rows.case.min(), activity=rows.activity.min(), at=rows["at"].min(), ends=rows.ends.max(),
        row=rows.row.min(), parties=rows.party.nunique().cast("int64"),
        several=(rows.case.nunique() > 1) | (rows.activity.nunique() > 1) | (rows["at"].nunique() > 1),
        named=rows.count(), party=rows.party.collect(distinct=True).sort().join(WITH).nullif(""),
        **({"by": rows.by.min()} if "by" in rows.columns else {}),
    )  # fmt: skip
    double = (whole.named > 1) & (whole.named > whole.parties)
    if wrong := first(whole.filter(whole.several | double)):
        raise _torn(wrong, Place(name, wrong["row"], column))
    return whole.mutate(joint=whole.parties > 1)


def _torn(wrong: dict[str, Any], place: Place) -> EvidenceError:
    happening = wrong["happening"]
    if wrong["several"]:
        told = Sentence(
            f"händelsen {happening} har olika ärende, aktivitet eller tid på olika rader.",
            f"the happening {happening} has another case, activity or time on another row.",
        )
        return EvidenceError("TORN_HAPPENING", told, place=place)
    told = Sentence(
        f"händelsen {happening} står flera gånger för samma part.",
        f"the happening {happening} stands several times for the same party.",
    )
    return EvidenceError("DOUBLE_ID", told, place=place)


def _compared(rows: ibis.Table, by: str | None, period: str | None) -> ibis.Table:
    """`by` for the whole case: its value at the first event, or when that was."""
    if not by and not period:
        return rows
    if period:
        began = rows["at"].min().over(ibis.window(group_by="case"))
        first_of = (began // 1_000_000).as_timestamp("s").strftime(PERIODS[period])
    else:
        order = ibis.window(group_by="case", order_by=[rows["at"], rows.row])
        first_of = rows.by.first(include_null=True).over(order)
    return rows.mutate(by=ibis.coalesce(first_of, ""))


def first(rows: ibis.Table) -> dict[str, Any] | None:
    """The first of these rows, or none."""
    found = rows.order_by("row").limit(1).to_pyarrow().to_pylist()
    return found[0] if found else None
