"""Changes in a method's text, part by part: everything else, comments too, stays as it is written.

The text is read, changed and written by one round trip. What the round trip alone would have rewritten is taken from
the text as it was, line by line; whether the result says the same is checked before it is used.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from samsyn.access.yaml_lines import has, round_trip
from samsyn.basis.method.reading import tree_in

Where = tuple[int | str, ...]
Change = Callable[[CommentedMap], None]
LONGEST_NAME = 40
_FLUSH = re.compile(r"^way:[^\n]*\n-", re.MULTILINE)


def with_change(text: str, change: Change) -> str:
    """The text after a change of its tree. Raises `MethodError` for a text that cannot be read at all."""
    tree = tree_in(text)
    is_flush = bool(_FLUSH.search(text))
    before = _lines(_written(tree, is_flush=is_flush))
    change(tree)
    written = _written(tree, is_flush=is_flush)
    kept = "".join(_merged(before, _lines(text), _lines(written)))
    return kept if _says(kept) == tree else written


def _written(tree: CommentedMap, *, is_flush: bool) -> str:
    out = StringIO()
    round_trip(is_flush=is_flush).dump(tree, out)
    return out.getvalue()


def _says(text: str) -> Any:
    try:
        return round_trip().load(text)
    except Exception:
        return None


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _merged(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[str]:
    """Three-way: what only one side changed is taken from there; where both did, theirs."""
    at = our_at = their_at = 0
    for start, our_start, their_start, length in _in_common(base, ours, theirs):
        if base[at:start] == theirs[their_at:their_start]:
            yield from ours[our_at:our_start]
        else:
            yield from theirs[their_at:their_start]
        yield from ours[our_start : our_start + length]
        at, our_at, their_at = start + length, our_start + length, their_start + length


def _in_common(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that all three have, and the end of all."""
    mine = _places(base, ours)
    other = _places(base, theirs)
    at = 0
    while at < len(base):
        length = 0
        while (
            at + length < len(base) and at + length in mine and at + length in other
            and mine[at + length] == mine[at] + length and other[at + length] == other[at] + length
        ):  # fmt: skip
            length += 1
        if length:
            yield at, mine[at], other[at], length
        at += length or 1
    yield len(base), len(ours), len(theirs), 0


def _places(base: list[str], other: list[str]) -> dict[int, int]:
    """Where each line of the base stands in the other."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def find(tree: Any, place: str) -> Where:
    """The path to a place such as `way.start.expects.mapping`. Raises LookupError for none such."""
    node, where = tree, []
    for name in place.split(".") if place else []:
        part = _part(node, name)
        if part is None or not has(node, part):
            raise LookupError(place)
        where.append(part)
        node = node[part]
    return tuple(where)


def _part(node: Any, name: str) -> int | str | None:
    if not isinstance(node, CommentedSeq):
        return name
    for at, one in enumerate(node):
        if isinstance(one, CommentedMap) and one.get("id") == name:
            return at
    return int(name) - 1 if name.isascii() and name.isdigit() and 0 < int(name) <= len(node) else None


def at(tree: Any, where: Where) -> Any:
    """What stands at a path."""
    for part in where:
        tree = tree[part]
    return tree


def put(node: CommentedMap, where: tuple[str, ...], value: Any) -> None:
    """Write a value into a part, or take it away (None); what is left empty goes too."""
    *above, last = where
    inner = [node]
    for key in above:
        if not isinstance(inner[-1].get(key), CommentedMap):
            if value is None:
                return
            inner[-1][key] = flowing({})
        inner.append(inner[-1][key])
    if value is None:
        inner[-1].pop(last, None)
        for key, outer, of in zip(reversed(above), reversed(inner[:-1]), reversed(inner[1:]), strict=True):
            if not of:
                outer.pop(key)
        return
    inner[-1][last] = value


def flowing(value: Any) -> Any:
    """Maps and lists as they are written on one line."""
    if isinstance(value, dict) and not isinstance(value, CommentedMap):
        value = CommentedMap({key: flowing(one) for key, one in value.items()})
    elif isinstance(value, list | tuple) and not isinstance(value, CommentedSeq):
        value = CommentedSeq([flowing(one) for one in value])
    else:
        return value
    value.fa.set_flow_style()
    return value


def add(tree: CommentedMap, where: Where, node: CommentedMap) -> None:
    """Put a new part last in a list, written as its neighbours are."""
    *above, last = where
    holder = at(tree, tuple(above))
    if not isinstance(holder.get(last), CommentedSeq):
        holder[last] = CommentedSeq()
    row = holder[last]
    if not row:
        row.fa.set_block_style()
    if row and isinstance(row[-1], CommentedMap) and row[-1].fa.flow_style():
        node.fa.set_flow_style()
    row.append(node)




def remove(tree: CommentedMap, where: Where) -> None:
    """Take a part out of its list; a list that becomes empty goes too."""
    *above, last = where
    row = at(tree, tuple(above))
    row.pop(last)
    if not row and len(above) > 0:
        at(tree, tuple(above[:-1])).pop(above[-1])


def move(tree: CommentedMap, where: Where, *, steps: int) -> None:
    """Up (-1) or down (1) among its neighbours; at the end it stays."""
    *above, last = where
    row = at(tree, tuple(above))
    to = int(last) + steps
    if 0 <= to < len(row):
        row[int(last)], row[to] = row[to], row[int(last)]


def new_name(words: str, taken: Collection[str]) -> str:
    """A name for a new part, made of its words: "Första mötet" is `forsta_motet`."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_NAME].strip("_")
    name = name if name[:1].isalpha() else f"part_{name}".rstrip("_")
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, 9999))) if one not in taken)
