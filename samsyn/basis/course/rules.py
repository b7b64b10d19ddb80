"""Courses are known to everyone in the association, as interventions are; who takes part is not."""

from django.db.models import Exists, OuterRef, Q

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy, register
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import CASE_WRITERS

COURSE_KEEPERS = CASE_WRITERS | {Role.INTERVENTION_MANAGER}


def of_known_intervention(actor: Actor) -> Q:
    """Condition on `CourseRound`: its intervention is known to the actor."""
    return Q(Exists(Policy.all(Intervention, actor).filter(pk=OuterRef("intervention_id"))))


def of_known_round(actor: Actor) -> Q:
    """Condition on `CourseSession`: its round is known to the actor."""
    return Q(Exists(Policy.all(CourseRound, actor).filter(pk=OuterRef("round_id"))))


def keeps_courses(intervention: Intervention, actor: Actor) -> bool:
    """Whether the actor sets up courses of the intervention: the party that is responsible for it does."""
    return actor.role in COURSE_KEEPERS and actor.party_id == intervention.owner_party_id


register(CourseRound, of_known_intervention)
register(CourseSession, of_known_round)
