"""Methods are read by everyone in the association; those that came with Samsyn by all."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import register
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.staff.models import Role

METHOD_KEEPERS = frozenset({Role.COORDINATOR, Role.INTERVENTION_MANAGER, Role.ASSOCIATION_OFFICER})


def method_rule(actor: Actor) -> Q:
    """Condition on `Method`."""
    return Q(association__isnull=True) | Q(association_id=actor.association_id)


def version_rule(actor: Actor) -> Q:
    """Condition on `MethodVersion`."""
    return Q(method__association__isnull=True) | Q(method__association_id=actor.association_id)


register(Method, method_rule)
register(MethodVersion, version_rule)
