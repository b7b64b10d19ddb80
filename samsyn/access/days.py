"""Rules of days that many acts share."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.errors import RuleBroken, Text

AHEAD = _("Dagen har inte varit än. Skriv en dag till och med i dag.")


def not_ahead(day: dt.date | None, *, field: str, message: Text = AHEAD) -> None:
    """What is told as done was done today or before. Raises DAY_AHEAD at the form field."""
    if day and day > clock.today():
        raise RuleBroken("DAY_AHEAD", message, field=field)
