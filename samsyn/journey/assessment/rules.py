"""Who reaches assessments; what a receiver did with one is seen by it and by the author's party only."""

from django.db.models import Exists, OuterRef, Q

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy, register
from samsyn.entry.case.models import Item
from samsyn.entry.case.rules import register_content
from samsyn.journey.assessment.models import Assessment, AssessmentUse


def use_rule(actor: Actor) -> Q:
    """Condition on `AssessmentUse`: one's own, or of one's own assessment; nobody else's."""
    readable = Policy.all(Item, actor).filter(pk=OuterRef("item_id"))
    sides = Q(party_id=actor.party_id) | Q(item__holder_id=actor.party_id)
    return Q(Exists(readable)) & sides


register_content(Assessment)
register(AssessmentUse, use_rule)
