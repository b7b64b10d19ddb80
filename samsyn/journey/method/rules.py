"""Who reaches what is ticked off in a method, and what is derived for its readers; a reminder is shown to nobody."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.entry.case.queries import belonging_rule, own_cases
from samsyn.entry.case.rules import register_content
from samsyn.journey.method.models import ChangedCase, MethodMark, MethodStanding, Reminder


def standing_rule(actor: Actor) -> Q:
    """Condition on `MethodStanding`: made for the actor's party, of a participation that the actor reads now."""
    return Q(party_id=actor.party_id) & belonging_rule("enrolment_id")(actor)


def changed_rule(actor: Actor) -> Q:
    """Condition on `ChangedCase`: noted for the actor's party, in a case that the actor works with."""
    return Q(party_id=actor.party_id) & own_cases(actor)


register_content(MethodMark)
register(MethodStanding, standing_rule)
register(ChangedCase, changed_rule)
register(Reminder, lambda actor: NOTHING)
