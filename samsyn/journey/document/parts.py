"""What stands in a document: from the text of a method to parts that are kept, edited and printed. Pure.

A part is plain data: `{"kind": "heading" | "text", "text"}`, `{"kind": "items", "items"}` (with `"lines"` to write on
when there are none, and the `"record"` they came from), `{"kind": "checks", "items", "ticked"}`,
`{"kind": "answers", "rows": [[question, answer]]}`, `{"kind": "lines", "lines", "text"}`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samsyn.basis.method.conditions import value_of
from samsyn.basis.method.content import Block
from samsyn.basis.method.content import Document as InText
from samsyn.basis.method.references import PLACEHOLDER
from samsyn.basis.method.values import Words

Part = dict[str, Any]
Rows = Sequence[tuple[str, str]]
UNKNOWN = "……"
LINES_WHEN_EMPTY = 2
MOST_LETTERS, MOST_LINES = 60_000, 1_000  # some 25 pages: more would keep a process busy with PDF
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Known:
    """What is known of the person when a document is filled in; an empty one gives a blank."""

    values: Mapping[str, Any] = field(default_factory=dict)
    answers: Callable[[str], Rows] = lambda form: ()
    record: Callable[[str], Sequence[str]] = lambda name: ()


def parts_of(document: InText, known: Known, language: str = "sv") -> list[Part]:
    """Every part of a document, filled in with what is known."""
    return [_part(block, known, language) for block in document.body]


def words_of(document: InText) -> list[Words]:
    """Everything that is said in a document, block by block."""
    return [
        words for block in document.body for words in (block.heading, block.text, *block.items, *block.checks) if words
    ]


def _part(block: Block, known: Known, language: str) -> Part:
    def said(words: Words) -> str:
        return fill(words.say(language), known.values)

    if block.heading:
        return {"kind": "heading", "text": said(block.heading)}
    if block.text:
        return {"kind": "text", "text": said(block.text)}
    if block.items:
        return {"kind": "items", "items": [said(one) for one in block.items]}
    if block.checks:
        return {"kind": "checks", "items": [said(one) for one in block.checks], "ticked": []}
    if block.answers:
        rows = known.answers(block.answers)
        return {"kind": "answers", "rows": [[clean(asked), clean(told)] for asked, told in rows]}
    if block.record:
        found = [clean(line) for line in known.record(block.record)]
        return {"kind": "items", "items": found, "lines": LINES_WHEN_EMPTY, "record": block.record}
    return {"kind": "lines", "lines": block.lines or 1, "text": ""}


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Words with each `{{ expression }}` replaced by its value; what is not known is a line to write on."""
    return clean(PLACEHOLDER.sub(lambda found: _as_words(value_of(found[1].strip(), values)), text))


def _as_words(value: Any) -> str:
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return ", ".join(_as_words(one) for one in value) or UNKNOWN
    return str(value) if isinstance(value, str | int) else UNKNOWN


def clean(text: str) -> str:
    """Without signs that neither paper nor Word can hold; lines end in one way."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def as_text(parts: Iterable[Part]) -> str:
    """The whole as plain text, a line a line."""
    return "\n".join(line for part in parts for line in plain(part))


def plain(part: Part) -> list[str]:
    """What one part says, line by line; empty lines to write on say nothing."""
    if part["kind"] == "answers":
        return [line for asked, told in part["rows"] for line in (asked, *lines_of(told))]
    if part["kind"] in ("items", "checks"):
        return list(part["items"])
    return lines_of(part["text"])


def says_something(part: Part) -> bool:
    """Whether a part is left when it was edited: a text or list that was emptied is not."""
    return part["kind"] == "lines" or bool(part.get("lines")) or bool(plain(part))
