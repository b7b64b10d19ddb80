"""Draws one thing: a bar with what has passed of it, or the marker of a moment."""

from __future__ import annotations

from samsyn.journey.timeline import style
from samsyn.journey.timeline.happening import Happening, ends_soon
from samsyn.journey.timeline.job import GAP, Job
from samsyn.journey.timeline.rows import Item, Placed, Spot
from samsyn.journey.timeline.shapes import Box, Path, Text
from samsyn.journey.timeline.ticks import TimeScale

HALF_BAR = 11
HALF_MARK = 7
HALF_BADGE = 10
LETTERS = 18  # the height words keep for themselves


def bar(job: Job, scale: TimeScale, item: Item, y: int) -> tuple[Path, ...]:
    happening, tone = item.entry[0], job.tone(item.entry[0])
    x0, x1, y0, y1 = item.x0, item.x1, y - HALF_BAR, y + HALF_BAR
    if happening.kind == GAP:
        return (Path(style.block(x0, y0, x1, y1), "sw-gap", style.hatch_of(job.id)),)
    edge = style.outline(x0, y0, x1, y1, ending_of(happening))
    paths = [Path(edge, "sw-rest", style.REST)]
    if x_past := _past_until(job, scale, item):
        height = 2 * HALF_BAR * min(max(happening.extent or 100, 12), 100) // 100
        end = min(x_past, x1 - 8 if happening.ends_on is None else x1)
        whole = edge if end == x1 and height == 2 * HALF_BAR else style.block(x0, y1 - height, end, y1)
        paths.append(Path(whole, "sw-past", style.NO_EDGE))
    paths.append(Path(edge, f"sw-edge sw-edge-{edge_of(happening)}", _edge_look(happening)))
    paths += _endings(job, scale, item, y, tone)
    return tuple(paths)


def ending_of(happening: Happening) -> str:
    if happening.state == "interrupted":
        return "torn"
    return "arrow" if happening.ends_on is None else "square"


def edge_of(happening: Happening) -> str:
    if happening.is_waiting:
        return "waiting"
    return "declined" if happening.state == "declined" else "whole"


def _edge_look(happening: Happening) -> str:
    return {"waiting": style.DASHED, "declined": style.THIN, "whole": style.BARE}[edge_of(happening)]


def _past_until(job: Job, scale: TimeScale, item: Item) -> int:
    """The x up to which a bar is filled: what has been; 0 when nothing has."""
    happening = item.entry[0]
    if happening.is_waiting or happening.state in ("planned", "declined"):
        return 0
    if job.order_only or happening.state in ("done", "interrupted"):
        return item.x1
    if happening.starts_on > job.today:
        return 0
    return min(max(scale.x(job.today), item.x0), item.x1)


def _endings(job: Job, scale: TimeScale, item: Item, y: int, tone: str) -> list[Path]:
    happening = item.entry[0]
    ink = style.ink_of(tone)
    cut_left, cut_right = scale.clipped(happening)
    paths = []
    if cut_left:
        paths.append(Path(f"M{item.x0 - 2} {y - 5}l-6 5l6 5z", "sw-solid", ink))
    if cut_right:
        paths.append(Path(f"M{item.x1 + 2} {y - 5}l6 5l-6 5z", "sw-solid", ink))
    if happening.state == "declined":
        paths.append(Path(style.strike(item.x1, y), "sw-strike", style.BARE))
    if not job.order_only and ends_soon(happening, job.today) is not None:
        cap = style.block(item.x1 - 5, y - HALF_BAR - 2, item.x1, y + HALF_BAR + 2)
        paths.append(Path(cap, "sw-solid sw-soon", ink))
    return paths


def moment(job: Job, item: Item, x: int, y: int) -> tuple[Path, ...]:
    happening, tone = item.entry[0], job.tone(item.entry[0])
    hollow = happening.state in style.HOLLOW and not item.badge
    look = style.WHITE if hollow or item.badge else style.ink_of(tone)
    form = style.circle(x, y, HALF_BADGE) if item.badge else style.marker(happening.kind, x, y)
    paths = (Path(form, "sw-mark sw-hollow" if hollow or item.badge else "sw-mark sw-solid", look),)
    if happening.state == "declined" and len(item.entry) == 1:
        return (*paths, Path(style.strike(x, y, 8), "sw-strike", style.BARE))
    return paths


def dot(happening: Happening, x: int, y: int) -> Path:
    """Where a connector meets a lane taking part."""
    if not happening.joint:
        return Path(style.circle(x, y, 4), "sw-touched", style.WHITE)
    hollow = happening.state in style.HOLLOW
    return Path(
        style.circle(x, y, 6), "sw-dot sw-hollow" if hollow else "sw-dot", style.WHITE if hollow else ""
    )


def badge_text(item: Item, x: int, y: int) -> tuple[Text, ...]:
    if not item.badge:
        return ()
    box = Box(x - HALF_BADGE + 1, y - HALF_BADGE + 2, 2 * HALF_BADGE - 2, 2 * HALF_BADGE - 4)
    size = 11 if len(item.badge) < 3 else 8
    return (Text(x, y + (4 if size == 11 else 3), item.badge, "sw-badge", box, size, True, "middle"),)


def spot_text(spot: Spot, y: int, css: str = "sw-label") -> Text:
    box = Box(spot.x, y - LETTERS // 2, spot.w, LETTERS)
    x = spot.right if spot.anchor == "end" else spot.x
    return Text(x, y + 5, spot.words, css, box, 13, spot.bold, spot.anchor)


def placed_texts(placed: Placed, y: int) -> tuple[Text, ...]:
    item = placed.item
    badge = () if item.bar else badge_text(item, (item.x0 + item.x1) // 2, y)
    return (*badge, *(spot_text(spot, y) for spot in placed.spots))
