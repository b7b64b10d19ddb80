"""Pictures that the library draws (curves, flows): kept with the answer, in each language, for two widths of screen."""

from collections.abc import Callable, Mapping

from samsyn.evidence import survival
from samsyn.evidence.errors import LANGUAGES, EvidenceError
from samsyn.evidence.result import Result

Drawn = dict[str, dict[str, str]]
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


DRAWING: Mapping[str, Callable[[Result, str, int, str], str]] = {"time_to_exit": _curve, "time_to_work": _curve}
