"""Who reaches enrolments and the anonymous counts."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.case.rules import register_content
from samsyn.entry.enrolment.models import Enrolment, RegisterRow, VolumeRegistration

COUNTING_ROLES = frozenset({Role.INTERVENTION_MANAGER, *CASE_LEADERS})


def volume_rule(actor: Actor) -> Q:
    """Condition on `VolumeRegistration`: one's own party's counts."""
    return Q(party_id=actor.party_id) if actor.role in COUNTING_ROLES else NOTHING


register_content(Enrolment)
register(VolumeRegistration, volume_rule)
register(RegisterRow, lambda actor: NOTHING)
