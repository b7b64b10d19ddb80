"""The same questions in plain Python, as slowly and as plainly as they can be asked: what the library must equal."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Event:
    """One event of a log, moments in microseconds."""

    case: str
    activity: str
    at: int
    parties: tuple[str, ...] = ()
    ends: int | None = None


def in_order(events: Sequence[Event]) -> Mapping[str, list[Event]]:
    """The events of each case by moment; those at the same moment as they stand."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.case].append(event)
    return {case: sorted(rows, key=lambda row: row.at) for case, rows in found.items()}


def moves(events: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Each event with the next of its case."""
    return [two for rows in in_order(events).values() for two in zip(rows, rows[1:], strict=False)]


def directly_follows(events: Sequence[Event]) -> dict[tuple[str, str], tuple[int, float, float]]:
    """Count, mean and median seconds of each pair."""
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one, other in moves(events):
        between[one.activity, other.activity].append(other.at - one.at)
    return {pair: (len(us), sum(us) / (len(us) * 1_000_000), median(us) / 1e6) for pair, us in between.items()}


def handovers(events: Sequence[Event]) -> dict[tuple[str, str], tuple[int, float]]:
    """Count and mean seconds of each pair of parties that have nobody in common."""
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one, other in moves(events):
        if not set(one.parties) & set(other.parties):
            for pair in ((a, b) for a in one.parties for b in other.parties):
                between[pair].append(other.at - one.at)
    return {pair: (len(us), sum(us) / (len(us) * 1_000_000)) for pair, us in between.items()}


def starts_and_ends(events: Sequence[Event]) -> Counter[tuple[str, str]]:
    """How often cases start and end with each activity."""
    rows: list[Any] = list(in_order(events).values())
    return Counter([("start", one[0].activity) for one in rows] + [("end", one[-1].activity) for one in rows])


def variants(events: Sequence[Event]) -> Counter[tuple[str, ...]]:
    """How many cases went each way."""
    return Counter(tuple(row.activity for row in rows) for rows in in_order(events).values())


def case_times(rows: Sequence[Event]) -> dict[str, int]:
    """Of one case in order: every time in microseconds, and its chains."""
    until = [row.at if row.ends is None else row.ends for row in rows]
    after = list(zip(rows, until, rows[1:], strict=False))
    return {
        "events": len(rows),
        "joint": sum(len(row.parties) > 1 for row in rows),
        "without_end": sum(row.ends is None for row in rows),
        "lead": max(until) - rows[0].at,
        "waiting": sum(max(0, other.at - end) for _, end, other in after),
        "gap": max([0, *(rows[n].at - max(until[:n]) for n in range(1, len(rows)))]),
        "service": sum(end - row.at for row, end in zip(rows, until, strict=True)),
        "one_party": _runs(rows),
        "serial": _serial(rows),
        "parallel": _parallel(rows),
    }


def _runs(rows: Sequence[Event]) -> int:
    runs, last = 0, None
    for row in rows:
        now = row.parties if len(row.parties) == 1 else None
        runs += now is not None and now != last
        last = now
    return runs


def _serial(rows: Sequence[Event]) -> int:
    longest = length = 0
    for row in rows:
        during = (other for other in rows if other is not row and other.ends is not None and other.ends > other.at)
        if len(row.parties) == 1 and not any(
            other.parties != row.parties and other.at < max(row.ends or 0, row.at + 1) and row.at < (other.ends or 0)
            for other in during
        ):
            length += 1
        else:
            length = 0
        longest = max(longest, length)
    return longest


def _parallel(rows: Sequence[Event]) -> int:
    moments = sorted({moment for row in rows for moment in (row.at, row.ends) if moment is not None})
    total = 0
    for start, stop in zip(moments, moments[1:], strict=False):
        active = {one for row in rows if row.ends and row.at <= start and stop <= row.ends for one in row.parties}
        total += (stop - start) * (len(active) > 1)
    return total
