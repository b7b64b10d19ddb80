"""What several lanes do together: connectors, and the strip above the lanes where their words stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from samsyn.journey.timeline.rows import Entry, Spot
from samsyn.journey.timeline.words import shorten, width_of

STRIP_ROWS = 4
MANY_LINKS = 14
APART, APART_BADGES = 15, 21
LEAST_ROOM = 44


class Link(NamedTuple):
    entry: Entry
    x: int
    lanes: tuple[int, ...]  # sorted, more than one
    strip: bool  # words in the strip; else beside its bar or marker in its own lane

    @property
    def thin(self) -> bool:
        return not self.entry[0].joint


class StripPlace(NamedTuple):
    link: Link
    row: int
    spot: Spot | None


def joined(moments: Sequence[Entry], place: Callable[[Entry], int]) -> list[Entry]:
    """Moments so near each other that their marks would meet become one entry, at the day of its first.

    `moments` are in the order of time. Nothing is moved from its day; what is gathered stands in the table.
    """
    for apart in (APART, APART_BADGES, *(APART_BADGES << n for n in range(1, 6))):
        entries: list[Entry] = []
        for moment in moments:
            if entries and place(moment) - place(entries[-1]) < apart:
                entries[-1] += moment
            else:
                entries.append(moment)
        has_badges = len(entries) < len(moments)
        if len(entries) <= MANY_LINKS and (not has_badges or apart > APART):
            break
    return entries


def strip(links: Sequence[Link], words: Callable[[Link], str], half: int, right: int) -> list[StripPlace]:
    """Rows for the words of joint moments, from the right: a line never passes another's words.

    A line starts in its own row and goes down, so words may only pass over lines of lower rows.
    """
    places: list[StripPlace] = []
    for link in reversed(links):
        row, most = _best_row(link, places, width_of(words(link)), half, right)
        short = shorten(words(link), most) if most >= LEAST_ROOM else ""
        spot = Spot(link.x + half + 5, width_of(short), short) if short else None
        places.append(StripPlace(link, row, spot))
    places.reverse()
    return _from_top(places)


def _best_row(link: Link, later: Sequence[StripPlace], wide: int, half: int, right: int) -> tuple[int, int]:
    """The lowest row (counted from below) with room for the words, else the roomiest; and the room."""
    ends = [right] * STRIP_ROWS
    for place in reversed(later):
        for row in range(place.row + 1):
            ends[row] = min(ends[row], place.link.x - half - 4)
        if place.link.x > link.x + wide + 2 * (half + 5):
            break
    room = [end - (link.x + half + 5) for end in ends]
    fits = next((row for row in range(STRIP_ROWS) if room[row] >= wide), None)
    if fits is not None:
        return fits, room[fits]
    most = max(room)
    return (room.index(most) if most >= LEAST_ROOM else 0), most


def _from_top(places: Sequence[StripPlace]) -> list[StripPlace]:
    used = max((place.row for place in places), default=0)
    return [place._replace(row=used - place.row) for place in places]


def lines_by_lane(links: Sequence[Link], lanes: int, first: int) -> list[list[int]]:
    """The x of every connector that passes through a lane, sorted; its last lane it only enters."""
    passing: list[list[int]] = [[] for _ in range(lanes)]
    for link in links:
        if not link.thin:
            top = first if link.strip else link.lanes[0]
            for lane in range(top, link.lanes[-1] + (0 if link.strip else 1)):
                passing[lane].append(link.x)
    return [sorted(xs) for xs in passing]
