"""What follows what, who hands over to whom, and how cases begin and end: the reference form, on Ibis expressions.

Sums are kept as two whole numbers, so that they are exact on every engine whatever the size (see `fast`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import Sentence
from samsyn.evidence.process.events import WITH, groups, numbered, steps
from samsyn.evidence.process.keeping import kept
from samsyn.evidence.result import Result

BITS = 24
SPLIT = 1 << BITS
SECOND = 1_000_000
ORDER = Sentence(
    "Händelser i ett ärende följer på varandra efter när de började; lika tider i radernas ordning.",
    "Events of a case follow each other by when they began; equal times by the order of the rows.",
)
FOLLOWS = Sentence(
    f"{ORDER.sv} Tiden mellan räknas från början av den ena till början av nästa. Att något följer på något annat "
    "visar inte att det beror på det.",
    f"{ORDER.en} The time between is counted from the start of the one to the start of the next. That one thing "
    "follows another does not show that it depends on it.",
)
HANDS = Sentence(
    f"{ORDER.sv} En överlämning är när nästa händelse inte har någon av de parter som den förra hade; är de flera på "
    "någon sida räknas varje par. Händelser utan part räknas inte.",
    f"{ORDER.en} A handover is when the next event has none of the parties that the one before had; with several on "
    "either side every pair counts. Events without a party do not count.",
)
ENDS = Sentence(
    "Första och sista händelsen i varje ärende, i händelsernas ordning. Ett ärende som pågår har ännu inte slutat.",
    "First and last event of each case, in the order of events. A case that is under way has not ended yet.",
)
FOLLOWED = {"activity": pa.string(), "next_activity": pa.string()}
HANDED = {"from_party": pa.string(), "to_party": pa.string()}
MEASURED = {"count": pa.int64(), "mean_seconds": pa.float64(), "median_seconds": pa.float64()}


def directly_follows(events: ibis.Table) -> Result:
    """How often each activity followed each other one, and the time between: mean and median, in seconds.

    Table: (`by`), activity, next_activity, count, mean_seconds, median_seconds; commonest first. `estimate` is how
    many moves there are, of `n` cases.

    >>> import ibis
    >>> from samsyn.evidence import process
    >>> rows = ibis.memtable({"case": ["a", "a"], "activity": ["apply", "meet"], "at": ["2024-01-01", "2024-01-03"]})
    >>> process.directly_follows(process.log(rows)).table.to_pylist()[0]["mean_seconds"]
    172800.0
    """
    total, (names,) = known(events, "activity")
    moves = steps(numbered(coded(events, activity=names)), "activity")
    return _follows(moves, names, total, groups(events))


def handovers(events: ibis.Table) -> Result:
    """How often each party handed over to each other one, and the mean time between, in seconds.

    Table: (`by`), from_party, to_party, count, mean_seconds; commonest first. `estimate` is the number of handovers
    (moves), `denominator` every move where both events have a party, `exclusions["no_party"]` the others.
    """
    total, (names,) = known(events, "party")
    parties = [None, *names]
    moves = steps(numbered(coded(events, party=parties)), "party")
    return _handovers(moves, parties, total, groups(events))


def graph(events: ibis.Table) -> dict[str, Result]:
    """`directly_follows` and `handovers` together, the order of events worked out once."""
    by, (total, (activities, names)) = groups(events), known(events, "activity", "party")
    parties = [None, *names]
    rows = coded(events.select(*by, "case", "at", "row", "activity", "party"), activity=activities, party=parties)
    room = len(names).bit_length()
    rows = rows.select(*by, "case", "at", "row", step=(rows.activity.cast("int64") << room) | rows.party)
    with kept(steps(numbered(rows), "step")) as found:
        both = {"": found.step, "next_": found.next_step}
        followed = found.select(*by, "between", **{f"{one}activity": step >> room for one, step in both.items()})
        handed = found.select(*by, "between", **{f"{one}party": step & ((1 << room) - 1) for one, step in both.items()})
        return {
            "directly_follows": _follows(followed, activities, total, by),
            "handovers": _handovers(handed, parties, total, by),
        }


def coded(events: ibis.Table, **names: Sequence[str | None]) -> ibis.Table:
    """With these columns as the place of their value in the list: numbers are sorted and counted faster than words.

    A missing value has the place of None, which stands first or not at all.
    """
    for column, known in names.items():
        places = {column: known, "code__": range(len(known))}
        found = ibis.memtable(pa.table(places, schema=pa.schema({column: pa.string(), "code__": pa.int32()}.items())))
        joined = events.left_join(found, column)
        place = joined["code__"].fill_null(0) if known and known[0] is None else joined["code__"]
        events = joined.select(*(one for one in events.columns if one != column), **{column: place})
    return events


def starts_and_ends(events: ibis.Table) -> Result:
    """Which activities cases begin and end with. Table: (`by`), where ("start" or "end"), activity, count."""
    order = {"group_by": "case", "order_by": [events["at"], events.row]}
    marked = events.mutate(
        start=events.row.lag().over(ibis.window(**order)).isnull(),
        end=events.row.lead().over(ibis.window(**order)).isnull(),
    )
    rows: list[dict[str, Any]] = []
    for where in ("start", "end"):
        found = marked.filter(marked[where]).group_by([*groups(events), "activity"]).aggregate(count=ibis._.count())
        rows += [{"where": where, **row} for row in found.to_pyarrow().to_pylist()]
    keys = {"where": pa.string(), "activity": pa.string()}
    shown = listed(rows, {**_by(groups(events)), **keys, "count": pa.int64()}, list(_by(groups(events))) + ["where"])
    n = cases(events)
    return Result("starts_and_ends", ENDS, n, estimate=n, unit="cases", counted="cases", table=shown)


def cases(events: ibis.Table) -> int:
    """How many cases the log holds."""
    return int(events.case.nunique().execute())


def known(events: ibis.Table, *columns: str) -> tuple[int, list[list[str]]]:
    """How many events there are, and the values of each column, in order."""
    rows = events.group_by(columns).aggregate(count=ibis._.count()).to_pyarrow().to_pylist()
    values = [sorted({row[one] for row in rows if row[one] is not None}) for one in columns]
    return sum(row["count"] for row in rows), values


def _follows(moves: ibis.Table, names: Sequence[str], total: int, by: Sequence[str]) -> Result:
    keys = [*by, "activity", "next_activity"]
    found = moves.group_by(keys).aggregate(**_measured(moves), median=moves.between.median())
    rows = found.to_pyarrow().to_pylist()
    return follows_result([{**_named(row, names, keys[-2:]), "mean_seconds": _mean(row)} for row in rows], total, by)


def _handovers(moves: ibis.Table, names: Sequence[str | None], total: int, by: Sequence[str]) -> Result:
    keys = [*by, "party", "next_party"]
    rows = moves.group_by(keys).aggregate(**_measured(moves)).to_pyarrow().to_pylist()
    return handover_result([_named(row, names, keys[-2:]) for row in rows], total, by)


def _named(row: dict[str, Any], names: Sequence[str | None], columns: Sequence[str]) -> dict[str, Any]:
    return {**row, **{one: names[row[one]] for one in columns}}


def _mean(row: Mapping[str, Any]) -> float:
    return mean(row["high"] * SPLIT + row["low"], row["count"])


def _measured(moves: ibis.Table) -> dict[str, Any]:
    """Count and exact sum of `between`, the sum as two whole numbers."""
    return {
        "count": moves.count(),
        "high": (moves.between >> BITS).sum().cast("int64"),
        "low": (moves.between & (SPLIT - 1)).sum().cast("int64"),
    }


def follows_result(rows: Iterable[Mapping[str, Any]], events: int, by: Sequence[str]) -> Result:
    """From rows of pair, count, mean_seconds and median (microseconds): the answer of both forms.

    Every event but the last of a case leads to another, so cases are the events less the moves.
    """
    shown = [{**row, "median_seconds": row["median"] / SECOND} for row in rows]
    kinds = {**_by(by), **FOLLOWED, **MEASURED}
    total = sum(row["count"] for row in shown)
    return Result(
        "directly_follows", FOLLOWS, events - total, estimate=total, unit="moves", counted="cases",
        table=listed(shown, kinds, list(_by(by))),
    )  # fmt: skip


def handover_result(rows: Sequence[Mapping[str, Any]], events: int, by: Sequence[str]) -> Result:
    """From rows of (sets of) parties, count and exact sum: the answer of both forms."""
    total: Counter[tuple[Any, ...]] = Counter()
    time: Counter[tuple[Any, ...]] = Counter()
    both = handed = 0
    for row in rows:
        pairs = list(handed_over(row["party"], row["next_party"]))
        both += row["count"] if row["party"] and row["next_party"] else 0
        handed += row["count"] if pairs else 0
        for pair in pairs:
            total[(*(row[one] for one in by), *pair)] += row["count"]
            time[(*(row[one] for one in by), *pair)] += row["high"] * SPLIT + row["low"]
    names = [*_by(by), *HANDED]
    shown = [
        {**dict(zip(names, key, strict=True)), "count": count, "mean_seconds": mean(time[key], count)}
        for key, count in total.items()
    ]
    kinds = {**_by(by), **HANDED, "count": pa.int64(), "mean_seconds": pa.float64()}
    moves = sum(row["count"] for row in rows)
    return Result(
        "handovers", HANDS, events - moves, handed, numerator=handed, denominator=both, unit="handovers",
        counted="cases", exclusions={"no_party": moves - both} if moves > both else {},
        table=listed(shown, kinds, list(_by(by))),
    )  # fmt: skip


def handed_over(before: str | None, after: str | None) -> Iterator[tuple[str, str]]:
    """Every pair of parties in a handover between these (sets of) parties; none when someone is in both."""
    if not before or not after:
        return
    left, right = before.split(WITH), after.split(WITH)
    if set(left).isdisjoint(right):
        yield from ((one, other) for one in left for other in right)


def mean(total: int, count: int) -> float:
    """In seconds, from whole microseconds."""
    return total / (count * SECOND)


def listed(rows: Iterable[Mapping[str, Any]], kinds: Mapping[str, pa.DataType], first: Sequence[str]) -> pa.Table:
    """As Arrow: by `first`, commonest first, then by name."""
    words = [one for one, kind in kinds.items() if kind == pa.string()]
    ordered = sorted(rows, key=lambda row: (*(row[one] for one in first), -row["count"], *(row[one] for one in words)))
    return pa.Table.from_pylist([{one: row[one] for one in kinds} for row in ordered], schema=pa.schema(kinds.items()))


def _by(by: Sequence[str]) -> dict[str, pa.DataType]:
    return dict.fromkeys(by, pa.string())
