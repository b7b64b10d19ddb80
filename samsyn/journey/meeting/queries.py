"""Meetings ahead, who can be called, and what was decided."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.agreement.queries import valid
from samsyn.basis.party.models import PartyKind, Unit
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Case, Category, Disclosure, ItemKind
from samsyn.entry.case.queries import items_of, known_parties, live_disclosures, open_assignments
from samsyn.entry.consent import gate
from samsyn.journey.activity.models import Activity
from samsyn.journey.activity.queries import newest
from samsyn.journey.meeting.models import Invitee, Meeting, Minutes

STILL_ON = dt.timedelta(hours=3)


@dataclass(frozen=True)
class Candidate:
    """Somebody who works with the case, whether they can be called to a meeting about it, and why not."""

    value: str
    label: str
    party_id: uuid.UUID
    why_not: str | Promise = ""
    staff: Staff | None = None
    unit: Unit | None = None


def upcoming(actor: Actor) -> QuerySet[Meeting]:
    """Meetings ahead in the actor's cases, the next one first. One query.

    For lists: never show `place` for a protected person.
    """
    rows = Policy.all(Meeting, actor).filter(
        state=Meeting.State.CALLED, starts_at__gte=clock.now() - STILL_ON
    )
    return Policy.joined(rows, actor, "item__case__person", "item__holder").order_by("starts_at", "pk")


def meetings_of(case: Case, actor: Actor) -> list[Meeting]:
    """All meetings of a case that the actor reads, the latest first. One query."""
    items = items_of(case, actor, ItemKind.MEETING).select_related("meeting")
    return sorted((item.meeting for item in items), key=lambda m: m.starts_at, reverse=True)


def candidates(case: Case, actor: Actor) -> list[Candidate]:
    """Staff of the parties that the actor's party knows in the case; inboxes of parties without a name.

    The caller is not among them. Those whom no consent lets in come too, with the reason.
    """
    receivers = {r.party_id: r for r in gate.receivers(case, actor, Category.PLAN)}
    rows = open_assignments(case.pk).filter(
        Q(staff__ends_on__isnull=True) | Q(staff__ends_on__gt=clock.today()),
        staff__user__is_active=True, party_id__in=known_parties(case, actor),
    )  # fmt: skip
    named = {row.staff_id: row for row in rows if row.staff_id != actor.staff_id}
    found = [
        Candidate(
            f"staff:{row.staff_id}",
            str(row.staff),
            row.party_id,
            _why_not(row.party_id, receivers, actor),
            row.staff,
        )
        for row in named.values()
    ]
    have_name = {c.party_id for c in found} | {actor.party_id}
    nameless = [r for r in receivers.values() if r.party_id not in have_name]
    return sorted([*found, *_inboxes(case, nameless)], key=lambda c: (bool(c.why_not), c.label))


def _why_not(party_id: uuid.UUID, receivers: dict[uuid.UUID, gate.Receiver], actor: Actor) -> str | Promise:
    if party_id == actor.party_id:
        return ""
    if party_id not in receivers:
        return _("Ni har inget samtycke att dela uppgifter med den parten.")
    return receivers[party_id].why


def _inboxes(case: Case, nameless: list[gate.Receiver]) -> list[Candidate]:
    """A party's own inbox, while nobody there has the case; never for a protected person."""
    denied = [Candidate("", r.name, r.party_id, r.why) for r in nameless if not r.allowed]
    allowed = {r.party_id: r for r in nameless if r.allowed and not case.person.is_protected}
    units = Unit.objects.filter(party_id__in=allowed, is_active=True).order_by(
        "party_id", "is_intake", "-name"
    )
    first = {unit.party_id: unit for unit in units}
    inbox = [
        Candidate(
            f"party:{key}", f"{allowed[key].name} ({_('inkorgen, ingen har ärendet än')})", key, unit=unit
        )
        for key, unit in first.items()
    ]
    return [*inbox, *denied]


def may_call_sip(actor: Actor) -> bool:
    """Municipality and region always; another party by a live agreement that lets all its parties call."""
    if actor.party_kind in (PartyKind.MUNICIPALITY, PartyKind.REGION):
        return True
    return Agreement.objects.filter(valid(), all_may_call_sip=True, parties=actor.party_id).exists()


def invitees_of(meeting: Meeting) -> QuerySet[Invitee]:
    """Who is called, the caller's own first; for readers of the meeting."""
    return Invitee.objects.filter(meeting_id=meeting.pk).select_related(
        "staff__user", "staff__party", "party"
    )


def mine(meeting: Meeting, invitees: list[Invitee], actor: Actor) -> Invitee | None:
    """The actor's own line: by name, else of one who is away then and whom they answer for, else of the inbox."""
    day = clock.local(meeting.starts_at).date()
    ours = [i for i in invitees if i.party_id == actor.party_id]
    by_name = [i for i in ours if i.staff_id == actor.staff_id]
    away = [i for i in ours if i.staff and i.staff.answered_by(day) == actor.staff_id]
    return next(iter([*by_name, *away, *(i for i in ours if i.staff_id is None)]), None)


def decisions(meeting: Meeting, actor: Actor) -> QuerySet[Activity]:
    """What was decided at the table, in order, as far as the actor reads."""
    rows = newest(Policy.all(Activity, actor), actor).filter(meeting_id=meeting.pk)
    return rows.select_related("item__holder", "responsible_party").order_by("item__series")


def minutes_of(meeting: Meeting, actor: Actor) -> QuerySet[Minutes]:
    """The newest readable version of each party's minutes."""
    rows = newest(Policy.all(Minutes, actor), actor).filter(meeting_id=meeting.pk)
    return rows.select_related("item__holder", "item__author__user").order_by("item__series")


def versions_of(minutes: Minutes, actor: Actor) -> list[Minutes]:
    """Every version the actor reads, newest first: all for the holder, for others what still is shown."""
    rows = Policy.all(Minutes, actor).filter(item__series=minutes.item.series)
    return list(rows.select_related("item__author__user").order_by("-item__version"))


def readers_now(minutes: Minutes) -> list[str]:
    """Keys of the parties that read this version, besides its holder, as a form's values."""
    return [str(row.to_party_id) for row in live_disclosures().filter(item_id=minutes.pk)]


def told_of(minutes: Minutes, actor: Actor) -> list[str]:
    """For the holder: the parties that read an earlier version and were told of the change."""
    if minutes.item.holder_id != actor.party_id:
        return []
    rows = Disclosure.objects.filter(
        item__series=minutes.item.series, ended_because__in=("corrected", "retracted")
    )
    return sorted(set(rows.values_list("to_party__short_name", flat=True)))
