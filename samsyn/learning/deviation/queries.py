"""Reads for deviations."""

from django.db.models import QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.learning.deviation.models import Deviation


def own(actor: Actor) -> QuerySet[Deviation]:
    """The actor's party's deviations in reach, the latest first. Persons are joined only by their holder."""
    rows = Policy.all(Deviation, actor).filter(item__holder_id=actor.party_id)
    return rows.select_related("item__case", "item__author__user").order_by("-item__at", "-pk")
