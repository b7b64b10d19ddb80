"""Who is in a course as an actor sees it, how many there are, and who was there."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.counting import Places, numbers_across_vaults
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.models import Attendance
from samsyn.journey.course.models import CoursePlace

State, Part = CoursePlace.State, CoursePlace.Part
TAKEN = (State.OFFERED, State.ACCEPTED)
LIVE = (State.WAITING, *TAKEN)
PERSON = "item__case__person"
ORDER = (State.ACCEPTED, State.OFFERED, State.WAITING)


@dataclass(frozen=True)
class Load(Places):
    """How many have, or are offered, a place; and how many wait. Numbers of the owner's party only."""

    least: int | None
    waiting: int

    @property
    def lacks(self) -> int:
        """How many more are needed for the course to be given."""
        return max(0, (self.least or 0) - self.taken)


@dataclass(frozen=True, slots=True)
class Presence:
    """How many times somebody was there, was not, and how many held sessions nobody knows of."""

    present: int = 0
    absent: int = 0
    unknown: int = 0


def load_of(course_round: CourseRound) -> Load:
    """Counted over every case of the party, also those that the actor does not read: a place is taken by whoever."""
    with numbers_across_vaults():
        rows = CoursePlace.objects.filter(round=course_round, part=Part.PARTICIPANT, item__superseded_at__isnull=True)
        count = Counter(rows.values_list("state", flat=True))
    taken = sum(count[state] for state in TAKEN)
    return Load(course_round.places, taken, least=course_round.least, waiting=count[State.WAITING])


def places_of(course_round: CourseRound, actor: Actor) -> list[CoursePlace]:
    """Everybody in it whom the actor reads: leaders first, then by state and name."""
    rows = Policy.all(CoursePlace, actor).filter(round=course_round, item__superseded_at__isnull=True)
    found = list(Policy.joined(rows, actor, PERSON).order_by("item__case__person__sort_key", "pk"))
    rank = {state: number for number, state in enumerate(ORDER)}
    return sorted(found, key=lambda one: (not one.is_leader, rank.get(State(one.state), len(rank))))


def queue_of(course_round: CourseRound) -> QuerySet[CoursePlace]:
    """Who waits, in the order they came."""
    rows = CoursePlace.objects.filter(round=course_round, state=State.WAITING, item__superseded_at__isnull=True)
    return rows.order_by("since", "item__at")


def places_in_case(case: Case, actor: Actor) -> list[CoursePlace]:
    """A person's places, the newest first."""
    rows = Policy.all(CoursePlace, actor).filter(item__case=case, item__superseded_at__isnull=True)
    return list(rows.select_related("round", "item__holder").order_by("-starts_on", "-pk"))


def could_take_part(course_round: CourseRound, actor: Actor) -> list[Enrolment]:
    """Enrolled in the intervention, read by the actor, without a live place in this course; by name."""
    live = CoursePlace.objects.filter(enrolment_id=OuterRef("pk"), round=course_round, state__in=LIVE)
    rows = Policy.all(Enrolment, actor).filter(
        _going_on(), ~Exists(live), intervention_id=course_round.intervention_id, item__holder_id=actor.party_id,
        item__superseded_at__isnull=True,
    )  # fmt: skip
    return list(Policy.joined(rows, actor, PERSON).order_by("item__case__person__sort_key", "pk"))


def _going_on() -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today())


def own_enrolments(case: Case, actor: Actor) -> list[Enrolment]:
    """The person's participations that go on and that the actor's party holds."""
    rows = Policy.all(Enrolment, actor).filter(
        _going_on(), item__case=case, item__holder_id=actor.party_id, item__superseded_at__isnull=True
    )
    return list(rows.select_related("intervention", "item__case__person").order_by("starts_on"))


def open_rounds(enrolments: Iterable[Enrolment], actor: Actor) -> list[CourseRound]:
    """Courses of those interventions that are not over."""
    wanted = {one.intervention_id for one in enrolments}
    rows = Policy.all(CourseRound, actor).filter(
        intervention_id__in=wanted, closed_on__isnull=True, intervention__owner_party_id=actor.party_id
    )
    return list(rows.select_related("intervention").order_by("starts_on", "name"))


def in_session(places: Iterable[CoursePlace], session: CourseSession) -> list[CoursePlace]:
    """Those who had their place the day of a session."""
    return [one for one in places if one.has_been and one.starts_on <= session.on < one.ends_on]


def noted(session: CourseSession, actor: Actor) -> dict[uuid.UUID, bool | None]:
    """What is said of a session, by place."""
    rows = Policy.all(Attendance, actor).filter(session=session)
    return dict(rows.values_list("item_id", "was_present"))


def presence(
    places: Iterable[CoursePlace], sessions: Iterable[CourseSession], actor: Actor, *, today: dt.date
) -> dict[uuid.UUID, Presence]:
    """Of each place; one query. What was not noted of a session that has been is unknown, never absent."""
    people, held = list(places), [one for one in sessions if one.on <= today and not one.is_cancelled]
    rows = Policy.all(Attendance, actor).filter(item_id__in=[one.pk for one in people], session__isnull=False)
    said: dict[uuid.UUID, dict[uuid.UUID | None, bool | None]] = defaultdict(dict)
    for item_id, session_id, was_present in rows.values_list("item_id", "session_id", "was_present"):
        said[item_id][session_id] = was_present
    return {one.pk: _presence(one, held, said[one.pk]) for one in people if one.has_been}


def _presence(
    place: CoursePlace, held: list[CourseSession], said: dict[uuid.UUID | None, bool | None]
) -> Presence:
    answers = Counter(said.get(session.pk) for session in held if in_session([place], session))
    return Presence(answers[True], answers[False], answers[None])


def sessions_of_place(
    place: CoursePlace, sessions: Iterable[CourseSession], actor: Actor
) -> list[tuple[CourseSession, bool | None]]:
    """Each session that has been while the person had the place, newest first, and whether they were there."""
    rows = Policy.all(Attendance, actor).filter(item_id=place.pk, session__isnull=False)
    said = dict(rows.values_list("session_id", "was_present"))
    today = clock.today()
    been = [one for one in sessions if one.on <= today and not one.is_cancelled and in_session([place], one)]
    return [(one, said.get(one.pk)) for one in reversed(been)]
