"""The way as a picture: phases in columns by what opens them, those in parallel above each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.access.errors import Text
from samsyn.basis.method.conditions import asked_of_others, compared_codes
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
    """Boxes, and the arrows between them as SVG paths; `conditions` where a condition asks of the other."""

    boxes: list[Box]
    arrows: list[str]
    conditions: list[str]
    width: int
    height: int
    box_width: int = WIDTH
    box_height: int = HEIGHT


def picture(method: Method, *, states: Mapping[str, tuple[str, Text]] | None = None) -> Picture:
    """Where everything stands. `states`: of each phase, its state and what that is called, for one person."""
    asked = _asked(method)
    columns = _columns(method, asked)
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
    after, when = _arrows(boxes, asked)
    return Picture(list(boxes.values()), after, when, width, height)


def _note(phase: Phase) -> str:
    """How long it lasts, or how much it expects, in one line."""
    if phase.before_enrolment:
        return str(_("före inskrivningen"))
    said = lasts(phase) or _("%(n)s saker väntas") % {"n": len(phase.expects)}
    return said if len(said) <= SMALL_LETTERS else said.split(",")[0][:SMALL_LETTERS]


def _columns(method: Method, asked: Mapping[str, set[str]]) -> list[list[Phase]]:
    """Phases by how many must come before, or are asked of by what opens them."""
    depth: dict[str, int] = {}
    before = {phase.id: {*phase.opens.after, *asked[phase.id]} for phase in method.way}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max((of(other) for other in before[name]), default=-1)
        return depth[name]

    for phase in method.way:
        of(phase.id)
    return [[p for p in method.way if depth[p.id] == at] for at in range(max(depth.values()) + 1)]


def _asked(method: Method) -> dict[str, set[str]]:
    """Per phase the phases whose things its condition asks of, without those that would lead round."""
    place = {one.id: phase.id for phase, one in method.expectations() if phase}
    forms = {one.kind: place[one.id] for phase, one in method.expectations() if phase and one.what == "form"}
    before = {phase.id: set(phase.opens.after) for phase in method.way}
    found: dict[str, set[str]] = {phase.id: set() for phase in method.way}
    for phase in method.way:
        for name in _named(phase):
            other = name if name in before else place.get(name) or forms.get(name)
            if other and other not in before[phase.id] and not _leads(phase.id, other, before):
                before[phase.id].add(other)
                found[phase.id].add(other)
    return found


def _named(phase: Phase) -> list[str]:
    """Phases, things and forms that what opens a phase asks of."""
    if not phase.opens.when:
        return []
    coded = [word for name, word in compared_codes(phase.opens.when) if name in ("forms.id", "decisions.id")]
    return sorted({*asked_of_others(phase.opens.when), *coded})


def _leads(name: str, to: str, before: Mapping[str, set[str]]) -> bool:
    """Whether `to` waits for `name`, directly or through others."""
    seen, ahead = {to}, [to]
    while ahead:
        new = before[ahead.pop()] - seen
        seen |= new
        ahead += new
    return name in seen


def _arrows(boxes: dict[str, Box], asked: Mapping[str, set[str]]) -> tuple[list[str], list[str]]:
    """From what must have ended, and from what is asked of."""
    after = [_arrow(boxes[name], box) for box in boxes.values() for name in box.phase.opens.after]
    when = [_arrow(boxes[name], box) for box in boxes.values() for name in sorted(asked[box.phase.id])]
    return after, when


def _arrow(start: Box, box: Box) -> str:
    x1, y1, x2, y2 = start.x + WIDTH, start.y + HEIGHT // 2, box.x - 6, box.y + HEIGHT // 2
    bend = (x1 + x2) // 2
    return f"M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}"


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
