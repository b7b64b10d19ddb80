"""What a reckoning knows so far, and since which day a condition has held."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from samsyn.basis.method.conditions import holds
from samsyn.basis.method.record import as_of, days_in
from samsyn.basis.method.schema import Method, Phase
from samsyn.journey.method.happened import Happened
from samsyn.journey.method.standing import WAITING, Mark, PhaseNow


@dataclass
class Run:
    """The state of one reckoning."""

    method: Method
    started: dt.date
    today: dt.date
    pool: list[Happened]
    marks: Sequence[Mark]
    record: dict[str, Any]
    exit_on: dt.date | None
    taken: set[tuple[uuid.UUID, str]] = field(default_factory=set)
    done_on: dict[str, dt.date] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    unasked: set[str | None] = field(default_factory=set)
    phases: dict[str, PhaseNow] = field(default_factory=dict)
    needed: set[tuple[uuid.UUID, str]] = field(default_factory=set)
    _sorts: dict[str, list[Happened]] = field(default_factory=dict)

    def begin_anew(self, needed: Iterable[tuple[uuid.UUID, str]] = ()) -> None:
        """Nothing is done yet; what is `needed` for something else is not for what is only offered."""
        self.taken, self.done_on, self.done, self.unasked = set(), {}, set(), set()
        self.needed |= set(needed)
        self.phases = {phase.id: PhaseNow(phase, WAITING) for phase in self.method.way}

    def of_sort(self, sort: str) -> list[Happened]:
        """What happened of a sort, in the order of days."""
        if not self._sorts:
            for event in self.pool:
                self._sorts.setdefault(event.sort, []).append(event)
        return self._sorts.get(sort, [])

    def mark(self, part: str, *states: str) -> Mark | None:
        """The newest mark of a part in one of these states."""
        found = [mark for mark in self.marks if mark.part == part and mark.state in states]
        return max(found, key=lambda mark: mark.on, default=None)


def remember(run: Run) -> None:
    """What is done and where phases stand, for conditions."""
    run.record["done"] = sorted(run.done)
    run.record["phases"] = {name: now.state for name, now in run.phases.items()}


def _on_day(run: Run, day: dt.date) -> dict[str, Any]:
    """The record as it was on a day."""
    record = as_of(run.record, (day - run.started).days)
    record["done"] = sorted(name for name in run.done if run.done_on[name] <= day)
    record["phases"] = {name: _state_on(now, day) for name, now in run.phases.items()}
    return record


def _state_on(now: PhaseNow, day: dt.date) -> str:
    if now.ended_on and now.ended_on <= day:
        return now.state
    return "open" if now.opened_on and now.opened_on <= day else WAITING


def holds_now(run: Run, condition: str) -> bool:
    remember(run)
    return holds(condition, run.record) is True


def first_held(run: Run, condition: str, since: dt.date) -> dt.date | None:
    """The first day since a day on which a condition held; a condition is asked of each day, not of today alone."""
    until = min(run.today, run.exit_on or run.today)
    before: dt.date | None = None
    for day in _days_of_change(run, condition, since, until):
        if holds(condition, _on_day(run, day)) is True:
            return _first_between(run, condition, before, day) if before and "p.day" in condition else day
        before = day
    return None


def _days_of_change(run: Run, condition: str, since: dt.date, until: dt.date) -> list[dt.date]:
    """Days on which anything that a condition asks of changed."""
    days = {run.started + dt.timedelta(days=number) for number in days_in(run.record, condition)} | {since, until}
    if "p.done" in condition:
        days |= set(run.done_on.values())
    if "p.phases" in condition:
        days |= {day for now in run.phases.values() for day in (now.opened_on, now.ended_on) if day}
    return sorted(day for day in days if since <= day <= until)


def _first_between(run: Run, condition: str, low: dt.date, high: dt.date) -> dt.date:
    """Nothing happened between, only days went by: halved until the first day is found."""
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        if holds(condition, _on_day(run, middle)) is True:
            high = middle
        else:
            low = middle
    return high


def in_order(method: Method) -> list[Phase]:
    """Phases after those they wait for, otherwise as in the text."""
    placed: list[Phase] = []
    left = list(method.way)
    while left:
        known = {phase.id for phase in placed}
        phase = next(p for p in left if set(p.opens.after) <= known)
        placed.append(phase)
        left.remove(phase)
    return placed
