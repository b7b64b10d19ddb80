"""The narrow layout's left part: a slim column a lane, with room for bars side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.journey.timeline import style
from samsyn.journey.timeline.frame import EDGE
from samsyn.journey.timeline.happening import Happening
from samsyn.journey.timeline.job import Job
from samsyn.journey.timeline.shapes import Box, LaneBox, Rect, Text
from samsyn.journey.timeline.words import shorten, width_of

SUB = 12  # a bar and its space
LEAST, MOST = 18, 160  # a column, all columns
NAME_SIZE, NAME_ROOM = 12, 156


@dataclass(frozen=True)
class Columns:
    lefts: tuple[int, ...]
    widths: tuple[int, ...]
    places: dict[str, int]  # a bar's key: which of the lane's bars side by side
    head: int  # height of the turned names

    @property
    def right(self) -> int:
        return self.lefts[-1] + self.widths[-1] if self.lefts else 0

    def x(self, lane: int, key: str = "") -> int:
        """The middle of a bar's place, or of the lane's first place."""
        room = self.widths[lane]
        fits = max(room // SUB, 1)
        place = min(self.places.get(key, 0), fits - 1)
        return self.lefts[lane] + (room - fits * SUB) // 2 + place * SUB + SUB // 2


def make_columns(job: Job, shown: Sequence[Happening]) -> Columns:
    places: dict[str, int] = {}
    counts = [1] * len(job.lanes)
    for lane in range(len(job.lanes)):
        counts[lane] = _side_by_side(job, [h for h in shown if job.lane_of(h) == lane], places)
    least = LEAST if len(counts) * LEAST <= MOST else max(MOST // max(len(counts), 1), 6)
    widths = [max(count * SUB + 4, least) for count in counts]
    while sum(widths) > MOST and max(widths) > least:
        widest = widths.index(max(widths))
        widths[widest] = max(widths[widest] - SUB, least)
    lefts = [sum(widths[:lane]) for lane in range(len(widths))]
    wide = max((width_of(lane.short or lane.label, NAME_SIZE, True) for lane in job.lanes), default=0)
    head = min(wide, NAME_ROOM) + 10 if least >= LEAST else 6
    return Columns(tuple(lefts), tuple(widths), places, head)


def _side_by_side(job: Job, happenings: Sequence[Happening], places: dict[str, int]) -> int:
    """Gives each period the first place that is free when it starts; returns how many are needed."""
    ends: list[int] = []
    for happening in happenings:
        if happening.is_moment or job.is_whole_gap(happening):
            continue
        last = happening.ends_on or max(job.today, happening.starts_on)
        end = job.ends_on.toordinal() if job.order_only else last.toordinal()
        start = happening.starts_on.toordinal()
        place = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[place : place + 1] = [end]
        places[happening.key] = place
    return max(len(ends), 1)


def column_boxes(job: Job, columns: Columns, height: int) -> tuple[LaneBox, ...]:
    boxes = []
    for place, lane in enumerate(job.lanes):
        tone = style.tone_of(lane.tone)
        x, wide = columns.lefts[place], columns.widths[place]
        bar = Rect(x + 1, columns.head, wide - 2, 4, "sw-lane-bar", style.ink_of(tone))
        name = _name(lane.short or lane.label, x + wide // 2, columns.head) if columns.head > EDGE else ()
        boxes.append(LaneBox(lane.key, f"sw-tone-{tone}", "", Box(x, 0, wide, height), bar, name))
    return tuple(boxes)


def _name(label: str, x: int, head: int) -> tuple[Text, ...]:
    words = shorten(label, NAME_ROOM, NAME_SIZE, True)
    long = width_of(words, NAME_SIZE, True)
    y = head - 5
    box = Box(x - 8, y - long, 16, long)
    return (Text(x + 4, y, words, "sw-lane-name", box, NAME_SIZE, True, turn=f"rotate(-90 {x + 4} {y})"),)


def shading(columns: Columns, height: int) -> tuple[Rect, ...]:
    pairs = list(zip(columns.lefts, columns.widths, strict=True))[::2]
    return tuple(
        Rect(x, columns.head + 4, wide, height - columns.head - 4, "sw-zebra", style.ZEBRA)
        for x, wide in pairs
    )
