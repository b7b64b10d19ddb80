"""Pictures of who is compared and of areas over time, as SVG: attributes only, no styles, no script.

The same numbers stand in the tables of the results.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from samsyn.evidence.drawing import FAINT, INK, svg, text
from samsyn.evidence.effect.balance import LARGE
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result

BEFORE, AFTER = "#b3541e", "#1f5fa8"
ROW, TOP, RIGHT, PLOT = 24, 44, 24, 260


def balance_picture(
    rows: Sequence[Mapping[str, Any]], *, title: Sentence | None = None, language: str = "sv", width: int = 720,
    key: str = "balance",
) -> str:  # fmt: skip
    """Standardised differences of `Effect.balance["variables"]`: a ring before, a filled dot after; a line at 0.1.

    `title` says the finding (left out: how many still differ). `key` begins the ids of title and description.
    Raises `EvidenceError` NOTHING_TO_DRAW.
    """
    drawn = [one for one in rows if one["before"] is not None]
    if not drawn:
        raise nothing()
    left = min(width // 2, 24 + 8 * max(len(one["variable"]) for one in drawn))
    most = max(LARGE * 2, *(abs(one[side]) for one in drawn for side in ("before", "after") if one[side] is not None))
    height = TOP + ROW * len(drawn) + 50
    scale = (width - left - RIGHT) / most
    inside = [*_limits(left, scale, most, height, language), *_legend(left, language)]
    for place, one in enumerate(drawn):
        inside += _variable(one, TOP + ROW * place + ROW / 2, left, scale)
    said = (title or balance_heading(drawn)).said(language)
    about = "; ".join(_told(one) for one in drawn)
    return svg("balance-picture", key, said, about, width, height, inside)


def balance_heading(rows: Sequence[Mapping[str, Any]]) -> Sentence:
    """How many variables still differ much."""
    last = [one["before"] if one["after"] is None else one["after"] for one in rows]
    large = sum(abs(one) > LARGE for one in last if one is not None)
    return Sentence(
        f"{large} av {len(rows)} bakgrunder skiljer grupperna åt med mer än 0,1",
        f"{large} of {len(rows)} variables set the groups apart by more than 0.1",
    )


def times_picture(
    result: Result, *, title: Sentence | None = None, language: str = "sv", width: int = 720, key: str = "times"
) -> str:
    """The `event_time` parts of `staggered`: a dot and its interval for each time since the start; rings before it.

    Raises `EvidenceError` NOTHING_TO_DRAW.
    """
    rows = [] if result.table is None else result.table.to_pylist()
    if not rows:
        raise nothing()
    ends = [0.0, *(one[side] for one in rows for side in ("low", "high"))]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    left, height = 84, TOP + PLOT + 50
    y = {value: TOP + (high - value) / span * PLOT for value in (0.0, low, high)}
    inside = [f'<path d="M{left} {y[0.0]:.1f}H{width - RIGHT}" stroke="{INK}" fill="none"/>']
    inside += [text(left - 8, at + 5, _figure(value, language), "end") for value, at in y.items()]
    for place, one in enumerate(rows):
        x = left + (place + 0.5) * (width - left - RIGHT) / len(rows)
        inside += _time(one, x, [TOP + (high - one[side]) / span * PLOT for side in ("low", "high", "estimate")])
        inside.append(text(x, TOP + PLOT + 22, str(one["periods"]), "middle"))
    named = Sentence("tider sedan start", "times since the start").said(language)
    inside.append(text((left + width - RIGHT) / 2, TOP + PLOT + 42, named, "middle"))
    about = "; ".join(f"{one['periods']}: {one['estimate']:.4g} [{one['low']:.4g}, {one['high']:.4g}]" for one in rows)
    heading = title or Sentence("Skillnad mot områden utan, före och efter start",
                                "Difference from areas without, before and after the start")  # fmt: skip
    return svg("times-picture", key, heading.said(language), about, width, height, inside)


def nothing() -> EvidenceError:
    """There is nothing to draw."""
    return EvidenceError("NOTHING_TO_DRAW", Sentence("det finns inget att rita.", "there is nothing to draw."))


def _limits(left: float, scale: float, most: float, height: int, language: str) -> Iterator[str]:
    foot = height - 44
    yield f'<path d="M{left} {TOP}V{foot}H{left + most * scale:.1f}" stroke="{INK}" fill="none"/>'
    limit = left + LARGE * scale
    yield f'<path d="M{limit:.1f} {TOP}V{foot}" stroke="{INK}" stroke-dasharray="4 4" fill="none"/>'
    far = 0.5 if most <= 2.5 else 1.0
    for value in (LARGE, *np.arange(far, most + 1e-9, far)):
        yield text(left + value * scale, foot + 18, _figure(value, language), "middle")
    named = Sentence("standardiserad skillnad, utan tecken", "standardised difference, without sign").said(language)
    yield text(left, foot + 38, named)


def _legend(left: float, language: str) -> Iterator[str]:
    before, after = Sentence("före", "before").said(language), Sentence("efter", "after").said(language)
    out = Sentence("* utanför modellen", "* not in the model").said(language)
    yield _ring(left + 6, 20) + text(left + 18, 25, before) + _dot(left + 86, 20) + text(left + 98, 25, after)
    yield text(left + 160, 25, out)


def _variable(one: Mapping[str, Any], y: float, left: float, scale: float) -> Iterator[str]:
    yield f'<path d="M{left} {y:.1f}h{abs(one["before"]) * scale:.1f}" stroke="{FAINT}" fill="none"/>'
    named = one["variable"] + ("*" if one["role"] == "left_out" else "")
    yield text(left - 10, y + 5, named, "end") + _ring(left + abs(one["before"]) * scale, y)
    if one["after"] is not None:
        yield _dot(left + abs(one["after"]) * scale, y)


def _time(one: Mapping[str, Any], x: float, places: Sequence[float]) -> Iterator[str]:
    low, high, middle = places
    early = one["periods"] < 0
    colour = BEFORE if early else AFTER
    yield f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}" stroke-width="2" fill="none"/>'
    yield _ring(x, middle) if early else _dot(x, middle)


def _ring(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#ffffff" stroke="{BEFORE}" stroke-width="2"/>'


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{AFTER}"/>'


def _figure(value: float, language: str) -> str:
    return f"{value:.3g}".replace(".", "," if language == "sv" else ".").replace("-", "−")


def _told(one: Mapping[str, Any]) -> str:
    after = "" if one["after"] is None else f" → {one['after']:.2f}"
    return f"{one['variable']}: {one['before']:.2f}{after}"
