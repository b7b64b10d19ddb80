"""Who reaches places in courses: the one rule for items. How many there are is told only in the owner's party."""

from samsyn.access.actor import Actor
from samsyn.basis.course.models import CourseRound
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case.rules import register_content
from samsyn.journey.course.models import CoursePlace


def sees_people(course_round: CourseRound, actor: Actor) -> bool:
    """Whether the page with the people of a course is there for the actor: in the party that is responsible."""
    return actor.sees_persons and actor.party_id == course_round.intervention.owner_party_id


def gives_places(course_round: CourseRound, actor: Actor) -> bool:
    """Whether the actor gives places in it."""
    return sees_people(course_round, actor) and actor.role in CASE_WRITERS


register_content(CoursePlace)
