"""Courses of an intervention, and what the method's text says of them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.content import Course
from samsyn.basis.method.queries import newest, read_once
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active


def method_of(intervention: Intervention) -> Method | None:
    """What the newest version of the intervention's method says; None where none is chosen."""
    version = newest(intervention.method) if intervention.method else None
    return read_once(version.text) if version else None


def course_in(method: Method | None, course: str) -> Course | None:
    """A course of a text by its id."""
    return next((one for one in method.courses if one.id == course), None) if method and course else None


def asked_of_group(method: Method) -> Sequence[tuple[Phase | None, Expected]]:
    """What the text expects of the group or the team, not of each person."""
    return [(phase, one) for phase, one in method.expectations() if one.per == "group"]


def rounds_of(intervention: Intervention, actor: Actor) -> QuerySet[CourseRound]:
    """Courses of an intervention: those that go on or come, then those that are over."""
    rows = Policy.all(CourseRound, actor).filter(intervention=intervention)
    return rows.order_by("-ends_on", "name")


def sessions_of(course_round: CourseRound, actor: Actor) -> list[CourseSession]:
    """Its sessions in the order of days."""
    rows = Policy.all(CourseSession, actor).filter(round=course_round)
    return list(rows.order_by("on", "starts_at", "number"))


def next_session(sessions: Sequence[CourseSession]) -> CourseSession | None:
    """The first one that is held today or later."""
    today = clock.today()
    return next((one for one in sessions if one.on >= today and not one.is_cancelled), None)


def who_may_lead(intervention: Intervention) -> QuerySet[Staff]:
    """People at work now in the party that is responsible."""
    rows = Staff.objects.filter(active(), party_id=intervention.owner_party_id, unit__isnull=False)
    return rows.select_related("user", "party").order_by("user__name")
