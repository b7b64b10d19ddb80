"""What is expected now, what is late and what could start in parallel: from a method's text and what has happened.

Pure: no database, no clock. Phases are taken in the order that they wait for each other; each expected thing takes the
first thing on the timeline of its sort and kind that nothing before it took. Where a part asks of one that is reckoned
after it, all is reckoned again with what was found. Nothing here stops anybody: it tells.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from samsyn.basis.method.conditions import holds
from samsyn.basis.method.record import as_of, days_in
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.journey.method.happened import Happened

MOST_OCCASIONS = 120
MOST_PASSES = 6
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
    outcome: str = ""


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
    is_asked: bool = True  # False: its condition does not hold for this person

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
    record: dict[str, Any] = field(default_factory=dict)

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
    done: set[str] = field(default_factory=set)
    unasked: set[str | None] = field(default_factory=set)
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
    known = record | {"decisions": _decisions(marks, started)}
    run = _Run(method, started, today, list(happened), marks, known, exit_on)
    run.phases = {phase.id: PhaseNow(phase, WAITING) for phase in method.way}
    occasions = _reckoned(run)
    for _again in range(MOST_PASSES if method.looks_ahead else 0):
        before = (dict(run.done_on), dict(run.phases))
        run.taken, run.unasked = set(), set()
        occasions = _reckoned(run)
        if before == (run.done_on, run.phases):
            break
    _remember(run)
    return Standing(method, [run.phases[phase.id] for phase in method.way], _parallel(occasions), run.record)


def _decisions(marks: Sequence[Mark], started: dt.date) -> list[dict[str, Any]]:
    """What was ticked off as done: its outcome is the chosen one, or what was said."""
    done = sorted((mark for mark in marks if mark.state == "done"), key=lambda mark: mark.on)
    return [
        {"id": mark.part, "outcome": mark.outcome or mark.said, "day": (mark.on - started).days} for mark in done
    ]


def _reckoned(run: _Run) -> list[Occasion]:
    occasions: list[Occasion] = []
    for phase in _in_order(run.method):
        occasions += _phase(run, phase)
    for one in run.method.rhythm:
        if one.per == "person":
            occasions += _occasions(run, one, None, _anchor(run, one, run.started))
    return occasions


def _remember(run: _Run) -> None:
    """What is done and where phases stand, for conditions."""
    run.record["done"] = sorted(run.done)
    run.record["phases"] = {name: now.state for name, now in run.phases.items()}


def _on_day(run: _Run, day: dt.date) -> dict[str, Any]:
    """The record as it was on a day."""
    record = as_of(run.record, (day - run.started).days)
    record["done"] = sorted(name for name in run.done if run.done_on[name] <= day)
    record["phases"] = {name: _state_on(now, day) for name, now in run.phases.items()}
    return record


def _state_on(now: PhaseNow, day: dt.date) -> str:
    if now.ended_on and now.ended_on <= day:
        return now.state
    return "open" if now.opened_on and now.opened_on <= day else WAITING


def _holds_now(run: _Run, condition: str) -> bool:
    _remember(run)
    return holds(condition, run.record) is True


def _first_held(run: _Run, condition: str, since: dt.date) -> dt.date | None:
    """The first day since a day on which a condition held; a condition is asked of each day, not of today alone."""
    until = min(run.today, run.exit_on or run.today)
    before: dt.date | None = None
    for day in _days_of_change(run, since, until):
        if holds(condition, _on_day(run, day)) is True:
            return _first_between(run, condition, before, day) if before and "p.day" in condition else day
        before = day
    return None


def _days_of_change(run: _Run, since: dt.date, until: dt.date) -> list[dt.date]:
    """Days on which anything a condition can ask of changed."""
    days = {run.started + dt.timedelta(days=number) for number in days_in(run.record)}
    days |= set(run.done_on.values()) | {since, until}
    for now in run.phases.values():
        days |= {day for day in (now.opened_on, now.ended_on) if day}
    return sorted(day for day in days if since <= day <= until)


def _first_between(run: _Run, condition: str, low: dt.date, high: dt.date) -> dt.date:
    """Nothing happened between, only days went by: halved until the first day is found."""
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        if holds(condition, _on_day(run, middle)) is True:
            high = middle
        else:
            low = middle
    return high


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
        return []
    skipped = run.mark(phase.id, "skipped")
    opened = None if skipped else _opened_on(run, phase)
    if opened is None:
        state = SKIPPED if skipped else WAITING
        run.phases[phase.id] = PhaseNow(phase, state, ended_on=skipped.on if skipped else None)
        return [Occasion(one, phase, state) for one in phase.expects if one.per == "person"]
    run.phases[phase.id] = PhaseNow(phase, "open", opened)
    of_person = [one for one in phase.expects if one.per == "person"]
    found = [o for one in of_person for o in _occasions(run, one, phase, _anchor(run, one, opened))]
    ended = _ended_on(run, phase, opened, found)
    if ended:
        run.phases[phase.id] = PhaseNow(phase, "ended", opened, ended)
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
    days = [run.started, *(now.ended_on for now in before if now.ended_on)]
    if phase.opens.earliest:
        days.append(phase.opens.earliest.after(run.started))
    opened = max(days)
    if phase.opens.when:
        return _first_held(run, phase.opens.when, opened)
    return opened if opened <= min(run.today, run.exit_on or run.today) else None


def _ended_on(run: _Run, phase: Phase, opened: dt.date, found: Sequence[Occasion]) -> dt.date | None:
    """By hand, by its condition, or when all it expects of the person is done.

    A phase that expects nothing of the person lasts as long as it lasts at most.
    """
    by_hand = run.mark(phase.id, "ended")
    if by_hand:
        return by_hand.on
    if phase.ends:
        return _first_held(run, phase.ends.when, opened)
    needed = [one for one in found if one.is_asked and not one.one.optional and not one.one.every]
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
    if run.unasked & {*one.after, one.since} or (one.when and not _holds_now(run, one.when)):
        run.unasked.add(one.id)
        return [Occasion(one, phase, WAITING, is_asked=False)]
    if since is None:
        return [Occasion(one, phase, WAITING)]
    if one.when:
        since = _first_held(run, one.when, since) or since
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
    event = _first(run, one, *_own_days(run, occasion))
    if mark or (event and event.is_done):
        on = mark.on if mark else event.on if event else run.today
        run.done_on[one.id] = on
        run.done.add(one.id)
        return replace(occasion, state=DONE, done_on=on, by=event.id if event else None)
    if event:
        return replace(occasion, state=PLANNED, by=event.id, due_on=occasion.due_on or event.on)
    return occasion if occasion.state == WAITING else replace(occasion, state=_by_calendar(run, occasion))


def _own_days(run: _Run, occasion: Occasion) -> tuple[dt.date | None, dt.date | None]:
    """From and until when something counts for it: at any time, unless other things wait for the same sort and kind."""
    if occasion.one.id not in run.method.alike:
        return None, None
    now = run.phases[occasion.phase.id] if occasion.phase else None
    return (now.opened_on if now else run.started), _until_exit(run, occasion.one, None)


def _until_exit(run: _Run, one: Expected, until: dt.date | None) -> dt.date | None:
    """What happens after the exit counts for what is expected after it."""
    if run.exit_on is None or one.since == "exit":
        return until
    day_after = run.exit_on + dt.timedelta(days=1)
    return min(until, day_after) if until else day_after


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
        and (after is None or event.on >= after) and (until is None or event.on < until)
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
    ticked = sorted(mark.on for mark in run.marks if mark.part == one.id and mark.state == DONE)
    found: list[Occasion] = []
    for number, due in enumerate(days, start=1):
        before = days[number - 2] if number > 1 else since
        opens = before + (due - before) / 2
        after, until = opens, _until_exit(run, one, _middle(days, number))
        event = _first(run, one, after, until)
        mark = next((on for on in ticked if on >= after and (not until or on < until)), None)
        occasion = Occasion(one, phase, EXPECTED, number, opens, due)
        if mark or (event and event.is_done):
            on = mark or (event.on if event else due)
            ticked = [other for other in ticked if other != mark]
            found.append(replace(occasion, state=DONE, done_on=on, by=event.id if event and not mark else None))
        elif event:
            found.append(replace(occasion, state=PLANNED, by=event.id))
        else:
            found.append(replace(occasion, state=_by_calendar(run, occasion)))
    for at, occasion in enumerate(found[:-1]):
        if occasion.state in (LATE, EXPECTED) and (found[at + 1].opens_on or run.today) <= run.today:
            found[at] = replace(occasion, state=MISSED)
    if done := [occasion.done_on for occasion in found if occasion.done_on]:
        run.done_on[one.id] = done[-1]
        run.done.add(one.id)
    return found


def _middle(days: Sequence[dt.date], number: int) -> dt.date | None:
    """From when something counts for the next occasion: half-way to it."""
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
