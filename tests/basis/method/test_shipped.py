"""The methods that come with Samsyn hold; none is changed under a released number; the demo names what is there."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from samsyn.basis.method.queries import read_once
from samsyn.basis.method.reading import digest
from samsyn.basis.method.schema import Method
from samsyn.web.demo.world import METHODS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
RELEASED = Path("reference/released_methods.yaml")


@pytest.fixture
def shipped() -> dict[str, str]:
    """The texts by file name."""
    return {path.stem: path.read_text() for path in sorted(Path("methods").glob("*.yaml"))}


def changed(texts: Iterable[str], released: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Texts that have the number of a released one and say something else, or a lower number."""
    of = {(row["id"], row["version"]): row["sha256"] for row in released}
    for text in texts:
        said = YAML(typ="safe").load(text)
        highest = max((number for name, number in of if name == said["id"]), default=0)
        if said["version"] < highest or of.get((said["id"], said["version"]), digest(text)) != digest(text):
            yield f"{said['id']}: raise version to {highest + 1}"


def test_a_released_text_is_not_changed_under_its_number(shipped):
    assert list(changed(shipped.values(), YAML(typ="safe").load(RELEASED)["released"])) == []


def test_a_planted_change_is_found(shipped):
    text = shipped["viim"]
    row = {"id": "viim", "version": 1, "sha256": digest(text)}
    tried = (text, text + "# mer\n", text.replace("version: 1", "version: 2"))
    assert [list(changed([one], [row])) for one in tried] == [[], ["viim: raise version to 2"], []]


def test_every_file_is_called_by_its_id_and_says_where_it_comes_from(shipped):
    methods: dict[str, Method] = {name: read_once(text) for name, text in shipped.items()}
    assert [name for name, said in methods.items() if said.id != name or not (said.source and said.source.note)] == []
    assert [name for name, said in methods.items() if not (said.name.en and said.about.en and said.about.easy)] == []


def test_the_demo_names_parts_that_are_there(shipped):
    said = YAML(typ="safe").load(METHODS)
    followed = {name: read_once(shipped[name]) for name in {*said["interventions"].values(), said["copied"]}}
    things = {one.id for method in followed.values() for _phase, one in method.expectations()}
    things |= {phase.id for method in followed.values() for phase in method.way}
    forms = {form.id: {question.id for question in form.questions} for m in followed.values() for form in m.forms}
    assert [row["part"] for row in said["done"] if row["part"] not in things] == []
    asked = [(row["form"], name) for row in said["forms"] for name in row["answers"]]
    unrated = [(form, name.removesuffix("_person").removesuffix("_staff")) for form, name in asked]
    assert [(form, name) for form, name in unrated if name not in forms[form]] == []
