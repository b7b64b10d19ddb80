"""Workplaces of a case, and what the employer may know."""

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, ItemKind
from samsyn.entry.case.queries import items_of
from samsyn.entry.consent.gate import live_consents
from samsyn.entry.consent.models import Consent
from samsyn.journey.workplace.models import Workplace


def of_case(case: Case, actor: Actor) -> list[Workplace]:
    """Workplaces that the actor reads, in their newest readable versions. One query."""
    return [item.workplace for item in items_of(case, actor, ItemKind.WORKPLACE).select_related("workplace")]


def contact_consents(case: Case, actor: Actor) -> list[Consent]:
    """Live consents to contact with an employer that the actor reads, the newest first.

    Without one, nothing may be told: a workplace written here gives the employer no right to know anything.
    """
    rows = Policy.all(Consent, actor).filter(
        live_consents(), item__case_id=case.pk, kind=Consent.Kind.CONTACT
    )
    return list(rows.order_by("-given_on", "-pk"))
