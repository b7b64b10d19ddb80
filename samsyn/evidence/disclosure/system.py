"""All tables of a release as one system: each cell once, and every total as the sum of its parts."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from samsyn.evidence.disclosure.counts import TOTAL, Cell, CountTable
from samsyn.evidence.errors import EvidenceError, Place, Sentence

Who = Hashable  # who is counted: the population and the values that mark them out
Equation = tuple[Who, tuple[Who, ...]]


@dataclass
class System:
    """`values` of every cell, also of totals nobody prints; `equations`; which cells are `printed`.

    `lines`: equations along a sensitive dimension, where all being in one category would tell of each.
    """

    values: dict[Who, int] = field(default_factory=dict)
    equations: dict[Equation, None] = field(default_factory=dict)
    printed: set[Who] = field(default_factory=set)
    lines: set[Equation] = field(default_factory=set)
    weight: dict[Who, float] = field(default_factory=dict)
    unprinted: dict[Who, float] = field(default_factory=dict)  # cells of tables nobody prints

    def add(self, who: Who, value: int, *, printed: bool, weight: float = 1.0) -> None:
        """One cell; `weight`: how much the reader would miss it beside others of its size."""
        self.values[who] = value
        self.weight[who] = max(weight, self.weight.get(who, 0.0))
        if printed:
            self.printed.add(who)


def who(table: CountTable, cell: Cell) -> Who:
    """The people in a cell: named alike in every table of the population."""
    marks = frozenset((name, value) for name, value in zip(table.dimensions, cell, strict=True) if value != TOTAL)
    return (table.population, marks)


def system(tables: Mapping[str, CountTable]) -> System:
    """The system of a release. Raises `EvidenceError` CELLS_DISAGREE or TOTALS_DISAGREE with table and cell."""
    made, first = System(), dict[Who, tuple[str, int]]()
    for name, table in tables.items():
        for cell, count in table.cells.items():
            one = who(table, cell)
            where, known = first.setdefault(one, (name, count))
            if known != count:
                raise _disagree("CELLS_DISAGREE", name, cell, count, f"{where}: {known}", f"{where}: {known}")
            made.add(one, count, printed=True, weight=1.0 + 3.0 * cell.count(TOTAL))
    for name, table in tables.items():
        for at in range(len(table.dimensions)):
            _sums(made, name, table, at)
    return made


def _sums(made: System, name: str, table: CountTable, at: int) -> None:
    """Every total and sub-total along one dimension."""
    kinds = {TOTAL: table.top(at), **table.tree.get(table.dimensions[at], {})}
    others = dict.fromkeys(cell[:at] + cell[at + 1 :] for cell in _closed(table, at))
    for rest in others:
        for kind, values in reversed(kinds.items()):
            total, *parts = ((*rest[:at], value, *rest[at:]) for value in (kind, *values))
            _sum(made, name, table, at, total, [part for part in parts if who(table, part) in made.values])


def _closed(table: CountTable, at: int) -> Iterator[Cell]:
    """The table's cells, and those of totals over dimensions before `at`, which other sums have added."""
    yield from table.cells
    for cell in table.cells:
        options = [(value, TOTAL) if place < at else (value,) for place, value in enumerate(cell)]
        yield from product(*options)


def _sum(made: System, name: str, table: CountTable, at: int, total: Cell, parts: list[Cell]) -> None:
    if not parts:
        return
    ids = tuple(who(table, part) for part in parts)
    value = sum(made.values[one] for one in ids)
    known = made.values.setdefault(who(table, total), value)
    if known != value:
        raise _disagree("TOTALS_DISAGREE", name, total, known, f"delarna blir {value}", f"its parts make {value}")
    made.weight.setdefault(who(table, total), 4.0)
    equation = (who(table, total), ids)
    made.equations[equation] = None
    if table.sensitive is None or table.dimensions[at] in table.sensitive:
        made.lines.add(equation)


def _disagree(code: str, name: str, cell: Cell, count: int, sv: str, en: str) -> EvidenceError:
    return EvidenceError(
        code,
        Sentence(
            f"står {count}, men {sv}. Rätta tabellen, eller låt den vara en egen population.",
            f"says {count}, but {en}. Mend the table, or let it be a population of its own.",
        ),
        place=Place(name, None, " / ".join(cell)),
    )
