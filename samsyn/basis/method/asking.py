"""Tries an expression on a record: what it gives, or what is wrong with it and where."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method.asked import CODED, STATES, unknown_in
from samsyn.basis.method.conditions import FUNCTIONS, MACROS, ConditionError, check, holds
from samsyn.basis.method.record import EXIT, SINGLE, THINGS
from samsyn.basis.method.schema import Method

MOST_OF_EACH = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """True, false or null; or what is wrong, and the part of the expression that it is about, where that is known."""

    gives: bool | None = None
    wrong: Text = ""
    before: str = ""
    at: str = ""
    after: str = ""


def answer(text: str, record: Mapping[str, Any], method: Method | None) -> Answer:
    """What an expression gives for somebody. Names of the method's own parts are checked when there is one."""
    try:
        check(text)
    except ConditionError as error:
        return _wrong(text, error.words, error.at)
    for words in unknown_in(method, text) if method else ():
        return _wrong(text, words, None)
    return Answer(holds(text, _bounded(record)))


def _bounded(record: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of so many at most, so that questions inside questions end soon."""
    return {name: value[-MOST_OF_EACH:] if isinstance(value, list) else value for name, value in record.items()}


def _wrong(text: str, words: Text, at: int | None) -> Answer:
    start, end = (at, at + 1) if at is not None else _named(text, str(words))
    return Answer(None, words, text[:start], text[start:end], text[end:])


def _named(text: str, words: str) -> tuple[int, int]:
    """Where the first name stands that the words tell of; nowhere when they tell of none."""
    for name in re.findall(r"[\w.]+", words)[:3]:
        found = re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text)
        if found:
            return found.span()
    return len(text), len(text)


@dataclass(frozen=True, slots=True)
class Known:
    """A name that may be asked, with its fields and, of coded ones, the codes."""

    name: str
    fields: list[tuple[str, str, list[str]]]


def names(method: Method | None) -> list[Known]:
    """All that may be asked, in the order of the record."""
    found = [Known(f"p.{name}", []) for name in SINGLE]
    found += [Known(f"p.{name}", _fields(name, fields, method)) for name, fields in {**THINGS, "exit": EXIT}.items()]
    return found


def _fields(name: str, fields: Mapping[str, str], method: Method | None) -> list[tuple[str, str, list[str]]]:
    return [(field, kind, _codes(f"{name}.{field}", method)) for field, kind in fields.items()]


def _codes(name: str, method: Method | None) -> list[str]:
    if name in STATES:
        return sorted(STATES[name])
    if name in CODED or name == "meetings.kind":
        return [code for code, _words in code_lists.choices(CODED.get(name, "meeting_kind"))]
    if method is None:
        return []
    own = {
        "forms.id": [form.id for form in method.forms],
        "documents.id": [document.id for document in method.documents],
        "decisions.id": [one.id for _phase, one in method.expectations()],
    }
    return own.get(name, [])


def functions() -> list[str]:
    """Functions that may be used."""
    return sorted(FUNCTIONS | set(MACROS) | {"has"})
