"""A method is a text alone: no name, phase, ladder or described step of one stands in code or pages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from samsyn.basis.method import schema
from tests.house.reading import ROOT, SAMSYN, pages

METHODS = ROOT / "methods"
LISTS = ROOT / "reference" / "code_lists"
NAMED_PARTS = ("way", "ladders", "modules", "forms", "documents", "courses", "goals")
# Ids and names that are ordinary words too, each with what else it says.
ORDINARY = {
    "move": "to give an activity another state",
    "stegen": "the steps",
    "På väg": "how far a goal has come",
    "next_step": "a field of an exit",
    "takes_part": "whether somebody is in a meeting",
    "Final documentation": "a field of an exit",
    "Planen börjar": "a field of a plan",
    "Min plan": "the heading of a printed plan",
    "Vad händer nu?": "a heading of the person's page",
    "in_work": "a state of a person: has work",
    "I arbete": "the same, said to a reader",
    "I arbete eller studier": "a measure of the national follow-up",
    "Arbete eller studier": "the same, as a name",
    "still_in_work": "a measure of every follow-up: at work 3, 6 and 12 months after",
    "Kvar i arbete": "the same, said to a reader",
    "Still in work": "the same, said to a reader",
}


def texts(folder: Path = METHODS) -> dict[str, Any]:
    """Every method as it stands in its file."""
    return {path.stem: YAML(typ="safe").load(path) for path in sorted(folder.glob("*.yaml"))}


def own_words(methods: Mapping[str, Any]) -> set[str]:
    """What can only have come from a method: its id and names, and ids and names of its parts of several words."""
    found: set[str] = set()
    for stem, said in methods.items():
        found |= {stem, said["id"], *(_title(name) for name in _all_of(said["name"]))}
        found |= {word for word in _parts(said) if len(re.split(r"[\s_]+", word.removeprefix("The "))) > 1}
    return {word for word in found if word} - set(ORDINARY) - codes() - words_of_every_method()


def _title(name: str) -> str:
    """A name without what explains it: "VIIM" of "VIIM – Vi i Mark"."""
    return re.split(r" [–(-]", name)[0]


def _all_of(words: Any) -> list[str]:
    return list(words.values()) if isinstance(words, dict) else [words]


def _parts(node: Any, name: str = "") -> Iterator[str]:
    """Ids and names of phases, ladders, modules, forms ... and the words of every step."""
    if isinstance(node, list):
        for one in node:
            yield from _parts(one, name)
    elif isinstance(node, dict):
        if name in NAMED_PARTS:
            yield from (str(node["id"]), *_all_of(node.get("name", "")))
        for key, value in node.items():
            yield from _parts(value, key)
    elif name == "steps" and isinstance(node, str):
        yield node


def codes() -> set[str]:
    """Codes and words of the lists: a method may name a phase as a list names a kind of activity."""
    found: set[str] = set()
    for path in LISTS.glob("*.yaml"):
        for row in YAML(typ="safe").load(path)["values"]:
            found |= {str(value) for value in row.values()}
    return found


def words_of_every_method() -> set[str]:
    """What the engine itself knows: parts and sorts of every method."""
    known = Path(schema.__file__).parent.glob("*.py")
    return {word for path in known for word in re.findall(r"\w+", path.read_text())}


def named_in(words: Iterable[str], files: Mapping[str, str]) -> list[str]:
    """Where one of the words stands whole, in the letters it is written with."""
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])({'|'.join(re.escape(word) for word in longest)})(?![\w-])")
    return [
        f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for path, text in files.items()
        for hit in pattern.finditer(text)
    ]


def code() -> dict[str, str]:
    """Every Python file, page and picture of the package."""
    found = {path.relative_to(SAMSYN).as_posix(): path.read_text() for path in sorted(SAMSYN.rglob("*.py"))}
    svg = {path.relative_to(SAMSYN).as_posix(): path.read_text() for path in sorted(SAMSYN.rglob("pages/*.svg"))}
    return found | pages() | svg


def test_no_method_is_named_in_code_or_pages():
    assert named_in(own_words(texts()), code()) == []


def test_every_method_has_words_to_look_for():
    """If nothing were looked for, nothing would be found."""
    methods = texts()
    without = [stem for stem, said in methods.items() if not own_words({stem: said})]
    assert (len(methods) >= 20, without) == (True, [])


@pytest.mark.parametrize(
    "planted",
    ['if enrolment.method.slug == "kompassen":', '{% if method.name == "Östervik Rehab" %}', '"joint_measures"',
     "{{ _('Gemensamma insatser utan Kompassen') }}"],
)  # fmt: skip
def test_a_planted_method_is_found(planted):
    assert named_in(own_words(texts()), {"journey/plan/x": f"x\n{planted}\n"}) != []


@pytest.mark.parametrize("ordinary", ["def move(activity, *, by): ...", '"work_training"', "next_steps = 3"])
def test_ordinary_words_are_not(ordinary):
    assert named_in(own_words(texts()), {"journey/plan/x": ordinary}) == []
