"""Words in a method's documents that are filled in: {{ expression }}."""

import re
from collections.abc import Mapping
from typing import Any

from samsyn.basis.method.conditions import value_of

PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
IN_DOCUMENTS = {"p", "name", "number", "today", "unit", "staff"}
NOTHING = "______"


def filled(words: str, known: Mapping[str, Any]) -> str:
    """The words with every {{ expression }} replaced by its value; a line to write on where it is not known."""

    def value(found: re.Match[str]) -> str:
        got = value_of(found[1].strip(), known)
        return NOTHING if got is None or got == "" else str(got)

    return PLACEHOLDER.sub(value, words)
