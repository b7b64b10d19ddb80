"""Tones, markers and outlines. Form tells what colour tells, so that the picture reads in grey."""

from __future__ import annotations

from samsyn.journey.timeline.happening import Happening

TONES = {
    "pes": ("#0b5cad", "#cfe2f6"),
    "sia": ("#17693f", "#cfe8da"),
    "municipality": ("#8a4708", "#f7dfc6"),
    "region": ("#6d2880", "#ead6f1"),
    "person": ("#1f2937", "#dcdfe5"),
    "livelihood": ("#2f5560", "#cfe3e6"),
    "gap": ("#a12a20", "#fdecea"),
    "other": ("#4b5563", "#e3e6ea"),
}
MARKERS = {
    "note": "square",
    "assessment": "diamond",
    "occupation": "diamond",
    "request": "tag",
    "referral": "arrow",
    "consent": "hexagon",
    "step_move": "triangle",
    "rating": "triangle",
    "enrolment": "flag",
    "plan": "flag",
    "exit": "cross",
    "follow_up": "ring",
    "livelihood": "tab",
}
STATES = frozenset({"planned", "waiting", "under_way", "interrupted", "done", "declined", "late"})
HOLLOW = frozenset({"planned", "waiting", "declined"})

WHITE = 'fill="#ffffff"'
BARE = 'fill="none"'
NO_EDGE = 'stroke="none"'
REST = 'fill="#ffffff" stroke="none"'
HIT = 'fill="none" stroke="none" pointer-events="all"'
PLATE = 'fill="#ffffff" stroke="none"'
DASHED = 'fill="none" stroke-dasharray="5 4"'
THIN = 'fill="none" stroke-width="1" stroke-dasharray="1 3"'
ZEBRA = 'fill="#f4f6f8"'
RULE = 'stroke="#9aa3af" stroke-width="1"'
TODAY = 'stroke="#111111" stroke-width="2"'
PILL = 'fill="#111111"'
JOINT = 'stroke="#111111" stroke-width="2"'
TOUCHED = 'stroke="#4b5563" stroke-width="1" stroke-dasharray="2 3"'


def tone_of(name: str) -> str:
    return name if name in TONES else "other"


def look_of(tone: str) -> str:
    ink, tint = TONES[tone]
    return f'fill="{tint}" stroke="{ink}"'


def ink_of(tone: str) -> str:
    return f'fill="{TONES[tone][0]}"'


def hatch_of(picture_id: str) -> str:
    return f'fill="url(#{picture_id}-hatch)"'


def css_of(happening: Happening, tone: str) -> str:
    state = happening.state if happening.state in STATES else "none"
    kind = happening.kind if happening.kind in MARKERS or happening.kind == "gap" else "other"
    return f"sw-shape sw-tone-{tone} sw-state-{state} sw-kind-{kind}"


def marker(kind: str, x: int, y: int) -> str:
    """The form of a moment, about 14 pixels across."""
    form = MARKERS.get(kind, "circle")
    if form == "circle":
        return circle(x, y, 6)
    return f"M{x} {y}{_FORMS[form]}"


_FORMS = {
    "square": "m-5.5 -5.5h11v11h-11z",
    "diamond": "m0 -7.5l7.5 7.5l-7.5 7.5l-7.5 -7.5z",
    "arrow": "m-6 -6.5l12.5 6.5l-12.5 6.5z",
    "tag": "m-6.5 -5.5h7.5l5.5 5.5l-5.5 5.5h-7.5z",
    "ring": "m-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0zm4 0a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1 -5 0z",
    "hexagon": "m-3.5 -6.5h7l3.5 6.5l-3.5 6.5h-7l-3.5 -6.5z",
    "triangle": "m0 -7l7 12.5h-14z",
    "flag": "m-5 7v-14l11 4.5l-9 4.5v5z",
    "cross": "m-6.5 -4l2.5 -2.5l4 4l4 -4l2.5 2.5l-4 4l4 4l-2.5 2.5l-4 -4l-4 4l-2.5 -2.5l4 -4z",
    "tab": "m-3 -8h6v16h-6z",
}


def circle(x: int, y: int, r: int) -> str:
    return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"


def strike(x: int, y: int, r: int = 5) -> str:
    """A small × for what was declined."""
    return f"M{x - r} {y - r}l{2 * r} {2 * r}m0 {-2 * r}l{-2 * r} {2 * r}"


def block(x0: int, y0: int, x1: int, y1: int) -> str:
    return f"M{x0} {y0}H{x1}V{y1}H{x0}z"


def outline(x0: int, y0: int, x1: int, y1: int, ending: str) -> str:
    """A bar's edge: square, an arrow when it goes on, torn when it was interrupted."""
    half, height = (y1 - y0) // 2, y1 - y0
    if ending == "arrow":
        return f"M{x0} {y0}H{x1 - 8}l8 {half}l-8 {height - half}H{x0}z"
    if ending == "torn":
        tooth = height / 4
        return f"M{x0} {y0}H{x1}l-4 {tooth}l4 {tooth}l-4 {tooth}l4 {tooth}H{x0}z"
    return block(x0, y0, x1, y1)
