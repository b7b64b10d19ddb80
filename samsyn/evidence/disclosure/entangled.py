"""Tables that close a ring: A by B, B by C and A by C bind each other, though no two of them do.

The same people stand behind all three, so there is a table A by B by C that nobody printed, and it must hold no less
than nobody in every cell. What is printed bounds it, and it bounds what is hidden. Tables that close no ring (an
acyclic hypergraph; Graham 1979, Yu & Ozsoyoglu 1979) are bound by their shared totals alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, product

MOST = 1_500  # cells of an unprinted table; a larger ring is looked at three dimensions at a time

Edge = frozenset[str]


def rings(edges: Iterable[Collection[str]], sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The dimensions of each ring that tables with these dimensions close.

    >>> rings([("a", "b"), ("b", "c")], {"a": 2, "b": 2, "c": 2})
    []
    >>> rings([("a", "b"), ("b", "c"), ("a", "c")], {"a": 2, "b": 2, "c": 2})
    [('a', 'b', 'c')]
    """
    left = _reduced({frozenset(edge) for edge in edges})
    return [ring for whole in _connected(left) for ring in _small_enough(whole, left, sizes)]


def crossed(
    names: Sequence[str],
    values: Mapping[str, Sequence[str]],
    tables: Iterable[tuple[tuple[str, ...], Collection[tuple[str, ...]]]],
) -> list[tuple[str, ...]]:
    """Cells of the unprinted table by `names`: those that no printed table (dimensions, cells) knows to be empty."""
    bound = [
        ([names.index(name) for name in dimensions if name in names],
         {tuple(cell[at] for at, name in enumerate(dimensions) if name in names) for cell in cells})
        for dimensions, cells in tables if len({*dimensions} & {*names}) > 1
    ]  # fmt: skip
    return [
        cell for cell in product(*(values[name] for name in names))
        if all(tuple(cell[at] for at in places) in there for places, there in bound)
    ]  # fmt: skip


def _reduced(edges: set[Edge]) -> set[Edge]:
    """Without dimensions that one table alone has, and without tables within others, until nothing more goes."""
    while True:
        times = [name for edge in edges for name in edge]
        slim = {frozenset(name for name in edge if times.count(name) > 1) for edge in edges}
        slim = {edge for edge in slim if edge and not any(edge < other for other in slim)}
        if slim == edges:
            return edges if len(edges) > 1 else set()
        edges = slim


def _connected(edges: set[Edge]) -> list[Edge]:
    groups: list[Edge] = []
    for edge in edges:
        apart = [group for group in groups if not group & edge]
        groups = [*apart, edge.union(*(group for group in groups if group & edge))]
    return groups


def _small_enough(whole: Edge, edges: set[Edge], sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    names = tuple(sorted(whole))
    if _cells(names, sizes) <= MOST:
        return [names]
    threes = [three for three in combinations(names, 3) if _cells(three, sizes) <= MOST]
    return [three for three in threes if all(_together(pair, edges) for pair in combinations(three, 2))]


def _together(pair: tuple[str, ...], edges: set[Edge]) -> bool:
    return any(set(pair) <= edge for edge in edges)


def _cells(names: Iterable[str], sizes: Mapping[str, int]) -> int:
    whole = 1
    for name in names:
        whole *= sizes[name]
    return whole
