"""docs/methods.md is all that somebody needs: it names every part and value, and its examples hold."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method import asked, record
from samsyn.basis.method.conditions import FUNCTIONS, MACROS
from samsyn.basis.method.reading import problems_of, read
from samsyn.basis.method.references import EVERYBODY, SINCE
from samsyn.basis.method.schema import Method
from samsyn.basis.method.values import Span, Words
from samsyn.basis.party.models import PartyKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
TEXT = Path("docs/methods.md").read_text()
NAMED = set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", TEXT))
# The lists whose codes the document names; the sorts of target groups and orderers stand with `who`.
LISTS = (
    "activity_kind", "assessment_kind", "meeting_kind", "livelihood", "occupation", "target_group", "referral_origin",
    "assessment_area", "exit_outcome", "exit_reason",
)  # fmt: skip


def examples() -> list[str]:
    """Every indented piece of text, without its indent."""
    found = re.findall(r"(?:^(?: {4}.*)?\n)+", TEXT, re.MULTILINE)
    return [re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip("\n") + "\n" for block in found if block.strip()]


def whole() -> list[str]:
    """The examples that are methods."""
    return [block for block in examples() if block.startswith("id:")]


def words_of(kind: Any, seen: set[type]) -> Iterator[str]:
    """The names of every part, and of every value that may be chosen."""
    if get_origin(kind) is Literal:
        yield from (str(value) for value in get_args(kind))
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen and kind not in (Span, Words):
            seen.add(kind)
            for name, field in kind.model_fields.items():
                yield field.alias or name
                yield from words_of(field.annotation, seen)
    elif get_origin(kind) in (Union, UnionType) or get_args(kind):
        for inner in get_args(kind):
            yield from words_of(inner, seen)


def test_every_part_and_value_is_named():
    assert {word for word in words_of(Method, set()) if word not in NAMED} == set()


def test_everything_that_may_be_asked_is_named():
    known = {*record.SINGLE, *record.THINGS, *record.EXIT, *(field for of in record.THINGS.values() for field in of)}
    known |= {state for of in asked.STATES.values() for state in of} | asked.PHASE_STATES | FUNCTIONS | set(MACROS)
    assert known - NAMED == set()


def test_every_code_and_everybody_is_named():
    codes = {code for name in LISTS for code, _words in code_lists.choices(name)}
    assert (codes | EVERYBODY | SINCE | set(PartyKind.values)) - NAMED == set()


def test_the_whole_examples_hold():
    assert [(read(text).id, problems_of(text)) for text in whole()] == [("small-group", []), ("verkstan", [])]


def test_the_worked_example_uses_every_part():
    said = read(whole()[1])
    empty = [name for name in Method.model_fields if not getattr(said, name)]
    assert empty == []
