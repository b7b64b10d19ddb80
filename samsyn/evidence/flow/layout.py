"""Where the states and the flows between them stand in a Sankey: a column a moment, a band a flow, sizes in pixels."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.evidence.flow.data import MISSING

LETTER, BOLD = 0.54, 0.62  # width of a letter, of its size
LINE = 1.25


@dataclass(frozen=True)
class Size:
    """Measures of a picture: how wide, how high the flow of everybody, and the letters."""

    width: float = 960
    flow: float = 320
    node: float = 16
    gap: float = 12
    side: float = 190
    letters: float = 14


WIDE = Size()
NARROW = Size(width=343, flow=260, node=12, gap=10, side=0, letters=13)


@dataclass(frozen=True)
class Node:
    """One state at one moment: its bar, its label and how many."""

    moment: int
    state: str
    n: float
    x: float
    y: float
    height: float
    share: float


@dataclass(frozen=True)
class Band:
    """One flow: from the bar at (x, y) to the bar at (x2, y2), as high as it is many."""

    start: Node
    end: Node
    n: float
    y: float
    y2: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Nodes and bands with the height they need."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    height: float
    size: Size


def laid(
    rows: Sequence[Mapping[str, Any]], *, moments: Sequence[str], states: Sequence[str], size: Size,
    lines: Callable[[int, str], int],
) -> Layout:  # fmt: skip
    """`rows`: start, end, from, to, n, for each moment and the next. Bars in the order of `states`, missing last.

    `lines`: how many lines the label of a state at a moment needs; no bar stands closer to another than they need.
    """
    place = {name: number for number, name in enumerate(moments)}
    flows = [(place[row["start"]], str(row["from"]), str(row["to"]), float(row["n"])) for row in rows if row["n"]]
    totals = _totals(flows, len(moments))
    scale = size.flow / max(sum(column.values()) for column in totals)
    order = [*(one for one in states if one != MISSING), MISSING]
    nodes: dict[tuple[int, str], Node] = {}
    height = 0.0
    for number, column in enumerate(totals):
        labels = {state: lines(number, state) * size.letters * LINE for state in column}
        bottom = _column(nodes, number, column, labels, order=order, scale=scale, size=size, columns=len(moments))
        height = max(height, bottom)
    return Layout(tuple(nodes.values()), tuple(_bands(flows, nodes, order, scale)), height, size)


def wrapped(text: str, *, width: float, letters: float, most: int = 2, letter: float = LETTER) -> list[str]:
    """Words on lines that fit in `width`; what does not fit in `most` lines ends with a sign for more."""
    room = max(4, int(width / (letters * letter)))
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [one if len(one) <= room else f"{one[: room - 1]}…" for one in lines]


def _totals(flows: list[tuple[int, str, str, float]], columns: int) -> list[dict[str, float]]:
    """How many in each state at each moment: those who come or those who go on, whichever is more."""
    into: list[dict[str, float]] = [defaultdict(float) for _ in range(columns)]
    out: list[dict[str, float]] = [defaultdict(float) for _ in range(columns)]
    for number, a, b, n in flows:
        out[number][a] += n
        into[number + 1][b] += n
    return [
        {state: max(into[one].get(state, 0), out[one].get(state, 0)) for state in {**into[one], **out[one]}}
        for one in range(columns)
    ]


def _column(
    nodes: dict[tuple[int, str], Node], number: int, column: Mapping[str, float], labels: Mapping[str, float], *,
    order: Sequence[str], scale: float, size: Size, columns: int,
) -> float:  # fmt: skip
    y, everybody = 0.0, sum(column.values())
    inner = size.width - 2 * size.side - size.node
    x = size.side + inner * number / (columns - 1)
    for state in sorted(column, key=lambda one: (order.index(one) if one in order else len(order), one)):
        high = max(column[state] * scale, 1.5)
        room = max(high, labels[state])
        nodes[number, state] = Node(
            number, state, column[state], x, y + (room - high) / 2, high, column[state] / everybody
        )
        y += room + size.gap
    return y - size.gap


def _bands(
    flows: list[tuple[int, str, str, float]], nodes: Mapping[tuple[int, str], Node], order: Sequence[str], scale: float
) -> list[Band]:
    def rank(state: str) -> tuple[int, str]:
        return (order.index(state) if state in order else len(order), state)

    out: dict[tuple[int, str], float] = defaultdict(float)
    into: dict[tuple[int, str], float] = defaultdict(float)
    tops: dict[tuple[int, str, str], float] = {}
    for number, a, b, n in sorted(flows, key=lambda one: (one[0], rank(one[2]), rank(one[1]))):
        tops[number, a, b] = into[number, b]
        into[number, b] += n * scale
    bands = []
    for number, a, b, n in sorted(flows, key=lambda one: (one[0], rank(one[1]), rank(one[2]))):
        start, end = nodes[number, a], nodes[number + 1, b]
        bands.append(Band(start, end, n, start.y + out[number, a], end.y + tops[number, a, b], n * scale))
        out[number, a] += n * scale
    return bands
