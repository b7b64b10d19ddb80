"""What happens when a consent is taken back: what ends, which copies stay, what is read all the same."""

from dataclasses import dataclass

from django.db.models import Q

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Disclosure, ItemKind
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent
from samsyn.entry.consent.queries import Standing, consents_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.queries import forgotten_without

NOT_CONTENT = (ItemKind.IDENTITY, ItemKind.CONSENT)


@dataclass(frozen=True)
class Taken:
    """One consent taken back alone, as far as the actor's party sees."""

    standing: Standing
    ends: list[Disclosure]
    filed: list[Disclosure]
    others: list[Standing]
    left: list[Disclosure]
    forgotten: list[Enrolment]


@dataclass(frozen=True)
class Withdrawal:
    """Each consent that can be taken back alone, whether there are more, and what no consent carries."""

    each: list[Taken]
    is_more_than_one: bool
    otherwise: list[Disclosure]


def withdrawal(case: Case, actor: Actor, only: Consent | None = None) -> Withdrawal:
    """Of the whole case, or of `only` one consent in it. The queries are as many, however many consents."""
    held = [s for s in consents_of(case, actor) if s.is_live or s.state == "later"]
    rows = _given(case, actor)
    chosen = [s for s in held if only is None or s.consent.pk == only.pk]
    each = [_taken(standing, held, rows, actor) for standing in chosen]
    otherwise = [d for d in rows if d.consent_id is None and _is_read(d)]
    return Withdrawal(each, len(held) > 1, otherwise)


def _given(case: Case, actor: Actor) -> list[Disclosure]:
    """What the actor's party gave or was given in the case, who the person is left out."""
    sides = Q(by_party_id=actor.party_id) | Q(to_party_id=actor.party_id)
    rows = Policy.all(Disclosure, actor).filter(sides, case_id=case.pk).exclude(item__kind__in=NOT_CONTENT)
    related = rows.select_related("item", "by_party", "to_party", "consent")
    return list(related.order_by("to_party__name", "-item__starts_on", "pk"))


def _is_read(row: Disclosure) -> bool:
    return row.ended_at is None and (row.expires_at is None or row.expires_at > clock.now())


def _taken(standing: Standing, held: list[Standing], rows: list[Disclosure], actor: Actor) -> Taken:
    consent = standing.consent
    carried = [d for d in rows if d.consent_id == consent.pk]
    return Taken(
        standing, ends=[d for d in carried if _is_read(d)], filed=[d for d in carried if d.filed_at],
        others=[s for s in held if s.consent.pk != consent.pk and s.consent.kind in gate.SHARING_KINDS],
        left=[d for d in rows if d.consent_id not in {consent.pk, None} and _is_read(d)],
        forgotten=list(forgotten_without(consent, actor)),
    )  # fmt: skip
