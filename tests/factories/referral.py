"""Referrals and selection groups for tests, made by the same actions as in use."""

import datetime as dt
from itertools import count
from typing import Any

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.group.models import Group, GroupKind, GroupMember
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case.models import Case
from samsyn.entry.consent.actions import confirm_consent
from samsyn.entry.referral import actions
from samsyn.entry.referral.models import Referral
from samsyn.entry.selection import actions as selection
from samsyn.entry.selection.models import SelectionMeeting
from tests.factories import entry
from tests.factories.basis import World, actor, intervention

_serial = count(1)
SUMMARY = "Person i trettioårsåldern som behöver vardagsstöd."


def draft(*, by: Actor, to: Intervention, case: Case | None = None, **known: Any) -> Referral:
    """A draft, around a new person unless a case is given."""
    content = {"reason": "mental", "why": "Har varit hemma länge", "wishes": "Vill börja jobba", **known}
    person = content.pop(
        "person", {"given_name": "Vendela", "family_name": "Xylofonsson", "birth_year": 1985}
    )
    return actions.write_draft(to, by=by, case=case, person=None if case else person, **content)


def named(*, by: Actor, to: Intervention, receivers: list[Actor] = (), **known: Any) -> Referral:
    """Sent with identity, on a consent that the owner (and `receivers`) confirmed."""
    found = draft(by=by, to=to, **known)
    if to.owner_party_id != by.party_id:
        owner = actor(to.owner_party, Role.COORDINATOR)
        parties = {r.party_id: r for r in [owner, *receivers] if r.party_id != by.party_id}
        entry.confirmed_consent(found.case, by=by, to=list(parties.values()))
    return actions.send(found, by=by)


def nameless(*, by: Actor, to: Intervention, **known: Any) -> Referral:
    """Sent without identity."""
    return actions.send(draft(by=by, to=to, **known), by=by, summary=SUMMARY)


def selection_group(w: World, *members: Actor, **known: Any) -> Group:
    """A selection group of these, who are members today."""
    group = Group.objects.create(
        association=w.association, kind=GroupKind.SELECTION, name=f"Urvalsgrupp {next(_serial)}", **known
    )
    for member in members:
        GroupMember.objects.create(group=group, staff_id=member.staff_id, starts_on=dt.date(2000, 1, 1))
    return group


def selecting(w: World, *members: Actor, **known: Any) -> tuple[Intervention, Actor]:
    """An intervention with a selection group, and its coordinator (a member too)."""
    coordinator = actor(w.municipality, Role.COORDINATOR, name="Samordnaren Svea")
    group = selection_group(w, coordinator, *members)
    return intervention(w, selection_group=group, **known), coordinator


def meeting(it: Intervention, *, by: Actor, present: list[Actor] = ()) -> SelectionMeeting:
    """A meeting now, with these present (the caller at least)."""
    now = clock.now()
    found = selection.call_meeting(
        it.selection_group, by=by, starts_at=now, ends_at=now + dt.timedelta(hours=4), place="Rådhuset"
    )
    return selection.note_present(found, by=by, present=[by.staff_id, *(p.staff_id for p in present)])


def staff_of(found: Actor) -> Staff:
    """The assignment of an actor."""
    return Staff.objects.get(pk=found.staff_id)


__all__ = [
    "confirm_consent",
    "draft",
    "meeting",
    "named",
    "nameless",
    "selecting",
    "selection_group",
    "staff_of",
]
