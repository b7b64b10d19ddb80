"""The overview of an area, and how one module has gone, as pictures. Pure: places on a canvas 360 units wide.

The person's step is a circle and the staff's a square, with the number inside; what was before is hollow. The way from
one to the other is hatched where they see it differently.
"""

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from samsyn.journey.ladder.overview import Line

WIDTH = 360
LEFT, RIGHT = 16, 282
LINE, TRACKS, BETWEEN = 18, 24, 26
LETTERS, LETTERS_BESIDE = 38, 26
CHART_HEIGHT, CHART_LEFT, CHART_RIGHT, CHART_TOP, CHART_FOOT = 210, 30, 346, 14, 30
EQUAL = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A step: whose, where, which number; where it stood before."""

    rater: str
    x: int
    y: int
    step: int
    before_x: int | None = None
    arrow: str = ""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A module: its name on lines, a track for each rater with marks, and the band between."""

    line: Line
    y: int
    names: list[str]
    tracks: list[int]
    ticks: list[int]
    spots: list[Spot]
    band: tuple[int, int, int, int] | None = None

    @property
    def name_ys(self) -> list[tuple[int, str]]:
        """Each line of the name with its base line."""
        return [(self.y + 14 + LINE * at, name) for at, name in enumerate(self.names)]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An area."""

    lines: list[DrawnLine]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT


def drawing(lines: Sequence[Line]) -> Drawing:
    """Where everything of an area stands."""
    drawn, y = [], 4
    for line in lines:
        one = _drawn(line, y)
        drawn.append(one)
        y = one.tracks[-1] + TRACKS
    return Drawing(drawn, y)


def _drawn(line: Line, y: int) -> DrawnLine:
    names = textwrap.wrap(
        line.scale.name, LETTERS_BESIDE if line.gap else LETTERS, max_lines=2, placeholder="…"
    )  # fmt: skip
    most = len(line.scale.steps)
    tracks = [y + LINE * len(names) + 14, y + LINE * len(names) + 14 + BETWEEN]
    spots = [
        Spot(rater, _x(side.now, most), track, side.now, _x(side.before, most) if side.moved else None, side.arrow)
        for (rater, side), track in zip(line.sides.items(), tracks, strict=True) if side.now is not None
    ]  # fmt: skip
    band = None
    if line.gap and len(spots) == EQUAL:
        left, right = sorted(spot.x for spot in spots)
        band = (left, tracks[0], right - left, BETWEEN)
    return DrawnLine(line, y, names, tracks, [_x(n, most) for n in range(1, most + 1)], spots, band)


def _x(step: int | None, most: int) -> int:
    return LEFT + 8 + round(((step or 1) - 1) * (RIGHT - LEFT - 16) / max(most - 1, 1))


@dataclass(frozen=True, slots=True)
class Chart:
    """How a module has gone: a line and its points for each rater, and the scales beside and below."""

    points: dict[str, list[Spot]]
    lines: dict[str, str]
    levels: list[tuple[int, int]]
    days: list[tuple[int, dt.date, str]] = field(default_factory=list)
    width: int = WIDTH
    height: int = CHART_HEIGHT
    left: int = CHART_LEFT
    right: int = CHART_RIGHT


def chart(found: Sequence[tuple[dt.date, dict[str, Any]]], most: int) -> Chart:
    """Days with the step of each rater, oldest first; what was not judged leaves the line out."""
    began, ended = found[0][0], found[-1][0]
    span = max((ended - began).days, 1)
    low, high = CHART_HEIGHT - CHART_FOOT, CHART_TOP

    def at(day: dt.date) -> int:
        return CHART_LEFT + 14 + round((day - began).days * (CHART_RIGHT - CHART_LEFT - 28) / span)

    def level(step: int) -> int:
        return low - round((step - 1) * (low - high) / max(most - 1, 1))

    points: dict[str, list[Spot]] = {}
    for day, given in found:
        for rater, step in given.items():
            if step is not None:
                points.setdefault(rater, []).append(Spot(rater, at(day), level(step), step))
    lines = {rater: "M" + " L".join(f"{one.x} {one.y}" for one in spots) for rater, spots in points.items()}
    ends = [(at(began), began, "start")] + ([(at(ended), ended, "end")] if ended > began else [])
    return Chart(points, lines, [(level(n), n) for n in range(1, most + 1)], ends)
