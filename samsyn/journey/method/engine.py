"""What is expected now, what is late and what could start in parallel: from a method's text and what has happened.

Pure: no database, no clock. Phases are taken in the order that they wait for each other; each expected thing takes the
first thing on the timeline of its sort and kind that nothing before it took. Where a part asks of one that is reckoned
after it, all is reckoned again with what was found. Nothing here stops anybody: it tells.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.journey.method.happened import Happened
from samsyn.journey.method.needed import is_of, needed_elsewhere
from samsyn.journey.method.reckoning import Run, first_held, holds_now, in_order, remember
from samsyn.journey.method.standing import (
    COMING,
    DONE,
    EXPECTED,
    LATE,
    MISSED,
    PLANNED,
    SKIPPED,
    WAITING,
    Mark,
    Occasion,
    PhaseNow,
    Standing,
)

MOST_OCCASIONS, MOST_PASSES = 120, 6


def standing(
    method: Method, *, started: dt.date, today: dt.date, happened: Iterable[Happened], marks: Sequence[Mark] = (),
    record: dict[str, Any],
) -> Standing:  # fmt: skip
    """Where somebody who began on `started` stands on `today`."""
    left = record["exit"]
    exit_on = started + dt.timedelta(days=left["day"]) if left and left["day"] is not None else None
    known = record | {"decisions": decisions(marks, started)}
    run = Run(method, started, today, list(happened), marks, known, exit_on)
    run.begin_anew()
    occasions = _settled(run)
    for _again in range(MOST_PASSES):
        if not (needed := needed_elsewhere(run, occasions)):
            break
        run.begin_anew(needed)
        occasions = _settled(run)
    remember(run)
    return Standing(method, [run.phases[phase.id] for phase in method.way], _parallel(occasions), run.record)


def _settled(run: Run) -> list[Occasion]:
    """Reckoned until what stands later in the text changes nothing before it."""
    occasions = _reckoned(run)
    for _again in range(MOST_PASSES if run.method.looks_ahead else 0):
        before = (dict(run.done_on), dict(run.phases))
        run.taken, run.unasked = set(), set()
        occasions = _reckoned(run)
        if before == (run.done_on, run.phases):
            break
    return occasions


def decisions(marks: Sequence[Mark], started: dt.date) -> list[dict[str, Any]]:
    """What was ticked off as done: its outcome is the chosen one, or what was said."""
    done = sorted((mark for mark in marks if mark.state == "done"), key=lambda mark: mark.on)
    return [
        {"id": mark.part, "outcome": mark.outcome or mark.said, "day": (mark.on - started).days} for mark in done
    ]


def _reckoned(run: Run) -> list[Occasion]:
    occasions: list[Occasion] = []
    for phase in in_order(run.method):
        occasions += _phase(run, phase)
    for one in run.method.rhythm:
        if one.per == "person":
            occasions += _occasions(run, one, None, _anchor(run, one, run.started))
    return occasions


def _phase(run: Run, phase: Phase) -> list[Occasion]:
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
        found = [o.now(MISSED) if o.state in (EXPECTED, LATE, COMING) else o for o in found]
    return found


def _opened_on(run: Run, phase: Phase) -> dt.date | None:
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
        return first_held(run, phase.opens.when, opened)
    return opened if opened <= min(run.today, run.exit_on or run.today) else None


def _ended_on(run: Run, phase: Phase, opened: dt.date, found: Sequence[Occasion]) -> dt.date | None:
    """By hand, by its condition, or when all it expects of the person is done.

    A phase that expects nothing of the person lasts as long as it lasts at most.
    """
    by_hand = run.mark(phase.id, "ended")
    if by_hand:
        return by_hand.on
    if phase.ends:
        return first_held(run, phase.ends.when, opened)
    needed = [one for one in found if one.is_asked and not one.one.optional and not one.one.every]
    if needed:
        if any(one.state not in (DONE, SKIPPED, MISSED) for one in needed):
            return None
        missed = [run.exit_on] if run.exit_on and any(one.state == MISSED for one in needed) else []
        return max([opened, *missed, *(one.done_on for one in needed if one.done_on)])
    most = phase.lasts.most or phase.lasts.usual
    ends = most.after(opened) if most else None
    return ends if ends and ends <= run.today else None


def _anchor(run: Run, one: Expected, opened: dt.date) -> dt.date | None:
    """The day that its times count from; None while that is not known."""
    if one.since is None or one.since == "enrolment":
        return opened if one.since is None else run.started
    if one.since == "exit":
        return run.exit_on
    if one.since in run.phases:
        return run.phases[one.since].opened_on
    return run.done_on.get(one.since)


def _occasions(run: Run, one: Expected, phase: Phase | None, since: dt.date | None) -> list[Occasion]:
    skipped = run.mark(one.id, "skipped")
    if skipped:
        run.done_on[one.id] = skipped.on
        return [Occasion(one, phase, SKIPPED, done_on=skipped.on)]
    if run.unasked & {*one.after, one.since} or (one.when and not holds_now(run, one.when)):
        run.unasked.add(one.id)
        return [Occasion(one, phase, WAITING, is_asked=False)]
    if since is None:
        return [Occasion(one, phase, WAITING)]
    if one.when:
        since = first_held(run, one.when, since) or since
    if any(before not in run.done_on for before in one.after):
        return [_taken(run, Occasion(one, phase, WAITING, opens_on=since))]
    if one.every or one.at:
        return _coming_back(run, one, phase, since)
    return [_once(run, one, phase, since)]


def _once(run: Run, one: Expected, phase: Phase | None, since: dt.date) -> Occasion:
    since = max([since, *(run.done_on[before] for before in one.after)])
    opens = one.earliest.after(since) if one.earliest else since
    occasion = Occasion(one, phase, EXPECTED, 0, opens, one.latest.after(since) if one.latest else None)
    return _taken(run, occasion)


def _taken(run: Run, occasion: Occasion) -> Occasion:
    """With what happened: done, planned, or by the calendar expected, late or still to come."""
    one = occasion.one
    mark = run.mark(one.id, "done")
    event = _first(run, one, *_own_days(run, occasion))
    if mark or (event and event.is_done):
        on = mark.on if mark else event.on if event else run.today
        run.done_on[one.id] = on
        run.done.add(one.id)
        return occasion.now(DONE, done_on=on, by=event.id if event else None)
    if event:
        return replace(occasion, state=PLANNED, by=event.id, due_on=occasion.due_on or event.on)
    if occasion.state == WAITING:
        return occasion
    return occasion.now(_by_calendar(run, one, occasion.opens_on, occasion.due_on))


def _own_days(run: Run, occasion: Occasion) -> tuple[dt.date | None, dt.date | None]:
    """From and until when something counts for it: at any time, unless other things wait for the same sort and kind."""
    if occasion.one.id not in run.method.alike:
        return None, None
    now = run.phases[occasion.phase.id] if occasion.phase else None
    return (now.opened_on if now else run.started), _until_exit(run, occasion.one, None)


def _until_exit(run: Run, one: Expected, until: dt.date | None) -> dt.date | None:
    """What happens after the exit counts for what is expected after it."""
    if run.exit_on is None or one.outlives_exit:
        return until
    day_after = run.exit_on + dt.timedelta(days=1)
    return min(until, day_after) if until else day_after


def _by_calendar(run: Run, one: Expected, opens: dt.date | None, due: dt.date | None) -> str:
    if run.exit_on and not one.outlives_exit:
        return MISSED
    if opens and opens > run.today:
        return COMING
    is_late = due is not None and due < run.today and not one.optional
    return LATE if is_late else EXPECTED


def _first(run: Run, one: Expected, after: dt.date | None, until: dt.date | None) -> Happened | None:
    """The first thing of its sort and kind that nothing took, within days when given; done before planned."""
    fits = [
        event for event in run.of_sort(one.what)
        if is_of(run.method, one, event) and event.taken_as(one.kind) not in run.taken
        and not (one.optional and (event.id, event.code) in run.needed)
        and (after is None or event.on >= after) and (until is None or event.on < until)
    ]  # fmt: skip
    event = next((event for event in fits if event.is_done), fits[0] if fits else None)
    if event:
        run.taken.add(event.taken_as(one.kind))
    return event


def _coming_back(run: Run, one: Expected, phase: Phase | None, since: dt.date) -> list[Occasion]:
    """Every occasion up to the next one that is to come. What was not done before the next opened is missed."""
    days, after_them = _days(run, one, since)
    if not days:
        return []
    ticked = sorted(mark.on for mark in run.marks if mark.part == one.id and mark.state == DONE)
    found: list[Occasion] = []
    for number, due in enumerate(days, start=1):
        before = days[number - 2] if number > 1 else since
        opens = before + (due - before) / 2
        following = days[number] if number < len(days) else None
        next_opens = _middle(due, following or after_them)
        until = _until_exit(run, one, next_opens)
        event = _first(run, one, opens, until)
        mark = next((on for on in ticked if on >= opens and (not until or on < until)), None)
        if mark or (event and event.is_done):
            on = mark or (event.on if event else due)
            ticked = [other for other in ticked if other != mark]
            by = event.id if event and not mark else None
            found.append(Occasion(one, phase, DONE, number, opens, due, on, by))
            continue
        state = PLANNED if event else _by_calendar(run, one, opens, due)
        if state in (LATE, EXPECTED) and following and next_opens and next_opens <= run.today:
            state = MISSED
        found.append(Occasion(one, phase, state, number, opens, due, by=event.id if event else None))
    if done := [occasion.done_on for occasion in found if occasion.done_on]:
        run.done_on[one.id] = done[-1]
        run.done.add(one.id)
    return found


def _middle(this: dt.date, after: dt.date | None) -> dt.date | None:
    """From when something counts for the next occasion: half-way to it; None where there is no next."""
    return this + (after - this) / 2 if after else None


def _days(run: Run, one: Expected, since: dt.date) -> tuple[list[dt.date], dt.date | None]:
    """The last days of the occasions, up to the first after today; and that of the one after them."""
    if one.at:
        return [time.after(since) for time in sorted(one.at, key=lambda time: time.days)], None
    every = one.every
    if every is None:
        return [], None
    last = one.until.after(since) if one.until else None
    begins = one.first.after(since) if one.first else every.after(since)
    found: list[dt.date] = []
    for times in range(MOST_OCCASIONS):
        day = every.after(begins, times=times) if times else begins
        if last and day > last:
            break
        if found and found[-1] > run.today:
            return found, day
        found.append(day)
    return found, None


def _parallel(occasions: list[Occasion]) -> list[Occasion]:
    """Marks what could start now beside what goes on: nothing stands before it and it need not wait its turn."""
    going_on = {o.phase.id if o.phase else "" for o in occasions if o.state in (DONE, PLANNED) and o.one.in_turn}
    return [
        replace(o, could_start=True)
        if o.state == EXPECTED and not o.number and not (o.one.in_turn and o.phase and o.phase.id in going_on)
        else o
        for o in occasions
    ]
