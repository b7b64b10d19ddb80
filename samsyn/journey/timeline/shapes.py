"""What comes out: plain shapes with whole-number coordinates, ready for a template that only loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


class Rect(NamedTuple):
    x: int
    y: int
    w: int
    h: int
    css: str
    look: str = ""  # extra presentation attributes, chosen from style.py


class Touch(NamedTuple):
    lane: int
    x: int
    y: int


class Line(NamedTuple):
    x1: int
    y1: int
    x2: int
    y2: int
    css: str
    look: str = ""


class Path(NamedTuple):
    d: str
    css: str
    look: str = ""


class Text(NamedTuple):
    x: int
    y: int  # baseline
    words: str
    css: str
    box: Box  # the room it keeps for itself
    size: int = 13
    bold: bool = False
    anchor: str = "start"
    turn: str = ""  # a transform, for the headings of narrow columns


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing that can be read, and followed when it has an address."""

    keys: tuple[str, ...]  # the happenings it stands for; several when moments were gathered
    title: str  # the full words
    css: str
    look: str
    lane: str
    box: Box  # where it can be pressed
    href: str | None = None
    rects: tuple[Rect, ...] = ()
    paths: tuple[Path, ...] = ()
    texts: tuple[Text, ...] = ()
    touches: tuple[Touch, ...] = ()  # where its connector meets its lanes


@dataclass(frozen=True, slots=True)
class LaneBox:
    key: str
    css: str
    look: str
    box: Box
    bar: Rect
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the same thing in words."""

    key: str
    anchor: str
    when: str
    who: str
    what: str
    state: str
    together: str
    detail: str = ""
    href: str | None = None


class LegendEntry(NamedTuple):
    words: str
    css: str
    look: str
    rects: tuple[Rect, ...]
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    id: str
    layout: str  # wide or narrow
    title: str
    width: int
    height: int
    lanes: tuple[LaneBox, ...] = ()
    back: tuple[Rect, ...] = ()  # zebra, hatched gaps
    lines: tuple[Line, ...] = ()  # behind the shapes: lane rules, connectors
    shapes: tuple[Shape, ...] = ()  # in reading order: time, then lane
    front: tuple[Line, ...] = ()  # today
    plates: tuple[Rect, ...] = ()  # behind words that stand by themselves
    words: tuple[Text, ...] = ()  # axis, today, headings
    rows: tuple[Row, ...] = ()
    legend: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """The same happenings twice, for wide and for narrow screens, with one table."""

    id: str
    title: str
    wide: Picture
    narrow: Picture
    rows: tuple[Row, ...]
    legend: tuple[LegendEntry, ...]
