"""Tenancy: an actor sees what belongs to its own association, and nothing tells that there are others."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.access.policy import register
from samsyn.basis.party.models import Association, Party, PartyKind, Unit


def parties_of(actor: Actor) -> QuerySet[Party]:
    """The parties of the actor's association."""
    return Party.objects.filter(own_association(actor))


def units_of(actor: Actor) -> QuerySet[Unit]:
    """The units of those parties."""
    return Unit.objects.filter(party_id__in=parties_of(actor).values("pk"))


def own_association(actor: Actor) -> Q:
    """Condition on a row with the key of an association."""
    return Q(association_id=actor.association_id)


def refuse_other_association(association_id: uuid.UUID, by: Actor) -> None:
    """An act reaches only its own association, whatever the form carried. Raises OTHER_ASSOCIATION."""
    if association_id != by.association_id:
        raise RuleBroken("OTHER_ASSOCIATION", _("Det hör till ett annat förbund."))


def acts_for(party_id: uuid.UUID, by: Actor) -> bool:
    """Whether the actor may set up things in this party: its own, or any for those of the association."""
    return by.party_kind == PartyKind.ASSOCIATION or party_id == by.party_id


register(Association, lambda actor: Q(pk=actor.association_id))
register(Party, own_association)
register(Unit, lambda actor: Q(party_id__in=parties_of(actor).values("pk")))
