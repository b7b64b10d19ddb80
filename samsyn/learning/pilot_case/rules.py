"""Who reads pilot cases: the asker, and those who give advice in the association."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.basis.group.models import GroupKind, GroupMember
from samsyn.basis.group.queries import seated
from samsyn.basis.staff.models import Role
from samsyn.learning.pilot_case.models import PilotCase

ADVISING_KINDS = (GroupKind.WORKING, GroupKind.LOCAL, GroupKind.SELECTION)
DAYS_UNTIL_QUESTIONS = (30, 90)


def may_advise(actor: Actor) -> bool:
    """Coordinators, and members (or substitutes) of a working, local or selection group."""
    if not actor.sees_persons:
        return False
    if actor.role == Role.COORDINATOR:
        return True
    mine = Q(staff_id=actor.staff_id) | Q(substitute_id=actor.staff_id)
    return GroupMember.objects.filter(
        seated(), mine, group__kind__in=ADVISING_KINDS, group__is_active=True
    ).exists()


def pilot_rule(actor: Actor) -> Q:
    """Condition on `PilotCase`."""
    if not actor.sees_persons:
        return NOTHING
    asked = Q(asked_by_id=actor.staff_id)
    return asked | Q(association_id=actor.association_id) if may_advise(actor) else asked


register(PilotCase, pilot_rule)
