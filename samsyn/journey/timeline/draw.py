"""Draws the wide layout: places become shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from samsyn.journey.timeline import marks, style
from samsyn.journey.timeline.frame import (
    EDGE,
    LEFT,
    ROW,
    STRIP_ROW,
    Frame,
    axis_words,
    lane_boxes,
    rules,
    today_lines,
    today_pill,
    zebra,
)
from samsyn.journey.timeline.happening import Happening
from samsyn.journey.timeline.job import GAP, Job
from samsyn.journey.timeline.legend import legend
from samsyn.journey.timeline.links import Link, StripPlace
from samsyn.journey.timeline.rows import Entry, Item, Placed, extent
from samsyn.journey.timeline.shapes import Box, Line, Path, Picture, Rect, Shape, Text, Touch
from samsyn.journey.timeline.table import safe
from samsyn.journey.timeline.ticks import TimeScale
from samsyn.journey.timeline.words import width_of

FOOT_ROW = 24
TILE = 64


@dataclass
class Sheet:
    """All places, and the drawing as it grows."""

    job: Job
    scale: TimeScale
    frame: Frame
    links: list[Link]
    lanes: list[list[Placed]]
    strip: list[StripPlace]
    shapes: list[Shape] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    hatched: list[Box] = field(default_factory=list)
    dots: dict[str, list[Touch]] = field(default_factory=dict)
    own: dict[str, Touch] = field(default_factory=dict)


def draw(sheet: Sheet) -> Picture:
    job, frame = sheet.job, sheet.frame
    height = _draw_whole_gaps(sheet)
    _draw_lanes(sheet)
    _draw_links(sheet)
    told = ("sw-joint-words", "sw-badge")
    joint = [text.box for shape in sheet.shapes for text in shape.texts if text.css in told]
    pill = today_pill(job, frame)
    hatched = [Rect(*box, "sw-gap-back", style.hatch_of(job.id)) for box in sheet.hatched]
    return Picture(
        id=job.id,
        layout="wide",
        title=job.texts.title,
        width=job.width,
        height=height,
        lanes=lane_boxes(job, frame),
        back=(*zebra(frame), *hatched),
        lines=(*rules(job, frame), *broken(sheet.lines, sheet.shapes)),
        shapes=in_order(job, sheet.shapes),
        front=today_lines(frame, joint),
        plates=(pill[0],) if pill else (),
        words=(*axis_words(job, frame), *((pill[1],) if pill else ())),
        rows=job.rows(),
        legend=legend(job),
    )


def in_order(job: Job, shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """Time, then lane: the order of the happenings themselves."""
    return tuple(sorted(shapes, key=lambda shape: job.number[shape.keys[0]]))


def make_shape(
    job: Job,
    entry: Entry,
    box: Box,
    paths: Sequence[Path],
    texts: Sequence[Text],
    touches: Sequence[Touch] = (),
) -> Shape:
    first = entry[0]
    tone = job.tone(first)
    several = len(entry) > 1
    return Shape(
        keys=tuple(happening.key for happening in entry),
        title=job.teller.title(entry, job.number[first.key]),
        css=style.css_of(first, tone),
        look=style.look_of(tone),
        lane=job.lanes[job.lane_of(first)].key if not job.is_whole_gap(first) else "",
        box=box,
        href=f"#{job.anchor(first)}" if several else safe(first.href),
        rects=(Rect(*box, "sw-hit", style.HIT),),
        paths=tuple(paths),
        texts=tuple(texts),
        touches=tuple(touches),
    )


def broken(lines: Sequence[Line], shapes: Sequence[Shape]) -> list[Line]:
    """Connectors with a break wherever words stand in their way."""
    boxes: dict[int, list[Box]] = {}
    for shape in shapes:
        for text in shape.texts:
            for tile in range((text.box.x - 2) // TILE, (text.box.right + 2) // TILE + 1):
                boxes.setdefault(tile, []).append(text.box)
    out = []
    for line in lines:
        y = line.y1
        near = (box for box in boxes.get(line.x1 // TILE, ()) if box.x - 2 <= line.x1 <= box.right + 2)
        for box in sorted(near, key=lambda box: box.y):
            if box.bottom > y and box.y < line.y2:
                out += [line._replace(y1=y, y2=box.y)] if box.y > y else []
                y = box.bottom
        out += [line._replace(y1=y)] if y < line.y2 else []
    return out


def plates(texts: Sequence[Text]) -> list[Path]:
    """White behind words that would else stand on hatching."""
    boxes = [text.box for text in texts]
    return [
        Path(style.block(box.x - 2, box.y, box.right + 2, box.bottom), "sw-plate", style.PLATE)
        for box in boxes
    ]


def _draw_lanes(sheet: Sheet) -> None:
    for lane, placed in enumerate(sheet.lanes):
        for one in placed:
            y = sheet.frame.row_y(lane, one.row)
            key = one.item.entry[0].key
            middle = (one.item.x0 + one.item.x1) // 2
            if one.item.dot:
                sheet.dots.setdefault(key, []).append(Touch(lane, middle, y))
            else:
                sheet.own[key] = Touch(lane, one.item.x0 if one.item.bar else middle, y)
                _draw_one(sheet, one, y)


def _draw_one(sheet: Sheet, placed: Placed, y: int) -> None:
    item, job = placed.item, sheet.job
    left, right = extent(item, placed.spots)
    middle = (item.x0 + item.x1) // 2
    paths = marks.bar(job, sheet.scale, item, y) if item.bar else marks.moment(job, item, middle, y)
    texts = marks.placed_texts(placed, y)
    beside = [text for text in texts if text.box.right <= item.x0 or text.box.x >= item.x1]
    if item.entry[0].kind == GAP and not beside:
        paths = (*paths, *plates(texts))
    else:
        hidden = [text for text in beside if any(text.box.meets(box) for box in sheet.hatched)]
        paths = (*plates(hidden), *paths)
    sheet.shapes.append(make_shape(job, item.entry, Box(left, y - ROW // 2, right - left, ROW), paths, texts))


def _draw_links(sheet: Sheet) -> None:
    """Connectors behind, dots in front; words of joint moments in the strip."""
    rows = {place.link.entry[0].key: place for place in sheet.strip}
    for link in sheet.links:
        key = link.entry[0].key
        dots = sheet.dots.get(key, [])
        if link.strip:
            start = sheet.frame.strip_y(rows[key].row)
            sheet.shapes.append(_strip_shape(sheet, rows[key], start, dots))
            ys = [start, *(dot.y for dot in dots)]
        else:
            ys = [sheet.own[key].y, *(dot.y for dot in dots)]
            _add_dots(sheet, link, dots)
        look = style.TOUCHED if link.thin else style.JOINT
        css = "sw-touch" if link.thin else "sw-joint"
        sheet.lines.append(Line(link.x, min(ys), link.x, max(ys), css, look))


def _strip_shape(sheet: Sheet, place: StripPlace, y: int, dots: Sequence[Touch]) -> Shape:
    job, link, first = sheet.job, place.link, place.link.entry[0]
    badge = str(len(link.entry)) if len(link.entry) > 1 else ""
    if job.order_only:
        badge = str(job.number[first.key])
    half = marks.HALF_BADGE if badge else marks.HALF_MARK
    item = Item(link.entry, link.x - half, link.x + half, badge=badge)
    paths = [*marks.moment(job, item, link.x, y), *(marks.dot(first, x, at) for _, x, at in dots)]
    texts = [*marks.badge_text(item, link.x, y)]
    if place.spot:
        texts.append(marks.spot_text(place.spot, y, "sw-joint-words"))
    right = place.spot.right if place.spot else item.x1
    box = Box(item.x0, y - STRIP_ROW // 2, right - item.x0, STRIP_ROW)
    return make_shape(job, link.entry, box, paths, texts, dots)


def _add_dots(sheet: Sheet, link: Link, dots: Sequence[Touch]) -> None:
    """Gives the dots in other lanes to the shape of the bar or marker they belong to."""
    first = link.entry[0]
    at = next(n for n, shape in enumerate(sheet.shapes) if first.key in shape.keys)
    shape = sheet.shapes[at]
    found = tuple(marks.dot(first, x, y) for _, x, y in dots)
    touches = (sheet.own[first.key], *dots)
    sheet.shapes[at] = replace(shape, paths=(*shape.paths, *found), touches=touches)


def _draw_whole_gaps(sheet: Sheet) -> int:
    """Gaps of the whole person: hatched through all lanes, their words below. Returns the whole height."""
    job, frame = sheet.job, sheet.frame
    top = frame.lanes_top(job)
    ends: list[int] = []
    for happening in filter(job.is_whole_gap, job.happenings):
        x0, x1 = sheet.scale.span(happening, job.today)
        sheet.hatched.append(Box(x0, top, x1 - x0, frame.bottom - top))
        wide = width_of(happening.label, bold=True)
        left = min(max((x0 + x1 - wide) // 2, LEFT - 8), job.width - EDGE - wide)
        row = next((n for n, end in enumerate(ends) if end <= min(left, x0)), len(ends))
        ends[row : row + 1] = [max(left + wide, x1) + 8]
        sheet.shapes.append(_gap_shape(job, happening, (x0, x1), (left, wide), frame.bottom + row * FOOT_ROW))
    return frame.bottom + len(ends) * FOOT_ROW + 10


def _gap_shape(
    job: Job, happening: Happening, span: tuple[int, int], words: tuple[int, int], y: int
) -> Shape:
    x0, x1 = span
    left, wide = words
    box = Box(left, y + 8, wide, marks.LETTERS)
    text = Text(left, y + 21, happening.label, "sw-gap-words", box, 13, True)
    bracket = Path(f"M{x0} {y + 2}v4H{x1}v-4", "sw-edge", style.BARE)
    hit = Box(min(x0, left), y, max(x1, left + wide) - min(x0, left), FOOT_ROW + 2)
    return make_shape(job, (happening,), hit, (bracket,), (text,))
