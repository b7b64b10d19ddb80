"""Interventions are known to everyone in the association."""

from samsyn.access.policy import register
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.rules import own_association
from samsyn.basis.staff.models import Role

INTERVENTION_KEEPERS = frozenset({Role.ASSOCIATION_OFFICER, Role.INTERVENTION_MANAGER})
METHOD_CHOOSERS = INTERVENTION_KEEPERS | {Role.COORDINATOR}

register(Intervention, own_association)
