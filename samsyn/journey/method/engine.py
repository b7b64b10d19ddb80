"""What is expected now, what is late and what could start in parallel: from a method's text and what has happened.

Pure: no database, no clock. Phases are taken in the order that they wait for each other; each expected thing takes the
first thing on the timeline of its sort and kind that nothing before it took. Nothing here stops anybody: it tells.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from samsyn.basis.method.conditions import holds
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.journey.method.happened import Happened

MOST_OCCASIONS = 60
DONE, PLANNED, EXPECTED, LATE, COMING, WAITING, SKIPPED, MISSED = (
    "done", "planned", "expected", "late", "coming", "waiting", "skipped", "missed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What staff ticked off: the phase or thing, done, skipped, opened or ended, when."""

    part: str
    state: str
    on: dt.date
    said: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One expected thing, once. `number` counts the times of what comes back (0: it comes once)."""

    one: Expected
    phase: Phase | None
    state: str
    number: int = 0
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    by: uuid.UUID | None = None
    could_start: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is to be done now."""
        return self.state in (EXPECTED, LATE, PLANNED)


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """Where a phase stands: waiting, open, ended or skipped."""

    phase: Phase
    state: str
    opened_on: dt.date | None = None
    ended_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's way in one method on a day."""

    method: Method
    phases: list[PhaseNow]
    occasions: list[Occasion]

    def of(self, *states: str) -> list[Occasion]:
        """Occasions in some states, the soonest due first."""
        found = [one for one in self.occasions if one.state in states]
        return sorted(found, key=lambda one: (one.due_on or dt.date.max, one.one.id))

    @property
    def could_start(self) -> list[Occasion]:
        """What nothing stands in the way of, though something else goes on."""
        return [one for one in self.occasions if one.could_start]

    def in_phase(self, phase: Phase) -> list[Occasion]:
        """What one phase expects, in the order of the text."""
        return [one for one in self.occasions if one.phase is not None and one.phase.id == phase.id]

    @property
    def rhythm(self) -> list[Occasion]:
        """What comes back: of each, the last that was done or missed and the one that is next."""
        found: list[Occasion] = []
        for one in self.method.rhythm:
            times = [o for o in self.occasions if o.phase is None and o.one.id == one.id]
            ahead = next((at for at, o in enumerate(times) if o.state not in (DONE, MISSED)), len(times))
            found += times[max(0, ahead - 1) : ahead + 1]
        return found


@dataclass
class _Run:
    """The state of one reckoning."""

    method: Method
    started: dt.date
    today: dt.date
    pool: list[Happened]
    marks: Sequence[Mark]
    record: dict[str, Any]
    exit_on: dt.date | None
    taken: set[uuid.UUID] = field(default_factory=set)
    done_on: dict[str, dt.date] = field(default_factory=dict)
    phases: dict[str, PhaseNow] = field(default_factory=dict)

    def mark(self, part: str, *states: str) -> Mark | None:
        """The newest mark of a part in one of these states."""
        found = [mark for mark in self.marks if mark.part == part and mark.state in states]
        return max(found, key=lambda mark: mark.on, default=None)


def standing(
    method: Method, *, started: dt.date, today: dt.date, happened: Iterable[Happened], marks: Sequence[Mark] = (),
    record: dict[str, Any],
) -> Standing:  # fmt: skip
    """Where somebody who began on `started` stands on `today`."""
    left = record["exit"]
    exit_on = started + dt.timedelta(days=left["day"]) if left and left["day"] is not None else None
    run = _Run(method, started, today, list(happened), marks, record, exit_on)
    run.record = {**record, "done": [], "phases": {}}
    occasions: list[Occasion] = []
    for phase in _in_order(method):
        occasions += _phase(run, phase)
    for one in method.rhythm:
        if one.per == "group":
            continue
        occasions += _occasions(run, one, None, _anchor(run, one, started))
    order = {phase.id: at for at, phase in enumerate(method.way)}
    phases = sorted(run.phases.values(), key=lambda now: order[now.phase.id])
    return Standing(method, phases, _parallel(occasions))


def _in_order(method: Method) -> list[Phase]:
    """Phases after those they wait for, otherwise as in the text."""
    placed: list[Phase] = []
    left = list(method.way)
    while left:
        known = {phase.id for phase in placed}
        phase = next(p for p in left if set(p.opens.after) <= known)
        placed.append(phase)
        left.remove(phase)
    return placed


def _phase(run: _Run, phase: Phase) -> list[Occasion]:
    if phase.before_enrolment:
        run.phases[phase.id] = PhaseNow(phase, "ended", None, run.started)
        run.record["phases"][phase.id] = "ended"
        return []
    skipped = run.mark(phase.id, "skipped")
    opened = None if skipped else _opened_on(run, phase)
    if opened is None:
        state = SKIPPED if skipped else WAITING
        run.phases[phase.id] = PhaseNow(phase, state, ended_on=skipped.on if skipped else None)
        run.record["phases"][phase.id] = state
        return [Occasion(one, phase, state) for one in phase.expects if one.per == "person"]
    run.phases[phase.id] = PhaseNow(phase, "open", opened)
    run.record["phases"][phase.id] = "open"
    of_person = [one for one in phase.expects if one.per == "person"]
    found = [o for one in of_person for o in _occasions(run, one, phase, _anchor(run, one, opened))]
    ended = _ended_on(run, phase, opened, found)
    if ended:
        run.phases[phase.id] = PhaseNow(phase, "ended", opened, ended)
        run.record["phases"][phase.id] = "ended"
        found = [replace(o, state=MISSED) if o.state in (EXPECTED, LATE, COMING) else o for o in found]
    return found


def _opened_on(run: _Run, phase: Phase) -> dt.date | None:
    """By hand, or when all that opens it holds; nothing opens after the exit."""
    by_hand = run.mark(phase.id, "opened")
    if by_hand:
        return by_hand.on
    before = [run.phases[name] for name in phase.opens.after]
    if any(now.ended_on is None for now in before):
        return None
    if phase.opens.when and holds(phase.opens.when, run.record) is not True:
        return None
    days = [run.started, *(now.ended_on for now in before if now.ended_on)]
    if phase.opens.earliest:
        days.append(phase.opens.earliest.after(run.started))
    opened = max(days)
    return opened if opened <= min(run.today, run.exit_on or run.today) else None


def _ended_on(run: _Run, phase: Phase, opened: dt.date, found: Sequence[Occasion]) -> dt.date | None:
    """By hand, or when all it expects is done; a phase that expects nothing lasts as long as it lasts at most."""
    by_hand = run.mark(phase.id, "ended")
    if by_hand:
        return by_hand.on
    needed = [one for one in found if not one.one.optional and not one.one.every]
    if needed:
        if any(one.state not in (DONE, SKIPPED, MISSED) for one in needed):
            return None
        return max([opened, *(one.done_on for one in needed if one.done_on)])
    most = phase.lasts.most or phase.lasts.usual
    ends = most.after(opened) if most else None
    return ends if ends and ends <= run.today else None


def _anchor(run: _Run, one: Expected, opened: dt.date) -> dt.date | None:
    """The day that its times count from; None while that is not known."""
    if one.since is None or one.since == "enrolment":
        return opened if one.since is None else run.started
    if one.since == "exit":
        return run.exit_on
    if one.since in run.phases:
        return run.phases[one.since].opened_on
    return run.done_on.get(one.since)


def _occasions(run: _Run, one: Expected, phase: Phase | None, since: dt.date | None) -> list[Occasion]:
    skipped = run.mark(one.id, "skipped")
    if skipped:
        run.done_on[one.id] = skipped.on
        return [Occasion(one, phase, SKIPPED, done_on=skipped.on)]
    if since is None or (one.when and holds(one.when, run.record) is not True):
        return [Occasion(one, phase, WAITING)]
    if any(before not in run.done_on for before in one.after):
        return [_taken(run, Occasion(one, phase, WAITING, opens_on=since))]
    if one.every or one.at:
        return _coming_back(run, one, phase, since)
    return [_once(run, one, phase, since)]


def _once(run: _Run, one: Expected, phase: Phase | None, since: dt.date) -> Occasion:
    since = max([since, *(run.done_on[before] for before in one.after)])
    opens = one.earliest.after(since) if one.earliest else since
    occasion = Occasion(one, phase, EXPECTED, 0, opens, one.latest.after(since) if one.latest else None)
    return _taken(run, occasion)


def _taken(run: _Run, occasion: Occasion) -> Occasion:
    """With what happened: done, planned, or by the calendar expected, late or still to come."""
    one = occasion.one
    mark = run.mark(one.id, "done")
    event = _first(run, one, None, None)
    if mark or (event and event.is_done):
        on = mark.on if mark else event.on if event else run.today
        run.done_on[one.id] = on
        run.record["done"].append(one.id)
        return replace(occasion, state=DONE, done_on=on, by=event.id if event else None)
    if event:
        return replace(occasion, state=PLANNED, by=event.id, due_on=occasion.due_on or event.on)
    return occasion if occasion.state == WAITING else replace(occasion, state=_by_calendar(run, occasion))


def _by_calendar(run: _Run, occasion: Occasion) -> str:
    if run.exit_on and occasion.one.since != "exit":
        return MISSED
    if occasion.opens_on and occasion.opens_on > run.today:
        return COMING
    is_late = occasion.due_on is not None and occasion.due_on < run.today and not occasion.one.optional
    return LATE if is_late else EXPECTED


def _first(run: _Run, one: Expected, after: dt.date | None, until: dt.date | None) -> Happened | None:
    """The first thing of its sort and kind that nothing took, within days when given; done before planned."""
    codes = _codes(run.method, one)
    fits = [
        event for event in run.pool
        if event.sort == one.what and event.id not in run.taken and (not codes or event.code in codes)
        and (after is None or event.on > after) and (until is None or event.on <= until)
    ]  # fmt: skip
    event = next((event for event in fits if event.is_done), fits[0] if fits else None)
    if event:
        run.taken.add(event.id)
    return event


def _codes(method: Method, one: Expected) -> frozenset[str]:
    """Codes on the timeline that are of its kind; a meeting of the text counts by its kind of meeting."""
    if one.kind is None:
        return frozenset()
    meeting = next((m for m in method.meetings if m.id == one.kind), None) if one.what == "meeting" else None
    return frozenset({one.kind, meeting.kind} if meeting else {one.kind})


def _coming_back(run: _Run, one: Expected, phase: Phase | None, since: dt.date) -> list[Occasion]:
    """Every occasion up to the next one that is to come. What was not done before the next opened is missed."""
    days = _days(run, one, since)
    if not days:
        return []
    found: list[Occasion] = []
    for number, due in enumerate(days, start=1):
        before = days[number - 2] if number > 1 else since
        opens = before + (due - before) / 2
        event = _first(run, one, opens if number > 1 else None, _middle(days, number, run.today))
        occasion = Occasion(one, phase, EXPECTED, number, opens, due)
        if event and event.is_done:
            run.done_on[one.id] = event.on
            found.append(replace(occasion, state=DONE, done_on=event.on, by=event.id))
        elif event:
            found.append(replace(occasion, state=PLANNED, by=event.id))
        else:
            found.append(replace(occasion, state=_by_calendar(run, occasion)))
    for at, occasion in enumerate(found[:-1]):
        if occasion.state in (LATE, EXPECTED) and (found[at + 1].opens_on or run.today) <= run.today:
            found[at] = replace(occasion, state=MISSED)
    if any(occasion.state == DONE for occasion in found):
        run.record["done"].append(one.id)
    return found


def _middle(days: Sequence[dt.date], number: int, today: dt.date) -> dt.date | None:
    """Until when something counts for an occasion: half-way to the next."""
    if number >= len(days):
        return None
    return days[number - 1] + (days[number] - days[number - 1]) / 2


def _days(run: _Run, one: Expected, since: dt.date) -> list[dt.date]:
    """The last days of the occasions, up to the first that is still to come."""
    if one.at:
        return [time.after(since) for time in sorted(one.at, key=lambda time: time.days)]
    every = one.every
    if every is None:
        return []
    last = one.until.after(since) if one.until else None
    begins = one.first.after(since) if one.first else every.after(since)
    found: list[dt.date] = []
    for times in range(MOST_OCCASIONS):
        day = every.after(begins, times=times) if times else begins
        if last and day > last:
            break
        found.append(day)
        if day >= run.today:
            break
    return found


def _parallel(occasions: list[Occasion]) -> list[Occasion]:
    """Marks what could start now beside what goes on: nothing stands before it and it need not wait its turn."""
    going_on = {o.phase.id if o.phase else "" for o in occasions if o.state in (DONE, PLANNED) and o.one.in_turn}
    return [
        replace(o, could_start=True)
        if o.state == EXPECTED and not o.number and not (o.one.in_turn and o.phase and o.phase.id in going_on)
        else o
        for o in occasions
    ]
