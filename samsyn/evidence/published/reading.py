"""Reads the tables of a report: long form, one row a printed row, an empty cell where only the total is printed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis

from samsyn.evidence import reading
from samsyn.evidence.connection import connect
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.published.checking import checked
from samsyn.evidence.published.description import Description, described, of_table
from samsyn.evidence.published.printed import CELLS, HEADING, Report, Row, Table

TOTAL = ("total", "totalt", "summa", "sum")
MARKS = frozenset({"table", "category", "woman", "man", "anonymous"})
MOST_ROWS = 20_000
MOST_PEOPLE = 200_000
_WHOLE = re.compile(r"\A\d{1,3}(?:[  ]\d{3})+\Z|\A\d{1,9}\Z", re.ASCII)


def read(folder: Path | str, *, name: str = "") -> Report:
    """What the report in `folder` (or in one CSV file) prints, with its contradictions found by calculation.

    The columns are table, category, woman, man, anonymous, total; every table has a row "total". CSV files with
    none of the first five columns are about something else and are passed over. `published.yaml` beside them says
    what the tables are about (`Description`); it may be left out.

    Raises `EvidenceError` NO_FILE, NO_TABLES, MISSING_COLUMN, UNKNOWN_COLUMN, MISSING_VALUE, NOT_A_NUMBER, NEGATIVE,
    TOO_LARGE, DOUBLE_CATEGORY, DOUBLE_TABLE, NO_TOTAL_ROW, NO_ROWS, NO_PEOPLE, PEOPLE_DIFFER,
    BAD_DESCRIPTION, and those of `evidence.read`, with table, row and column. A contradiction is no error: it is one
    of the report's `faults`.
    """
    root = Path(folder)
    if not root.exists():
        raise EvidenceError("NO_FILE", Sentence(f"{root} finns inte.", f"there is no {root}."))
    at = root if root.is_dir() else root.parent
    description = described(at, name=name or (root.name if root.is_dir() else root.stem))
    files = [root] if root.is_file() else _files(root, description)
    tables: dict[str, Table] = {}
    passed: list[str] = []
    for table in _tables(files, description, passed, named=bool(description.files) or root.is_file()):
        if table.name in tables:
            raise _wrong("DOUBLE_TABLE", "finns i två filer.", "stands in two files.", table.name, table.total.line)
        tables[table.name] = table
    if not tables:
        told = ", ".join(HEADING)
        raise EvidenceError(
            "NO_TABLES",
            Sentence(
                f"{root} har ingen CSV-fil med rader och kolumnerna {told}.",
                f"{root} has no CSV file with rows and the columns {told}.",
            ),
        )
    return replace(checked(description, list(tables.values())), notes=tuple(_passed(one) for one in passed))


def _files(root: Path, description: Description) -> list[Path]:
    if not description.files:
        return sorted(one for one in root.iterdir() if one.suffix.lower() in {".csv", ".tsv"} and one.is_file())
    for one in description.files:
        if Path(one).name != one:
            told = Sentence(f"files: {one} ligger inte i mappen.", f"files: {one} is not in the folder.")
            raise EvidenceError("BAD_DESCRIPTION", told, place=Place("published.yaml", None, "files"))
    return [root / one for one in description.files]


def _passed(file: str) -> Sentence:
    return Sentence(f"{file} har inga sådana tabeller och lästes inte.", f"{file} has no such tables and was not read.")


def _tables(files: list[Path], description: Description, passed: list[str], *, named: bool) -> Iterator[Table]:
    """Those of every file; the names of files about something else are added to `passed`."""
    backend = connect()
    for file in files:
        rows = reading.read(file, name=file.name, backend=backend)
        heading = [one for one in rows.columns if one != reading.ROW]
        if not named and not MARKS & set(heading):
            passed.append(file.name)
            continue
        _right_columns(heading, file.name)
        yield from _of_file(rows, file.name, description)


def _right_columns(heading: list[str], file: str) -> None:
    for one in HEADING:
        if one not in heading:
            raise _wrong(
                "MISSING_COLUMN", f"kolumnen saknas. Filen har: {', '.join(heading)}.",
                f"the column is missing. The file has: {', '.join(heading)}.", file, 1, one,
            )  # fmt: skip
    for one in heading:
        if one not in HEADING:
            raise _wrong(
                "UNKNOWN_COLUMN", f"kolumnen är okänd. De ska vara: {', '.join(HEADING)}.",
                f"the column is unknown. They must be: {', '.join(HEADING)}.", file, 1, one,
            )  # fmt: skip


def _of_file(rows: ibis.Table, file: str, description: Description) -> Iterator[Table]:
    found: dict[str, list[Row]] = {}
    kept = rows.order_by(reading.ROW).limit(MOST_ROWS + 1).to_pyarrow().to_pylist()
    if len(kept) > MOST_ROWS:
        raise _wrong("TOO_LARGE", f"har fler än {MOST_ROWS} rader.", f"has more than {MOST_ROWS} rows.", file)
    for one in kept:
        if any(one[column] for column in HEADING):
            table, row = _row(one, file)
            found.setdefault(table, []).append(row)
    for name, its_rows in found.items():
        yield _table(name, its_rows, description)


def _row(one: Mapping[str, Any], file: str) -> tuple[str, Row]:
    line, named = one[reading.ROW], {column: (one[column] or "").strip() for column in ("table", "category")}
    for column, value in named.items():
        if not value:
            where = named["table"] or file
            raise _wrong("MISSING_VALUE", "värdet saknas.", "the value is missing.", where, line, column)
    cells = {column: _cell(one[column], named["table"], line, column) for column in CELLS}
    if cells["total"] is None:
        raise _wrong(
            "MISSING_VALUE", "totalen saknas. Den måste stå på varje rad.",
            "the total is missing. Every row must have one.", named["table"], line, "total",
        )  # fmt: skip
    return named["table"], Row(named["category"], cells, line)


def _cell(text: str | None, table: str, line: int, column: str) -> int | None:
    written = (text or "").strip()
    if not written:
        return None
    if re.match(r"\A[-−–]\s*\d", written):
        raise _wrong(
            "NEGATIVE", f"”{written[:40]}” är mindre än noll. Ett antal personer är 0 eller mer.",
            f"“{written[:40]}” is less than zero. A number of people is 0 or more.", table, line, column,
        )  # fmt: skip
    if not _WHOLE.match(written):
        raise _wrong(
            "NOT_A_NUMBER", f"”{written[:40]}” är inte ett heltal. Skriv ett antal personer, eller lämna tomt.",
            f"“{written[:40]}” is not a whole number. Write a number of people, or leave it empty.",
            table, line, column,
        )  # fmt: skip
    number = int(re.sub(r"\D", "", written))
    if number > MOST_PEOPLE:
        told = (f"är fler än {MOST_PEOPLE} personer.", f"is more than {MOST_PEOPLE} people.")
        raise _wrong("TOO_LARGE", *told, table, line, column)
    return number


def _table(name: str, rows: list[Row], description: Description) -> Table:
    seen: dict[str, int] = {}
    for row in rows:
        if row.category in seen:
            raise _wrong(
                "DOUBLE_CATEGORY", f"”{row.category}” står också på rad {seen[row.category]}.",
                f"“{row.category}” stands on row {seen[row.category]} too.", name, row.line, "category",
            )  # fmt: skip
        seen[row.category] = row.line
    totals = [at for at, row in enumerate(rows) if row.category.casefold() in TOTAL]
    if len(totals) != 1:
        raise _wrong(
            "NO_TOTAL_ROW", f"ska ha en rad ”total”, men har {len(totals)}. Skriv den som den är tryckt.",
            f"must have one row “total”, but has {len(totals)}. Write it as it is printed.", name, rows[-1].line,
        )  # fmt: skip
    others = tuple(row for at, row in enumerate(rows) if at != totals[0])
    if not others:
        raise _wrong("NO_ROWS", "har bara en totalrad.", "has a total row only.", name, rows[0].line)
    about = of_table(description, name, [row.category for row in others])
    return Table(name, others, rows[totals[0]], totals[0], about)


def _wrong(code: str, sv: str, en: str, table: str, row: int | None = None, column: str = "") -> EvidenceError:
    return EvidenceError(code, Sentence(sv, en), place=Place(table, row, column))
