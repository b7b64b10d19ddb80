"""The tables that nobody prints but everybody may reckon with, put into the system of a release."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from samsyn.evidence.disclosure.counts import TOTAL, CountTable
from samsyn.evidence.disclosure.entangled import crossed, rings
from samsyn.evidence.disclosure.system import System, Who
from samsyn.evidence.errors import EvidenceError, Sentence

Marks = frozenset[tuple[str, str]]


def entangle(made: System, tables: Mapping[str, CountTable]) -> None:
    """Add every unprinted table that a ring of printed ones stands on, filled in some way that agrees with them.

    Raises `EvidenceError` NOT_THE_SAME_PEOPLE when there is no such way.
    """
    for population in dict.fromkeys(one.population for one in tables.values()):
        own = [one for one in tables.values() if one.population == population]
        values = _values(own)
        for names in rings([one.dimensions for one in own], {name: len(there) for name, there in values.items()}):
            cells = crossed(names, values, [(one.dimensions, one.cells) for one in own])
            _add(made, population, [frozenset(zip(names, cell, strict=True)) for cell in cells], names)


def _values(tables: Sequence[CountTable]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in tables:
        for at, name in enumerate(table.dimensions):
            sums = {TOTAL, *table.tree.get(name, {})}
            found[name] |= dict.fromkeys(cell[at] for cell in table.cells if cell[at] not in sums)
    return {name: list(there) for name, there in found.items()}


def _add(made: System, population: str, cells: list[Marks], names: Sequence[str]) -> None:
    """Each cell of the system that is a sum of the unprinted ones gets its equation."""
    sums: dict[Who, list[Who]] = defaultdict(list)
    for size in range(len(names)):
        for kept in combinations(names, size):
            for marks in cells:
                total = (population, frozenset(mark for mark in marks if mark[0] in kept))
                if total in made.values:
                    sums[total].append((population, marks))
    ids: list[Who] = [(population, marks) for marks in cells]
    filled = _filled(made, ids, sums)
    made.unprinted.update(zip(ids, filled, strict=True))
    made.equations.update({(total, tuple(parts)): None for total, parts in sums.items()})


def _filled(made: System, ids: list[Who], sums: Mapping[Who, list[Who]]) -> list[float]:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    place = {one: at for at, one in enumerate(ids)}
    entries = [(row, place[part]) for row, parts in enumerate(sums.values()) for part in parts]
    rows, columns = zip(*entries, strict=True)
    matrix = csr_array((np.ones(len(entries)), (rows, columns)), shape=(len(sums), len(ids)))
    found = linprog(np.zeros(len(ids)), A_eq=matrix, b_eq=[made.values[one] for one in sums], method="highs")
    if found.status != 0:
        raise EvidenceError(
            "NOT_THE_SAME_PEOPLE",
            Sentence(
                "tabellerna kan inte handla om samma personer. Ge dem var sin population.",
                "the tables cannot be of the same people. Give each a population of its own.",
            ),
        )
    return [float(one) for one in found.x]
