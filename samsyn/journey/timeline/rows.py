"""Where the words of one lane go, and which row each thing gets, so that nothing meets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from samsyn.journey.timeline.happening import Happening
from samsyn.journey.timeline.words import shorten, width_of

Entry = tuple[Happening, ...]  # one happening, or moments of one kind and month gathered

SPACE = 5  # between a thing and its words
CLEAR = 4  # between words and a line
LEAST_ROOM = 44
LEAST_TARGET = 24
MANY_ROWS = 10
DOT_ROOM = 15
WIDEST = 9999
FEW_LINES = 7


class Item(NamedTuple):
    entry: Entry
    x0: int
    x1: int
    bar: bool = False
    words: str = ""
    tail: str = ""  # what must be said beside: ends soon
    badge: str = ""
    dot: bool = False  # another lane's joint happening, seen in this lane
    reach: int = 0  # what sticks out at the end: a strike, a cut


class Spot(NamedTuple):
    """Words and the room they keep."""

    x: int
    w: int
    words: str
    anchor: str = "start"
    bold: bool = False

    @property
    def right(self) -> int:
        return self.x + self.w


class Placed(NamedTuple):
    item: Item
    row: int
    spots: tuple[Spot, ...]


class Room(NamedTuple):
    """What words may use: the edges, today's line (never crossed), connectors (a few broken if need be)."""

    left: int
    right: int
    today: int | None
    lines: tuple[int, ...]  # sorted, today among them
    cap: int = WIDEST  # widest words beside a thing

    def across(self) -> Room | None:
        """The room when connectors may be broken; None where too many pass to be followed."""
        if len(self.lines) > FEW_LINES or self.cap < WIDEST:
            return None
        return self._replace(lines=() if self.today is None else (self.today,))

    def after(self, item: Item) -> tuple[int, int]:
        """Where words to the right begin, and how wide they may be."""
        at = bisect_left(self.lines, item.x1)
        end = self.lines[at] - CLEAR if at < len(self.lines) else self.right
        start = item.x1 + item.reach + SPACE
        return start, min(min(end, self.right) - start, self.cap)

    def before(self, item: Item) -> tuple[int, int]:
        """Where words to the left end, and how wide they may be."""
        at = bisect_right(self.lines, item.x0) - 1
        start = self.lines[at] + CLEAR if at >= 0 else self.left
        end = item.x0 - item.reach - SPACE
        return end, min(end - max(start, self.left), self.cap)

    def inside(self, item: Item) -> list[tuple[int, int]]:
        left, right = item.x0 + 6, item.x1 - 8
        if self.today is None or not left - CLEAR < self.today < right + CLEAR:
            return [(left, right - left)]
        return [(left, self.today - CLEAR - left), (self.today + CLEAR, right - self.today - CLEAR)]


def spots_of(item: Item, room: Room) -> tuple[Spot, ...]:
    """Words in the bar, else to its right, else to its left, else shortened where most room is."""
    if not item.words:
        return ()
    if item.bar and (inside := _in_bar(item, room)):
        return inside
    words = f"{item.words} · {item.tail}" if item.tail else item.words
    if spot := _beside(item, words, room):
        return (spot,)
    return _shortened(item, room, words)


def _beside(item: Item, words: str, room: Room) -> Spot | None:
    wide = width_of(words)
    for attempt in filter(None, (room, room.across())):
        start, most = attempt.after(item)
        if wide <= most:
            return Spot(start, wide, words)
        end, most = attempt.before(item)
        if wide <= most:
            return Spot(end - wide, wide, words, "end")
    return None


def _in_bar(item: Item, room: Room) -> tuple[Spot, ...]:
    main = _inside(item, item.words, room)
    if main is None or not item.tail:
        return () if main is None else (main,)
    wide = width_of(item.tail, bold=True)
    for attempt in filter(None, (room, room.across())):
        start, most = attempt.after(item)
        if wide <= most:
            return main, Spot(start, wide, item.tail, bold=True)
    both = _inside(item, f"{item.words} · {item.tail}", room)
    return (both or main,)


def _inside(item: Item, words: str, room: Room) -> Spot | None:
    wide = width_of(words)
    start = next((x for x, most in room.inside(item) if wide <= most), None)
    return None if start is None else Spot(start, wide, words)


def _shortened(item: Item, room: Room, words: str) -> tuple[Spot, ...]:
    start, after = room.after(item)
    end, before = room.before(item)
    choices = [(after, start, "start"), (before, end, "end")]
    if item.bar:
        choices += [(most, x, "start") for x, most in room.inside(item)]
    most, x, anchor = max(choices, key=lambda choice: choice[0])
    short = shorten(words, most) if most >= LEAST_ROOM else ""
    if not short:
        return ()
    wide = width_of(short)
    return (Spot(x if anchor == "start" else x - wide, wide, short, anchor),)


def pack(
    entries: Sequence[Entry],
    make: Callable[[Entry], Item],
    room: Room,
    dots: Sequence[Item] = (),
    *,
    gathering: bool = True,
) -> list[Placed]:
    """Rows for a lane; when there are too many, gather moments, then give words less room, then none."""
    gathered = gather(entries) if gathering else entries
    tries = ((entries, WIDEST), (gathered, WIDEST), (gathered, 80), (gathered, 0))
    placed: list[Placed] = []
    for group, cap in tries:
        items = sorted(map(make, group), key=lambda item: (item.x0, item.x1, item.entry[0].key))
        placed = _fill(items, dots, room._replace(cap=cap))
        if row_count(placed) <= MANY_ROWS:
            break
    return placed


def _fill(items: Sequence[Item], dots: Sequence[Item], room: Room) -> list[Placed]:
    """Dots first, in the topmost rows, so that a connector's last lane stays free below them."""
    taken: list[list[int]] = []  # per row: the middles of its dots, sorted
    placed = []
    for dot in sorted(dots, key=lambda item: (item.x0, item.entry[0].key)):
        middle = (dot.x0 + dot.x1) // 2
        row = next((n for n, xs in enumerate(taken) if xs[-1] + DOT_ROOM <= middle), len(taken))
        taken[row : row + 1] = [[*taken[row], middle] if row < len(taken) else [middle]]
        placed.append(Placed(dot, row, ()))
    ends = [0] * len(taken)
    for item in items:
        spots = spots_of(item, room)
        left, right = extent(item, spots)
        free = (n for n, end in enumerate(ends) if end <= left and _no_dot(taken, n, left, right))
        row = next(free, len(ends))
        ends[row : row + 1] = [right + 6]
        placed.append(Placed(item, row, spots))
    return placed


def _no_dot(taken: Sequence[Sequence[int]], row: int, left: int, right: int) -> bool:
    if row >= len(taken):
        return True
    at = bisect_left(taken[row], left - DOT_ROOM // 2)
    return at == len(taken[row]) or taken[row][at] > right + DOT_ROOM // 2


def extent(item: Item, spots: tuple[Spot, ...]) -> tuple[int, int]:
    """From where to where an item takes its row, never less than can be pressed."""
    middle = (item.x0 + item.x1) // 2
    left = min(item.x0 - item.reach, middle - LEAST_TARGET // 2, *(spot.x for spot in spots))
    right = max(item.x1 + item.reach, middle + LEAST_TARGET // 2, *(spot.right for spot in spots))
    return left, right


def row_count(placed: Sequence[Placed]) -> int:
    return max((one.row for one in placed), default=-1) + 1


def gather(entries: Sequence[Entry]) -> list[Entry]:
    """Moments of one kind and one month become one entry; everything else stays."""
    groups: dict[object, list[Happening]] = defaultdict(list)
    for entry in entries:
        for happening in entry:
            groups[_group_key(happening)].append(happening)
    return [tuple(group) for group in groups.values()]


def _group_key(happening: Happening) -> object:
    own_connector = not happening.joint and happening.joint_lanes
    if not happening.is_moment or own_connector:
        return happening.key
    day = happening.starts_on
    return happening.lane, happening.kind, frozenset(happening.joint_lanes), day.year, day.month
