"""How long cases take and wait, what is done jointly, in parallel or one party at a time, and when nothing happens."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from samsyn.evidence.columns import collect
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.process.events import groups
from samsyn.evidence.process.per_case import per_case
from samsyn.evidence.result import Result

DAY = 86_400_000_000
LONG = 90
Rows = Mapping[str, Any]
Summed = Callable[[Rows], Result]

DURATIONS = Sentence(
    "Ledtid: från ärendets första händelse till dess sista är slut. Väntetid: från att en händelse slutar (eller sker, "
    "när slut saknas) till att nästa börjar, summerat. Insatstid: så länge händelserna varar, summerat. Ärenden som "
    "pågår är med så långt de kommit och gör tiderna för korta.",
    "Lead time: from the first event of a case to the end of its last. Waiting: from an event's end (its moment, when "
    "it has none) to the start of the next, summed. Service: the time that events last, summed. Cases under way count "
    "as far as they have come, and make times too short.",
)
JOINT = Sentence(
    "Andel händelser som flera parter gjorde tillsammans. Händelser i samma ärende liknar varandra; andelen säger inte "
    "att samverkan gav något resultat.",
    "Share of events that several parties did together. Events of the same case are alike; the share does not say that "
    "working together had any result.",
)
PARALLEL = Sentence(
    "Andel av ärendenas tid då två eller flera parter är aktiva, räknat på händelser med slut och part. Händelser utan "
    "slut räknas som ögonblick, så andelen är minst så här stor. Perioder är halvöppna.",
    "Share of the time of cases when two parties or more are active, by events with an end and a party. Events without "
    "an end count as moments, so the share is at least this. Periods are half-open.",
)
SERIAL = Sentence(
    "Längsta följd av händelser där bara en part i taget är aktiv, per ärende. En enpartsföljd är händelser i rad av "
    "en och samma part. Händelser utan part eller med flera bryter följden.",
    "The longest run of events with only one party active at a time, per case. A one-party sequence is events in a row "
    "of one and the same party. Events without a party, or with several, break the run.",
)
GAPS = Sentence(
    "Längsta tid i varje ärende då inget pågår och inget börjar, mellan två händelser. Tiden efter den sista händelsen "
    "räknas inte.",
    "The longest time of each case when nothing goes on and nothing begins, between two events. The time after the "
    "last event does not count.",
)


NO_ENDS = Sentence(
    "Ingen händelse har ett slut, så parallellt arbete går inte att se i den här loggen.",
    "No event has an end, so parallel work cannot be seen in this log.",
)
NONE_JOINT = Sentence(
    "Ingen händelse har flera parter. Har loggen en rad per part: ange kolumnen med händelsens id.",
    "No event has several parties. If the log has a row for each party: give the column with the event's id.",
)


def durations(events: ibis.Table, *, found: pa.Table | None = None) -> Result:
    """Lead time, waiting, service and longest gap of a case, in days: median (`estimate`), mean, quartiles.

    `parts` are the four, each again by `by` if the log is compared; `table` has one row for each. `found` is
    `collected(events)` where it is at hand; so for every measure here. Raises `EvidenceError` NO_CASES.
    """
    rows = collected(events) if found is None else found
    parts = []
    for name, column in (("lead_time", "lead"), ("waiting_time", "waiting"), ("service_time", "service")):
        parts += _each(rows, lambda some, n=name, c=column: _time(some, n, c, DURATIONS))  # type: ignore[misc]
    lead = parts[0]
    listed = pa.Table.from_pylist([{**one.of, **one.details, "median": one.estimate, "n": one.n} for one in parts])
    return Result(
        "durations", DURATIONS, lead.n, lead.estimate, unit="days", counted="cases", details=lead.details,
        parts=tuple(parts), table=listed,
    )  # fmt: skip


def joint_share(events: ibis.Table, *, found: pa.Table | None = None) -> Result:
    """Share of events that several parties did together; `numerator` of `denominator` events in `n` cases."""
    return _report(collected(events) if found is None else found, lambda rows: _joint(rows))


def parallelism(events: ibis.Table, *, found: pa.Table | None = None) -> Result:
    """Share of the time of cases when two parties or more are active, in days; `exclusions` has what has no end.

    >>> import ibis
    >>> from samsyn.evidence import process
    >>> rows = {"case": ["a", "a"], "activity": ["care", "training"], "party": ["region", "municipality"],
    ...         "at": ["2024-01-01", "2024-01-03"], "end": ["2024-01-05", "2024-01-11"]}
    >>> process.parallelism(process.log(ibis.memtable(rows), party="party", end="end")).estimate
    0.2
    """
    return _report(collected(events) if found is None else found, lambda rows: _parallel(rows))


def serial_chains(events: ibis.Table, *, found: pa.Table | None = None) -> Result:
    """The longest run of events with one party at a time: median over cases; details: longest, one-party sequences."""
    return _report(collected(events) if found is None else found, lambda rows: _serial(rows))


def gaps(events: ibis.Table, *, days: int = LONG, found: pa.Table | None = None) -> Result:
    """Share of cases with a gap of more than `days`; details: median and longest gap in days."""
    return _report(collected(events) if found is None else found, lambda rows: _gaps(rows, days))


def collected(events: ibis.Table) -> pa.Table:
    """`per_case`, worked out, for the measures. Raises `EvidenceError` NO_CASES, or TOO_LARGE."""
    rows = collect(per_case(events).drop("case"), name="log")
    if not rows.num_rows:
        raise EvidenceError("NO_CASES", Sentence("loggen har inga ärenden.", "the log has no cases."))
    return rows.select([*groups(events), *(one for one in rows.column_names if one != "by")])


def _report(rows: pa.Table, summed: Summed) -> Result:
    whole, *parts = _each(rows, summed)
    if not parts:
        return whole
    listed = pa.Table.from_pylist([
        {**one.of, "estimate": one.estimate, "numerator": one.numerator, "denominator": one.denominator, "n": one.n}
        for one in (whole, *parts)
    ])  # fmt: skip
    return Result(**{**_fields(whole), "parts": tuple(parts), "table": listed})


def _each(rows: pa.Table, summed: Summed) -> list[Result]:
    """For all cases, then for each value of `by`."""
    arrays = {name: rows[name].to_numpy() for name in rows.column_names if name != "by"}
    found = [summed(arrays)]
    if "by" in rows.column_names:
        by = rows["by"].to_numpy(zero_copy_only=False)
        for value in sorted(set(by)):
            one = summed({name: array[by == value] for name, array in arrays.items()})
            found.append(Result(**{**_fields(one), "of": {**one.of, "by": value}}))
    return found


def _fields(one: Result) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _time(rows: Rows, name: str, column: str, said: Sentence) -> Result:
    days = rows[column] / DAY
    low, middle, high = np.quantile(days, [0.25, 0.5, 0.75])
    more = {"mean": float(days.mean()), "p25": float(low), "p75": float(high), "longest": float(days.max())}
    return Result(
        name, said, len(days), float(middle), unit="days", counted="cases", of={"time": name}, details=more,
        exclusions={"no_end": int(rows["without_end"].sum())} if name == "service_time" else {},
    )  # fmt: skip


def _joint(rows: Rows) -> Result:
    joint = int(rows["joint"].sum())
    return _share("joint_share", JOINT, rows, joint, int(rows["events"].sum()), warnings=() if joint else (NONE_JOINT,))


def _parallel(rows: Rows) -> Result:
    parallel, lead, none = int(rows["parallel"].sum()), int(rows["lead"].sum()), int(rows["without_end"].sum())
    blind = none == int(rows["events"].sum())
    more = {
        "exclusions": {"no_end": none},
        "details": {"cases_with_any": int((rows["parallel"] > 0).sum())},
        "warnings": (NO_ENDS,) if blind else (),
    }
    if blind or not lead:
        return Result("parallelism", PARALLEL, len(rows["events"]), counted="cases", **more)  # type: ignore[arg-type]
    return _share("parallelism", PARALLEL, rows, parallel / DAY, lead / DAY, parallel / lead, **more)


def _serial(rows: Rows) -> Result:
    longest, runs = rows["serial"], rows["one_party"]
    more = {
        "longest": int(longest.max()), "mean": float(longest.mean()),
        "one_party_sequences": int(runs.sum()), "one_party_sequences_mean": float(runs.mean()),
    }  # fmt: skip
    return Result(
        "serial_chains", SERIAL, len(longest), float(np.median(longest)), unit="events", counted="cases", details=more
    )


def _gaps(rows: Rows, days: int) -> Result:
    gap = rows["gap"] / DAY
    more = {"days": days, "median_days": float(np.median(gap)), "longest_days": float(gap.max())}
    return _share("gaps", GAPS, rows, int((gap > days).sum()), len(gap), details=more)


def _share(
    name: str, said: Sentence, rows: Rows, numerator: float, denominator: float, share: float | None = None,
    **more: Any,
) -> Result:  # fmt: skip
    share = numerator / denominator if share is None and denominator else share
    return Result(
        name, said, len(rows["events"]), share, numerator=numerator, denominator=denominator, counted="cases", **more
    )
