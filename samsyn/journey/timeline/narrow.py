"""The narrow layout: time downwards, one entry below the other, the lanes as slim columns beside."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from samsyn.journey.timeline import down, style
from samsyn.journey.timeline.columns import Columns, column_boxes, make_columns, shading
from samsyn.journey.timeline.draw import make_shape
from samsyn.journey.timeline.job import GAP, Job
from samsyn.journey.timeline.legend import legend
from samsyn.journey.timeline.rows import Entry, gather
from samsyn.journey.timeline.shapes import Box, Line, Picture, Rect, Shape, Text
from samsyn.journey.timeline.words import width_of, wrap

SPACE = 8
LABEL_LINE, META_LINE = 18, 16
MONTH_ROW, TODAY_ROW = 32, 30
MANY = 60


@dataclass
class Scroll:
    """The drawing as it grows downwards."""

    job: Job
    columns: Columns
    entries: list[Entry]
    y: int
    tops: list[int] = field(default_factory=list)
    today_y: int | None = None
    words: list[Text] = field(default_factory=list)
    texts: list[tuple[Text, ...]] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.columns.right + SPACE

    @property
    def room(self) -> int:
        return self.job.width - self.left - 4


def narrow_picture(job: Job) -> Picture:
    entries: list[Entry] = [(happening,) for happening in job.happenings]
    if len(entries) > MANY and not job.order_only:
        entries = sorted(gather(entries), key=lambda entry: job.number[entry[0].key])
    columns = make_columns(job, [entry[0] for entry in entries])
    scroll = Scroll(job, columns, entries, columns.head + 10)
    _write(scroll)
    bottom = scroll.y + 14
    hatched, lines, shapes = _graph(scroll, bottom)
    pill, front = _today(scroll)
    return Picture(
        id=job.id,
        layout="narrow",
        title=job.texts.title,
        width=job.width,
        height=bottom + 6,
        lanes=column_boxes(job, columns, bottom),
        back=(*shading(columns, bottom), *hatched),
        lines=tuple(lines),
        shapes=tuple(shapes),
        front=front,
        plates=pill,
        words=tuple(scroll.words),
        rows=job.rows(),
        legend=legend(job),
    )


def _write(scroll: Scroll) -> None:
    """The text part decides the heights: months, entries, today where it belongs."""
    job, month = scroll.job, ""
    for entry in scroll.entries:
        first = entry[0]
        if scroll.today_y is None and not job.order_only and first.starts_on > job.today:
            _write_today(scroll)
        if not job.order_only and (heading := job.texts.month_year(first.starts_on)) != month:
            month = heading
            _add(scroll, wrap(month, scroll.room, 1, 13, True), 13, MONTH_ROW - 8, "sw-month")
            scroll.y += MONTH_ROW
        scroll.tops.append(scroll.y)
        _write_entry(scroll, entry)
    if scroll.today_y is None and not job.order_only and job.today <= job.ends_on:
        _write_today(scroll)


def _add(scroll: Scroll, lines: Sequence[str], size: int, baseline: int, css: str) -> None:
    for line in lines:
        scroll.words.append(_line(scroll, line, size, scroll.y + baseline, css, True))


def _line(scroll: Scroll, words: str, size: int, y: int, css: str, bold: bool) -> Text:
    box = Box(scroll.left, y - size, width_of(words, size, bold), size + 3)
    return Text(scroll.left, y, words, css, box, size, bold)


def _write_today(scroll: Scroll) -> None:
    job = scroll.job
    if not job.starts_on <= job.today <= job.ends_on:
        return
    words = wrap(f"{job.texts.today} {job.texts.day(job.today)}", scroll.room - 16, 1, 12, True)[0]
    y = scroll.y + 19
    box = Box(scroll.left + 8, y - 12, width_of(words, 12, True), 15)
    scroll.words.append(Text(scroll.left + 8, y, words, "sw-pill-words", box, 12, True))
    scroll.today_y = scroll.y + 15
    scroll.y += TODAY_ROW


def _write_entry(scroll: Scroll, entry: Entry) -> None:
    job, first = scroll.job, entry[0]
    teller, number = job.teller, job.number[first.key]
    what = teller.what(first)
    if len(entry) > 1:
        what = teller.group(entry)
    labels = wrap(f"{number} {what}" if job.order_only else what, scroll.room, 2, 14, True)
    when = "" if job.order_only or len(entry) > 1 else teller.when(first, number)
    together = teller.together(first)
    parts = (when, teller.news(first, number) if len(entry) == 1 else "", _who(teller.who(first), together))
    metas = wrap(" · ".join(filter(None, parts)), scroll.room, 3, 12)
    y, texts = scroll.y + 4, []
    for line in labels:
        texts.append(_line(scroll, line, 14, y + 14, "sw-label", True))
        y += LABEL_LINE
    for line in metas:
        texts.append(_line(scroll, line, 12, y + 12, "sw-meta", False))
        y += META_LINE
    scroll.texts.append(tuple(texts))
    scroll.y = max(y + 6, scroll.y + 30)


def _who(who: str, together: str) -> str:
    return f"{who}, {together}" if together else who


def _graph(scroll: Scroll, bottom: int) -> tuple[list[Rect], list[Line], list[Shape]]:
    job, columns = scroll.job, scroll.columns
    starts = [entry[0].starts_on for entry in scroll.entries]
    hatched, lines, shapes = [], [], []
    for place, entry in enumerate(scroll.entries):
        first, top = entry[0], scroll.tops[place]
        next_top = scroll.tops[place + 1] if place + 1 < len(scroll.tops) else bottom
        y = top + 14
        end = _end(scroll, entry, starts, bottom)
        box = Box(0, top, job.width, min(next_top - top, scroll.texts[place][-1].box.bottom - top + 4))
        paths, touches = down.drawn(job, columns, entry, y, max(end, y + 14), scroll.today_y)
        if job.is_whole_gap(first) and columns.lefts:
            left = columns.lefts[min(job.first_lane, len(columns.lefts) - 1)]
            area = (left, y - 8, columns.right - left, max(end, y + 14) - y + 8)
            hatched.append(Rect(*area, f"sw-{GAP}-back", style.hatch_of(job.id)))
        elif len(touches) > 1:
            xs = [touch.x for touch in touches]
            joint = ("sw-joint", style.JOINT) if first.joint else ("sw-touch", style.TOUCHED)
            lines.append(Line(min(xs), y, max(xs), y, *joint))
        shapes.append(make_shape(job, entry, box, paths, scroll.texts[place], touches))
    return hatched, lines, shapes


def _end(scroll: Scroll, entry: Entry, starts: Sequence[object], bottom: int) -> int:
    """How far down a period reaches: to the first entry that starts when it has ended."""
    first = entry[0]
    if first.is_moment:
        return 0
    if first.ends_on is None:
        reach = bottom if scroll.job.order_only or scroll.today_y is None else scroll.today_y + 12
        return min(reach, bottom)
    place = bisect_left(starts, first.ends_on)  # type: ignore[type-var]
    end = scroll.tops[place] if place < len(scroll.tops) else bottom
    today = scroll.today_y
    if today is None:
        return end
    return min(end, today - 4) if first.ends_on <= scroll.job.today else max(end, today + 14)


def _today(scroll: Scroll) -> tuple[tuple[Rect, ...], tuple[Line, ...]]:
    y = scroll.today_y
    if y is None:
        return (), ()
    words = next(text for text in scroll.words if text.css == "sw-pill-words")
    pill = Rect(scroll.left, y - 10, words.box.w + 16, 20, "sw-pill", style.PILL)
    return (pill,), (Line(0, y, scroll.left, y, "sw-today", style.TODAY),)
