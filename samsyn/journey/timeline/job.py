"""What a layout needs, ordered once: lanes with the extra ones, happenings in reading order, the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from samsyn.journey.timeline.happening import LIVELIHOOD, OTHER, Gap, Happening, Lane, ends_soon
from samsyn.journey.timeline.shapes import Row
from samsyn.journey.timeline.style import tone_of
from samsyn.journey.timeline.table import Teller
from samsyn.journey.timeline.words import Texts

GAP = "gap"
BEFORE = 45  # days of livelihood shown before the first other happening


@dataclass(frozen=True)
class Job:
    id: str
    lanes: tuple[Lane, ...]  # livelihood first, when there is any
    happenings: tuple[Happening, ...]  # gaps among them, in reading order
    today: date
    starts_on: date
    ends_on: date
    width: int
    order_only: bool
    texts: Texts
    teller: Teller

    @cached_property
    def index(self) -> dict[str, int]:
        return {lane.key: place for place, lane in enumerate(self.lanes)}

    @cached_property
    def number(self) -> dict[str, int]:
        return {happening.key: place for place, happening in enumerate(self.happenings, 1)}

    @property
    def first_lane(self) -> int:
        return 1 if self.lanes and self.lanes[0].key == LIVELIHOOD else 0

    def lane_of(self, happening: Happening) -> int:
        key = LIVELIHOOD if happening.kind == LIVELIHOOD else happening.lane
        return self.index.get(key, len(self.lanes) - 1)

    def lanes_of(self, happening: Happening) -> tuple[int, ...]:
        others = happening.joint_lanes if happening.kind != LIVELIHOOD else ()
        places = {self.lane_of(happening), *(self.index.get(key, len(self.lanes) - 1) for key in others)}
        return tuple(sorted(places))

    def tone(self, happening: Happening) -> str:
        if happening.kind in (GAP, LIVELIHOOD):
            return tone_of(happening.kind)
        return tone_of(self.lanes[self.lane_of(happening)].tone)

    def is_whole_gap(self, happening: Happening) -> bool:
        return happening.kind == GAP and not happening.lane

    def anchor(self, happening: Happening) -> str:
        return f"{self.id}-row-{self.number[happening.key]}"

    def rows(self) -> tuple[Row, ...]:
        return tuple(self.teller.row(h, n, self.anchor(h)) for n, h in enumerate(self.happenings, 1))


def make_job(
    picture_id: str,
    lanes: Sequence[Lane],
    happenings: Sequence[Happening],
    gaps: Sequence[Gap],
    today: date,
    window: tuple[date | None, date | None],
    width: int,
    order_only: bool,
    texts: Texts,
) -> Job:
    every = [*happenings, *([] if order_only else _gap_happenings(gaps, texts))]
    starts_on, ends_on = window if order_only else _seen_window(every, today, window)
    first, last = starts_on or date.min, ends_on or date.max
    if not order_only:
        every = [h for h in every if _touches(h, first, last)]
    known = _lanes(lanes, every, texts)
    index = {lane.key: place for place, lane in enumerate(known)}
    late = (lambda h: h.state == "late") if order_only else (lambda h: False)
    every.sort(key=lambda h: (late(h), h.starts_on, index.get(h.lane, len(index)), h.key))
    teller = Teller({lane.key: lane.label for lane in known}, texts, today, order_only)
    return Job(picture_id, known, tuple(every), today, first, last, width, order_only, texts, teller)


def _gap_happenings(gaps: Sequence[Gap], texts: Texts) -> list[Happening]:
    found = []
    for number, gap in enumerate(gaps, 1):
        days = (gap.ends_on - gap.starts_on).days
        key = f"gap-{number}"
        # A gap of one day is still a stretch: it is drawn with an edge, never as a moment.
        ends_on = max(gap.ends_on, gap.starts_on + timedelta(days=2))
        found.append(Happening(key, GAP, gap.lane or "", texts.gap(days), gap.starts_on, ends_on))
    return found


def _lanes(lanes: Sequence[Lane], happenings: Sequence[Happening], texts: Texts) -> tuple[Lane, ...]:
    known = {lane.key for lane in lanes}
    out = list(lanes)
    if LIVELIHOOD not in known and any(LIVELIHOOD in (h.kind, h.lane) for h in happenings):
        out.insert(0, Lane(LIVELIHOOD, texts.livelihood, tone=LIVELIHOOD))
    placed = (h for h in happenings if h.kind != LIVELIHOOD and (h.lane or h.kind != GAP))
    used = {key for h in placed for key in h.lanes}
    if used - known - {LIVELIHOOD}:
        out.append(Lane(OTHER, texts.other_lane))
    return tuple(out)


def _touches(happening: Happening, first: date, last: date) -> bool:
    if happening.starts_on > last:
        return False
    if happening.is_moment:
        return happening.starts_on >= first
    return happening.ends_on is None or happening.ends_on > first


def _seen_window(
    happenings: Sequence[Happening], today: date, window: tuple[date | None, date | None]
) -> tuple[date, date]:
    """The given window, or from the first to the last with today in it and room for the last words."""
    starts_on, ends_on = window
    first = starts_on or _first_of_interest(happenings, today)
    last = ends_on or max((today, *(h.ends_on or h.starts_on for h in happenings)))
    span = max((last - first).days, 28)
    if ends_on is None:
        soon = any(ends_soon(h, today) is not None for h in happenings)
        last = _moved(last, round(span * (0.16 if soon else 0.12)))
    if starts_on is None:
        first = _moved(first, -round(span * 0.01))
    return first, max(last, _moved(first, 7))


def _first_of_interest(happenings: Sequence[Happening], today: date) -> date:
    """The first happening; years of the same livelihood before it are cut to its last weeks."""
    ways = [h.starts_on for h in happenings if h.kind != LIVELIHOOD]
    bands = [h for h in happenings if h.kind == LIVELIHOOD]
    first = min(ways) if ways else min((today, *(h.starts_on for h in bands)))
    return min((today, first, *(_seen_from(h, first) for h in bands)))


def _seen_from(band: Happening, first: date) -> date:
    """The whole of it, or its last weeks before `first`."""
    if band.is_moment:
        return band.starts_on
    return max(band.starts_on, _moved(min(first, band.ends_on or first), -BEFORE))


def _moved(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 400), date.max.toordinal() - 400))
