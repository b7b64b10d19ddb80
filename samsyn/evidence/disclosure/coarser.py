"""A quasi-identifier made coarser step by step: numbers in spans, days as years and decades, the rest left out."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

ALL = "*"
SPANS = (5, 10, 20, 50, 100)
Step = tuple[str, Callable[[Any], Any]]


@dataclass(frozen=True)
class Ladder:
    """The steps of one column and which of them it stands on; the last leaves the value out."""

    steps: tuple[Step, ...]
    level: int = 0

    @property
    def can_rise(self) -> bool:
        """Whether it can be made coarser."""
        return self.level < len(self.steps) - 1

    @property
    def said(self) -> str:
        """What its values are now: as_is, span_5 …, year, decade or left_out."""
        return self.steps[self.level][0]

    def risen(self) -> "Ladder":
        """One step coarser."""
        return replace(self, level=self.level + 1)

    def at(self, value: Any) -> Any:
        """The value on this step; a missing one stays missing until all are left out."""
        if value is None and self.said != "left_out":
            return None
        return self.steps[self.level][1](value)


def ladder(values: Sequence[Any]) -> Ladder:
    """The steps that fit a column's values.

    >>> one = ladder(["31", "38", None])
    >>> one.risen().at("31"), one.risen().risen().at("38"), one.risen().said
    ('30-34', '30-39', 'span_5')
    """
    there = [one for one in values if one is not None]
    kept: Step = ("as_is", lambda value: value)
    gone: Step = ("left_out", lambda value: ALL)
    if there and all(_number(one) is not None for one in there):
        return Ladder((kept, *((f"span_{span}", _span(span)) for span in SPANS), gone))
    if there and all(_day(one) for one in there):
        return Ladder((kept, ("year", lambda value: _day(value)[:4]), ("decade", _decade), gone))
    return Ladder((kept, gone))


def _span(span: int) -> Callable[[Any], str]:
    def spanned(value: Any) -> str:
        low = math.floor((_number(value) or 0) / span) * span
        return f"{low}-{low + span - 1}"

    return spanned


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return ""


def _decade(value: Any) -> str:
    return f"{_day(value)[:3]}0-{_day(value)[:3]}9"
