"""What follows when sessions of a course are changed. Topics of later phases say it here; only inside an action."""

import datetime as dt
from collections.abc import Callable

from samsyn.basis.course.models import CourseRound, CourseSession

Step = Callable[[CourseRound, CourseSession | None], object]
_steps: list[Step] = []


def on_course_changed(step: Step) -> Step:
    """Register what a later phase does when a course, or one of its sessions, has changed; it may refuse."""
    _steps.append(step)
    return step


def follow(changed: CourseRound, session: CourseSession | None = None) -> None:
    """All that was registered."""
    for step in _steps:
        step(changed, session)


def keep_period(changed: CourseRound) -> None:
    """The course goes on from the first session that is held to the day after the last."""
    held = [one for one in changed.sessions.order_by("on") if not one.is_cancelled]
    if held:
        changed.starts_on, changed.ends_on = held[0].on, held[-1].on + dt.timedelta(days=1)
        changed.save(update_fields=["starts_on", "ends_on"])
