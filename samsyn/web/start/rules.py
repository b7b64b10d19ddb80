"""Who reaches a notice: the person it is for, or everybody in the unit it is for."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import register
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.models import Notice


def notice_rule(actor: Actor) -> Q:
    """Condition on `Notice`."""
    mine = Q(to_staff_id=actor.staff_id)
    if actor.unit_id and actor.role in PERSONAL_ROLES:
        mine |= Q(to_unit_id=actor.unit_id, to_staff__isnull=True)
    return mine & Q(party_id=actor.party_id)


register(Notice, notice_rule)
