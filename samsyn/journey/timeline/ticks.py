"""Where a date lies across the picture, and the scale above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from samsyn.journey.timeline.happening import Happening
from samsyn.journey.timeline.words import Texts, width_of

AXIS_SIZE = 12
MONTH_STEPS = (1, 2, 3, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50)
DAYS_OF_MONTH = 30.44
LEAST_BAR = 6
ROOM_AFTER = 110  # for the words of the last step


class Cell(NamedTuple):
    x0: int
    x1: int
    words: str


class TimeScale:
    """Days to pixels, clamped to the window."""

    def __init__(self, starts_on: date, ends_on: date, left: int, right: int) -> None:
        self.starts_on, self.ends_on, self.left, self.right = starts_on, ends_on, left, right
        self._first = starts_on.toordinal()
        self.per_day = (right - left) / max(ends_on.toordinal() - self._first, 1)

    def x(self, day: date) -> int:
        x = self.left + round((day.toordinal() - self._first) * self.per_day)
        return min(max(x, self.left), self.right)

    def today_x(self, today: date) -> int | None:
        return self.x(today) if self.starts_on <= today <= self.ends_on else None

    def span(self, happening: Happening, today: date) -> tuple[int, int]:
        x0 = self.x(happening.starts_on)
        if happening.is_moment:
            return x0, x0
        x0 = min(x0, self.right - LEAST_BAR)
        if happening.ends_on is None:
            return x0, min(max(self.x(today), x0) + 26, self.right)
        return x0, max(self.x(happening.ends_on), x0 + LEAST_BAR)

    def clipped(self, happening: Happening) -> tuple[bool, bool]:
        ends_on = happening.ends_on
        return happening.starts_on < self.starts_on, ends_on is not None and ends_on > self.ends_on


class OrderScale(TimeScale):
    """Places in an order to columns of one width; dates only gave the order."""

    def __init__(self, happenings: Sequence[Happening], left: int, right: int) -> None:
        super().__init__(date.min, date.max, left, right)
        self._places = {happening.key: place for place, happening in enumerate(happenings)}
        self.column = (right - left - ROOM_AFTER) / max(len(happenings), 1)

    def today_x(self, today: date) -> int | None:
        return None

    def number(self, happening: Happening) -> int:
        return self._places[happening.key] + 1

    def span(self, happening: Happening, today: date) -> tuple[int, int]:
        middle = self.left + round((self._places[happening.key] + 0.5) * self.column)
        if happening.ongoing:
            return middle - 12, max(self.right, middle + 12)
        return middle, middle

    def clipped(self, happening: Happening) -> tuple[bool, bool]:
        return False, False

    def cells(self) -> list[Cell]:
        edges = [self.left + round(place * self.column) for place in range(len(self._places) + 1)]
        return [Cell(x0, x1, str(n)) for n, (x0, x1) in enumerate(zip(edges, edges[1:], strict=False), 1)]


def axis(scale: TimeScale, texts: Texts) -> tuple[list[Cell], list[Cell]]:
    """The upper (years or months) and the lower (months or weeks) cells of the scale."""
    week = max(width_of(texts.week(scale.starts_on), AXIS_SIZE), width_of("W 52", AXIS_SIZE)) + 10
    if scale.per_day * 7 >= week:
        return _cells(scale, _months(scale, 1), texts, "month_year"), _cells(
            scale, _weeks(scale), texts, "week"
        )
    widest = max(width_of(texts.month(date(2001, month, 1)), AXIS_SIZE) for month in range(1, 13)) + 8
    per_month = scale.per_day * DAYS_OF_MONTH
    step = next((step for step in MONTH_STEPS if per_month * step >= widest), None)
    if step:
        lower = _cells(scale, _months(scale, step), texts, "month")
        return _cells(scale, _months(scale, 12), texts, "year"), lower
    years = next((step for step in YEAR_STEPS if per_month * 12 * step >= 44), YEAR_STEPS[-1])
    return [], _cells(scale, _months(scale, 12 * years), texts, "year")


def _months(scale: TimeScale, step: int) -> Iterator[date]:
    """First days of every `step`-th month, the first one on or before the start."""
    months = scale.starts_on.year * 12 + scale.starts_on.month - 1
    months = max(months - months % step, 12)
    while (day := date(months // 12, months % 12 + 1, 1)) < scale.ends_on:
        yield day
        months += step
        if months > 9999 * 12 + 11:
            return


def _weeks(scale: TimeScale) -> Iterator[date]:
    day = scale.starts_on - timedelta(days=scale.starts_on.weekday())
    while day < scale.ends_on:
        yield day
        day += timedelta(days=7)


def _cells(scale: TimeScale, starts: Iterator[date], texts: Texts, form: str) -> list[Cell]:
    days = list(starts)
    edges = [scale.x(day) for day in days] + [scale.right]
    cells = []
    for day, x0, x1 in zip(days, edges, edges[1:], strict=False):
        room = x1 - x0 - 6
        words = next((w for w in _words(day, texts, form) if width_of(w, AXIS_SIZE) <= room), "")
        if x1 > x0:
            cells.append(Cell(x0, x1, words))
    return cells


def _words(day: date, texts: Texts, form: str) -> tuple[str, ...]:
    if form == "year":
        return (str(day.year),)
    if form == "month_year":
        return (texts.month_year(day), texts.month(day))
    return (texts.month(day) if form == "month" else texts.week(day),)
