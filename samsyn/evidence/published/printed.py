"""What a report prints: tables of categories by sex, with their total rows. Nothing is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from samsyn.evidence.errors import Place, Sentence
from samsyn.evidence.published.description import Described, Description

COLUMNS = ("woman", "man", "anonymous")
CELLS = (*COLUMNS, "total")
HEADING = ("table", "category", *CELLS)
Cells = Mapping[str, int | None]


@dataclass(frozen=True)
class Row:
    """One printed row: its number in each of `CELLS` (None: not printed), and the line it stands on."""

    category: str
    cells: Cells
    line: int


@dataclass(frozen=True)
class Table:
    """One printed table. `total` is its printed total row; `rows` are the others, in their printed order.

    `total_at`: how many rows stand before the total row.
    """

    name: str
    rows: tuple[Row, ...]
    total: Row
    total_at: int
    about: Described

    @property
    def is_by_sex(self) -> bool:
        """Whether every row says women, men and anonymous."""
        return all(row.cells[column] is not None for row in self.rows for column in COLUMNS)

    def row(self, category: str) -> Row | None:
        """By its category, as printed."""
        return next((row for row in self.rows if row.category == category), None)

    def lines(self) -> list[Row]:
        """Every row with the total row where it is printed."""
        return [*self.rows[: self.total_at], self.total, *self.rows[self.total_at :]]


@dataclass(frozen=True)
class Fault:
    """A contradiction in what is printed. `code` never changes; `category`: the row, in its own words."""

    code: str
    place: Place
    words: Sentence
    category: str = ""

    def said(self, language: str) -> str:
        """Where and what, such as "tabell other_obstacles, rad 49, kolumn total: …"."""
        return f"{self.place.said(language)}: {self.words.said(language)}"


@dataclass(frozen=True)
class Report:
    """What one report prints, and where it contradicts itself."""

    description: Description
    tables: tuple[Table, ...]
    faults: tuple[Fault, ...] = ()
    people: int = 0
    by_sex: Cells = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()

    @property
    def reproducible(self) -> tuple[Table, ...]:
        """The tables that people can give together."""
        return tuple(one for one in self.tables if not self.faults_of(one.name))

    def faults_of(self, table: str) -> tuple[Fault, ...]:
        """What is wrong in one table."""
        return tuple(one for one in self.faults if one.place.table == table)

    def table(self, name: str) -> Table:
        """By name; KeyError when there is none."""
        return {one.name: one for one in self.tables}[name]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` gives the same report."""
        return {
            "description": self.description.model_dump(mode="json"),
            "tables": [_kept(one) for one in self.tables],
            "faults": [asdict(one) for one in self.faults],
            "people": self.people,
            "by_sex": dict(self.by_sex),
            "notes": [asdict(one) for one in self.notes],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Report":
        """What `to_dict` gave."""
        return cls(
            Description.model_validate(kept["description"]),
            tuple(_table(one) for one in kept["tables"]),
            tuple(_fault(one) for one in kept["faults"]),
            kept["people"],
            kept["by_sex"],
            tuple(Sentence(**one) for one in kept["notes"]),
        )


@dataclass(frozen=True)
class Pair:
    """A variable's table before and its table after."""

    before: Table
    after: Table

    @property
    def variable(self) -> str:
        """What both are about."""
        return self.before.about.variable


def pairs(report: Report) -> list[Pair]:
    """The variables with reproducible tables both before and after."""
    first = {one.about.variable: one for one in reversed(report.reproducible) if one.about.moment == "before"}
    later = {one.about.variable: one for one in reversed(report.reproducible) if one.about.moment == "after"}
    return [Pair(one, later[name]) for name, one in reversed(first.items()) if name and name in later]


def added(values: Sequence[int | None]) -> int:
    """The sum of what is printed."""
    return sum(value for value in values if value is not None)


def _kept(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "rows": [_kept_row(row) for row in table.rows],
        "total": _kept_row(table.total),
        "total_at": table.total_at,
        "about": table.about.model_dump(mode="json"),
    }


def _kept_row(row: Row) -> list[Any]:
    return [row.category, row.line, *(row.cells[name] for name in CELLS)]


def _table(kept: Mapping[str, Any]) -> Table:
    rows, about = tuple(_row(one) for one in kept["rows"]), Described.model_validate(kept["about"])
    return Table(kept["name"], rows, _row(kept["total"]), kept["total_at"], about)


def _row(kept: Sequence[Any]) -> Row:
    category, line, *cells = kept
    return Row(category, dict(zip(CELLS, cells, strict=True)), line)


def _fault(kept: Mapping[str, Any]) -> Fault:
    return Fault(kept["code"], Place(**kept["place"]), Sentence(**kept["words"]), kept["category"])
