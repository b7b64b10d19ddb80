"""Tables of counts before and after they are audited: what is in them, and what the reader gets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samsyn.evidence.errors import EvidenceError, Place, Sentence

TOTAL = "total"
Cell = tuple[str, ...]  # one value a dimension; TOTAL = over all of it
Tree = Mapping[str, Mapping[str, Sequence[str]]]  # dimension: {sub-total: what it sums}


@dataclass(frozen=True)
class CountTable:
    """People counted by `dimensions`: `cells` maps one value a dimension to how many; `TOTAL` is over all of it.

    - Tables of one `population` count the same people: equal values of equally named dimensions are the same cell,
      also across tables. A dimension's values cover everybody (missing is a value) and do not overlap.
    - `tree`: sub-totals, such as {"age": {"under 30": ["16-19", "20-29"]}}.
    - `percent`: the dimension along which percentages are shown, the base being its total; with `decimals`.
    - `sensitive`: dimensions in which a group may not be told by all being in one category (None: all).
    - Totals that are left out are not published, but the attacker is thought to know that they exist.
    """

    dimensions: tuple[str, ...]
    cells: Mapping[Cell, int]
    population: str = "everybody"
    tree: Tree = field(default_factory=dict)
    percent: str | None = None
    decimals: int = 1
    sensitive: Collection[str] | None = None

    def __post_init__(self) -> None:
        for cell, count in self.cells.items():
            if len(cell) != len(self.dimensions):
                raise _wrong("WRONG_CELL", cell, "har inte ett värde per dimension", "has not one value a dimension")
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                raise _wrong("NOT_A_COUNT", cell, f"är inget antal: {count!r}", f"is not a count: {count!r}")

    def top(self, dimension: int) -> list[str]:
        """The values of a dimension that make up its total: sub-totals, and what is in none."""
        name = self.dimensions[dimension]
        below = {one for parts in self.tree.get(name, {}).values() for one in parts}
        met = dict.fromkeys((*(cell[dimension] for cell in self.cells), *self.tree.get(name, {})))
        return [one for one in met if one != TOTAL and one not in below]


@dataclass(frozen=True)
class Published:
    """One table as its reader gets it: counts and percentages, None where hidden. The attacker knows no more."""

    dimensions: tuple[str, ...]
    cells: Mapping[Cell, int | None]
    percentages: Mapping[Cell, float | None] = field(default_factory=dict)
    percent: str | None = None
    decimals: int = 1
    population: str = "everybody"
    tree: Tree = field(default_factory=dict)
    withheld: bool = False
    covers: bool = True  # each dimension's values are everybody; else only `tree` adds up

    def hidden(self) -> Iterator[Cell]:
        """Cells whose count is not told."""
        return (cell for cell, count in self.cells.items() if count is None)


def published(table: CountTable, hidden: Collection[Cell], *, withheld: bool = False) -> Published:
    """`table` without `hidden`; a percentage is shown when its count and its base are."""
    counts = {cell: None if cell in hidden else count for cell, count in table.cells.items()}
    return Published(
        table.dimensions, counts, _percentages(table, counts), table.percent, table.decimals, table.population,
        table.tree, withheld,
    )  # fmt: skip


def _percentages(table: CountTable, counts: Mapping[Cell, int | None]) -> dict[Cell, float | None]:
    if table.percent is None:
        return {}
    at = table.dimensions.index(table.percent)
    made: dict[Cell, float | None] = {}
    for cell, count in counts.items():
        base = counts.get((*cell[:at], TOTAL, *cell[at + 1 :]))
        made[cell] = None if count is None or not base else round(100 * count / base, table.decimals)
    return made


def _wrong(code: str, cell: Cell, sv: str, en: str) -> EvidenceError:
    where = Place(column=" / ".join(map(str, cell)))
    return EvidenceError(code, Sentence(f"cellen {sv}.", f"the cell {en}."), place=where)
