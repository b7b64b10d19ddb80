"""A YAML text as a tree that knows on which line each part stands, so that a fault can be told with its line."""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError

Where = tuple[int | str, ...]
LONGEST_LINE = 1_000_000  # lines are broken where they were, never anew


class _DaysAsText(RoundTripConstructor):
    """Leaves days as they are written, so that an impossible one is reported with its line."""


_DaysAsText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


def tree_of(text: str) -> Any:
    """The tree, with days left as text. Raises `YAMLError` and `ValueError` for what is no YAML."""
    return round_trip().load(text)


def round_trip(*, is_flush: bool = False) -> YAML:
    """Reads and writes with comments, quotes and the order of keys as they stand.

    `is_flush`: the dashes of lists stand right under their name.
    """
    yaml = YAML(typ="rt")
    yaml.Constructor = _DaysAsText
    yaml.preserve_quotes = True
    yaml.width = LONGEST_LINE
    if not is_flush:
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def line_of_error(error: MarkedYAMLError) -> int:
    """The line that could not be read; 0 where that is not known."""
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 0


def line_of_byte(raw: bytes, at: int) -> int:
    """The line that a byte stands on, for text that cannot be decoded."""
    return raw[:at].count(b"\n") + 1


def has(node: Any, part: int | str) -> bool:
    """Whether a part of a path leads on from here."""
    if isinstance(node, CommentedSeq):
        return isinstance(part, int) and part < len(node)
    return isinstance(node, CommentedMap) and part in node


def line_of(tree: CommentedMap, where: Where) -> int:
    """The line of the deepest part of `where` that the text has."""
    node: Any = tree
    line: int = tree.lc.line + 1
    for part in where:
        if not has(node, part):
            break
        line = (node.lc.key(part) if isinstance(node, CommentedMap) else node.lc.item(part))[0] + 1
        node = node[part]
    return line
