"""A map as a picture: a lane for each party, the steps downwards in their order, as SVG text without inline style.

Everything is said by presentation attributes and classes (`map`, `map__lane`, `map__step`, `map__edge`), so a strict
Content-Security-Policy holds. The same is said in words by `listed`: show it as a list beside the picture.
"""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from xml.sax.saxutils import escape

from samsyn.evidence.errors import EvidenceError, Refused, Sentence
from samsyn.evidence.process.maps import Map, Step

MOST = 60
LANE, EDGE, PAD, LINE, LETTERS, GAP, TOP, SIDE = 168, 26, 10, 17, 21, 30, 46, 24
INK, PALE, JOINT, WISH = "#222222", "#f4f4f1", "#cfe3f3", "#ffffff"
NOBODY = Sentence("ingen part angiven", "no party given")
LATER = Sentence("önskat steg, finns inte", "wished for, does not exist")
TOGETHER = Sentence("gemensamt", "joint")


def svg(
    drawn: Map, *, heading: str, names: Mapping[str, str] | None = None, language: str = "sv", id: str = "map"
) -> str:
    """The map as SVG text, at most `MOST` steps. `heading` says the finding; `names` is what parties are called.

    A step of several parties has a box in each lane and a bar between; blue is joint, dashed is wished for. With
    edges (a discovered map) each line is as thick as it is common, and those that go back are dashed, at the side.
    Raises `EvidenceError` NOTHING_TO_DRAW, `Refused` TOO_MANY_STEPS.

    >>> from samsyn.evidence import process
    >>> from samsyn.evidence.process import picture
    >>> one = process.as_map({"name": "A", "steps": [{"what": "apply", "lanes": ["af"]}]})
    >>> picture.svg(one, heading="One step")[:24], "style=" in picture.svg(one, heading="One step")
    ('<svg class="map" xmlns="', False)
    """
    if not drawn.steps:
        raise EvidenceError("NOTHING_TO_DRAW", Sentence("kartan har inga steg.", "the map has no steps."))
    if len(drawn.steps) > MOST:
        told = Sentence(
            f"{len(drawn.steps)} steg blir oläsligt; högst {MOST}. Höj tröskeln eller slå ihop aktiviteter.",
            f"{len(drawn.steps)} steps cannot be read; at most {MOST}. Raise the threshold or merge activities.",
        )
        raise Refused("TOO_MANY_STEPS", told)
    laid = _Laid(drawn, names or {}, language)
    body = "".join([*laid.lanes(), *laid.edges(), *laid.steps()])
    about = "; ".join(listed(drawn, names=names, language=language))
    return (
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {laid.width} {laid.height}" '
        f'width="{laid.width}" height="{laid.height}" role="img" aria-labelledby="{id}-title {id}-desc" '
        f'font-family="system-ui, sans-serif" font-size="13"><title id="{id}-title">{escape(heading)}</title>'
        f'<desc id="{id}-desc">{escape(about)}</desc><defs><marker id="{id}-end" viewBox="0 0 8 8" refX="7" refY="4" '
        f'markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{INK}"/></marker></defs>{body.replace("#end", f"#{id}-end")}</svg>'
    )


def listed(drawn: Map, *, names: Mapping[str, str] | None = None, language: str = "sv") -> list[str]:
    """The map in words, a line a step: number, what, by whom, joint or wished for."""
    known, lines = names or {}, []
    for number, step in enumerate(drawn.steps, start=1):
        who = ", ".join(known.get(one, one) for one in step.parties) or NOBODY.said(language)
        more = [TOGETHER.said(language)] if step.joint else []
        more += [LATER.said(language)] if step.wish else []
        lines.append(f"{number}. {step.what} ({'; '.join([who, *more])})")
    return lines


class _Laid:
    """Where everything stands: a column a lane, a row a step."""

    def __init__(self, drawn: Map, names: Mapping[str, str], language: str) -> None:
        self.drawn, self.names, self.language = drawn, names, language
        parties = list(dict.fromkeys(one for step in drawn.steps for one in step.parties))
        nobody = [""] if any(not step.parties for step in drawn.steps) else []
        self.columns = {one: place for place, one in enumerate([*parties, *nobody])}
        self.texts = [wrap(step.what, LETTERS, break_long_words=True) or [""] for step in drawn.steps]
        self.tops, y = [], TOP + PAD
        for lines in self.texts:
            self.tops.append(y)
            y += len(lines) * LINE + 2 * PAD + GAP
        self.back = any(self._is_back(*one) for one in drawn.edges)
        self.width = len(self.columns) * LANE + (SIDE + EDGE if self.back else 0)
        self.height = y

    def lanes(self) -> Iterator[str]:
        """A pale column each, with its name above."""
        for name, place in self.columns.items():
            said = self.names.get(name, name) or NOBODY.said(self.language)
            fill = PALE if place % 2 == 0 else "#ffffff"
            size = f'width="{LANE}" height="{self.height}"'
            yield f'<rect class="map__lane" x="{place * LANE}" y="0" {size} fill="{fill}"/>'
            for row, line in enumerate(wrap(said, LETTERS)[:2]):
                yield _text(place * LANE + LANE / 2, 18 + row * LINE, line, weight=' font-weight="600"')

    def steps(self) -> Iterator[str]:
        """Boxes in the lanes of each step, a bar between them, the words in the first."""
        for place, step in enumerate(self.drawn.steps):
            y, high, columns = self.tops[place], self._high(place), self._columns(step)
            fill = JOINT if step.joint else WISH
            dashed = ' stroke-dasharray="5 4"' if step.wish else ""
            if len(columns) > 1:
                left, right = columns[0] * LANE + LANE / 2, columns[-1] * LANE + LANE / 2
                yield f'<path d="M{left} {y + high / 2}H{right}" stroke="{INK}" stroke-width="3"/>'
            for number, column in enumerate(columns):
                yield (
                    f'<rect class="map__step" x="{column * LANE + PAD}" y="{y}" width="{LANE - 2 * PAD}" '
                    f'height="{high}" rx="4" fill="{fill}" stroke="{INK}"{dashed}/>'
                )
                if number == 0:
                    for row, line in enumerate(self.texts[place]):
                        yield _text(column * LANE + LANE / 2, y + PAD + 13 + row * LINE, line)
                else:
                    middle = f"({place + 1})"
                    yield _text(column * LANE + LANE / 2, y + high / 2 + 5, middle)

    def edges(self) -> Iterator[str]:
        """From step to step: as counted, or from each to the next when nothing is."""
        if not self.drawn.edges:
            for place in range(len(self.drawn.steps) - 1):
                yield self._down(place, place + 1, 1.5, "")
            return
        places = {step.what: place for place, step in enumerate(self.drawn.steps)}
        most = max(self.drawn.edges.values())
        for (one, other), count in self.drawn.edges.items():
            wide = 1 + 4 * count / most
            if self._is_back(one, other):
                yield self._back(places[one], places[other], wide, str(count))
            else:
                yield self._down(places[one], places[other], wide, str(count))

    def _is_back(self, one: str, other: str) -> bool:
        order = [step.what for step in self.drawn.steps]
        return order.index(one) >= order.index(other)

    def _down(self, one: int, other: int, wide: float, said: str) -> str:
        x, y = self._middle(one), self.tops[one] + self._high(one)
        to_x, to_y = self._middle(other), self.tops[other] - 2
        bend = (to_y - y) / 2
        path = f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"
        label = _text((x + to_x) / 2 + 14, (y + to_y) / 2 + 4, said) if said else ""
        return _line(path, wide, "") + label

    def _back(self, one: int, other: int, wide: float, said: str) -> str:
        y, to_y = self.tops[one] + self._high(one) / 2, self.tops[other] + self._high(other) / 2
        y, to_y = (y, to_y) if one != other else (y + 8, to_y - 8)
        x, to_x, out = self._right(one), self._right(other), len(self.columns) * LANE + SIDE
        path = f"M{x:g} {y:g}C{out:g} {y:g} {out:g} {to_y:g} {to_x:g} {to_y:g}"
        return _line(path, wide, ' stroke-dasharray="6 4"') + _text(
            (x + to_x + 6 * out) / 8 + 14, (y + to_y) / 2 + 4, said
        )

    def _columns(self, step: Step) -> list[int]:
        return sorted(self.columns[one] for one in (step.parties or ("",)))

    def _middle(self, place: int) -> float:
        return self._columns(self.drawn.steps[place])[0] * LANE + LANE / 2

    def _right(self, place: int) -> float:
        return (self._columns(self.drawn.steps[place])[-1] + 1) * LANE - PAD

    def _high(self, place: int) -> float:
        return len(self.texts[place]) * LINE + 2 * PAD - 4


def _line(path: str, wide: float, more: str) -> str:
    return (
        f'<path class="map__edge" d="{path}" fill="none" stroke="{INK}" stroke-opacity="0.7" '
        f'stroke-width="{wide:.1f}"{more} marker-end="url(#end)"/>'
    )


def _text(x: float, y: float, said: str, weight: str = "") -> str:
    return (
        f'<text class="map__label" x="{x:g}" y="{y:g}" text-anchor="middle" fill="{INK}"{weight}>{escape(said)}</text>'
    )
