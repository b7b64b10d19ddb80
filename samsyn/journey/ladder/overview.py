"""Every area of a method with its modules: where the person and the staff see them, and what has changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.basis.method import words
from samsyn.basis.method.content import Ladder
from samsyn.basis.method.schema import Method
from samsyn.journey.ladder.models import Rating
from samsyn.journey.ladder.scales import Parts, Scale, Sheet, scales, sheets
from samsyn.journey.ladder.steps import RATERS, Steps, days, first, latest

FEW = 14
FIRST, NOTHING = "first", "none"
ARROWS = {1: "↑", -1: "↓", 0: "="}


@dataclass(frozen=True, slots=True)
class Side:
    """How one of the two sees a module, now and before."""

    now: int | None
    before: int | None = None
    on: dt.date | None = None

    @property
    def moved(self) -> int:
        """How many steps, up or down."""
        return self.now - self.before if self.now is not None and self.before is not None else 0

    @property
    def arrow(self) -> str:
        """Up, down or alike, with how many steps; nothing where there is nothing to compare."""
        if self.now is None or self.before is None:
            return ""
        sign = (self.moved > 0) - (self.moved < 0)
        return f"{ARROWS[sign]}{abs(self.moved) or ''}"


@dataclass(frozen=True, slots=True)
class Line:
    """A module with both sides."""

    scale: Scale
    sides: dict[str, Side]

    @property
    def gap(self) -> int:
        """How many steps apart the two see it."""
        person, staff = (self.sides[rater].now for rater in RATERS)
        return abs(person - staff) if person is not None and staff is not None else 0

    @property
    def is_rated(self) -> bool:
        """Whether anybody has set a step."""
        return any(side.now is not None for side in self.sides.values())

    @property
    def on(self) -> dt.date | None:
        """The last day it was rated."""
        return max((side.on for side in self.sides.values() if side.on), default=None)


@dataclass(frozen=True, slots=True)
class Area:
    """A ladder: the modules that were rated, or all where they are few; the rest by name."""

    ladder: Ladder
    lines: list[Line]
    rest: list[Line]
    sheets: list[Sheet]

    @property
    def name(self) -> str:
        """In the language of the page."""
        return words.say(self.ladder.name)

    @property
    def is_rated(self) -> bool:
        """Whether anything of it is."""
        return any(line.is_rated for line in self.lines)

    @property
    def apart(self) -> list[Line]:
        """Modules that the two see differently, the widest gap first."""
        return sorted((line for line in self.lines if line.gap), key=lambda line: -line.gap)


@dataclass(frozen=True, slots=True)
class Compared:
    """Between which days.

    `since` is a day, `first` (the first step of each module) or `none`; `until` None is now.
    """

    since: dt.date | str = NOTHING
    until: dt.date | None = None


def compared(found: Sequence[Rating], since: str, until: str) -> Compared:
    """What an address asks for; without anything the first is compared with now, once there are two days."""
    known = {day.isoformat(): day for day in days(found)}
    chosen: dt.date | str = known.get(since) or (since if since in (FIRST, NOTHING) else "")
    return Compared(chosen or (FIRST if len(known) > 1 else NOTHING), known.get(until))


def areas(method: Method, found: Sequence[Rating], parts: Parts, over: Compared) -> list[Area]:
    """Every area of the method."""
    now, before = latest(found, over.until), _before(found, over)
    return [_area(ladder, scales(ladder, parts), now, before) for ladder in method.ladders]


def _before(found: Sequence[Rating], over: Compared) -> Steps:
    if over.since == NOTHING:
        return {}
    return latest(found, over.since) if isinstance(over.since, dt.date) else first(found)


def _area(ladder: Ladder, known: Sequence[Scale], now: Steps, before: Steps) -> Area:
    lines = [line(scale, now, before) for scale in known]
    shown = lines if len(lines) <= FEW else [one for one in lines if one.is_rated]
    rest = [] if len(lines) <= FEW else [one for one in lines if not one.is_rated]
    return Area(ladder, shown, rest, sheets(known, words.say(ladder.name)))


def line(scale: Scale, now: Steps, before: Steps) -> Line:
    """Both sides of one module."""
    return Line(scale, {rater: _side(scale, rater, now, before) for rater in RATERS})


def _side(scale: Scale, rater: str, now: Steps, before: Steps) -> Side:
    given, earlier = now.get((scale.id, rater)), before.get((scale.id, rater))
    most = len(scale.steps)

    def known(step: int | None) -> int | None:
        return step if step is not None and step <= most else None  # the text may have got fewer steps

    return Side(
        known(given.step) if given else None, known(earlier.step) if earlier else None, given.on if given else None
    )


def history(found: Sequence[Rating], module: str) -> list[tuple[Rating, Mapping[str, Any]]]:
    """Every rating of one module, oldest first."""
    return [(rating, rating.values[module]) for rating in found if module in rating.values]
