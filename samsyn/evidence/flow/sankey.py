"""A flow as a picture: a Sankey as SVG text, without inline style, with title, description, labels and patterns.

    sankey.svg(answer, heading="Fyra av tio gick till arbete", names={"work": "Arbete"}, language="sv")

Everything is said by presentation attributes and classes (`flow`, `flow__node`, `flow__band`, `flow__label`), so a
strict Content-Security-Policy holds and a page's own style may override. `narrow=True` is for a small screen: one step
below another. The same numbers stand in `Result.table`: show it as a table beside the picture.
"""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.flow.data import MISSING
from samsyn.evidence.flow.layout import BOLD, LETTER, LINE, NARROW, WIDE, Band, Layout, Node, Size, laid, wrapped
from samsyn.evidence.result import Result

COLOURS = ("#1b5e8c", "#b3541e", "#2f6f4f", "#7a3e8e", "#8a6d00", "#9c2f4d", "#3d5a80", "#5b6b2f")
GREY = "#6b6b6b"
PATTERNS = (
    "",
    '<path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="#fff" stroke-width="1.3"/>',
    '<path d="M0 3H6" stroke="#fff" stroke-width="1.3"/>',
    '<circle cx="3" cy="3" r="1.2" fill="#fff"/>',
    '<path d="M0 0L6 6M-1 5L1 7M5 -1L7 1" stroke="#fff" stroke-width="1.3"/>',
    '<path d="M3 0V6" stroke="#fff" stroke-width="1.3"/>',
    '<path d="M0 3H6M3 0V6" stroke="#fff" stroke-width="1"/>',
    '<path d="M0 0L6 6M0 6L6 0" stroke="#fff" stroke-width="1"/>',
)
WORDS = {
    MISSING: Sentence("Svar saknas", "Answer missing"),
    "unclear": Sentence("Oklart", "Unclear"),
}


def svg(
    answer: Result,
    *,
    heading: str,
    names: Mapping[str, str] | None = None,
    moments: Mapping[str, str] | None = None,
    language: str = "sv",
    narrow: bool = False,
    show_heading: bool = False,
    id: str = "flow",
) -> str:
    """The flow of a `Result` with `table` (start, end, from, to, n), as SVG text.

    - `heading`: the finding in words; the picture's title, and written above it with `show_heading`.
    - `names`, `moments`: what states and moments are called; without a name the code itself.
    - `id`: beginning of every id in the picture; give each picture of a page its own.

    Raises `EvidenceError` NOTHING_TO_DRAW.

    >>> import ibis
    >>> from samsyn.evidence.flow.transitions import transitions
    >>> rows = ibis.memtable({"who": [1, 1], "when": [0, 1], "what": ["a", "b"]})
    >>> picture = svg(transitions(rows, person="who", moment="when", state="what"), heading="One went from a to b")
    >>> picture[:25], "style=" in picture
    ('<svg class="flow" xmlns="', False)
    """
    told = _Told(answer, names or {}, moments or {}, language)
    if not told.rows:
        raise EvidenceError("NOTHING_TO_DRAW", Sentence("det finns inget flöde att rita.", "there is no flow to draw."))
    size = NARROW if narrow else WIDE
    top = wrapped(heading, width=size.width, letters=size.letters + 2, most=5, letter=BOLD) if show_heading else []
    y = len(top) * (size.letters + 2) * LINE + (8 if top else 0)
    body = [_text(0, (row + 1) * (size.letters + 2) * LINE - 5, line, "flow__heading", size.letters + 2, weight=600)
            for row, line in enumerate(top)]  # fmt: skip
    for steps in _blocks(told.moments, narrow=narrow):
        drawn, y = _block(told, steps, size, y, id)
        body += drawn
    defs = "".join(_patterns(told, id))
    return (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width:g} {y:.0f}" '
        f'width="{size.width:g}" height="{y:.0f}" role="img" aria-labelledby="{id}-title {id}-desc" '
        f'font-family="system-ui, sans-serif"><title id="{id}-title">{escape(heading)}</title>'
        f'<desc id="{id}-desc">{escape(told.description())}</desc><defs>{defs}</defs>{"".join(body)}</svg>'
    )


def finding(answer: Result, *, names: Mapping[str, str] | None = None, language: str = "en") -> str:
    """The most common change in words, for a heading when nobody gives a better one."""
    told = _Told(answer, names or {}, {}, language)
    said = [one for one in answer.parts if MISSING not in one.of.values() and one.numerator]
    moved = [one for one in said if one.of["from"] != one.of["to"]]
    if not moved:
        return Sentence("Alla var kvar i samma tillstånd", "All stayed in the same state").said(language)
    most = max(moved, key=lambda one: (one.numerator or 0, one.of["from"], one.of["to"]))
    a, b, n, base = told.name(most.of["from"]), told.name(most.of["to"]), most.numerator or 0, most.denominator or 0
    percent = f"{100 * n / base:.0f}\u00a0%"
    return Sentence(
        f"Vanligaste förändringen: från {a} till {b}, {n:g} av {base:g} ({percent})",
        f"The most common change: from {a} to {b}, {n:g} of {base:g} ({percent})",
    ).said(language)


class _Told:
    """What is drawn, and what everything is called."""

    def __init__(self, answer: Result, names: Mapping[str, str], moments: Mapping[str, str], language: str) -> None:
        self.rows = [] if answer.table is None else answer.table.to_pylist()
        self.names, self.moment_names, self.language = names, moments, language
        self.moments = list(dict.fromkeys(one for row in self.rows for one in (row["start"], row["end"])))
        met = dict.fromkeys(str(one) for row in self.rows for one in (row["from"], row["to"]))
        stand = [*answer.details.get("from", []), *answer.details.get("to", [])]
        self.states = [one for one in dict.fromkeys([*stand, *met]) if one in met]

    def name(self, state: str) -> str:
        words = WORDS[state].said(self.language) if state in WORDS else state
        return self.names.get(state) or " + ".join(self.names.get(one, one) for one in words.split(" + "))

    def moment(self, moment: str) -> str:
        return self.moment_names.get(moment, moment)

    def colour(self, state: str) -> int | None:
        """Which colour and pattern; None is grey, for those whose answer is missing."""
        return None if state == MISSING else self.states.index(state) % len(COLOURS)

    def description(self) -> str:
        to = Sentence("till", "to").said(self.language)
        rows = sorted(self.rows, key=lambda row: -row["n"])
        said = [f"{self.name(row['from'])} {to} {self.name(row['to'])} {_number(row['n'])}" for row in rows[:12]]
        return f"{self.moment(self.moments[0])} – {self.moment(self.moments[-1])}: {'; '.join(said)}."


def _blocks(moments: list[str], *, narrow: bool) -> list[list[str]]:
    """All moments side by side, or each step by itself when it is narrow."""
    return [list(pair) for pair in zip(moments, moments[1:], strict=False)] if narrow else [moments]


def _block(told: _Told, moments: list[str], size: Size, top: float, id: str) -> tuple[list[str], float]:
    rows = [row for row in told.rows if row["start"] in moments[:-1] and row["end"] in moments[1:]]
    room = [_room(size, one, len(moments)) for one in range(len(moments))]
    made = laid(rows, moments=moments, states=told.states, size=size,
                lines=lambda one, state: len(_words(told, state, "0000 (00\u00a0%)", room[one], size)))  # fmt: skip
    head = size.letters * LINE + 10
    drawn = [f'<g transform="translate(0 {top + head:.1f})">']
    drawn += [_band(told, one, size) for one in sorted(made.bands, key=lambda one: -one.n)]
    drawn += [_node(told, one, size, id) for one in made.nodes]
    drawn += [one for node in made.nodes for one in _label(told, made, node, len(moments))]
    drawn += list(_heads(told, moments, size))
    return [*drawn, "</g>"], top + head + made.height + 16


def _heads(told: _Told, moments: list[str], size: Size) -> Iterator[str]:
    inner = size.width - 2 * size.side - size.node
    for number, moment in enumerate(moments):
        x = size.side + inner * number / (len(moments) - 1)
        anchor = "start" if number == 0 else "end" if number == len(moments) - 1 else "middle"
        at = x if anchor == "start" else x + size.node if anchor == "end" else x + size.node / 2
        yield _text(at, -10, told.moment(moment), "flow__moment", size.letters, weight=600, anchor=anchor)


def _band(told: _Told, band: Band, size: Size) -> str:
    x1, x2 = band.start.x + size.node, band.end.x
    middle, high = (x1 + x2) / 2, max(band.height, 0.75)
    path = (
        f"M{x1:.1f} {band.y:.1f}C{middle:.1f} {band.y:.1f} {middle:.1f} {band.y2:.1f} {x2:.1f} {band.y2:.1f}"
        f"V{band.y2 + high:.1f}C{middle:.1f} {band.y2 + high:.1f} {middle:.1f} {band.y + high:.1f} "
        f"{x1:.1f} {band.y + high:.1f}Z"
    )
    said = f"{told.name(band.start.state)} → {told.name(band.end.state)}: {_number(band.n)}"
    kept = " flow__band--kept" if band.start.state == band.end.state else ""
    return (
        f'<path class="flow__band{kept}" d="{path}" fill="{_colour(told, band.start.state)}" '
        f'fill-opacity="0.32"><title>{escape(said)}</title></path>'
    )


def _node(told: _Told, node: Node, size: Size, id: str) -> str:
    number = told.colour(node.state)
    box = f'x="{node.x:.1f}" y="{node.y:.1f}" width="{size.node:g}" height="{node.height:.1f}"'
    plain = f'<rect class="flow__node" {box} fill="{_colour(told, node.state)}"/>'
    return plain if not number else f'{plain}<rect {box} fill="url(#{id}-pattern-{number})"/>'


def _label(told: _Told, made: Layout, node: Node, columns: int) -> Iterator[str]:
    """Name, and how many with share: outside the first and last bars when there is room, else over the bands."""
    size, last = made.size, node.moment == columns - 1
    outside = bool(size.side) and (node.moment == 0 or last)
    left = (node.moment == 0) if outside else last
    x = node.x - 8 if left else node.x + size.node + 8
    count = f"{_number(node.n)} ({100 * node.share:.0f}\u00a0%)"
    lines = _words(told, node.state, count, _room(size, node.moment, columns), size)
    y = node.y + node.height / 2 - (len(lines) - 1) * size.letters * LINE / 2 + size.letters * 0.35
    for row, line in enumerate(lines):
        yield _text(x, y + row * size.letters * LINE, line, "flow__label", size.letters,
                    anchor="end" if left else "start", halo=not outside)  # fmt: skip


def _room(size: Size, moment: int, columns: int) -> float:
    """How wide a label may be."""
    if size.side and moment in (0, columns - 1):
        return size.side - 16
    return (size.width - 2 * size.side) / (columns - 1) * (0.72 if size.side else 0.42)


def _words(told: _Told, state: str, count: str, room: float, size: Size) -> list[str]:
    """The lines of a label: name and count on one when they fit, else the count on a line of its own."""
    lines = wrapped(told.name(state), width=room, letters=size.letters)
    if len(lines) == 1 and (len(lines[0]) + len(count) + 1) * size.letters * LETTER < room:
        return [f"{lines[0]} {count}"]
    return [*lines, count]


def _patterns(told: _Told, id: str) -> Iterator[str]:
    for number in sorted({told.colour(state) or 0 for state in told.states} - {0}):
        yield (
            f'<pattern id="{id}-pattern-{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f"{PATTERNS[number]}</pattern>"
        )


def _text(
    x: float, y: float, words: str, css: str, letters: float, *, weight: int = 400, anchor: str = "start",
    halo: bool = False,
) -> str:  # fmt: skip
    edge = ' paint-order="stroke" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"' if halo else ""
    return (
        f'<text class={quoteattr(css)} x="{x:.1f}" y="{y:.1f}" font-size="{letters:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="#1a1a1a"{edge}>{escape(words)}</text>'
    )


def _colour(told: _Told, state: str) -> str:
    number = told.colour(state)
    return GREY if number is None else COLOURS[number]


def _number(n: float) -> str:
    return f"{n:.0f}" if float(n).is_integer() else f"{n:.1f}"
