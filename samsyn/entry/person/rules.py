"""Who reaches a person: those who reach one of the person's cases."""

from django.db.models import Exists, OuterRef, Q

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy, register
from samsyn.entry.case.models import Case
from samsyn.entry.person.models import Identifier, LookupCount, Person, ProtectionStep, Representative


def person_rule(actor: Actor) -> Q:
    """Condition on `Person`."""
    return Q(Exists(Policy.all(Case, actor).filter(person_id=OuterRef("pk"))))


def of_person_rule(actor: Actor) -> Q:
    """Condition on rows that belong to a person."""
    return Q(Exists(Policy.all(Case, actor).filter(person_id=OuterRef("person_id"))))


def protection_rule(actor: Actor) -> Q:
    """Condition on `ProtectionStep`: only in the party that holds the person."""
    return of_person_rule(actor) & Q(person__holder_id=actor.party_id)


register(Person, person_rule, subject=lambda person: person.pk, names=True)
register(Identifier, of_person_rule, subject=lambda row: row.person_id)
register(Representative, of_person_rule, subject=lambda row: row.person_id)
register(ProtectionStep, protection_rule, subject=lambda row: row.person_id)
register(LookupCount, lambda actor: Q(staff_id=actor.staff_id))
