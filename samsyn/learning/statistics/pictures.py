"""Pictures that the library draws (curves, flows): kept with the answer, in each language, for two widths of screen."""

from collections.abc import Callable, Mapping

from django.utils import translation

from samsyn.evidence import flow, survival
from samsyn.evidence.errors import LANGUAGES, EvidenceError, Sentence
from samsyn.evidence.result import Result
from samsyn.learning.statistics import labels
from samsyn.learning.statistics.findings import finding

Drawn = dict[str, dict[str, str]]
NOTHING = EvidenceError("NOTHING_TO_DRAW", Sentence("inget att rita.", "nothing to draw."))
WIDTHS: Mapping[str, int] = {"wide": 720, "narrow": 360}


def drawn(measure: str, found: Result) -> Drawn | None:
    """By language and width; None for what bars show, and where what may be shown is not enough to draw."""
    draw = DRAWING.get(measure)
    if draw is None:
        return None
    try:
        return {
            language: {name: draw(found, language, wide, f"{name}-{language}") for name, wide in WIDTHS.items()}
            for language in LANGUAGES
        }
    except EvidenceError:
        return None


def _curve(found: Result, language: str, width: int, key: str) -> str:
    return survival.curve(found, language=language, width=width, key=key)


def _flow(found: Result, language: str, width: int, key: str) -> str:
    """Drawn of the steps that may be shown."""
    table = found.table
    if table is None or not {"start", "end", "from", "to", "n"} <= set(table.column_names):
        raise NOTHING
    with translation.override(language):
        states = {str(one.of[name]) for one in found.parts for name in ("from", "to")}
        names = {state: labels.said("livelihood", state) for state in states}
        moments = {one: labels.said("moment", one) for one in ("before", "exit")}
        heading = finding("flow", found.to_dict())
    narrow = width < WIDTHS["wide"]
    return flow.sankey.svg(
        found, heading=heading, names=names, moments=moments, language=language, narrow=narrow, id=key
    )


DRAWING: Mapping[str, Callable[[Result, str, int, str], str]] = {
    "time_to_exit": _curve, "time_to_work": _curve, "flow": _flow,
}  # fmt: skip
