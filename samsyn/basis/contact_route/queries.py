"""Contact routes for the list, and how old a check may be."""

import datetime as dt
import uuid

from django.db.models import QuerySet

from samsyn.access import clock
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.search import holds

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
    where = (
        "about",
        "name",
        "unit__name",
        "unit__municipality",
        "unit__party__name",
        "unit__party__short_name",
    )
    rows = rows.filter(holds(text, *where))
    return rows.order_by("unit__party__name", "unit__name", "about", "id")


def routes_of_unit(unit_id: uuid.UUID) -> QuerySet[ContactRoute]:
    """Whom to call in one unit (a request's substitute is found here)."""
    return ContactRoute.objects.filter(unit_id=unit_id).order_by("about", "id")
