"""Bars on the server: where each stands, for a picture that a page, print and PDF draw alike.

Places across are percent of the width, so one drawing serves every screen with letters of their own size; places
down are pixels. Each bar says its number beside it and has its own pattern, so colour says nothing alone.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_LETTERS, MOST_LINES = 32, 3
WORDS, BAR, BETWEEN, GROUP = 17, 20, 5, 14
NARROWEST_PICTURE, LETTER = 290, 7.6
PATTERNS = ("plain", "hatched", "dotted", "hollow")


@dataclass(frozen=True)
class Value:
    """What one bar is to show: `share` of the widest (0–1), the words beside it, and where it may truly lie."""

    share: float | None
    words: str
    low: float | None = None
    high: float | None = None
    series: int = 0


@dataclass(frozen=True)
class Drawn:
    """One bar: its place and pattern. `low`, `high`: the ends of its interval, in percent of the width."""

    y: int
    wide: float
    words: str
    css: str
    low: float | None = None
    high: float | None = None

    @property
    def after(self) -> float:
        """Where the words begin: after the bar, and after its interval."""
        return round(max(self.wide, self.high or 0.0), 2)


@dataclass(frozen=True)
class Group:
    """The bars of one thing, under its words."""

    words: list[tuple[int, str]]
    bars: list[Drawn]


@dataclass(frozen=True)
class Bars:
    """A picture of bars. `key`: what each pattern stands for, when there are several."""

    groups: list[Group]
    height: int
    key: list[tuple[str, str]] = field(default_factory=list)


def bars(rows: Sequence[tuple[str, Sequence[Value]]], *, key: Sequence[str] = ()) -> Bars:
    """A group a row, in their order. The longest bar, or interval, is as wide as there is room for."""
    most = max((max(v.share or 0.0, v.high or 0.0) for _, values in rows for v in values), default=0.0) or 1.0
    groups, y, per = [], 4, _room(rows) / most
    for words, values in rows:
        group, y = _group(words, values, y, per)
        groups.append(group)
    named = [(PATTERNS[at % len(PATTERNS)], words) for at, words in enumerate(key)]
    return Bars(groups, y, named if len(named) > 1 else [])


def _room(rows: Sequence[tuple[str, Sequence[Value]]]) -> float:
    """Percent of the width that the longest bar may take, so that the longest number has room beside it on a phone."""
    longest = max((len(value.words) for _, values in rows for value in values), default=0)
    return max(20.0, round(100 - 100 * (longest * LETTER + 12) / NARROWEST_PICTURE, 1))


def _group(words: str, values: Sequence[Value], y: int, per: float) -> tuple[Group, int]:
    lines = textwrap.wrap(words, MOST_LETTERS, max_lines=MOST_LINES, placeholder="…") or [""]
    said = [(y + 13 + WORDS * at, line) for at, line in enumerate(lines)]
    y += WORDS * len(lines) + 3
    drawn = []
    for value in values:
        drawn.append(_bar(value, y, per))
        y += BAR + BETWEEN
    return Group(said, drawn), y + GROUP - BETWEEN


def _bar(value: Value, y: int, per: float) -> Drawn:
    low, high = (None if end is None else round(end * per, 2) for end in (value.low, value.high))
    pattern = PATTERNS[value.series % len(PATTERNS)]
    return Drawn(y, round((value.share or 0.0) * per, 2), value.words, pattern, low, high)
