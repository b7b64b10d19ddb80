"""The frame of the wide layout: how high everything is, the scale, the lanes' names, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.journey.timeline import style
from samsyn.journey.timeline.happening import Lane
from samsyn.journey.timeline.job import Job
from samsyn.journey.timeline.shapes import Box, LaneBox, Line, Rect, Text
from samsyn.journey.timeline.ticks import AXIS_SIZE, Cell, OrderScale, TimeScale, axis
from samsyn.journey.timeline.words import width_of, wrap

LEFT, EDGE = 248, 4
ROW, STRIP_ROW, PAD = 28, 26, 7
AXIS_ROW, PILL_ROW = 20, 26
NAME_SIZE, SUB_SIZE = 14, 12
NAME_X, NAME_ROOM = EDGE + 12, LEFT - EDGE - 26


@dataclass(frozen=True)
class Frame:
    upper: tuple[Cell, ...]
    lower: tuple[Cell, ...]
    names: tuple[tuple[str, ...], ...]
    tops: tuple[int, ...]
    heights: tuple[int, ...]
    strip_top: int
    strip_height: int
    today_x: int | None

    def row_y(self, lane: int, row: int) -> int:
        return self.tops[lane] + PAD + row * ROW + ROW // 2

    def strip_y(self, row: int) -> int:
        return self.strip_top + PAD + row * STRIP_ROW + STRIP_ROW // 2

    @property
    def axis_bottom(self) -> int:
        return 8 + AXIS_ROW * (2 if self.upper else 1)

    @property
    def top(self) -> int:
        return self.axis_bottom + (PILL_ROW if self.today_x is not None else 4)

    @property
    def bottom(self) -> int:
        return self.tops[-1] + self.heights[-1] if self.tops else self.top

    def lanes_top(self, job: Job) -> int:
        return self.tops[job.first_lane] if len(self.tops) > job.first_lane else self.bottom


def make_frame(job: Job, scale: TimeScale, rows: Sequence[int], strip_rows: int) -> Frame:
    upper, lower = ([], scale.cells()) if isinstance(scale, OrderScale) else axis(scale, job.texts)
    names = tuple(tuple(wrap(lane.label, NAME_ROOM, 2, NAME_SIZE, True)) for lane in job.lanes)
    heights = tuple(
        max(count * ROW + 2 * PAD, 18 * len(name) + (16 if lane.sub_label else 0) + 2 * PAD)
        for lane, name, count in zip(job.lanes, names, rows, strict=True)
    )
    today_x = scale.today_x(job.today)
    strip_height = strip_rows * STRIP_ROW + 2 * PAD if strip_rows else 0
    y = 8 + AXIS_ROW * (2 if upper else 1) + (PILL_ROW if today_x is not None else 4)
    tops, strip_top = [], y
    for place, height in enumerate(heights):
        if place == job.first_lane:
            strip_top, y = y, y + strip_height
        tops.append(y)
        y += height
    return Frame(tuple(upper), tuple(lower), names, tuple(tops), heights, strip_top, strip_height, today_x)


def lane_boxes(job: Job, frame: Frame) -> tuple[LaneBox, ...]:
    boxes = []
    for lane, name, top, height in zip(job.lanes, frame.names, frame.tops, frame.heights, strict=True):
        tone = style.tone_of(lane.tone)
        bar = Rect(EDGE, top + PAD, 4, height - 2 * PAD, "sw-lane-bar", style.ink_of(tone))
        box = Box(0, top, job.width, height)
        boxes.append(LaneBox(lane.key, f"sw-tone-{tone}", "", box, bar, _names(lane, name, top)))
    return tuple(boxes)


def _names(lane: Lane, name: Sequence[str], top: int) -> tuple[Text, ...]:
    texts = [
        _text(line, NAME_X, top + PAD + 18 * place, NAME_SIZE, "sw-lane-name", True)
        for place, line in enumerate(name)
    ]
    if lane.sub_label:
        sub = wrap(lane.sub_label, NAME_ROOM, 1, SUB_SIZE)[0]
        texts.append(_text(sub, NAME_X, top + PAD + 18 * len(name), SUB_SIZE, "sw-lane-sub", False))
    return tuple(texts)


def _text(words: str, x: int, top: int, size: int, css: str, bold: bool) -> Text:
    return Text(x, top + size - 1, words, css, Box(x, top, width_of(words, size, bold), size + 2), size, bold)


def zebra(frame: Frame) -> tuple[Rect, ...]:
    top = frame.axis_bottom - AXIS_ROW
    height = frame.bottom - top
    return tuple(
        Rect(cell.x0, top, cell.x1 - cell.x0, height, "sw-zebra", style.ZEBRA) for cell in frame.lower[::2]
    )


def rules(job: Job, frame: Frame) -> list[Line]:
    edges = [frame.top, *(top + height for top, height in zip(frame.tops, frame.heights, strict=True))]
    if frame.strip_height:
        edges.append(frame.strip_top + frame.strip_height)
    return [Line(EDGE, y, job.width - EDGE, y, "sw-rule", style.RULE) for y in sorted(set(edges))]


def axis_words(job: Job, frame: Frame) -> list[Text]:
    words = []
    for row, cells in enumerate(filter(None, (frame.upper, frame.lower))):
        for cell in cells:
            if cell.words:
                words.append(_text(cell.words, cell.x0 + 4, 10 + row * AXIS_ROW, AXIS_SIZE, "sw-tick", False))
    if job.order_only:
        heading = wrap(job.texts.order, NAME_ROOM, 1, AXIS_SIZE)
        words += [_text(line, NAME_X, 10, AXIS_SIZE, "sw-tick", False) for line in heading]
    if frame.strip_height:
        name = wrap(job.texts.joint, NAME_ROOM, 1, NAME_SIZE, True)
        words += [
            _text(line, NAME_X, frame.strip_top + PAD, NAME_SIZE, "sw-lane-name", True) for line in name
        ]
    return words


def today_pill(job: Job, frame: Frame) -> tuple[Rect, Text] | None:
    x = frame.today_x
    if x is None:
        return None
    words = f"{job.texts.today} {job.texts.day(job.today)}"
    wide = width_of(words, 12, True)
    left = min(max(x - wide // 2 - 8, LEFT - 8), job.width - wide - 20)
    top = frame.axis_bottom + 2
    box = Box(left + 8, top + 2, wide, 16)
    return (
        Rect(left, top, wide + 16, 20, "sw-pill", style.PILL),
        Text(left + 8 + wide // 2, top + 14, words, "sw-pill-words", box, 12, True, "middle"),
    )


def today_lines(frame: Frame, joint: Sequence[Box]) -> tuple[Line, ...]:
    """Today through everything, broken where the words or the number of joint moments stand."""
    x = frame.today_x
    if x is None:
        return ()
    breaks = sorted((box.y, box.bottom) for box in joint if box.x - 3 <= x <= box.right + 3)
    top, lines = frame.axis_bottom + 22, []
    for start, end in breaks:
        if start > top:
            lines.append(Line(x, top, x, start, "sw-today", style.TODAY))
        top = max(top, end)
    return (*lines, Line(x, top, x, frame.bottom, "sw-today", style.TODAY))
