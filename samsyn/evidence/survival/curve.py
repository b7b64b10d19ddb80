"""A picture of curves with their bands and the people at risk, as SVG: attributes and classes, no styles, no script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.evidence.drawing import FAINT, INK, svg, text
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.survival import heading
from samsyn.evidence.survival.standing import ticks

# colour (3:1 on white) and dashes: a line is known by either alone
COLUMNS = ("time", "at_risk", "estimate", "low", "high")
LOOKS = (
    ("#1f5fa8", ""), ("#b3541e", "8 3"), ("#2f7d4f", "2 3"), ("#7a3e9d", "10 3 2 3"), ("#7d6608", "4 4"),
    ("#a8324a", "14 4"),
)  # fmt: skip
LEFT, RIGHT, ROW, PLOT = 56, 24, 22, 300
NARROW = 480


@dataclass(frozen=True)
class Line:
    """One curve to draw: its name, its rows, and its look."""

    name: str
    rows: Mapping[str, Any]
    colour: str
    dashes: str

    def pen(self) -> str:
        """Attributes of the stroke."""
        dashed = f' stroke-dasharray="{self.dashes}"' if self.dashes else ""
        return f'fill="none" stroke="{self.colour}" stroke-width="2"{dashed}'


@dataclass(frozen=True)
class Frame:
    """From time and share to places in the picture."""

    width: int
    top: int
    last: float

    def x(self, time: Any) -> Any:
        """Across."""
        return LEFT + np.asarray(time) / (self.last or 1) * (self.width - LEFT - RIGHT)

    def y(self, share: Any) -> Any:
        """Down."""
        return self.top + (1 - np.asarray(share)) * PLOT


def curve(
    result: Result,
    *,
    title: Sentence | None = None,
    unit: Sentence | None = None,
    language: str = "sv",
    width: int = 720,
    key: str = "curve",
) -> str:
    """The curves of `kaplan_meier` or `aalen_johansen` (its causes for everybody) as an SVG element.

    `title` says the finding (left out: the medians, or the shares at the end); `unit` names the time; `width` in
    pixels: 720 for a page, 360 for a telephone; `key` begins the ids of title and description, one a page.
    The same numbers stand in the tables of `result`. Raises `EvidenceError` NOTHING_TO_DRAW, TOO_MANY_LINES.

    >>> import ibis
    >>> from samsyn.evidence import survival
    >>> data = ibis.memtable({"days": [5.0, 6, 6, 8, 10], "ended": [1, 1, 0, 1, 0]})
    >>> print(survival.curve(survival.kaplan_meier(data, duration="days", event="ended"), language="en")[-6:])
    </svg>
    """
    lines = _lines(result, language)
    said = (title or heading.finding(result)).said(language)
    legend = ROW * len(lines) if len(lines) > 1 else 0
    frame = Frame(width, 16 + legend, max(float(one.rows["time"][-1]) for one in lines))
    at = ticks(frame.last)[:: 2 if width < NARROW else 1]
    risks = lines[:1] if result.measure == "cumulative_incidence" else lines
    height = frame.top + PLOT + 78 + ROW * len(risks)
    named = (unit or heading.DAYS).said(language)
    inside = [
        *_legend(lines), *_shares(frame), *_times(frame, at, named), *_drawn(lines, frame),
        *_at_risk(risks, frame, at, language),
    ]  # fmt: skip
    return svg("survival-curve", key, said, heading.described(result).said(language), width, height, inside)


def _lines(result: Result, language: str) -> list[Line]:
    parts = [part for part in result.parts if _is_curve(part)]
    if result.measure == "cumulative_incidence":
        parts = [part for part in parts if set(part.of) == {"cause"}]
    drawn = parts or ([result] if _is_curve(result) else [])
    if not drawn:
        told = Sentence("svaret har ingen kurva att rita.", "the answer has no curve to draw.")
        raise EvidenceError("NOTHING_TO_DRAW", told)
    if len(drawn) > len(LOOKS):
        told = Sentence(
            f"{len(drawn)} kurvor är fler än {len(LOOKS)}, så ingen kan läsas. Välj grupper.",
            f"{len(drawn)} curves are more than {len(LOOKS)}, so none can be read. Choose groups.",
        )
        raise EvidenceError("TOO_MANY_LINES", told)
    return [
        Line(heading.name(one).said(language), _columns(one), *look) for one, look in zip(drawn, LOOKS, strict=False)
    ]


def _is_curve(part: Result) -> bool:
    """Whether it has the times of a curve: what may not be shown of one has a table without them."""
    return part.table is not None and set(COLUMNS) <= set(part.table.column_names)


def _columns(part: Result) -> dict[str, Any]:
    assert part.table is not None
    return {name: part.table[name].to_numpy() for name in COLUMNS}


def _legend(lines: Sequence[Line]) -> Iterator[str]:
    if len(lines) < 2:
        return
    for place, line in enumerate(lines):
        y = 14 + ROW * place
        yield f'<path d="M{LEFT} {y}h34" {line.pen()}/>{text(LEFT + 44, y + 5, line.name)}'


def _shares(frame: Frame) -> Iterator[str]:
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = f"{frame.y(share):.1f}"
        yield f'<path d="M{LEFT} {y}H{frame.width - RIGHT}" stroke="{FAINT}" fill="none"/>'
        yield text(LEFT - 8, float(y) + 5, f"{share * 100:.0f} %", anchor="end")


def _times(frame: Frame, at: Sequence[float], unit: str) -> Iterator[str]:
    foot = frame.top + PLOT
    yield f'<path d="M{LEFT} {foot}H{frame.width - RIGHT}" stroke="{INK}" fill="none"/>'
    for time in at:
        yield f'<path d="M{frame.x(time):.1f} {foot}v5" stroke="{INK}" fill="none"/>'
        yield text(float(frame.x(time)), foot + 20, f"{time:g}", anchor="middle")
    yield text((LEFT + frame.width - RIGHT) / 2, foot + 40, unit, anchor="middle")


def _drawn(lines: Sequence[Line], frame: Frame) -> Iterator[str]:
    for place, line in enumerate(lines, start=1):
        x, share, low, high = _thinned(line.rows, frame)
        band = f"{_steps(x, high, 'M')}{_back(x, low)}Z"
        yield f'<path class="band band-{place}" d="{band}" fill="{line.colour}" fill-opacity="0.15" stroke="none"/>'
        yield f'<path class="line line-{place}" d="{_steps(x, share, "M")}" {line.pen()}/>'


def _thinned(rows: Mapping[str, Any], frame: Frame) -> tuple[Any, ...]:
    """The last row of every half pixel: more cannot be seen."""
    x = np.round(frame.x(rows["time"]) * 2) / 2
    last = np.append(np.flatnonzero(np.diff(x)), len(x) - 1)
    if last[0] != 0:
        last = np.insert(last, 0, 0)
    known = {side: np.where(np.isnan(rows[side]), rows["estimate"], rows[side]) for side in ("low", "high")}
    return x[last], *(np.round(frame.y(one[last]), 1) for one in (rows["estimate"], known["low"], known["high"]))


def _steps(x: Any, y: Any, begin: str) -> str:
    return f"{begin}{x[0]:g} {y[0]:g}" + "".join(f"H{a:g}V{b:g}" for a, b in zip(x[1:], y[1:], strict=True))


def _back(x: Any, y: Any) -> str:
    """The same steps from the end to the beginning."""
    return f"V{y[-1]:g}" + "".join(f"H{a:g}V{b:g}" for a, b in zip(x[:0:-1], y[-2::-1], strict=True)) + f"H{x[0]:g}"


def _at_risk(lines: Sequence[Line], frame: Frame, at: Sequence[float], language: str) -> Iterator[str]:
    head = frame.top + PLOT + 66
    yield text(8, head, heading.AT_RISK.said(language))
    for place, line in enumerate(lines, start=1):
        y = head + ROW * place
        if len(lines) > 1:
            yield f'<path d="M8 {y - 5}h20" {line.pen()}/>'
        for time in at:
            row = int(np.searchsorted(line.rows["time"], time, side="left"))
            n = int(line.rows["at_risk"][row]) if row < len(line.rows["time"]) else 0
            yield text(float(frame.x(time)), y, str(n), anchor="middle")
