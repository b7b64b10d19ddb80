"""The way as a picture: phases in columns by what opens them, those in parallel above each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.access.errors import Text
from samsyn.basis.method.schema import Method, Phase
from samsyn.basis.method.words import lasts, say

WIDTH, HEIGHT, ACROSS, BETWEEN, MARGIN = 236, 88, 46, 22, 12
LETTERS, SMALL_LETTERS = 22, 27


@dataclass(frozen=True, slots=True)
class Box:
    """A phase in the picture; `lines` are its words, cut to the box. `state`: where somebody stands in it."""

    phase: Phase
    x: int
    y: int
    lines: list[str]
    note: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, and the arrows between them as SVG paths."""

    boxes: list[Box]
    arrows: list[str]
    width: int
    height: int
    box_width: int = WIDTH
    box_height: int = HEIGHT


def picture(method: Method, *, states: Mapping[str, tuple[str, Text]] | None = None) -> Picture:
    """Where everything stands. `states`: of each phase, its state and what that is called, for one person."""
    columns = _columns(method)
    tallest = max(len(phases) for phases in columns)
    height = 2 * MARGIN + tallest * HEIGHT + (tallest - 1) * BETWEEN
    boxes: dict[str, Box] = {}
    for at, phases in enumerate(columns):
        top = (height - len(phases) * HEIGHT - (len(phases) - 1) * BETWEEN) // 2
        for row, phase in enumerate(phases):
            x, y = MARGIN + at * (WIDTH + ACROSS), top + row * (HEIGHT + BETWEEN)
            state, called = (states or {}).get(phase.id, ("", ""))
            boxes[phase.id] = Box(phase, x, y, _lines(say(phase.name)), str(called) or _note(phase), state)
    width = 2 * MARGIN + len(columns) * WIDTH + (len(columns) - 1) * ACROSS
    return Picture(list(boxes.values()), _arrows(boxes), width, height)


def _note(phase: Phase) -> str:
    """How long it lasts, or how much it expects, in one line."""
    if phase.before_enrolment:
        return str(_("före inskrivningen"))
    said = lasts(phase) or _("%(n)s saker väntas") % {"n": len(phase.expects)}
    return said if len(said) <= SMALL_LETTERS else said.split(",")[0][:SMALL_LETTERS]


def _columns(method: Method) -> list[list[Phase]]:
    """Phases by how many must come before."""
    depth: dict[str, int] = {}
    phases = {phase.id: phase for phase in method.way}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max((of(before) for before in phases[name].opens.after), default=-1)
        return depth[name]

    for phase in method.way:
        of(phase.id)
    return [[p for p in method.way if depth[p.id] == at] for at in range(max(depth.values()) + 1)]


def _arrows(boxes: dict[str, Box]) -> list[str]:
    found = []
    for box in boxes.values():
        for before in box.phase.opens.after:
            start = boxes[before]
            x1, y1, x2, y2 = start.x + WIDTH, start.y + HEIGHT // 2, box.x - 6, box.y + HEIGHT // 2
            bend = (x1 + x2) // 2
            found.append(f"M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}")
    return found


def _lines(words: str) -> list[str]:
    """Two lines at most; the rest is cut with "…"."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2 or any(len(line) > LETTERS for line in lines):
        lines = [line[: LETTERS - 1] + "…" if len(line) > LETTERS else line for line in lines[:2]]
        lines[-1] = lines[-1].rstrip("…")[: LETTERS - 1] + "…"
    return lines
