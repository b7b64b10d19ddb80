"""The page language: Jinja2, autoescaped, rooted in the package so that template names are paths."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.module_loading import import_string
from jinja2 import Environment

from samsyn.access import clock
from samsyn.access.days import last_day
from samsyn.access.ids import new_id


def format_date(day: dt.date | dt.datetime | None) -> str:
    """ISO day in Stockholm; empty for none."""
    if isinstance(day, dt.datetime):
        day = clock.local(day).date() if day.tzinfo else day.date()
    return day.isoformat() if day else ""


def format_last_day(ends_on: dt.date | None, starts_on: dt.date = dt.date.min) -> str:
    """ISO day of the last day of a period that ends on a day not included; empty for none.

    What ended the day it began says that day.
    """
    last = last_day(ends_on)
    return format_date(last and max(last, starts_on))


def format_moment(moment: dt.datetime | None) -> str:
    """Day and time of day in Stockholm."""
    return clock.local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def format_long_day(day: dt.date | None) -> str:
    """A day with the month's name, as it is said; empty for none."""
    return date_format(day, "j F Y") if day else ""


def format_long_moment(moment: dt.datetime | None) -> str:
    """Weekday, day and time of day in Stockholm, as they are said; empty for none."""
    if not moment:
        return ""
    there = clock.local(moment)
    words = {"day": date_format(there.date(), "l j F Y"), "time": there.strftime("%H:%M")}
    return translation.gettext("%(day)s klockan %(time)s") % words


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


class FormKeys:
    """The hidden fields that every form begins with: a token against other sites, and a key of its own each
    time it is written, so that a double-sent form is received once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> str:
        """Both fields."""
        key = format_html('<input type="hidden" name="idempotency_key" value="{}">', new_id().hex)
        return f"{csrf_input(self.request)}{key}"


def form_keys(request: HttpRequest) -> dict[str, FormKeys]:
    """Context processor: `{{ csrf_input }}` with both."""
    return {"csrf_input": FormKeys(request)}


def environment(**options: Any) -> Environment:
    """The Jinja2 environment Django asks for."""
    options["autoescape"] = True
    options.setdefault("extensions", []).extend(["jinja2.ext.i18n", "jinja2.ext.do"])
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - autoescape is set above
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=url, format_date=format_date, format_moment=format_moment)
    env.globals.update(today=clock.today)
    env.globals.update({name: import_string(path) for name, path in settings.SAMSYN_JINJA_GLOBALS.items()})
    env.filters.update(date=format_date, last_day=format_last_day, moment=format_moment, filesizeformat=filesizeformat)
    env.filters.update(long_day=format_long_day, long_moment=format_long_moment)
    return env
