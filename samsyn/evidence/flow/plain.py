"""The plain form of counting: expressions that run alike on DuckDB and Spark; several states at once are handled."""

from collections.abc import Mapping
from typing import Any

import ibis

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.flow.counts import Counts, Several, States
from samsyn.evidence.flow.data import MISSING, Long
from samsyn.evidence.reading import ROW

BITS = 62  # states that fit in one number as a set


def counted(ready: Long, *, pairs: list[tuple[int, int]], several: Several) -> Counts:
    """Counts by pair, states and states. Raises `EvidenceError` DOUBLE_ID (`several="refuse"`) or TOO_MANY_STATES."""
    once = _once(ready)
    several_at, kept = _several(once)
    if several == "refuse" and several_at:
        raise _double(once, ready)
    if several == "set" and several_at and len(ready.states) > BITS:
        raise _too_many(ready)
    held = _weighted(once) if several == "weighted" else _single(once, several if several_at else "refuse")
    made = Counts({}, {}, {}, {}, repeated=ready.n - kept)
    for row in _joined(held, pairs, weighted=several == "weighted", keyed="key" in ready.has):
        _add(made, row, several if several_at else "refuse")
    for number, pair in enumerate(pairs):
        made.several[number] = sum(several_at.get(one, 0) for one in pair)
    return made


def _add(made: Counts, row: dict[str, Any], several: Several) -> None:
    number, before, after = row["pair"], row["before"], row["after"]
    if before is None:
        made.not_at_start[number] = made.not_at_start.get(number, 0) + row["n"]
    elif after is None:
        made.not_at_end[number] = made.not_at_end.get(number, 0) + row["n"]
    else:
        cell = number, _states(before, several), _states(after, several)
        made.cells[cell] = row["n"]
        if row["keys"]:
            made.keys[cell] = int(row["sum_of_keys"] or 0) % 2**32


def _once(ready: Long) -> ibis.Table:
    """person, m, s, extent, main, key: each state of a person at a moment once; missing only when nothing else is."""
    rows = ready.rows
    coded = _coded(_coded(rows, "moment", ready.moment_of, "m"), "state", ready.state_of, "s")
    coded = coded.select(
        "person", ROW, "m", "s",
        extent=coded.extent if "extent" in ready.has else ibis.null("float64"),
        main=_truth(coded.main) if "main" in ready.has else ibis.literal(0),
        key=coded.key % 2**32 if "key" in ready.has else ibis.null("int64"),
    )  # fmt: skip
    once = coded.group_by("person", "m", "s").aggregate(
        extent=coded.extent.max(), main=coded.main.max(), key=coded.key.max(), row=coded[ROW].max()
    )
    if MISSING not in ready.states:
        return once
    known = once.s != ready.states.index(MISSING)
    answered = once.filter(known).select("person", "m").distinct()
    blank = once.filter(~known).anti_join(answered, ["person", "m"])
    return ibis.union(once.filter(known), blank)


def _coded(rows: ibis.Table, column: str, code_of: Mapping[Any, int], name: str) -> ibis.Table:
    """With the number of each value of `column`."""
    values = [value for value in code_of if value is not None]
    kind = rows[column].type()
    known = ibis.memtable(
        {"value": values, name: [code_of[value] for value in values]}, schema={"value": kind, name: "int64"}
    )
    joined = rows.left_join(known, rows[column] == known.value).drop("value")
    return joined.mutate(**{name: joined[name].fill_null(code_of.get(None, -1))})


def _truth(column: Any) -> Any:
    text = column.cast("string").lower()
    return text.isin(["true", "1", "yes", "ja", "1.0"]).fill_null(False).cast("int64")


def _single(once: ibis.Table, several: Several) -> ibis.Table:
    """One value a person and moment: the only state, the main one (-1 when two are alike), or a set as bits."""
    if several == "main":
        weighed = once.mutate(weight=once.main * 1000 + once.extent.fill_null(-1))
        most = weighed.group_by("person", "m").aggregate(most=weighed.weight.max())
        once = weighed.inner_join(most, ["person", "m"]).filter(ibis._.weight == ibis._.most)
    if several == "set":
        once = once.mutate(bit=_bit(once.s))
        one = once.group_by("person", "m").aggregate(value=once.bit.sum().cast("int64"), key=once.key.max())
    else:
        one = once.group_by("person", "m").aggregate(low=once.s.min(), high=once.s.max(), key=once.key.max())
        one = one.mutate(value=(one.low == one.high).ifelse(one.low, -1))
    return one.mutate(weight=ibis.literal(1.0))


def _bit(number: Any) -> Any:
    return ibis.cases(*((number == one, 1 << one) for one in range(BITS))).cast("int64")


def _weighted(once: ibis.Table) -> ibis.Table:
    """Each state by its part of the person: by extent when all have one above nothing, else alike."""
    sums = once.group_by("person", "m").aggregate(
        total=once.extent.sum(), times=once.count(), stated=(once.extent.fill_null(0) > 0).cast("int64").sum()
    )
    joined = once.inner_join(sums, ["person", "m"])
    part = (joined.stated == joined.times).ifelse(joined.extent / joined.total, 1.0 / joined.times)
    return joined.mutate(value=joined.s, weight=part).select("person", "m", "value", "weight", "key")


def _joined(held: ibis.Table, pairs: list[tuple[int, int]], *, weighted: bool, keyed: bool) -> list[dict[str, Any]]:
    """Counts by pair, before and after; without one of them for those who are at one of the moments only."""
    before = _paired(held, [first for first, _second in pairs])
    after = _paired(held, [second for _first, second in pairs])
    before = before.select("person", "pair", "key", before="value", w="weight")
    after = after.select(who="person", number="pair", after="value", v="weight")
    both = before.outer_join(after, (before.person == after.who) & (before.pair == after.number))
    both = both.mutate(pair=both.pair.coalesce(both.number), w=both.w.fill_null(1.0), v=both.v.fill_null(1.0))
    n = (both.w * both.v).sum() if weighted else both.count()
    keys = {"sum_of_keys": both.key.sum(), "keys": both.key.count()} if keyed and not weighted else {}
    made = both.group_by("pair", "before", "after").aggregate(n=n, **keys)
    return [{"keys": 0, **row} for row in made.to_pyarrow().to_pylist()]


def _paired(rows: ibis.Table, chosen: list[int]) -> ibis.Table:
    """The rows at the moments that were chosen, with the number of the pair."""
    wanted = ibis.memtable({"m": chosen, "pair": list(range(len(chosen)))}, schema={"m": "int64", "pair": "int64"})
    return rows.inner_join(wanted, "m")


def _several(once: ibis.Table) -> tuple[dict[int, int], int]:
    """People with several states, by moment where there are any; and how many states there are in all."""
    times = once.group_by("person", "m").aggregate(times=once.count())
    made = times.group_by("m").aggregate(several=(times.times > 1).cast("int64").sum(), states=times.times.sum())
    rows = made.to_pyarrow().to_pylist()
    return {row["m"]: row["several"] for row in rows if row["several"]}, sum(row["states"] for row in rows)


def _states(value: int, several: Several) -> States:
    if several == "set":
        return tuple(bit for bit in range(BITS) if value >> bit & 1)
    return () if value < 0 else (value,)


def _double(once: ibis.Table, ready: Long) -> EvidenceError:
    times = once.group_by("person", "m").aggregate(times=once.count(), row=once.row.max())
    found = times.filter(times.times > 1).order_by("row", "person").limit(1).to_pyarrow().to_pylist()[0]
    who, when = found["person"], ready.moments[found["m"]]
    return EvidenceError(
        "DOUBLE_ID",
        Sentence(
            f"”{who}” har flera tillstånd vid {when}. Rätta, eller säg hur flera ska räknas.",
            f"“{who}” has several states at {when}. Mend it, or say how several are to be counted.",
        ),
        place=Place(ready.name, found["row"] or None, ready.person),
    )


def _too_many(ready: Long) -> EvidenceError:
    n = len(ready.states)
    return EvidenceError(
        "TOO_MANY_STATES",
        Sentence(
            f"{n} tillstånd är fler än {BITS}, och någon har flera samtidigt. Räkna det huvudsakliga.",
            f"{n} states are more than {BITS}, and someone has several at once. Count the main one.",
        ),
        place=Place(ready.name),
    )
