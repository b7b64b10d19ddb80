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
