"""What can be chosen in a question: the association's own interventions, ways of working and places."""

from dataclasses import dataclass

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.models import Method
from samsyn.basis.party.rules import units_of

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Lists:
    """Values and words."""

    interventions: Choices
    methods: Choices
    municipalities: Choices


def lists_for(actor: Actor) -> Lists:
    """Three queries, whatever the size of the association."""
    rows = Intervention.objects.filter(association=actor.association_id).order_by("name")
    named = list(rows.values_list("name", flat=True))
    used = Q(interventions__association_id=actor.association_id)
    methods = Method.objects.filter(used).distinct().order_by("name").values_list("slug", "name")
    places = units_of(actor).exclude(municipality="").values_list("municipality", flat=True)
    return Lists([(n, n) for n in named], list(methods), [(p, p) for p in sorted(set(places))])
