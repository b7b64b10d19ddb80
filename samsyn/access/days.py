"""Rules of days that many acts share."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.errors import RuleBroken, Text

AHEAD = _("Dagen har inte varit än. Skriv en dag till och med i dag.")


def holds_on(day: dt.date | None = None) -> Q:
    """Condition on what has `starts_on` and `ends_on`: it holds on `day` (today)."""
    day = day or clock.today()
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def last_day(ends_on: dt.date | None) -> dt.date | None:
    """The last day of a half-open period, as people say it."""
    return ends_on - dt.timedelta(days=1) if ends_on else None


def not_ahead(day: dt.date | None, *, field: str, message: Text = AHEAD) -> None:
    """What is told as done was done today or before. Raises DAY_AHEAD at the form field."""
    if day and day > clock.today():
        raise RuleBroken("DAY_AHEAD", message, field=field)
