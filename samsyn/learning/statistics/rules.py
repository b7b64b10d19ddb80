"""Who reaches kept answers, saved questions and published tables: one's own association's, by audience."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.learning.statistics import audience
from samsyn.learning.statistics.models import Answer, Release, SavedQuestion
from samsyn.learning.study.models import Snapshot
from samsyn.learning.study.rules import snapshot_rule


def answer_rule(actor: Actor) -> Q:
    """Inside: those counted on the own party's record. Others: those that passed disclosure control."""
    if actor.role not in audience.READERS:
        return NOTHING
    reached = Snapshot.objects.filter(snapshot_rule(actor)).values("pk")
    return Q(audience=audience.of(actor), snapshot_id__in=reached)


def saved_rule(actor: Actor) -> Q:
    """One's own, and those that are shared in the association."""
    if actor.role not in audience.READERS:
        return NOTHING
    mine = Q(saved_by_id=actor.staff_id) | Q(is_shared=True)
    return Q(association_id=actor.association_id, forgotten_at__isnull=True) & mine


def release_rule(actor: Actor) -> Q:
    """The association's own: published ones for those who read statistics, refused ones for who makes them."""
    if actor.role not in audience.READERS:
        return NOTHING
    own = Q(association_id=actor.association_id)
    return own if actor.role in audience.PUBLISHERS else own & Q(is_published=True)


register(Answer, answer_rule)
register(SavedQuestion, saved_rule)
register(Release, release_rule)
