"""Requests as the two sides see them, whom one may ask, and what the scheduler must remind of."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.models import Case
from samsyn.entry.consent import gate
from samsyn.journey.note.models import Note
from samsyn.journey.request.models import Request

RAISE_AFTER = dt.timedelta(days=7)
MOST_NAMES = 200


def _read(actor: Actor) -> QuerySet[Request]:
    rows = Policy.all(Request, actor).filter(item__superseded_at__isnull=True)
    related = ("item__holder", "item__author__user", "to_party", "to_unit", "to_staff__user")
    return Policy.joined(rows, actor, "item__case__person", *related)


def of_case(case: Case, actor: Actor) -> QuerySet[Request]:
    """Every request in a case that the actor reads, newest first."""
    return _read(actor).filter(item__case_id=case.pk).order_by("-item__at")


def asked_by(actor: Actor) -> QuerySet[Request]:
    """What the actor's party waits for in the actor's cases, longest wait first. One query."""
    return (
        _read(actor).filter(state=Request.State.WAITING, item__holder_id=actor.party_id).order_by("item__at")
    )


def to_answer(actor: Actor) -> QuerySet[Request]:
    """What waits for the actor: asked by name, as substitute, or of their unit without a name. One query."""
    mine = Q(to_staff_id=actor.staff_id) | Q(substitute_id=actor.staff_id)
    if actor.unit_id:
        mine |= Q(to_unit_id=actor.unit_id, to_staff__isnull=True)
    return (
        _read(actor)
        .filter(mine, state=Request.State.WAITING, to_party_id=actor.party_id)
        .order_by("answer_by")
    )


def units_to_ask(case: Case, actor: Actor, category: str) -> QuerySet[Unit]:
    """Units of the parties that may read this category, and of the own party; one query after the gate's."""
    allowed = [r.party_id for r in gate.receivers(case, actor, category) if r.allowed]
    rows = Unit.objects.filter(party_id__in=[*allowed, actor.party_id], is_active=True)
    return rows.select_related("party").order_by("party__name", "-is_intake", "name")


def people_in(unit_ids: list[uuid.UUID]) -> QuerySet[Staff]:
    """Who can be named as receiver: suggestions for the form."""
    rows = Staff.objects.filter(active(), unit_id__in=unit_ids, role__in=PERSONAL_ROLES)
    return rows.select_related("user").order_by("user__name")[:MOST_NAMES]


def named_in(unit: Unit, text: str) -> list[Staff]:
    """Active people of the unit with this name or address, whatever the case of the letters."""
    rows = Staff.objects.filter(active(), unit=unit, role__in=PERSONAL_ROLES).select_related(
        "user", "substitute"
    )
    wanted = text.strip().casefold()
    return [s for s in rows if wanted in (s.user.name.casefold(), s.user.email.casefold())]


def is_here(staff: Staff) -> bool:
    """Whether the assignment holds today and the account is open."""
    today = clock.today()
    return (
        staff.user.is_active and staff.starts_on <= today and (staff.ends_on is None or staff.ends_on > today)
    )


def managers_of(unit: Unit) -> list[Staff]:
    """The unit's managers, or the party's when the unit has none."""
    rows = list(
        Staff.objects.filter(active(), party_id=unit.party_id, role=Role.UNIT_MANAGER).select_related("user")
    )
    return [s for s in rows if s.unit_id == unit.pk] or rows


def answer_of(request: Request, actor: Actor) -> Note | None:
    """The answer, if the actor's party holds it or still has it disclosed."""
    if not request.answer_item_id:
        return None
    rows = Policy.all(Note, actor).filter(pk=request.answer_item_id)
    return rows.select_related("item__holder", "item__author__user", "item__case").first()


def to_remind(today: dt.date) -> QuerySet[Request]:
    """Waiting past their day, nobody reminded yet. For the scheduler only."""
    return _waiting().filter(answer_by__lt=today, reminded_at__isnull=True)


def to_raise(now: dt.datetime) -> QuerySet[Request]:
    """Reminded a week ago and still waiting. For the scheduler only."""
    return _waiting().filter(reminded_at__lte=now - RAISE_AFTER, raised_at__isnull=True)


def _waiting() -> QuerySet[Request]:
    rows = Request.objects.filter(state=Request.State.WAITING, item__superseded_at__isnull=True)
    return rows.select_related("item__case", "to_unit", "to_staff__user", "to_staff__substitute__user")
