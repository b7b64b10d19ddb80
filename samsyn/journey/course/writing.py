"""Building blocks around places in courses, and what follows when a course or a participation changes."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import touch
from samsyn.access.errors import RuleBroken
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.course.writing import on_course_changed
from samsyn.entry.case import writing
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.writing import on_end
from samsyn.journey.activity.models import Attendance
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.course.queries import LIVE

State = CoursePlace.State
ONE_DAY = dt.timedelta(days=1)
GONE = (State.LEFT, State.NEVER, State.DECLINED)


def left_or_never(place: CoursePlace) -> str:
    """Left after having been there, or never begun."""
    was_there = Attendance.objects.filter(item_id=place.pk, was_present=True).exists()
    return State.LEFT if was_there else State.NEVER


def at_end(place: CoursePlace, *, is_over: bool) -> str:
    """What a live place becomes when it ends: taken, left, or never begun."""
    if place.state != State.ACCEPTED:
        return State.NEVER
    return State.DONE if is_over else left_or_never(place)


def keep(place: CoursePlace, state: str) -> CoursePlace:
    """The place in another state from today."""
    today = clock.today()
    place.state, place.since = state, today
    if state == State.ACCEPTED:
        place.starts_on = max(place.round.starts_on, today)
    if state in GONE:
        place.ends_on = max(min(place.ends_on, today + ONE_DAY), place.starts_on + ONE_DAY)
    place.save(update_fields=["state", "since", "why", "starts_on", "ends_on"])
    return _shown(place, ["state", "since"])


def _shown(place: CoursePlace, names: list[str]) -> CoursePlace:
    writing.show_face(place)
    touch(place, names, person_id=place.item.case.person_id)
    return place


@on_course_changed
def follow_course(course_round: CourseRound, session: CourseSession | None) -> None:
    """Places follow the course's days and name. Raises HELD for a session that somebody was noted for."""
    if session:
        _check_not_held(session)
    rows = CoursePlace.objects.filter(round=course_round).select_related("item__case__person", "round")
    for place in rows:
        place.round = course_round
        if place.state in LIVE:
            place.starts_on = max(course_round.starts_on, place.since)
            place.ends_on = max(course_round.ends_on, place.starts_on + ONE_DAY)
            place.save(update_fields=["starts_on", "ends_on"])
        _shown(place, ["starts_on", "ends_on"])


def _check_not_held(session: CourseSession) -> None:
    noted = Attendance.objects.filter(session=session)
    if noted.exclude(on=session.on).exists():
        raise RuleBroken("HELD", _("Närvaro är noterad den dagen. Träffen kan inte flyttas."), field="on")
    if session.is_cancelled and noted.filter(was_present__isnull=False).exists():
        raise RuleBroken("HELD", _("Närvaro är noterad på träffen. Den kan inte ställas in."), field="reason")


@on_end
def leave_courses(enrolment: Enrolment) -> None:
    """Who has left the intervention has left its courses: their places are free."""
    rows = CoursePlace.objects.filter(enrolment=enrolment, state__in=LIVE)
    for place in rows.select_related("item__case__person", "round"):
        keep(place, at_end(place, is_over=place.round.ends_on <= clock.today() + ONE_DAY))
