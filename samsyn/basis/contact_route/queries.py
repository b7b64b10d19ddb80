"""Contact routes for the list, and how old a check may be."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from samsyn.access import clock
from samsyn.basis.contact_route.models import ContactRoute

OLD_AFTER = dt.timedelta(days=180)


def oldest_good_check() -> dt.date:
    """Checked before this day is too long ago."""
    return clock.today() - OLD_AFTER


def listed(
    rows: QuerySet[ContactRoute], *, text: str = "", party_id: uuid.UUID | None = None
) -> QuerySet[ContactRoute]:
    """By party and unit; only what fits the words and the party."""
    rows = rows.filter(unit__is_active=True).select_related("unit__party", "checked_by__user")
    rows = rows.filter(unit__party_id=party_id) if party_id else rows
    for word in text.split():
        rows = rows.filter(
            Q(about__icontains=word) | Q(name__icontains=word) | Q(unit__name__icontains=word)
            | Q(unit__municipality__icontains=word) | Q(unit__party__name__icontains=word)
        )  # fmt: skip
    return rows.order_by("unit__party__name", "unit__name", "about", "id")


def routes_of_unit(unit_id: uuid.UUID) -> QuerySet[ContactRoute]:
    """Whom to call in one unit (a request's substitute is found here)."""
    return ContactRoute.objects.filter(unit_id=unit_id).order_by("about", "id")
