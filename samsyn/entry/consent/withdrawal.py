"""What happens when a consent is taken back: what ends, which copies stay, what is read all the same."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Disclosure, Item, ItemKind
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent
from samsyn.entry.consent.queries import Standing, consents_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.queries import forgotten_without

NOT_CONTENT = (ItemKind.IDENTITY, ItemKind.CONSENT)


@dataclass(frozen=True)
class Read:
    """A thing that one party wrote and others read."""

    item: Item
    by: str
    to: list[str]


@dataclass(frozen=True)
class Taken:
    """One consent taken back alone, as far as the actor's party sees."""

    standing: Standing
    ends: list[Read]
    filed: list[Disclosure]
    others: list[Standing]
    left: list[Read]
    forgotten: list[Enrolment]


@dataclass(frozen=True)
class Withdrawal:
    """Each consent that can be taken back alone, whether there are more, and what no consent carries."""

    each: list[Taken]
    is_more_than_one: bool
    otherwise: list[Read]


def withdrawal(case: Case, actor: Actor, only: Consent | None = None) -> Withdrawal:
    """Of the whole case, or of `only` one consent in it. The queries are as many, however many consents."""
    held = [s for s in consents_of(case, actor) if s.is_live or s.state == "later"]
    rows = _given(case, actor)
    kinds = list(Consent.Kind.values)
    chosen = [s for s in held if only is None or s.consent.pk == only.pk]
    chosen.sort(key=lambda s: kinds.index(s.consent.kind))
    each = [_taken(standing, held, rows, actor) for standing in chosen]
    return Withdrawal(each, len(held) > 1, _read([d for d in rows if d.consent_id is None]))


def _given(case: Case, actor: Actor) -> list[Disclosure]:
    """What the actor's party gave or was given in the case, who the person is left out."""
    sides = Q(by_party_id=actor.party_id) | Q(to_party_id=actor.party_id)
    rows = Policy.all(Disclosure, actor).filter(sides, case_id=case.pk).exclude(item__kind__in=NOT_CONTENT)
    related = rows.select_related("item", "by_party", "to_party", "consent")
    return list(related.order_by("-item__starts_on", "item_id", "to_party__name", "pk"))


def _read(rows: list[Disclosure]) -> list[Read]:
    """Those that are read now, the receivers of one thing together."""
    found: dict[uuid.UUID, Read] = {}
    for row in rows:
        if row.ended_at is None and (row.expires_at is None or row.expires_at > clock.now()):
            known = found.setdefault(row.item_id, Read(row.item, row.by_party.short_name, []))
            known.to.append(row.to_party.short_name)
    return list(found.values())


def _taken(standing: Standing, held: list[Standing], rows: list[Disclosure], actor: Actor) -> Taken:
    consent = standing.consent
    carried = [d for d in rows if d.consent_id == consent.pk]
    return Taken(
        standing, ends=_read(carried), filed=[d for d in carried if d.filed_at],
        others=[s for s in held if s.consent.pk != consent.pk and s.consent.kind in gate.SHARING_KINDS],
        left=_read([d for d in rows if d.consent_id not in {consent.pk, None}]),
        forgotten=list(forgotten_without(consent, actor)),
    )  # fmt: skip
