"""One clock: every moment and every day in Samsyn is asked for here, so a test can set it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_set_moment: ContextVar[dt.datetime | None] = ContextVar("set_moment", default=None)


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return _set_moment.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in Europe/Stockholm."""
    return now().astimezone(STOCKHOLM).date()


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment as a Stockholm wall clock shows it."""
    return moment.astimezone(STOCKHOLM)


def start_of(day: dt.date) -> dt.datetime:
    """The moment a day begins in Stockholm (periods are half-open: [start, end))."""
    return dt.datetime.combine(day, dt.time(), tzinfo=STOCKHOLM).astimezone(dt.UTC)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month some months on, or the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(
        dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), first_of_next - dt.timedelta(days=1)
    )


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Let the clock stand at `moment` (a day means noon) within the block."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(12), tzinfo=STOCKHOLM)
    token = _set_moment.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _set_moment.reset(token)
