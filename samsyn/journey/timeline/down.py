"""Draws one thing in the narrow layout's columns: bars downwards, markers and dots beside each other."""

from __future__ import annotations

from samsyn.journey.timeline import marks, style
from samsyn.journey.timeline.columns import Columns
from samsyn.journey.timeline.happening import Happening, ends_soon
from samsyn.journey.timeline.job import GAP, Job
from samsyn.journey.timeline.rows import Entry
from samsyn.journey.timeline.shapes import Path, Touch

HALF = 4


def drawn(
    job: Job, columns: Columns, entry: Entry, y: int, end: int, today_y: int | None
) -> tuple[tuple[Path, ...], tuple[Touch, ...]]:
    first = entry[0]
    if job.is_whole_gap(first):
        return (Path(f"M{columns.right - 3} {y - 8}h3V{end}h-3", "sw-edge", style.BARE),), ()
    own = job.lane_of(first)
    x = columns.x(own, first.key)
    paths = list(_moment(job, entry, x, y) if first.is_moment else _bar(job, first, x, (y - 8, end), today_y))
    lanes = job.lanes_of(first)
    paths += [marks.dot(first, columns.x(lane), y) for lane in lanes if lane != own]
    touches = tuple(Touch(lane, x if lane == own else columns.x(lane), y) for lane in lanes)
    return tuple(paths), touches if len(lanes) > 1 else ()


def _moment(job: Job, entry: Entry, x: int, y: int) -> tuple[Path, ...]:
    first = entry[0]
    tone = job.tone(first)
    hollow = first.state in style.HOLLOW and len(entry) == 1
    css, look = ("sw-mark sw-hollow", style.WHITE) if hollow else ("sw-mark sw-solid", style.ink_of(tone))
    paths = (Path(style.marker(first.kind, x, y), css, look),)
    if first.state == "declined" and len(entry) == 1:
        return (*paths, Path(style.strike(x, y, 8), "sw-strike", style.BARE))
    return paths


def _bar(job: Job, first: Happening, x: int, span: tuple[int, int], today_y: int | None) -> list[Path]:
    y0, y1 = span
    half = max(HALF * (first.extent or 100) // 100, 1) if first.extent else HALF
    if first.kind == GAP:
        return [Path(style.block(x - HALF, y0, x + HALF, y1), "sw-gap", style.hatch_of(job.id))]
    edge = _edge(x, y0, y1, marks.ending_of(first))
    paths = [Path(edge, "sw-rest", style.REST)]
    past = _past_until(job, first, y1, today_y)
    if past > y0:
        whole = edge if past == y1 and half == HALF else style.block(x - half, y0, x + half, min(past, y1))
        paths.append(Path(whole, "sw-past", style.NO_EDGE))
    kind = marks.edge_of(first)
    look = {"waiting": style.DASHED, "declined": style.THIN, "whole": style.BARE}[kind]
    paths.append(Path(edge, f"sw-edge sw-edge-{kind}", look))
    if first.state == "declined":
        paths.append(Path(style.strike(x, y1), "sw-strike", style.BARE))
    if not job.order_only and ends_soon(first, job.today) is not None:
        ink = style.ink_of(job.tone(first))
        paths.append(Path(style.block(x - HALF - 2, y1 - 4, x + HALF + 2, y1), "sw-solid sw-soon", ink))
    return paths


def _past_until(job: Job, first: Happening, y1: int, today_y: int | None) -> int:
    if first.is_waiting or first.state in ("planned", "declined"):
        return 0
    if job.order_only or first.state in ("done", "interrupted"):
        return y1
    if first.starts_on > job.today:
        return 0
    return y1 if today_y is None else min(y1, today_y)


def _edge(x: int, y0: int, y1: int, ending: str) -> str:
    left, right = x - HALF, x + HALF
    if ending == "arrow":
        return f"M{left} {y0}H{right}V{y1 - 6}l-{HALF} 6l-{HALF} -6z"
    if ending == "torn":
        return f"M{left} {y0}H{right}V{y1}l-2 -4l-2 4l-2 -4l-2 4z"
    return style.block(left, y0, right, y1)
