"""Who acts: from the session's assignment to an actor."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.search import holds
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.rules import PERSONAL_ROLES


def active(day: dt.date | None = None) -> Q:
    """Condition on `Staff`: active on `day` (today)."""
    day = day or clock.today()
    ended = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    return Q(starts_on__lte=day) & ended & Q(user__is_active=True)


def away(day: dt.date | None = None) -> Q:
    """Condition on `Staff`: absent on `day` (today), with somebody who answers meanwhile."""
    day = day or clock.today()
    return Q(away_from__lte=day, back_on__gt=day, substitute__isnull=False)


def stand_ins(staff_ids: Iterable[uuid.UUID], day: dt.date | None = None) -> QuerySet[Staff]:
    """Who answers on `day` (today) for those of these who are away then."""
    absent = Staff.objects.filter(away(day), pk__in=list(staff_ids))
    return Staff.objects.filter(active(day), pk__in=absent.values("substitute_id")).select_related("user")


def assignments_of(user_id: int) -> QuerySet[Staff]:
    """A user's active assignments, in a stable order."""
    rows = Staff.objects.filter(active(), user_id=user_id).select_related("user", "party", "unit")
    return rows.order_by("party__short_name", "role", "id")


def not_ended(day: dt.date | None = None) -> Q:
    """Condition on `Staff`: active on `day`, or will be later."""
    return Q(user__is_active=True) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day or clock.today()))


def held_roles(user_id: int) -> set[str]:
    """The roles an account has now or will have, in any party."""
    return set(Staff.objects.filter(not_ended(), user_id=user_id).values_list("role", flat=True))


def colleagues(party_id: uuid.UUID, *roles: str, unit_id: uuid.UUID | None = None) -> QuerySet[Staff]:
    """Who works for a party today, by name; only some roles or one unit when named."""
    rows = Staff.objects.filter(active(), party_id=party_id).select_related("user", "unit", "party")
    rows = rows.filter(role__in=roles) if roles else rows
    rows = rows.filter(unit_id=unit_id) if unit_id else rows
    return rows.order_by("user__name", "id")


def listed(rows: QuerySet[Staff], *, text: str = "", ended: bool = False) -> QuerySet[Staff]:
    """Assignments for the list: those that have not ended (or those that have), found by name or address."""
    rows = rows.exclude(not_ended()) if ended else rows.filter(not_ended())
    rows = rows.filter(holds(text, "user__name", "user__email"))
    return rows.select_related("user", "party", "unit").order_by("party__name", "user__name", "role", "id")


def actor_for(request: HttpRequest) -> Actor | None:
    """The actor the session chose, or the only one there is; asked anew at every request."""
    rows = getattr(request.user, "current_staff", None) or list(assignments_of(request.user.pk or 0))
    request.has_choice = len(rows) > 1  # type: ignore[attr-defined]
    chosen = _as_uuid(request.session.get("staff_id"))
    row = next((row for row in rows if row.pk == chosen), rows[0] if rows else None)
    return actor_of(row) if row else None


def actor_of(staff: Staff) -> Actor:
    """The actor of an assignment."""
    user, party = staff.user, staff.party
    return Actor(
        staff_id=staff.pk, user_id=user.pk, party_id=party.pk, unit_id=staff.unit_id, role=staff.role,
        association_id=party.association_id, display_name=user.name, party_name=party.short_name,
        party_kind=party.kind, role_label=str(Role(staff.role).label), email=user.email,
        sees_persons=staff.role in PERSONAL_ROLES,
    )  # fmt: skip


def _as_uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
