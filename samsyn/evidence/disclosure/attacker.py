"""Our own attacker: takes what is published, no more, and reckons the closest bounds of every hidden cell.

He knows that counts are whole and not negative, how tables hang together, how percentages are rounded, and, where no
nought is hidden, that a hidden cell holds somebody. What he knows of single persons from elsewhere is not in it.
Written apart from what hides the cells, so that a fault there is found here. Linear programming (HiGHS), one pair of
programmes a cell.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from samsyn.evidence.disclosure.counts import TOTAL, Cell, Published
from samsyn.evidence.disclosure.entangled import crossed, rings
from samsyn.evidence.errors import EvidenceError, Sentence

SLACK = 1e-6
WORLD = 1e7  # more people than anybody is counted among: what can be so many is not bounded
Name = tuple[str, tuple[tuple[str, str], ...]]
Row = tuple[dict[int, float], float, float]  # coefficients by unknown, least and most of their sum


@dataclass(frozen=True)
class Attack:
    """Closest whole-number bounds of each hidden cell; `math.inf` when nothing bounds it from above."""

    intervals: Mapping[tuple[str, Cell], tuple[float, float]]

    def breaches(self, width: int) -> dict[tuple[str, Cell], tuple[float, float]]:
        """Hidden cells known more closely than `width`."""
        return {cell: ends for cell, ends in self.intervals.items() if ends[1] - ends[0] < width}


def attack(
    tables: Mapping[str, Published], *, least: int = 0, whole: bool = False, enough: int | None = None
) -> Attack:
    """Bounds of every hidden cell of a release.

    `least`: what every hidden cell is known to hold: 0, or 1 where it is known that no nought is hidden. `whole`:
    integer programmes, which are slower and can be closer than rounding the linear bounds. `enough`: a cell that was
    seen so wide open is not looked at further; its bounds are then inner ones.

    Raises `EvidenceError` CONTRADICTION when no counts agree with what is published.

    >>> from samsyn.evidence.disclosure import Published
    >>> row = Published(("work",), {("yes",): None, ("no",): 9, ("total",): 12})
    >>> attack({"work": row}).intervals
    {('work', ('yes',)): (3.0, 3.0)}
    """
    told = _Told(least)
    for name, table in tables.items():
        told.read(name, table)
    found: dict[int, tuple[float, float]] = {}
    for unknowns, rows in told.pieces():
        asked = {at for _name, _cell, at in told.asked} & set(unknowns)
        found.update(_bounds(unknowns, rows, asked, whole, enough))
    return Attack({(name, cell): found[at] for name, cell, at in told.asked})


@dataclass
class _Told:
    """Everything published as inequalities over numbered unknowns."""

    least: int
    known: dict[Name, int] = field(default_factory=dict)
    number: dict[Name, int] = field(default_factory=dict)
    asked: list[tuple[str, Cell, int]] = field(default_factory=list)
    tables: dict[str, Published] = field(default_factory=dict)

    def read(self, name: str, table: Published) -> None:
        self.tables[name] = table
        for cell, count in table.cells.items():
            if count is not None:
                self.known[_name(table, cell)] = count

    def rows(self) -> Iterator[Row]:
        for name, table in self.tables.items():
            for cell in table.hidden():
                if (one := _name(table, cell)) not in self.known:
                    self.asked.append((name, cell, self._unknown(one)))
                    yield {self._unknown(one): 1.0}, float(self.least), math.inf
        for table in (*self.tables.values(), *_behind(self.tables)):
            for total, parts in _adding(table):
                yield self._row([(1.0, _name(table, part)) for part in parts] + [(-1.0, _name(table, total))], 0.0, 0.0)
            yield from self._percentages(table)

    def _percentages(self, table: Published) -> Iterator[Row]:
        if table.percent is None:
            return
        at = table.dimensions.index(table.percent)
        half = 0.5 * 10.0**-table.decimals + 1e-9
        for cell, percent in table.percentages.items():
            if percent is None:
                continue
            one, base = _name(table, cell), _name(table, (*cell[:at], TOTAL, *cell[at + 1 :]))
            yield self._row([(100.0, one), (half - percent, base)], 0.0, math.inf)
            yield self._row([(100.0, one), (-half - percent, base)], -math.inf, 0.0)

    def _row(self, terms: list[tuple[float, Name]], low: float, high: float) -> Row:
        mixed: dict[int, float] = defaultdict(float)
        constant = 0.0
        for factor, one in terms:
            if one in self.known:
                constant += factor * self.known[one]
            else:
                mixed[self._unknown(one)] += factor
        return dict(mixed), low - constant, high - constant

    def _unknown(self, one: Name) -> int:
        return self.number.setdefault(one, len(self.number))

    def pieces(self) -> Iterator[tuple[list[int], list[Row]]]:
        """Unknowns that hang together, with their inequalities: each piece is solved for itself."""
        rows = [row for row in self.rows() if _has_unknown(row)]
        leader = list(range(len(self.number)))

        def lead(one: int) -> int:
            while leader[one] != one:
                leader[one] = one = leader[leader[one]]
            return one

        for terms, _low, _high in rows:
            first, *others = terms
            for other in others:
                leader[lead(other)] = lead(first)
        groups: dict[int, tuple[list[int], list[Row]]] = defaultdict(lambda: ([], []))
        for one in range(len(leader)):
            groups[lead(one)][0].append(one)
        for row in rows:
            groups[lead(next(iter(row[0])))][1].append(row)
        return iter(groups.values())


def _has_unknown(row: Row) -> bool:
    terms, low, high = row
    if not terms and not low - SLACK <= 0 <= high + SLACK:
        raise _contradiction()
    return bool(terms)


def _name(table: Published, cell: Cell) -> Name:
    marks = sorted((name, value) for name, value in zip(table.dimensions, cell, strict=True) if value != TOTAL)
    return (table.population, tuple(marks))


def _adding(table: Published) -> Iterator[tuple[Cell, list[Cell]]]:
    """Every total of the table, printed or not, with what adds up to it."""
    values = [dict.fromkeys(cell[at] for cell in table.cells) for at in range(len(table.dimensions))]
    for at, name in enumerate(table.dimensions):
        tree = table.tree.get(name, {})
        inner = {one for parts in tree.values() for one in parts}
        outer = [one for one in values[at] | dict.fromkeys(tree) if one not in inner and one != TOTAL]
        present = {_without(cell, at) for cell in table.cells}
        for rest in present:
            for kind, parts in (*([(TOTAL, outer)] if table.covers else []), *tree.items()):
                cells = [(*rest[:at], part, *rest[at:]) for part in parts]
                there = [cell for cell in cells if cell in table.cells or cell[at] in tree]
                if there:
                    yield (*rest[:at], kind, *rest[at:]), there


def _behind(tables: Mapping[str, Published]) -> Iterator[Published]:
    """The tables that nobody printed, where printed ones close a ring."""
    for population in dict.fromkeys(one.population for one in tables.values()):
        own = [one for one in tables.values() if one.population == population and one.covers]
        values: dict[str, dict[str, None]] = defaultdict(dict)
        for table in own:
            for at, name in enumerate(table.dimensions):
                sums = {TOTAL, *table.tree.get(name, {})}
                values[name] |= dict.fromkeys(cell[at] for cell in table.cells if cell[at] not in sums)
        listed = {name: list(there) for name, there in values.items()}
        for names in rings([one.dimensions for one in own], {name: len(there) for name, there in listed.items()}):
            inner = crossed(names, listed, [(one.dimensions, one.cells) for one in own])
            margins = product(*((*listed[name], TOTAL) for name in names))
            yield Published(
                names, dict.fromkeys([*inner, *(cell for cell in margins if TOTAL in cell)]), population=population
            )


def _without(cell: Cell, at: int) -> Cell:
    return (*cell[:at], *cell[at + 1 :])


def _bounds(
    unknowns: list[int], rows: list[Row], asked: set[int], whole: bool, enough: int | None
) -> dict[int, tuple[float, float]]:
    if not asked:
        return {}
    place = {one: at for at, one in enumerate(unknowns)}
    known = _Known(*_matrix(place, rows), whole)
    return {one: known.ends(place[one], enough) for one in sorted(asked)}


@dataclass
class _Known:
    """What is known of one piece, and the least and most of each unknown met in its solutions so far."""

    matrix: Any
    low: Any
    high: Any
    whole: bool

    def __post_init__(self) -> None:
        self.least = np.full(self.matrix.shape[1], np.inf)
        self.most = -self.least

    def ends(self, at: int, enough: int | None) -> tuple[float, float]:
        """The closest whole-number bounds of one unknown, or inner ones that are `enough` apart."""
        if enough is not None and self.most[at] - self.least[at] >= enough:
            return math.ceil(self.least[at] - SLACK), math.floor(self.most[at] + SLACK)
        least, most = self.best(at, 1.0), self.best(at, -1.0)
        return float(math.ceil(least - SLACK)), float(math.floor(most + SLACK)) if math.isfinite(most) else math.inf

    def best(self, at: int, sign: float) -> float:
        """The least (sign 1) or most (sign -1) of one unknown; when time is out, a bound that surely holds."""
        aim = np.zeros(self.matrix.shape[1])
        aim[at] = sign
        found = _solved(aim, self.matrix, self.low, self.high, self.whole)
        if found.status == 1:
            return sign * float(found.mip_dual_bound)
        if found.status != 0:
            raise _contradiction()
        self.least, self.most = np.minimum(self.least, found.x), np.maximum(self.most, found.x)
        return float(found.x[at]) if found.x[at] < WORLD else math.inf


def _matrix(place: Mapping[int, int], rows: list[Row]) -> tuple[Any, Any, Any]:
    from scipy.sparse import csr_array

    entries = [
        (at, place[one], factor) for at, (terms, _low, _high) in enumerate(rows) for one, factor in terms.items()
    ]
    at, columns, factors = zip(*entries, strict=True)
    matrix = csr_array((factors, (at, columns)), shape=(len(rows), len(place)))
    return matrix, np.array([row[1] for row in rows]), np.array([row[2] for row in rows])


def _solved(aim: Any, matrix: Any, low: Any, high: Any, whole: bool) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    return milp(
        aim, constraints=LinearConstraint(matrix, low, high), bounds=Bounds(0, 2 * WORLD),
        integrality=np.full(len(aim), int(whole)), options={"time_limit": 10.0},
    )  # fmt: skip


def _contradiction() -> EvidenceError:
    return EvidenceError(
        "CONTRADICTION",
        Sentence("inga antal stämmer med allt som visas.", "no counts agree with all that is shown."),
    )
