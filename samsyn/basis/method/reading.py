"""Reads a method's text: everything that does not hold is told with line, path and remedy; nothing half-read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent

from samsyn.access.errors import Text
from samsyn.access.yaml_lines import Where, has, line_of, line_of_byte, line_of_error, tree_of
from samsyn.basis.method.references import faults_between_parts
from samsyn.basis.method.remedies import remedy
from samsyn.basis.method.schema import Method

MOST_BYTES = 1_000_000
MOST_NODES = 60_000
DEEPEST = 16
MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not hold, where, and what to do. Line 0: the text as a whole."""

    line: int
    path: str
    words: Text

    def __str__(self) -> str:
        place = str(_("rad %(line)s") % {"line": self.line}) if self.line else ""
        return ": ".join(part for part in (place, self.path, str(self.words)) if part)


class MethodError(Exception):
    """A text that does not hold, with every problem found (at most fifty)."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.line, p.path))[:MOST_PROBLEMS]
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read(text: str | bytes) -> Method:
    """The method that a text says. Raises `MethodError` with every problem found."""
    tree = tree_in(decoded(text))
    try:
        method = Method.model_validate(tree)
    except ValidationError as error:
        faults = _without_echoes(error.errors(include_url=False))
        raise MethodError([_problem(tree, fault) for fault in faults]) from None
    if problems := [_at(tree, where, words) for where, words in faults_between_parts(method)]:
        raise MethodError(problems)
    return method


def _without_echoes(faults: list[Any]) -> list[Any]:
    """Without "at least one is needed" where there is one that does not hold."""
    places = [fault["loc"] for fault in faults]

    def has_inner(place: Where) -> bool:
        return any(other[: len(place)] == place and len(other) > len(place) for other in places)

    return [fault for fault in faults if not (fault["type"] == "too_short" and has_inner(fault["loc"]))]


def problems_of(text: str) -> list[Problem]:
    """What does not hold in a text; empty when all does."""
    try:
        read(text)
    except MethodError as error:
        return error.problems
    return []


def digest(text: str) -> str:
    """SHA-256 of the text as stored: line ends are one sign, nothing else is changed."""
    return hashlib.sha256(text.encode()).hexdigest()


def decoded(text: str | bytes) -> str:
    """The text with one sign a line end. Raises `MethodError` for what is too large or not UTF-8."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > MOST_BYTES:
        size = {"size": f"{len(raw) / 1e6:.1f}", "most": MOST_BYTES // 1_000_000}
        raise _whole(_("Texten är %(size)s MB. Högst %(most)s MB kan läsas: dela upp metoden eller korta den.") % size)
    try:
        found = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        words = _("Raden är inte skriven i UTF-8. Spara filen som UTF-8.")
        raise MethodError([Problem(line_of_byte(raw, error.start), "", words)]) from None
    return found.removeprefix("\ufeff").replace("\r\n", "\n")


def _whole(words: Text) -> MethodError:
    return MethodError([Problem(0, "", words)])


def tree_in(text: str) -> CommentedMap:
    """The text as a tree, whether or not it is a method. Raises `MethodError` for what is no YAML, or too much."""
    try:
        _check_shape(text)
        tree = tree_of(text)
    except MarkedYAMLError as error:
        raise MethodError([Problem(line_of_error(error), "", _yaml_words(error))]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise _whole(_("Texten går inte att läsa som YAML: %(why)s") % {"why": str(error)[:120]}) from None
    if not isinstance(tree, CommentedMap):
        raise MethodError([Problem(1, "", _("Texten ska börja med id, version och name. Se en färdig metod."))])
    return tree


def _check_shape(text: str) -> None:
    """Before anything is built: no shortcuts (they can blow up), no types of its own, not too deep or many."""
    depth = nodes = 0
    for event in YAML(typ="rt", pure=True).parse(text):
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            words = _("Genvägar med & och * får inte finnas. Skriv ut texten på båda ställena.")
            raise MethodError([Problem(event.start_mark.line + 1, "", words)])
        if isinstance(event, NodeEvent) and str(getattr(event, "tag", None) or "").startswith(("!", "tag:")):
            words = _("Egna typer med ! får inte finnas. Ta bort märket.")
            raise MethodError([Problem(event.start_mark.line + 1, "", words)])
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        nodes += isinstance(event, NodeEvent)
        if depth > DEEPEST or nodes > MOST_NODES:
            words = _("Texten är för djup eller har för många delar. Dela upp metoden.")
            raise MethodError([Problem(event.start_mark.line + 1, "", words)])


def _yaml_words(error: MarkedYAMLError) -> Text:
    problem = str(error.problem or error.context or "").strip()
    if "duplicate key" in problem:
        key = problem.split('"')[1] if '"' in problem else ""
        return _("%(key)s står två gånger på samma ställe. Ta bort den ena.") % {"key": key}
    if "\\t" in problem or "\t" in problem:
        return _("Det står ett tabbtecken här. Använd mellanslag i början av raden.")
    return _("Raden följer inte YAML (%(why)s). Se efter indrag, kolon och citattecken.") % {"why": problem[:90]}


def _problem(tree: CommentedMap, fault: Any) -> Problem:
    return _at(tree, fault["loc"], remedy(fault))


def _at(tree: CommentedMap, where: Where, words: Text) -> Problem:
    known = tuple(_known_path(tree, where))
    return Problem(line_of(tree, known), _said(tree, known), words)


def _said(tree: CommentedMap, where: Where) -> str:
    """The path with names instead of numbers where a part has one: way.start.expects.mapping."""
    node: Any = tree
    said = []
    for part in where:
        node = node[part] if isinstance(part, int) or part in node else None
        named = isinstance(part, int) and isinstance(node, CommentedMap) and node.get("id")
        said.append(str(named or (part + 1 if isinstance(part, int) else part)))
    return ".".join(said)


def _known_path(tree: CommentedMap, where: Where) -> Iterator[int | str]:
    """The path as it stands in the text: without what the checking adds; a part that is missing ends it."""
    node: Any = tree
    for part in where:
        if has(node, part):
            node = node[part]
        elif isinstance(node, CommentedMap) and isinstance(part, str):
            yield part
            return
        else:
            continue
        yield part
