"""What an actor reaches: one rule for every kind of item, tested at every read.

Reading needs an assignment to the case (named, or the unit's inbox) and that the party either holds the
item or has a live disclosure of that version. Everything else about reach is derived from these two.
"""

import datetime as dt
import uuid

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, Policy, Rule
from samsyn.entry.case.models import Case, CaseAssignment, Disclosure, Item, ItemKind, StandingDisclosure


def live(now: dt.datetime, prefix: str = "") -> Q:
    """Condition: a period `starts_at`/`ends_at` holds now (half-open)."""
    open_end = Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__gt": now})
    return Q(**{f"{prefix}starts_at__lte": now}) & open_end


def own_assignment(actor: Actor, now: dt.datetime | None = None) -> Q:
    """Condition on `CaseAssignment`: it lets this actor read the case now."""
    if not actor.sees_persons:
        return NOTHING
    return (_named(actor) | _in_inbox(actor)) & live(now or clock.now())


def _named(actor: Actor) -> Q:
    return Q(staff_id=actor.staff_id)


def _in_inbox(actor: Actor) -> Q:
    return Q(unit_id=actor.unit_id, staff__isnull=True) if actor.unit_id else NOTHING


def live_disclosures(now: dt.datetime | None = None) -> QuerySet[Disclosure]:
    """Disclosures that hold now: not ended, their ground not run out."""
    now = now or clock.now()
    expired = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return Disclosure.objects.filter(expired, ended_at__isnull=True)


def held_or_disclosed(actor: Actor, item: str = "pk") -> Q:
    """Condition on `Item`: the actor's party holds it or has it disclosed. `item` names the key."""
    given = live_disclosures().filter(item_id=OuterRef(item), to_party_id=actor.party_id)
    return Q(holder_id=actor.party_id) | Q(Exists(given))


def item_rule(actor: Actor) -> Q:
    """Condition on `Item`: this actor reads it now."""
    if not actor.sees_persons:
        return NOTHING
    assigned = CaseAssignment.objects.filter(own_assignment(actor), case_id=OuterRef("case_id"))
    return Q(Exists(assigned)) & held_or_disclosed(actor)


def content_rule(actor: Actor) -> Q:
    """Condition on any `ItemContent`: its item is read by this actor."""
    return Q(Exists(Policy.all(Item, actor).filter(pk=OuterRef("pk"))))


def belonging_rule(path: str) -> Rule:
    """Rule for a row that belongs to an item through `path` (a foreign key's attname)."""

    def rule(actor: Actor) -> Q:
        return Q(Exists(Policy.all(Item, actor).filter(pk=OuterRef(path))))

    return rule


def own_cases(actor: Actor) -> Q:
    """Condition on a row with a `case`: the actor works with it now."""
    return Q(Exists(CaseAssignment.objects.filter(own_assignment(actor), case_id=OuterRef("case_id"))))


def case_rule(actor: Actor) -> Q:
    """Condition on `Case`: its identity item is read by this actor."""
    identity = Policy.all(Item, actor).filter(case_id=OuterRef("pk"), kind=ItemKind.IDENTITY)
    return Q(Exists(identity))


def assignment_rule(actor: Actor) -> Q:
    """Condition on `CaseAssignment`: the actor's own, of a case whose identity the party reads."""
    return own_assignment(actor) & _identity_is_read(actor)


def named_rule(actor: Actor) -> Q:
    """The same for those by name only: one condition on one index, so a list is a walk along (staff, sort_key)."""
    return _named(actor) & live(clock.now()) & _identity_is_read(actor) if actor.sees_persons else NOTHING


def inbox_rule(actor: Actor) -> Q:
    """The same for the unit's inbox only."""
    return _in_inbox(actor) & live(clock.now()) & _identity_is_read(actor) if actor.sees_persons else NOTHING


def _identity_is_read(actor: Actor) -> Q:
    identity = Item.objects.filter(held_or_disclosed(actor), case_id=OuterRef("case_id"), kind=ItemKind.IDENTITY)
    return Q(Exists(identity))


def current(items: QuerySet[Item], actor: Actor, case: Case) -> QuerySet[Item]:
    """Of the versions an actor reads in a case, the newest of each thing."""
    newer = Policy.all(Item, actor).filter(case_id=case.pk, series=OuterRef("series"), version__gt=OuterRef("version"))
    return items.filter(Q(superseded_at__isnull=True) | ~Exists(newer))


def items_of(case: Case, actor: Actor, *kinds: str) -> QuerySet[Item]:
    """The newest readable version of everything in a case, oldest first."""
    rows = Policy.all(Item, actor).filter(case_id=case.pk)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return current(rows, actor, case).select_related("holder", "author__user").order_by("starts_on", "id")


def open_assignments(case_id: uuid.UUID) -> QuerySet[CaseAssignment]:
    """Who works with the case now."""
    rows = CaseAssignment.objects.filter(live(clock.now()), case_id=case_id)
    return rows.select_related("staff__user", "staff__unit", "party", "unit").order_by("starts_at")


def owner_of(case_id: uuid.UUID) -> CaseAssignment | None:
    """The named caseworker in a party's ordinary line who owns the case."""
    return open_assignments(case_id).filter(part=CaseAssignment.Part.OWNER).first()


def known_parties(case: Case, actor: Actor) -> set[uuid.UUID]:
    """Parties that the actor's party knows to take part: those it shares with or receives from, and itself.

    A party that only shares with others stays unknown here; its presence is theirs to tell.
    """
    touching = Q(by_party_id=actor.party_id) | Q(to_party_id=actor.party_id)
    pairs = live_disclosures().filter(touching, case_id=case.pk).values_list("by_party_id", "to_party_id")
    return {party for pair in pairs for party in pair} | {actor.party_id}


def standing(case_id: uuid.UUID, holder_id: uuid.UUID) -> QuerySet[StandingDisclosure]:
    """The holder's live presets in a case."""
    return StandingDisclosure.objects.filter(case_id=case_id, holder_id=holder_id, ended_at__isnull=True)


def released_by(actor: Actor, case: Case) -> QuerySet[Disclosure]:
    """What the actor's party released in a case, newest first."""
    rows = Disclosure.objects.filter(case_id=case.pk, by_party_id=actor.party_id)
    return rows.select_related("item", "to_party", "made_by__user").order_by(F("at").desc())


def gone_identities() -> QuerySet[Case]:
    """Cases where a party's right to know the person has run out while its assignments still sort by the name."""
    run_out = Disclosure.objects.filter(
        case_id=OuterRef("case_id"), to_party_id=OuterRef("party_id"), item__kind=ItemKind.IDENTITY,
        expires_at__lte=clock.now(),
    )
    still = live_disclosures().filter(
        case_id=OuterRef("case_id"), to_party_id=OuterRef("party_id"), item__kind=ItemKind.IDENTITY
    )
    rows = CaseAssignment.objects.filter(Exists(run_out), ~Exists(still)).exclude(sort_key="")
    return Case.objects.filter(pk__in=rows.values("case_id")).select_related("person")
