"""What is read about sharing and about who works with a case."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.party.models import Party, PartyKind
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.filed import FiledCopy, FiledMark
from samsyn.entry.case.models import Case, CaseAssignment, Disclosure, Item, ItemKind
from samsyn.entry.case.queries import (
    current,
    known_parties,
    live,
    live_disclosures,
    open_assignments,
    released_by,
)

INBOX = CaseAssignment.Part.INBOX


def released(case: Case, actor: Actor, *, ended: bool = False) -> QuerySet[Disclosure]:
    """What the actor's party has released in the case: what is read now, or what no longer is."""
    rows = released_by(actor, case).exclude(item__kind=ItemKind.CONSENT)
    now = live_disclosures().filter(pk=OuterRef("pk"))
    return rows.filter(~Exists(now) if ended else Exists(now)).order_by(
        "to_party__name", "-item__starts_on", "pk"
    )


def shareable(case: Case, actor: Actor) -> QuerySet[Item]:
    """The newest versions of what the actor's party wrote in the case, newest first."""
    rows = Policy.all(Item, actor).filter(case_id=case.pk, holder_id=actor.party_id)
    kinds = (ItemKind.IDENTITY, ItemKind.CONSENT, ItemKind.FILED_COPY)
    return current(rows, actor, case).exclude(kind__in=kinds).order_by("-starts_on", "-pk")


def received(case: Case, actor: Actor) -> QuerySet[Item]:
    """What others let the actor's party read in the case, newest first."""
    rows = Policy.all(Item, actor).filter(case_id=case.pk).exclude(holder_id=actor.party_id)
    kinds = (ItemKind.IDENTITY, ItemKind.CONSENT)
    return (
        current(rows, actor, case)
        .exclude(kind__in=kinds)
        .select_related("holder")
        .order_by("-starts_on", "-pk")
    )


def readers(item: Item) -> dict[uuid.UUID, Disclosure]:
    """Who reads this version now, by party."""
    rows = live_disclosures().filter(item_id=item.pk).select_related("to_party")
    return {row.to_party_id: row for row in rows}


def filed_copies(actor: Actor, case_id: uuid.UUID | None = None) -> QuerySet[FiledCopy]:
    """Copies in the actor's own party's file, newest first; also of cases it no longer reaches otherwise."""
    rows = Policy.all(FiledCopy, actor).filter(item__holder_id=actor.party_id)
    if case_id:
        rows = rows.filter(item__case_id=case_id)
    return rows.select_related("item__case", "item__author__user", "source_party").order_by(
        "-item__at", "-pk"
    )


def own_without_name(actor: Actor, number: str = "") -> QuerySet[Item]:
    """What the actor's party holds in the actor's cases where it may no longer know the person, newest first.

    Found by case number. Without one, all of them.
    """
    known = Policy.all(Case, actor).filter(pk=OuterRef("case_id"))
    rows = Policy.all(Item, actor).filter(~Exists(known), holder_id=actor.party_id, superseded_at__isnull=True)
    if number.strip():
        rows = rows.filter(case__number=number.strip().upper())
    return rows.select_related("case", "author__user").order_by("-at", "-pk")


def knows(case_id: uuid.UUID, actor: Actor) -> bool:
    """Whether the actor may know whom the case is about."""
    return Policy.all(Case, actor).filter(pk=case_id).exists()


def marks_of(item: Item, actor: Actor) -> QuerySet[FiledMark]:
    """When the actor's party copied the item to its own system, and who did it."""
    rows = Policy.all(FiledMark, actor).filter(item_id=item.pk, party_id=actor.party_id)
    return rows.select_related("by__user").order_by("-at")


def parties_reachable(case: Case, actor: Actor) -> list[Party]:
    """To whom something can be released here on another ground than consent.

    All of the association when the actor's party holds who the case is about; else those it already
    shares with, since nobody can read anything about a person they may not know of.
    """
    rows = Party.objects.filter(association=actor.association_id).exclude(kind=PartyKind.ASSOCIATION)
    if not Item.objects.filter(case_id=case.pk, kind=ItemKind.IDENTITY, holder_id=actor.party_id).exists():
        rows = rows.filter(pk__in=known_parties(case, actor))
    return list(rows.exclude(pk=actor.party_id).order_by("name"))


def permits_disclosure(statute: str) -> bool:
    """Whether the provision (by its code) can open secrecy for the work with the person."""
    marks = code_list.extra("statute", statute)  # noqa: S610 - a code list, no queryset
    return bool(marks.get("permits_disclosure"))


def people(case: Case, actor: Actor) -> list[CaseAssignment]:
    """Who works with the case: all of the actor's own party, and of parties known to take part."""
    known = known_parties(case, actor)
    return [row for row in open_assignments(case.pk) if row.party_id in known]


def colleagues(actor: Actor) -> QuerySet[Staff]:
    """Who can be given a case in the actor's own party, by name."""
    rows = Staff.objects.filter(active(), party_id=actor.party_id, role__in=PERSONAL_ROLES)
    return rows.select_related("user", "unit").order_by("user__name", "id")


def inbox(actor: Actor) -> QuerySet[CaseAssignment]:
    """The cases in the actor's unit's inbox, longest waiting first."""
    rows = Policy.all(CaseAssignment, actor).filter(part=INBOX, staff__isnull=True)
    return rows.select_related("case__person", "unit").order_by("starts_at", "id")


@dataclass(frozen=True)
class Load:
    """One assignment in a unit as its manager sees it: no person."""

    assignment_id: uuid.UUID
    case_number: str
    caseworker: str
    part: str
    since: object
    has_left: bool = False


def _has_left(staff: Staff) -> bool:
    return staff.ends_on is not None and staff.ends_on <= clock.today()


def load_of_unit(unit_id: uuid.UUID) -> list[Load]:
    """Named assignments of a unit's staff, by caseworker. Asked within an elevated act."""
    mine = Q(staff__unit_id=unit_id) | Q(unit_id=unit_id, staff__isnull=False)
    rows = CaseAssignment.objects.filter(mine, live(clock.now())).select_related("case", "staff__user")
    return [
        Load(r.pk, r.case.number, r.staff.user.name, r.get_part_display(), r.starts_at, _has_left(r.staff))
        for r in rows.order_by("staff__user__name", "starts_at", "id")
        if r.staff
    ]
