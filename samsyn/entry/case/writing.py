"""Building blocks for actions: open a case, write an item, release it, assign people.

None of these is an act of its own; each refuses to run outside an `@action` (through `touch`).
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import active, actor_of, stand_ins
from samsyn.entry.case.models import (
    Case,
    CaseAssignment,
    Category,
    Disclosure,
    Item,
    ItemContent,
    ItemKind,
    Notice,
)
from samsyn.entry.case.queries import live_disclosures, open_assignments
from samsyn.entry.consent import gate
from samsyn.entry.person.models import Person

C = TypeVar("C", bound=ItemContent)
ORDINARY_LINE = frozenset({Role.CASEWORKER})  # who may own a case: it stays when a project ends
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_case_number(day: dt.date) -> str:
    """Year and six random letters: a running number would tell how many cases others have."""
    return f"{day.year}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"


def open_case(person: Person, *, by: Actor) -> Case:
    """A case with its identity item, owned by who opens it when that is a caseworker in the ordinary line."""
    case = Case.objects.create(number=new_case_number(clock.today()), person=person, opened_by_id=by.party_id)
    touch(case, ["person"], person_id=person.pk)
    part = CaseAssignment.Part.OWNER if by.role in ORDINARY_LINE else CaseAssignment.Part.PARTICIPANT
    assign(case, staff_id=by.staff_id, party_id=by.party_id, unit_id=by.unit_id, part=part)
    Item.objects.create(
        case=case, holder_id=by.party_id, category=Category.OTHER, kind=ItemKind.IDENTITY,
        author_id=by.staff_id, starts_on=clock.today(),
    )  # fmt: skip
    return case


def write(
    content: C,
    *,
    case: Case,
    kind: str,
    category: str,
    by: Actor,
    share: Iterable[uuid.UUID] = (),
    replaces: Item | None = None,
) -> C:
    """Save `content` as a new item (or the next version of `replaces`) and release it to `share`.

    Raises `RuleBroken` STALE when `replaces` is no longer the newest, CONSENT_MISSING when a receiver
    has no live, confirmed consent for the category.
    """
    at = clock.now()
    item = Item(case=case, holder_id=by.party_id, category=category, kind=kind, author_id=by.staff_id, at=at)
    if replaces:
        _supersede(replaces, item, by, at)
    content.item = item
    show_face(content, save=False)
    item.save(force_insert=True)
    content.save(force_insert=True)
    touch(content, _filled(content), person_id=case.person_id)
    release(item, share, by=by)
    return content


def _filled(content: ItemContent) -> list[str]:
    return [f.name for f in content._meta.concrete_fields if not f.primary_key and getattr(content, f.attname)]


def _supersede(old: Item, new: Item, by: Actor, at: dt.datetime) -> None:
    if old.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som skrev uppgiften kan ändra den."))
    newest = Item.objects.filter(series=old.series).order_by("-version").first() or old
    check_seen(newest.pk, newer=newest)
    new.series, new.version = newest.series, newest.version + 1
    Item.objects.filter(pk=newest.pk).update(superseded_at=at)


FACE = ("starts_on", "ends_on", "label", "state", "lanes", "is_joint", "code", "amount")


def show_face(content: ItemContent, *, save: bool = True) -> None:
    """Copy what the content shows on the timeline to its item. Rebuilt and compared by `samsyn check`."""
    with translation.override("sv"):  # the same words whoever saves, in whichever language
        face, item = content.face(), content.item
    lanes = [lane for lane in dict.fromkeys(face.lanes) if lane != str(item.holder_id)]
    if not face.lanes and content._meta.model_name == "meeting":
        lanes = item.lanes
    item.starts_on, item.ends_on, item.label = face.starts_on, face.ends_on, face.label[:160]
    item.state, item.lanes, item.is_joint = face.state, lanes, bool(lanes)
    item.code, item.amount = face.code, face.amount
    if save:
        item.save(update_fields=FACE)


def release(item: Item, to: Iterable[uuid.UUID], *, by: Actor, purpose: str = "") -> list[Disclosure]:
    """One disclosure row per receiver, each on a live consent that covers holder, receiver and category."""
    receivers = list(dict.fromkeys(to))
    if not receivers:
        return []
    grounds = {r.party_id: r for r in gate.receivers(item.case, by, item.category)}
    rows = [_row(item, party, grounds.get(party), by, purpose) for party in receivers]
    return _save_rows(rows)


def _row(item: Item, party: uuid.UUID, ground: "gate.Receiver | None", by: Actor, purpose: str) -> Disclosure:
    if ground is None or not ground.allowed or ground.consent_id is None:
        raise RuleBroken(
            "CONSENT_MISSING",
            _("Mottagaren kan inte få läsa: samtycket räcker inte. Välj bort mottagaren."),
            field="share",
        )
    return Disclosure(
        item=item, case_id=item.case_id, by_party_id=item.holder_id, to_party_id=party, made_by_id=by.staff_id,
        ground=Disclosure.Ground.CONSENT, consent_id=ground.consent_id, purpose=purpose or str(ground.purpose),
        expires_at=ground.expires_at,
    )  # fmt: skip


def release_on(
    item: Item, to_party_id: uuid.UUID, *, by: Actor, ground: str, statute: str = "", purpose: str = "",
    consent_id: uuid.UUID | None = None, expires_at: dt.datetime | None = None,
) -> Disclosure:  # fmt: skip
    """One disclosure on a stated ground (a law, or the person's own act), without asking the gate."""
    row = Disclosure(
        item=item, case_id=item.case_id, by_party_id=item.holder_id, to_party_id=to_party_id,
        made_by_id=by.staff_id, ground=ground, statute=statute, purpose=purpose, consent_id=consent_id,
        expires_at=expires_at,
    )  # fmt: skip
    return _save_rows([row])[0]


def _save_rows(rows: list[Disclosure]) -> list[Disclosure]:
    for row in Disclosure.objects.bulk_create(rows):
        touch(row, ["item", "to_party", "ground"])
    for row in rows:
        if row.item.kind == ItemKind.IDENTITY:
            keep_sort_keys(row.item.case)
    return rows


def end_disclosures(rows: "Iterable[Disclosure]", because: str) -> int:
    """End disclosures from this moment; what was filed stays filed."""
    found = list(rows)
    live = Disclosure.objects.filter(pk__in=[row.pk for row in found], ended_at__isnull=True)
    live.update(ended_at=clock.now(), ended_because=because)
    for row in found:
        if row.item.kind == ItemKind.IDENTITY:
            keep_sort_keys(row.item.case)
    return len(found)


def assign(
    case: Case, *, party_id: uuid.UUID, part: str, staff_id: uuid.UUID | None = None,
    unit_id: uuid.UUID | None = None, ends_at: dt.datetime | None = None, starts_at: dt.datetime | None = None,
) -> CaseAssignment:  # fmt: skip
    """Let a named person, or a unit's inbox, work with the case. Asking twice gives the same row."""
    known = CaseAssignment.objects.filter(
        Q(staff_id=staff_id, unit_id=unit_id), case=case, party_id=party_id, part=part, ends_at=ends_at
    ).first()
    if known:
        return known
    row = CaseAssignment.objects.create(
        case=case, party_id=party_id, staff_id=staff_id, unit_id=unit_id, part=part, ends_at=ends_at,
        starts_at=starts_at or clock.now(), sort_key=case.person.sort_key if party_id in knowing(case) else "",
    )  # fmt: skip
    touch(row, ["part"], person_id=case.person_id)
    return row


def knowing(case: Case) -> set[uuid.UUID]:
    """Parties that may know now whom the case is about: who holds the identity item or has it disclosed."""
    identity = Item.objects.filter(case=case, kind=ItemKind.IDENTITY)
    given = live_disclosures().filter(item__in=identity).values_list("to_party_id", flat=True)
    return {case.opened_by_id, *identity.values_list("holder_id", flat=True), *given}


def keep_sort_keys(case: Case) -> None:
    """The person's sort key stands on the assignments of the parties that may know the person, on no others."""
    known, key = knowing(case), case.person.sort_key
    rows = CaseAssignment.objects.filter(case=case)
    rows.filter(party_id__in=known).exclude(sort_key=key).update(sort_key=key)
    rows.exclude(party_id__in=known).exclude(sort_key="").update(sort_key="")


def assign_inbox(case: Case, unit: Unit) -> CaseAssignment:
    """Put the case in a unit's inbox. Never for a protected person: access is by name only."""
    if case.person.is_protected:
        raise RuleBroken(
            "NAMED_ACCESS_ONLY",
            _("Personen har skyddade uppgifter. Välj en namngiven mottagare i stället för en inkorg."),
        )
    return assign(case, party_id=unit.party_id, unit_id=unit.pk, part=CaseAssignment.Part.INBOX)


def assign_staff(case: Case, staff: Staff, part: str, *, ends_at: dt.datetime | None = None) -> CaseAssignment:
    """Let a named person work with the case; while they are away, also who answers for them."""
    row = assign(case, party_id=staff.party_id, staff_id=staff.pk, unit_id=staff.unit_id, part=part, ends_at=ends_at)
    stand_in(case, staff)
    return row


def stand_in(case: Case, staff: Staff) -> None:
    """Who answers during an absence, now or to come, works with the case for that time, by name."""
    if not (staff.away_from and staff.back_on and staff.substitute_id) or staff.back_on <= clock.today():
        return
    starts, ends = max(clock.start_of(staff.away_from), clock.now()), clock.start_of(staff.back_on)
    works = CaseAssignment.objects.filter(case=case, staff_id=staff.substitute_id, ends_at__isnull=True)
    if not works.exists():
        assign(
            case, party_id=staff.party_id, staff_id=staff.substitute_id, unit_id=staff.unit_id,
            part=CaseAssignment.Part.SUBSTITUTE, starts_at=starts, ends_at=ends,
        )  # fmt: skip


def tell_author(item: Item, *, kind: str, address: str = "") -> None:
    """A line for who wrote the item; for those of the party who have the case now, if the author is on the way out."""
    named = open_assignments(item.case_id).filter(party_id=item.holder_id, staff__isnull=False)
    author = Staff.objects.filter(active(), pk=item.author_id).select_related("user", "party").first()
    reads = author is not None and Policy.all(Item, actor_of(author)).filter(pk=item.pk).exists()
    to = {item.author_id} if reads else set()
    if not reads or named.filter(staff_id=item.author_id, ends_at__isnull=False).exists():
        to |= {row.staff_id for row in named.exclude(part=CaseAssignment.Part.SELECTION) if row.staff_id}
    for staff_id in sorted(to):
        tell(
            party_id=item.holder_id, staff_id=staff_id, kind=kind, case_number=item.case.number, address=address,
        )  # fmt: skip


def tell(
    *, party_id: uuid.UUID, kind: str, staff_id: uuid.UUID | None = None, unit_id: uuid.UUID | None = None,
    case_number: str = "", address: str = "",
) -> Notice:  # fmt: skip
    """Put a line on the start page of a person or of everybody in a unit. Words without personal data.

    Whoever answers for a person who is away gets the same line.
    """
    row = Notice(
        party_id=party_id, to_staff_id=staff_id, to_unit_id=unit_id, kind=kind, case_number=case_number,
        address=address,
    )  # fmt: skip
    for substitute in stand_ins([staff_id] if staff_id else []):
        told = Notice(party_id=party_id, to_staff=substitute, kind=kind, case_number=case_number, address=address)
        told.save(force_insert=True)
        touch(told, ["kind"])
    row.save(force_insert=True)
    touch(row, ["kind"])
    return row
