"""A fixed release to everybody: audited as a whole before it leaves, and refused when our own attacker gets through."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from samsyn.evidence.disclosure import suppress
from samsyn.evidence.disclosure.attacker import Attack, attack
from samsyn.evidence.disclosure.counts import TOTAL, CountTable, Published, published
from samsyn.evidence.disclosure.noise import THRESHOLD
from samsyn.evidence.disclosure.system import System, Who, system, who
from samsyn.evidence.disclosure.unprinted import entangle
from samsyn.evidence.errors import Place, Refused, Sentence
from samsyn.evidence.result import Result


@dataclass(frozen=True)
class Release:
    """What may leave: tables with None where hidden, what became of whole tables, how it was done, and the attack."""

    tables: Mapping[str, Published]
    withheld: Mapping[str, Sentence]
    method: Sentence
    attack: Attack
    threshold: int
    protection: int

    def told(self) -> Result:
        """As a result: the share of cells that are hidden, a part a table, and the cells as `table`."""
        cells = [(name, cell, count) for name, one in self.tables.items() for cell, count in one.cells.items()]
        parts = tuple(_part(name, one, self.method) for name, one in self.tables.items())
        gone = len([count for _name, _cell, count in cells if count is None])
        listed = pa.table({
            "table": [name for name, _cell, _count in cells], "cell": [" / ".join(cell) for _name, cell, _c in cells],
            "count": pa.array([count for _name, _cell, count in cells], pa.int64()),
        })  # fmt: skip
        return Result(
            "hidden_cells", self.method, len(cells), gone / len(cells) if cells else None, numerator=gone,
            denominator=len(cells), counted="cells", warnings=tuple(self.withheld.values()), parts=parts, table=listed,
            details={"threshold": self.threshold, "protection": self.protection, "withheld": list(self.withheld)},
        )  # fmt: skip


def _part(name: str, one: Published, method: Sentence) -> Result:
    gone, n = len(list(one.hidden())), len(one.cells)
    return Result(
        "hidden_cells", method, n, gone / n if n else None, numerator=gone, denominator=n, counted="cells",
        of={"table": name}, details={"withheld": one.withheld},
    )  # fmt: skip


def release(tables: Mapping[str, CountTable], *, threshold: int = THRESHOLD, protection: int | None = None) -> Release:
    """The tables as they may be published together.

    Counts from 1 to `threshold` − 1 are hidden, and categories that hold all of a line in a sensitive dimension; then
    as few others as keep every hidden cell uncertain by `protection` (default: `threshold`): whoever has all tables,
    totals and percentages can bound no hidden cell more closely. A table of which too little is left is withheld.
    The attacker is run on what is left.

    Raises `EvidenceError` for tables that do not add up or disagree, `Refused` NOT_PROTECTED when the attack succeeds.

    >>> cells = {("yes", "woman"): 2, ("yes", "man"): 9, ("yes", "total"): 11, ("no", "woman"): 20,
    ...          ("no", "man"): 14, ("no", "total"): 34, ("total", "woman"): 22, ("total", "man"): 23,
    ...          ("total", "total"): 45}
    >>> made = release({"work": CountTable(("work", "sex"), cells)})
    >>> sorted(made.tables["work"].hidden())
    [('no', 'man'), ('no', 'woman'), ('yes', 'man'), ('yes', 'woman')]
    >>> made.attack.intervals["work", ("yes", "woman")]
    (1.0, 10.0)
    """
    width = threshold if protection is None else protection
    made = system(tables)
    entangle(made, tables)
    first = suppress.small(made, threshold) | suppress.groups(made)
    hidden = suppress.hidden(made, first=first, width=width)
    hidden, withheld = _withheld(made, tables, hidden, width)
    shown = _published(tables, hidden, withheld)
    least = min((1, *(made.values[one] for one in hidden)))
    return Release(shown, withheld, _method(threshold, width), _attacked(shown, width, least), threshold, width)


def only_small_hidden(tables: Mapping[str, CountTable], *, threshold: int = THRESHOLD) -> dict[str, Published]:
    """NOT for release: small counts hidden and nothing else, to see what the attacker then finds."""
    made = system(tables)
    return _published(tables, suppress.small(made, threshold) & made.printed, {})


def _withheld(
    made: System, tables: Mapping[str, CountTable], hidden: set[Who], width: int
) -> tuple[set[Who], dict[str, Sentence]]:
    """Tables of which nothing but the number of all is left go whole; what that hides may need more to be hidden."""
    told: dict[str, Sentence] = {}
    while poor := [name for name, table in tables.items() if name not in told and _is_poor(table, hidden)]:
        for name in poor:
            told[name] = Sentence(
                f"{name}: för få i varje ruta för att tabellen ska kunna visas.",
                f"{name}: too few in each cell for the table to be shown.",
            )
        kept = {who(table, cell) for name, table in tables.items() if name not in told for cell in table.cells}
        gone = {who(tables[name], cell) for name in told for cell in tables[name].cells} - kept
        hidden = suppress.hidden(made, first=hidden | gone, width=width)
    return hidden, told


def _is_poor(table: CountTable, hidden: set[Who]) -> bool:
    """Only noughts are shown, or they and the number of all; or that number is hidden."""
    everybody = (TOTAL,) * len(table.dimensions)
    if everybody in table.cells and who(table, everybody) in hidden:
        return True
    return not any(
        count and cell != everybody and who(table, cell) not in hidden for cell, count in table.cells.items()
    )


def _published(
    tables: Mapping[str, CountTable], hidden: set[Who], withheld: Mapping[str, Sentence]
) -> dict[str, Published]:
    return {
        name: published(table, {cell for cell in table.cells if who(table, cell) in hidden}, withheld=name in withheld)
        for name, table in tables.items()
    }


def _attacked(shown: Mapping[str, Published], width: int, least: int) -> Attack:
    """The attack, by one who knows whether noughts are among what is hidden."""
    found = attack(shown, least=least)
    for (name, cell), (low, high) in found.breaches(width).items():
        raise Refused(
            "NOT_PROTECTED",
            Sentence(
                f"kan räknas ut till mellan {low:g} och {high:g}. Slå ihop kategorier eller utelämna tabellen.",
                f"can be reckoned to lie between {low:g} and {high:g}. Merge categories or leave the table out.",
            ),
            place=Place(name, None, " / ".join(cell)),
        )
    return found


def _method(threshold: int, width: int) -> Sentence:
    return Sentence(
        f"Antal från 1 till {threshold - 1} är dolda, liksom det som skulle avslöja dem i någon av tabellerna"
        f" tillsammans: inget dolt antal kan räknas ut närmare än på {width} när. En kategori som rymmer alla i sin"
        f" rad eller kolumn är dold. Procent döljs med sitt antal eller sin bas.",
        f"Counts from 1 to {threshold - 1} are hidden, and so is what would tell them in any of the tables together:"
        f" no hidden count can be reckoned more closely than within {width}. A category that holds all of its line is"
        f" hidden. Percentages are hidden with their count or their base.",
    )
