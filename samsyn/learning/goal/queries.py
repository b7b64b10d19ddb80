"""Which interventions' goals somebody may see counted."""

from django.db.models import Q, QuerySet

from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Role
from samsyn.entry.selection.flows import visible_interventions


def interventions(actor: Actor) -> QuerySet[Intervention]:
    """As for flows, and a coach's own party's; only those that persons are enrolled in."""
    if actor.role == Role.COACH:
        seen = Q(association=actor.association_id, owner_party_id=actor.party_id)
        rows = Intervention.objects.filter(seen).order_by("name")
    else:
        rows = visible_interventions(actor)
    return rows.filter(registration=Intervention.Registration.PERSONAL).select_related("method")
