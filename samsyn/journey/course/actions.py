"""Giving, answering and leaving places in a course; who was there; and that a course is over."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.access.policy import Policy
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.models import Attendance
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.course.queries import LIVE, TAKEN, in_session, load_of
from samsyn.journey.course.writing import at_end, keep, left_or_never

State, Part = CoursePlace.State, CoursePlace.Part
ONE_DAY = dt.timedelta(days=1)
AFTER: dict[str, tuple[str, ...]] = {
    State.WAITING: (State.OFFERED, State.ACCEPTED, State.DECLINED),
    State.OFFERED: (State.ACCEPTED, State.DECLINED, State.WAITING),
    State.ACCEPTED: (State.LEFT,),
}  # fmt: skip
AHEAD = _("Träffen har inte varit än. Notera närvaron den dagen eller efter.")
FULL = _("Kursen är full. Ställ personen på väntelistan; när någon lämnar kan platsen erbjudas.")


@action(verb="course.give_place", sentence=_("gav en plats i en kurs"), roles=CASE_WRITERS, elevated=True)
def give_place(
    enrolment: Enrolment, *, by: Actor, course_round: CourseRound, state: str = State.OFFERED,
    part: str = Part.PARTICIPANT, since: dt.date | None = None, share: Iterable[uuid.UUID] = (),
) -> CoursePlace:  # fmt: skip
    """A place offered, taken or waited for, for somebody enrolled in the intervention.

    The course is locked while it is counted, so the last place is given once. Raises NOT_YOURS, CLOSED, ENDED, TWICE,
    FULL, DAY_AHEAD, BEFORE_START, CONSENT_MISSING.
    """
    found = _locked(course_round, by)
    _check_enrolment(enrolment, found, by)
    if CoursePlace.objects.filter(round=found, enrolment=enrolment, state__in=LIVE).exists():
        told = _("Personen har redan en plats, eller väntar på en, i den här kursen.")
        raise RuleBroken("TWICE", told, field="round")
    _check_room(found, state, part)
    day = since or clock.today()
    not_ahead(day, field="since")
    if day < enrolment.starts_on:
        raise RuleBroken("BEFORE_START", _("Dagen är före inskrivningen. Välj en senare dag."), field="since")
    place = CoursePlace(
        round=found, enrolment=enrolment, part=part, state=state, since=day, starts_on=max(found.starts_on, day),
        ends_on=max(found.ends_on, max(found.starts_on, day) + ONE_DAY),
    )  # fmt: skip
    return writing.write(
        place, case=enrolment.item.case, kind=ItemKind.COURSE, category=Category.PLAN, by=by, share=share
    )


def _locked(course_round: CourseRound, by: Actor) -> CourseRound:
    rows = CourseRound.objects.select_for_update(of=("self",)).select_related("intervention")
    found = rows.get(pk=course_round.pk)
    if by.party_id != found.intervention.owner_party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen ger platser i dess kurser."))
    if found.closed_on:
        raise RuleBroken("CLOSED", _("Kursen är avslutad. Välj en annan kurs."), field="round")
    return found


def _check_enrolment(enrolment: Enrolment, course_round: CourseRound, by: Actor) -> None:
    if enrolment.intervention_id != course_round.intervention_id or enrolment.item.holder_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Personen är inte inskriven i den insats som ger kursen."), field="round")
    if enrolment.ends_on and enrolment.ends_on <= clock.today():
        raise RuleBroken("ENDED", _("Personens deltagande i insatsen är avslutat."), field="round")


def _check_room(course_round: CourseRound, state: str, part: str) -> None:
    if part == Part.PARTICIPANT and state in TAKEN and load_of(course_round).is_full:
        raise RuleBroken("FULL", FULL, field="state")


@action(verb="course.move_place", sentence=_("ändrade en plats i en kurs"), roles=CASE_WRITERS, elevated=True)
def move_place(place: CoursePlace, *, by: Actor, state: str, why: str = "") -> CoursePlace:
    """Offered, answered or left. The same state twice is once.

    Raises NOT_YOURS, CLOSED, CANNOT_MOVE, FULL, REASON_MISSING.
    """
    course_round = _locked(place.round, by)
    found = CoursePlace.objects.select_related("item__case__person", "round").get(pk=place.pk)
    if found.state == state:
        return found
    if state not in AFTER.get(found.state, ()):
        raise RuleBroken("CANNOT_MOVE", _("Platsen har ändrats sedan du öppnade sidan. Läs hur den står nu."))
    if state == State.LEFT and not why.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför personen lämnar kursen."), field="why")
    if found.state == State.WAITING:
        _check_room(course_round, state, found.part)
    found.why = why.strip()
    return keep(found, left_or_never(found) if state == State.LEFT else state)


@action(verb="course.attend", sentence=_("noterade närvaro i en kurs"), roles=CASE_WRITERS)
def note_session(session: CourseSession, *, by: Actor, present: Mapping[uuid.UUID, bool | None]) -> CourseSession:
    """Who was there, by place; None: nobody knows. Noted again, it is corrected.

    Raises NOT_YOURS, DAY_AHEAD, CANCELLED, NOT_IN_COURSE.
    """
    if by.party_id != session.round.intervention.owner_party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen noterar närvaro."))
    if session.is_cancelled:
        raise RuleBroken("CANCELLED", _("Träffen är inställd. Då noteras ingen närvaro."))
    not_ahead(session.on, field="present", message=AHEAD)
    rows = Policy.all(CoursePlace, by).filter(pk__in=present, round_id=session.round_id)
    places = in_session(rows.select_related("item__case"), session)
    if len(places) != len(present):
        raise RuleBroken("NOT_IN_COURSE", _("Någon hade ingen plats den dagen. Ladda om sidan och försök igen."))
    known = {row.item_id: row for row in Attendance.objects.filter(session=session, item_id__in=present)}
    for place in places:
        _note(known.get(place.pk) or Attendance(item_id=place.pk, session=session), session, present[place.pk], place)
    touch(session, ["attendance"])
    return session


def _note(row: Attendance, session: CourseSession, was_present: bool | None, place: CoursePlace) -> None:
    if row._state.adding and was_present is None:
        return
    if not row._state.adding and row.was_present == was_present:
        return
    row.on, row.was_present, row.at = session.on, was_present, clock.now()
    row.save()
    touch(row, ["on", "was_present"], person_id=place.item.case.person_id)


@action(verb="course.close", sentence=_("avslutade en kurs"), roles=CASE_WRITERS, elevated=True)
def close(course_round: CourseRound, *, by: Actor) -> CourseRound:
    """Those who have a place have taken the course; before its last session they have left it. Nobody waits any more.

    Raises NOT_YOURS, CLOSED.
    """
    found = _locked(course_round, by)
    is_over = found.ends_on <= clock.today() + ONE_DAY
    rows = CoursePlace.objects.filter(round=found, state__in=LIVE, item__superseded_at__isnull=True)
    for place in rows.select_related("item__case__person", "round"):
        keep(place, at_end(place, is_over=is_over))
    found.closed_on = clock.today()
    found.save(update_fields=["closed_on"])
    touch(found, ["closed_on"])
    return found
