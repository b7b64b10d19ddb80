"""The words of the picture: how wide they are, how they are shortened, and the texts passed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil

# Widths in 1/100 em of a wide sans serif, so that narrower typefaces always fit.
_GROUPS = {
    30: "'ijlIJ", 34: " ,.·’/:;\\|", 36: "f", 40: "-()[]t", 42: "!r", 46: '"', 50: "*_`–§°", 54: "?sz”",
    56: "Lc", 58: "Fk", 60: "vxy", 62: "PTYaeoåäöéø", 64: "0123456789$ESbdghnpqu{}üÉ", 66: "K",
    70: "ABCRVXZÅÄ", 76: "UHN", 78: "&DG", 80: "OQÖ", 82: "w", 84: "#+<=>^~×→←", 88: "M", 98: "m½",
    101: "@Wæ—…", 108: "%",
}  # fmt: skip
_EM = {char: width for width, chars in _GROUPS.items() for char in chars}
_UNKNOWN = 110
_BOLD = 1.17
ELLIPSIS = "…"


@dataclass(frozen=True)
class Texts:
    """Every word in picture, table and legend. Callables take what varies and give finished words."""

    title: str
    empty: str
    today: str
    joint: str
    livelihood: str
    other_lane: str
    all_lanes: str
    order: str  # heading of the numbers above the columns of an order-only picture
    gap_word: str
    soon_word: str
    as_table: str
    legend: str
    when: str
    who: str
    what: str
    state: str
    together: str
    several: str  # of different kinds
    kinds: Mapping[str, str]
    states: Mapping[str, str]
    gap: Callable[[int], str]  # days
    waiting: Callable[[int], str]  # days
    ends_in: Callable[[int], str]  # days
    group: Callable[[int, str], str]  # how many, kind
    extent: Callable[[str, int], str]  # label, per cent
    day: Callable[[date], str]
    period: Callable[[date, date | None], str]  # first and last day, both included; None while ongoing
    month: Callable[[date], str]  # short, for the axis
    month_year: Callable[[date], str]  # long, for headings
    week: Callable[[date], str]

    def kind(self, key: str) -> str:
        return self.kinds.get(key, key)

    def state_word(self, key: str) -> str:
        return self.states.get(key, key)


@lru_cache(maxsize=8192)
def width_of(words: str, size: int = 13, bold: bool = False) -> int:
    """A width in pixels that the drawn words do not exceed."""
    hundredths = sum(_EM.get(char, _UNKNOWN) for char in words)
    return ceil(hundredths * size * (_BOLD if bold else 1.0) / 100) + 1


@lru_cache(maxsize=8192)
def shorten(words: str, room: int, size: int = 13, bold: bool = False) -> str:
    """The words if they fit, else as many letters as fit and "…"; nothing when under three letters fit."""
    if width_of(words, size, bold) <= room:
        return words
    scale = size * (_BOLD if bold else 1.0) / 100
    left = (room - 1) / scale - _EM[ELLIPSIS]
    for count, char in enumerate(words):
        left -= _EM.get(char, _UNKNOWN)
        if left < 0:
            return words[:count].rstrip(" ,.–-·") + ELLIPSIS if count >= 3 else ""
    return words


def wrap(words: str, room: int, lines: int, size: int = 13, bold: bool = False) -> list[str]:
    """At most `lines` lines, broken between words; what is left over shortens the last line."""
    out: list[str] = []
    rest = words.split()
    while rest and len(out) < lines - 1:
        line = rest.pop(0)
        while rest and width_of(f"{line} {rest[0]}", size, bold) <= room:
            line = f"{line} {rest.pop(0)}"
        out.append(shorten(line, room, size, bold))
    if rest:
        out.append(shorten(" ".join(rest), room, size, bold))
    return out
