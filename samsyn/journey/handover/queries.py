"""Who works with a case in the actor's own party, to whom it can be handed over, and what would move."""

import re

from django.db.models import Case as Whichever
from django.db.models import Q, QuerySet, Value, When

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import colleagues
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.queries import open_assignments
from samsyn.journey.activity.models import PERSON, Activity
from samsyn.journey.activity.queries import OPEN_STATES, newest
from samsyn.journey.handover.models import Handover
from samsyn.journey.meeting.models import Invitee, Meeting
from samsyn.journey.request.models import Request

Part = CaseAssignment.Part
WORKERS = (Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.UNIT_MANAGER)


def named_here(case: Case, actor: Actor) -> QuerySet[CaseAssignment]:
    """Who of the own party works with the case by name, the owner first."""
    rows = open_assignments(case.pk).filter(party_id=actor.party_id, staff__isnull=False)
    first = When(part=Part.OWNER, then=Value(0))
    return rows.exclude(part=Part.SELECTION).order_by(Whichever(first, default=Value(1)), "starts_at")


def possible_receivers(actor: Actor) -> QuerySet[Staff]:
    """Colleagues of the own party who can have cases; the own unit's are sorted first by the form."""
    return colleagues(actor.party_id, *WORKERS)


def of_case(case: Case, actor: Actor) -> QuerySet[Handover]:
    """Handovers in a case that the actor reads, newest first."""
    rows = newest(Policy.all(Handover, actor), actor).filter(item__case_id=case.pk)
    return rows.select_related("from_staff__user", "to_staff__user", "item__holder", "item__case").order_by(
        "-item__at"
    )


def activities_of(case: Case, staff: Staff, new: Staff) -> list[Activity]:
    """Open activities that this person of this party answers for, whoever holds them. For the act only.

    The name is typed: part of it will do, unless a colleague with the case has the same part.
    """
    ours = Q(responsible_party_id=staff.party_id) | Q(
        responsible_party_id=None, item__holder_id=staff.party_id
    )
    rows = Activity.objects.filter(
        ours, item__case_id=case.pk, item__superseded_at__isnull=True, state__in=OPEN_STATES,
    ).exclude(responsible_name=PERSON)  # fmt: skip
    here = open_assignments(case.pk).filter(party_id=staff.party_id, staff__isnull=False)
    others = [r.staff.user.name for r in here if r.staff and r.staff_id not in (staff.pk, new.pk)]
    found = rows.select_related("item__case__person").order_by("pk")
    return [a for a in found if _means(a.responsible_name, staff.user.name, others)]


def _means(typed: str, name: str, others: list[str]) -> bool:
    """Whether what was typed is this name, or a part of it that none of the others has."""
    words = _words(typed)
    if words == _words(name):
        return True
    return bool(words) and words <= _words(name) and not any(words <= _words(other) for other in others)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


def invitations_of(case: Case, staff: Staff) -> list[Invitee]:
    """Calls to meetings that are yet to be held. For the act only."""
    rows = Invitee.objects.filter(
        staff=staff, meeting__case_id=case.pk, meeting__superseded_at__isnull=True,
        meeting__meeting__state=Meeting.State.CALLED, meeting__meeting__starts_at__gt=clock.now(),
    )  # fmt: skip
    related = ("meeting__meeting", "meeting__case__person", "meeting__author__user", "staff__user")
    return list(rows.select_related(*related).order_by("pk"))


def requests_to(case: Case, staff: Staff) -> list[Request]:
    """Requests that wait for this person's answer. For the act only."""
    rows = Request.objects.filter(
        to_staff=staff, state=Request.State.WAITING, item__case_id=case.pk, item__superseded_at__isnull=True
    )
    return list(rows.select_related("item__case").order_by("pk"))
