"""Of several expected things of the same sort and kind, what is needed comes before what is only offered."""

import datetime as dt
import uuid
from collections.abc import Sequence

from samsyn.basis.method.schema import Expected, Method
from samsyn.journey.method.happened import Happened
from samsyn.journey.method.reckoning import Run
from samsyn.journey.method.standing import EXPECTED, LATE, MISSED, Occasion


def codes(method: Method, one: Expected) -> frozenset[str]:
    """Codes on the timeline that are of its kind; a meeting of the text counts by its kind of meeting."""
    if one.kind is None:
        return frozenset()
    meeting = next((m for m in method.meetings if m.id == one.kind), None) if one.what == "meeting" else None
    return frozenset({one.kind, meeting.kind} if meeting else {one.kind})


def is_of(method: Method, one: Expected, event: Happened) -> bool:
    """Whether something on the timeline is of its sort and kind."""
    if event.sort != one.what or one.kind is None:
        return event.sort == one.what
    kind, _slash, own = event.code.partition("/")
    if own and any(meeting.id == own for meeting in method.meetings):
        return one.kind in (own, kind)
    return kind in codes(method, one)


def needed_elsewhere(run: Run, occasions: Sequence[Occasion]) -> set[tuple[uuid.UUID, str]]:
    """What something only offered took, though something needed waits for it."""
    offered = {one.by for one in occasions if one.one.optional and one.by}
    if not offered:
        return set()
    waiting = [one for one in occasions if _waits(one)]
    return {
        (event.id, event.code) for event in run.pool
        if event.id in offered and any(_could_take(run, one, event) for one in waiting)
    }  # fmt: skip


def _waits(one: Occasion) -> bool:
    return one.state in (EXPECTED, LATE, MISSED) and one.is_asked and not one.one.optional


def _could_take(run: Run, one: Occasion, event: Happened) -> bool:
    if not is_of(run.method, one.one, event):
        return False
    since, until = one.opens_on, dt.date.max
    if one.number and one.opens_on and one.due_on:
        until = one.due_on + (one.due_on - one.opens_on) - dt.timedelta(days=1)
    elif one.phase:
        since = run.phases[one.phase.id].opened_on
        until = run.phases[one.phase.id].ended_on or until
    return since is not None and since <= event.on <= until
