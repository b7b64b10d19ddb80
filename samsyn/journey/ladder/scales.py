"""What there is to rate: the modules of a method's ladders, and the person's own smaller parts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.basis.method import words
from samsyn.basis.method.content import Ladder, Module, Step
from samsyn.basis.method.pictograms import PICTOGRAMS
from samsyn.basis.method.schema import Method
from samsyn.basis.method.values import Words

MOST_ON_SHEET = 24
Parts = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Scale:
    """A module with the steps it is rated on; step 1 is the first."""

    id: str
    words: Words
    ladder: str
    steps: tuple[Step, ...]
    about: Words | None = None
    part_of: str = ""
    is_overview: bool = False
    is_own: bool = False
    symbol: str = ""
    """The drawing of the module's own picture."""

    @property
    def name(self) -> str:
        """In the language of the page."""
        return words.say(self.words)

    def step(self, number: int, language: str = "") -> str:
        """What a step says; empty for one that the scale does not have."""
        if not 1 <= number <= len(self.steps):
            return ""
        text = self.steps[number - 1].text
        return text.say(language) if language else words.say(text)

    def picture(self, number: int) -> str:
        """The drawing of a step's picture; empty where the text names none."""
        named = self.steps[number - 1].picture if 1 <= number <= len(self.steps) else None
        return PICTOGRAMS.get(named or "", "")

    def easy(self, number: int = 0) -> str:
        """The name, or what a step says, in easy words."""
        return self.step(number, "easy") if number else self.words.say("easy")


@dataclass(frozen=True, slots=True)
class Sheet:
    """So many modules of a ladder as are rated on one page."""

    name: str
    scales: tuple[Scale, ...]


def ladder_of(method: Method, ladder: str) -> Ladder | None:
    """A ladder of the text."""
    return next((one for one in method.ladders if one.id == ladder), None)


def ladder_with(method: Method, kind: str | None) -> Ladder | None:
    """The ladder that is called so, or that has a module called so."""
    return next((one for one in method.ladders if one.id == kind or any(m.id == kind for m in one.modules)), None)


def scales(ladder: Ladder, parts: Parts | None = None) -> list[Scale]:
    """Every module in the order of the text, each followed by the person's own parts of it.

    A ladder without modules is itself what is rated.
    """
    if not ladder.modules:
        return [Scale(ladder.id, ladder.name, ladder.id, ladder.steps, ladder.about, is_overview=True)]
    found: list[Scale] = []
    for module in ladder.modules:
        one = _of_module(module, ladder)
        found += [one, *(own_part(part, one) for part in (parts or {}).get(module.id, ()))]
    return found


def _of_module(module: Module, ladder: Ladder) -> Scale:
    steps = module.steps or ladder.steps
    is_overview = module.kind == "overview"
    symbol = PICTOGRAMS.get(module.picture or "", "")
    return Scale(
        module.id, module.name, ladder.id, steps, module.about, module.part_of or "", is_overview, symbol=symbol
    )  # fmt: skip


def own_part(part: Mapping[str, Any], whole: Scale) -> Scale:
    """A smaller part that staff wrote for one person; without own steps it has those of the module."""
    steps = tuple(Step(text=Words(sv=text)) for text in part.get("steps") or ())
    return Scale(
        part["id"], Words(sv=part["name"]), whole.ladder, steps or whole.steps, None, whole.id, is_own=True,
        symbol=whole.symbol,
    )  # fmt: skip


def by_id(method: Method, parts: Parts | None = None) -> dict[str, Scale]:
    """Every scale of a method."""
    return {scale.id: scale for ladder in method.ladders for scale in scales(ladder, parts)}


def sheets(found: Sequence[Scale], whole: str) -> list[Sheet]:
    """One page for a whole area; a large one is a page of its overviews, and one for each of them with its parts."""
    if len(found) <= MOST_ON_SHEET:
        return [Sheet(whole, tuple(found))]
    overviews = [one for one in found if one.is_overview]
    made = _cut(_("Översikterna"), overviews) if len(overviews) > 1 else []
    below = _below(found)
    placed: set[str] = set()
    for one in overviews:
        inside = [one, *(part for part in below.get(one.id, ()) if part.id not in placed)]
        placed.update(part.id for part in inside)
        made += _cut(one.name, inside) if len(inside) > 1 else []
    alone = [one for one in found if one.id not in placed]
    return made + _cut(whole, alone)


def _below(found: Iterable[Scale]) -> dict[str, list[Scale]]:
    """Parts by the topmost module they are part of, in the order of the text."""
    known = {one.id: one for one in found}
    made: dict[str, list[Scale]] = {}
    for one in known.values():
        top = one
        while top.part_of in known:
            top = known[top.part_of]
        if top is not one:
            made.setdefault(top.id, []).append(one)
    return made


def _cut(name: str, found: Sequence[Scale]) -> list[Sheet]:
    pieces = [found[at : at + MOST_ON_SHEET] for at in range(0, len(found), MOST_ON_SHEET)]
    if len(pieces) == 1:
        return [Sheet(name, tuple(pieces[0]))]
    return [Sheet(f"{name} {at}", tuple(piece)) for at, piece in enumerate(pieces, start=1)]


def sheet_with(found: Sequence[Sheet], module: str) -> int:
    """Which page a module is rated on; the one where it is rated with the fewest others."""
    fits = [(len(sheet.scales), at) for at, sheet in enumerate(found) if any(one.id == module for one in sheet.scales)]
    return min(fits)[1] if fits else 0
