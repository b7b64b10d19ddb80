"""Printed tables in and out: a row a category, a column a group, as published follow-up is kept.

table,category,woman,man,total
household,single,17,20,37
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from samsyn.evidence import columns, reading
from samsyn.evidence.disclosure.counts import TOTAL, CountTable, published
from samsyn.evidence.disclosure.noise import THRESHOLD
from samsyn.evidence.disclosure.release import Release
from samsyn.evidence.disclosure.release import release as released
from samsyn.evidence.disclosure.system import system
from samsyn.evidence.errors import EvidenceError, Place, Sentence

HIDDEN = ".."
MOST_DIGITS = 12
TABLE, CATEGORY, GROUP = "table", "category", "group"
Line = Mapping[str, str | None]


def read(paths: Sequence[Path | str]) -> dict[str, CountTable]:
    """The tables of the files by name. Tables of a file with the same totals are of the same people.

    Raises `EvidenceError` of reading, MISSING_COLUMN, NO_ROWS, NOT_A_COUNT, MISSING_VALUE or DOUBLE_ROW with row and
    column.
    """
    made: dict[str, CountTable] = {}
    for path in paths:
        prefix = f"{Path(path).stem}: " if len(paths) > 1 else ""
        made |= {prefix + name: table for name, table in _tables(Path(path))}
    return made


def audited(paths: Sequence[Path | str], *, threshold: int = THRESHOLD) -> Release:
    """The files' tables as they may be published together; a table that contradicts itself is withheld and told.

    Raises what `read` and `release` raise.
    """
    tables, faults = read(paths), dict[str, Sentence]()
    for name, table in tables.items():
        try:
            system({name: table})
        except EvidenceError as error:
            faults[name] = Sentence(error.said("sv"), error.said("en"))
    made = released({name: table for name, table in tables.items() if name not in faults}, threshold=threshold)
    gone = {name: published(tables[name], tables[name].cells, withheld=True) for name in faults}
    return replace(made, tables={name: {**made.tables, **gone}[name] for name in tables},
                   withheld={**faults, **made.withheld})  # fmt: skip


def write(release: Release, path: Path | str) -> None:
    """The release in the form it came in; `..` where hidden."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows(release))


def rows(release: Release) -> Iterator[list[str]]:
    """Heading and lines of the release."""
    tables = release.tables
    groups = list(dict.fromkeys(group for table in tables.values() for _category, group in table.cells))
    yield [TABLE, CATEGORY, *groups]
    for name, table in tables.items():
        for category in dict.fromkeys(category for category, _group in table.cells):
            shown = [table.cells.get((category, group), 0) for group in groups]
            there = [(category, group) in table.cells for group in groups]
            yield [name, category, *(_text(n) if here else "" for n, here in zip(shown, there, strict=True))]


def _text(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _tables(path: Path) -> Iterator[tuple[str, CountTable]]:
    name = path.name
    data = reading.read(path, name=name)
    columns.needed(data, (TABLE, CATEGORY), name=name)
    columns.filled(data, TABLE, CATEGORY, name=name)
    lines = data.order_by(reading.ROW).to_pyarrow().to_pylist()
    if not lines:
        raise EvidenceError("NO_ROWS", Sentence("filen har inga rader.", "the file has no rows."), place=Place(name))
    for table in dict.fromkeys(line[TABLE] for line in lines):
        cells = _cells([line for line in lines if line[TABLE] == table], name)
        totals = sorted((group, n) for (category, group), n in cells.items() if category == TOTAL)
        people = f"{path.stem} {totals or table}"
        yield table, CountTable((table, GROUP), cells, population=people, sensitive=(table,))


def _cells(lines: Sequence[Line], name: str) -> dict[tuple[str, ...], int]:
    cells: dict[tuple[str, ...], int] = {}
    for line in lines:
        for group, text in line.items():
            if group in (TABLE, CATEGORY, reading.ROW) or text is None:
                continue
            cell, place = (str(line[CATEGORY]), group), Place(name, int(line[reading.ROW] or 0), group)
            if cell in cells:
                raise EvidenceError(
                    "DOUBLE_ROW", Sentence("raden finns två gånger.", "the row stands twice."), place=place
                )
            cells[cell] = _count(text, place)
    return cells


def _count(text: str | int, place: Place) -> int:
    if not str(text).strip().isdecimal() or len(str(text).strip()) > MOST_DIGITS:
        told = Sentence(
            f"”{text}” är inget antal. Skriv ett helt tal.", f"“{text}” is not a count. Write a whole number."
        )
        raise EvidenceError("NOT_A_COUNT", told, place=place)
    return int(str(text).strip())
