"""Step moves as a picture: a line of time for each area, with which way each of the two saw each move. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.basis.code_list import queries as codes
from samsyn.journey.progress.models import StepMove

WIDTH, LEFT, RIGHT = 360, 94, 352
NAME, TRACK, AFTER, TOP, FOOT = 20, 26, 12, 8, 26
# Up, down, aside and none: told by form, about 14 units across.
FORMS = {
    "forward": "m0 -8l8 14h-16z", "back": "m0 8l8 -14h-16z", "sideways": "m0 -8l8 8l-8 8l-8 -8z",
    "none": "m-8 -3h16v6h-16z",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One judgement of one move: whose, which way, where."""

    rater: str
    direction: str
    x: int
    y: int
    words: str

    @property
    def path(self) -> str:
        """The form of its direction."""
        return f"M{self.x} {self.y}{FORMS[self.direction]}"


@dataclass(frozen=True, slots=True)
class Area:
    """An area with a track for each of the two."""

    name: str
    y: int
    tracks: tuple[int, int]
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All areas on one line of time."""

    areas: list[Area]
    days: list[tuple[int, dt.date, str]]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT


def drawing(moves: Iterable[StepMove]) -> Drawing | None:
    """Where everything stands; nothing for no moves."""
    rows = sorted(moves, key=lambda move: move.on)
    if not rows:
        return None
    first, last = rows[0].on, rows[-1].on
    span = max((last - first).days, 1)

    def at(day: dt.date) -> int:
        return LEFT + 12 + round((day - first).days * (RIGHT - LEFT - 24) / span)

    areas, y = [], TOP
    for code in dict.fromkeys(move.area for move in rows):
        tracks = (y + NAME + TRACK // 2, y + NAME + TRACK // 2 + TRACK)
        of_area = [move for move in rows if move.area == code]
        marks = [mark for move in of_area for mark in _marks(move, at(move.on), tracks)]
        areas.append(Area(area_words(code), y, tracks, marks))
        y = tracks[1] + TRACK // 2 + AFTER
    ends = [(at(first), first, "start")] + ([(at(last), last, "end")] if last > first else [])
    return Drawing(areas, ends, y + FOOT)


def area_words(code: str) -> str:
    """What an area is called."""
    return codes.words("assessment_area", code) if code else _("Utan område")


def _marks(move: StepMove, x: int, tracks: tuple[int, int]) -> list[Mark]:
    sides = (
        ("person", move.by_person, move.get_by_person_display()),
        ("staff", move.by_caseworker, move.get_by_caseworker_display()),
    )
    return [
        Mark(rater, direction, x, y, f"{move.on}: {said}")
        for (rater, direction, said), y in zip(sides, tracks, strict=True) if direction
    ]  # fmt: skip
