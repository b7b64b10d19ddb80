"""The wide layout: time to the right, a lane a row. Here it is decided where everything goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from samsyn.journey.timeline import marks
from samsyn.journey.timeline.draw import Sheet, draw
from samsyn.journey.timeline.frame import EDGE, LEFT, make_frame
from samsyn.journey.timeline.happening import Happening
from samsyn.journey.timeline.job import Job
from samsyn.journey.timeline.links import Link, joined, lines_by_lane, strip
from samsyn.journey.timeline.rows import Entry, Item, Placed, Room, pack, row_count
from samsyn.journey.timeline.shapes import Picture
from samsyn.journey.timeline.ticks import OrderScale, TimeScale


def wide_picture(job: Job) -> Picture:
    scale = _scale(job)
    links = _links(job, scale)
    lanes = _pack_lanes(job, scale, links)
    joint = [link for link in links if link.strip]
    places = strip(joint, lambda link: _words(job, link.entry), _half(job, joint), job.width - 6)
    rows = max((place.row for place in places), default=-1) + 1
    frame = make_frame(job, scale, [row_count(placed) for placed in lanes], rows)
    return draw(Sheet(job, scale, frame, links, lanes, places))


def _scale(job: Job) -> TimeScale:
    right = job.width - EDGE
    if job.order_only:
        return OrderScale(job.happenings, LEFT, right)
    return TimeScale(job.starts_on, job.ends_on, LEFT, right)


def _words(job: Job, entry: Entry) -> str:
    if len(entry) > 1:
        return job.teller.group(entry)
    waiting = job.teller.waiting(entry[0])
    what = job.teller.what(entry[0])
    return f"{what}, {waiting}" if waiting else what


def _badge(job: Job, entry: Entry) -> str:
    if len(entry) > 1:
        return str(len(entry))
    return str(job.number[entry[0].key]) if job.order_only else ""


def _half(job: Job, links: Sequence[Link]) -> int:
    badges = job.order_only or any(len(link.entry) > 1 for link in links)
    return marks.HALF_BADGE if badges else marks.HALF_MARK


def _in_strip(job: Job, happening: Happening) -> bool:
    return happening.is_moment and happening.joint


def _links(job: Job, scale: TimeScale) -> list[Link]:
    """Connectors: joint moments in the strip at their day, sorted; then those of bars."""
    several = [h for h in job.happenings if len(job.lanes_of(h)) > 1]
    place = partial(_place, job, scale)
    moments = sorted(((h,) for h in several if _in_strip(job, h)), key=lambda entry: (place(entry), entry[0].key))
    links = [
        Link(entry, place(entry), tuple(sorted({lane for h in entry for lane in job.lanes_of(h)})), True)
        for entry in (moments if job.order_only else joined(moments, place))
    ]
    for happening in several:
        if not _in_strip(job, happening):
            x0, x1 = scale.span(happening, job.today)
            links.append(Link((happening,), x0, job.lanes_of(happening), False))
    return links


def _place(job: Job, scale: TimeScale, entry: Entry) -> int:
    return scale.span(entry[0], job.today)[0]


def _middle(job: Job, scale: TimeScale, entry: Entry) -> int:
    first, last = (scale.span(happening, job.today)[0] for happening in (entry[0], entry[-1]))
    return (first + last) // 2


def _pack_lanes(job: Job, scale: TimeScale, links: Sequence[Link]) -> list[list[Placed]]:
    entries: list[list[Entry]] = [[] for _ in job.lanes]
    dots: list[list[Item]] = [[] for _ in job.lanes]
    linked = {h.key for link in links if link.strip for h in link.entry}
    for happening in job.happenings:
        if happening.key not in linked and not job.is_whole_gap(happening):
            entries[job.lane_of(happening)].append((happening,))
    for link in links:
        own = -1 if link.strip else job.lane_of(link.entry[0])
        for lane in link.lanes:
            if lane != own:
                dots[lane].append(Item(link.entry, link.x - 6, link.x + 6, dot=True))
    today = scale.today_x(job.today)
    packed = []
    make = partial(_item, job, scale)
    for lane, passing in enumerate(lines_by_lane(links, len(job.lanes), job.first_lane)):
        lines = tuple(passing if today is None else sorted((*passing, today)))
        room = Room(LEFT - 8, job.width - 6, today, lines)
        packed.append(pack(entries[lane], make, room, dots[lane], gathering=not job.order_only))
    return packed


def _item(job: Job, scale: TimeScale, entry: Entry) -> Item:
    x0, x1 = scale.span(entry[0], job.today)
    words, badge = _words(job, entry), _badge(job, entry)
    if x1 > x0:
        number = f"{badge} " if badge else ""
        reach = 7 if entry[0].state == "declined" or any(scale.clipped(entry[0])) else 0
        return Item(entry, x0, x1, True, number + words, job.teller.soon(entry[0]), reach=reach)
    x, half = _middle(job, scale, entry), marks.HALF_BADGE if badge else marks.HALF_MARK
    return Item(entry, x - half, x + half, False, words, badge=badge)
