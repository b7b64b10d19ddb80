"""Setting up a course, and moving or cancelling its sessions. None of it says who takes part."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.course.planning import MOST_SESSIONS, Schedule, sessions
from samsyn.basis.course.queries import course_in, method_of, who_may_lead
from samsyn.basis.course.rules import COURSE_KEEPERS, keeps_courses
from samsyn.basis.course.writing import follow, keep_period
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Staff
from samsyn.basis.versions import version_of

ONE_DAY = dt.timedelta(days=1)
State = CourseSession.State


@action(verb="course.set_up", sentence=_("lade upp en kurs"), roles=COURSE_KEEPERS)
def set_up(
    intervention: Intervention, *, by: Actor, schedule: Schedule, course: str = "", leaders: Collection[Staff] = (),
    **said: Any,
) -> CourseRound:  # fmt: skip
    """A course with its sessions. `said` takes name, place, least and places of `CourseRound`.

    Raises NOT_YOURS, UNKNOWN_COURSE, NO_DAYS, TOO_MANY, OVER_MIDNIGHT, OUTSIDE_PERIOD, LEAST_ABOVE_PLACES,
    UNKNOWN_LEADER.
    """
    _check_owner(intervention, by)
    known = course_in(method_of(intervention), course)
    if course and known is None:
        raise RuleBroken("UNKNOWN_COURSE", _("Kursen finns inte i metoden. Ladda om sidan och välj igen."))
    days = _checked_days(schedule, intervention)
    made = CourseRound(
        intervention=intervention, course=course, starts_on=days[0], ends_on=days[-1] + ONE_DAY, **said
    )
    _check_numbers(made, leaders)
    made.save(force_insert=True)
    made.leaders.set(leaders)
    topics = [topic.sv for topic in known.topics] if known else []
    for one in sessions(schedule, topics):
        one.round = made
        one.save(force_insert=True)
    touch(made, ["name", "starts_on", "ends_on", *said])
    return made


def _checked_days(schedule: Schedule, intervention: Intervention) -> list[dt.date]:
    days = schedule.days()
    if not days:
        told = _("Ingen träff hamnar på de dagarna. Bocka för minst en veckodag.")
        raise RuleBroken("NO_DAYS", told, field="weekdays")
    if len(days) > MOST_SESSIONS:
        raise RuleBroken("TOO_MANY", _("Det blir fler än 400 träffar. Välj färre veckor."), field="weeks")
    if not schedule.ends_the_same_day:
        raise RuleBroken("OVER_MIDNIGHT", _("Träffen slutar efter midnatt. Ändra tiden eller längden."), field="hours")
    if days[0] < intervention.starts_on or (intervention.ends_on and days[-1] >= intervention.ends_on):
        raise RuleBroken(
            "OUTSIDE_PERIOD", _("Insatsen pågår inte hela den tiden. Ändra första dagen eller antal veckor."),
            field="starts_on",
        )  # fmt: skip
    return days


def _check_owner(intervention: Intervention, by: Actor) -> None:
    if not keeps_courses(intervention, by):
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen lägger upp och ändrar kurser."))


def _check_numbers(made: CourseRound, leaders: Collection[Staff]) -> None:
    if made.least is not None and made.places is not None and made.least > made.places:
        told = _("Minsta antalet är fler än platserna. Ändra något av dem.")
        raise RuleBroken("LEAST_ABOVE_PLACES", told, field="least")
    allowed = set(who_may_lead(made.intervention).values_list("pk", flat=True)) if leaders else set()
    if not {one.pk for one in leaders} <= allowed:
        raise RuleBroken("UNKNOWN_LEADER", _("Välj bland dem som arbetar i parten."), field="leaders")


@action(verb="course.change", sentence=_("ändrade en kurs"), roles=COURSE_KEEPERS, elevated=True)
def change(
    course_round: CourseRound, *, by: Actor, name: str, place: str = "", least: int | None = None,
    places: int | None = None, leaders: Collection[Staff] = (),
) -> CourseRound:  # fmt: skip
    """Name, place, numbers and leaders. Nobody loses a place by fewer places.

    Raises NOT_YOURS, CLOSED, STALE, LEAST_ABOVE_PLACES, UNKNOWN_LEADER.
    """
    found = _open_round(course_round, by)
    check_seen(version_of(found))
    found.name, found.place, found.least, found.places = name, place, least, places
    _check_numbers(found, leaders)
    found.save()
    found.leaders.set(leaders)
    follow(found)
    touch(found, ["name", "place", "least", "places", "leaders"])
    return found


def _open_round(course_round: CourseRound, by: Actor) -> CourseRound:
    _check_owner(course_round.intervention, by)
    found = CourseRound.objects.select_for_update(of=("self",)).select_related("intervention").get(pk=course_round.pk)
    if found.closed_on:
        raise RuleBroken("CLOSED", _("Kursen är avslutad. Den kan inte ändras."))
    return found


@action(verb="course.move_session", sentence=_("flyttade en träff i en kurs"), roles=COURSE_KEEPERS, elevated=True)
def move_session(
    session: CourseSession, *, by: Actor, on: dt.date, starts_at: dt.time, topic: str = "", reason: str = ""
) -> CourseSession:
    """Another day or time, or another topic; one that was cancelled is held after all.

    Raises NOT_YOURS, CLOSED, STALE, REASON_MISSING, OVER_MIDNIGHT, HELD (from those who follow).
    """
    found = _locked(session, by)
    if on != found.on and not reason.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför träffen flyttas."), field="reason")
    if starts_at.hour * 60 + starts_at.minute + found.minutes >= 24 * 60:
        raise RuleBroken("OVER_MIDNIGHT", _("Träffen slutar efter midnatt. Ändra tiden."), field="starts_at")
    if on != found.on:
        found.moved_from = found.moved_from or found.on
    found.on, found.starts_at, found.topic, found.state = on, starts_at, topic, State.PLANNED
    found.reason = reason.strip()
    return _changed(found, ["on", "starts_at", "topic", "state", "reason", "moved_from"])


@action(verb="course.cancel_session", sentence=_("ställde in en träff i en kurs"), roles=COURSE_KEEPERS, elevated=True)
def cancel_session(session: CourseSession, *, by: Actor, reason: str) -> CourseSession:
    """It is not held. Raises NOT_YOURS, CLOSED, STALE, REASON_MISSING, LAST_ONE, HELD (from those who follow)."""
    found = _locked(session, by)
    if not reason.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför träffen ställs in."), field="reason")
    others = CourseSession.objects.filter(round=found.round, state=State.PLANNED).exclude(pk=found.pk)
    if not others.exists():
        raise RuleBroken("LAST_ONE", _("Det är den enda träffen som är kvar. Flytta den, eller avsluta kursen."))
    found.state, found.reason = State.CANCELLED, reason.strip()
    return _changed(found, ["state", "reason"])


def _locked(session: CourseSession, by: Actor) -> CourseSession:
    """The round is locked first, in the same order as by those who give places."""
    course_round = _open_round(session.round, by)
    found = CourseSession.objects.get(pk=session.pk)
    check_seen(version_of(found))
    found.round = course_round
    return found


def _changed(session: CourseSession, names: list[str]) -> CourseSession:
    session.save(update_fields=names)
    keep_period(session.round)
    follow(session.round, session)
    touch(session, names)
    return session
