"""A spreadsheet of any project: headings, cells as text, and the same file again with other values in some cells."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from samsyn.access.errors import RuleBroken

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell

MOST_ROWS, MOST_COLUMNS, MOST_CELL = 2_000, 100, 2_000
MOST_UNPACKED = 60_000_000
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
SURROGATE = re.compile("[\udc80-\udcff]")
# UTF-8 read as cp1252, such as "Ã¥"
MIXED = re.compile(r"[\u00c2\u00c3][\u0080-\u00bf\u0152-\u017e\u2013-\u203a\u20ac\u2122]")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Change = Mapping[tuple[int, int], str]  # (line, column from 0) -> new text


@dataclass(frozen=True)
class Line:
    """One row: its line in the file as a person counts, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The file read: headings, the lines below that hold something, and what is needed to write it again."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    data: bytes
    text: "_Text | None" = field(default=None)

    def cells(self) -> Iterator[tuple[Line, dict[str, str]]]:
        """Each line with its cells by heading."""
        for line in self.lines:
            yield line, dict(zip(self.headings, line.cells, strict=False))

    def changed(self, changes: Change, added: list[list[str]]) -> bytes:
        """The same file with these cells replaced and rows added at the end; without any it is the same bytes."""
        if not changes and not added:
            return self.data
        return self._changed_text(changes, added) if self.text else self._changed_book(changes, added)

    def _changed_text(self, changes: Change, added: list[list[str]]) -> bytes:
        assert self.text
        rows = [list(row) for row in self.text.rows]
        for (line, column), value in changes.items():
            row = rows[self.text.places[line]]
            row.extend([""] * (column + 1 - len(row)))
            row[column] = value
        return self.text.written([*rows, *added])

    def _changed_book(self, changes: Change, added: list[list[str]]) -> bytes:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(self.data))
        sheet = book.worksheets[0]
        for (line, column), value in changes.items():
            _put(sheet.cell(line, column + 1), value)
        first = sheet.max_row + 1
        for at, row in enumerate(added):
            for column, value in enumerate(row):
                _put(sheet.cell(first + at, column + 1), value)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


@dataclass(frozen=True)
class _Text:
    """How a CSV file is written, all its rows, and where in them each line begins."""

    encoding: str
    separator: str
    line_end: str
    quotes_all: bool
    rows: tuple[tuple[str, ...], ...]
    places: dict[int, int]

    def written(self, rows: list[list[str]]) -> bytes:
        out = io.StringIO(newline="")
        how: Literal[0, 1] = csv.QUOTE_ALL if self.quotes_all else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.separator, lineterminator=self.line_end, quoting=how).writerows(rows)
        return out.getvalue().encode(self.encoding)


def read(name: str, data: bytes) -> Sheet:
    """Read an .xlsx or .csv. Raises EMPTY_FILE, WRONG_TYPE, UNREADABLE, NO_HEADINGS, DOUBLE_HEADING, TOO_LARGE."""
    if not data.strip():
        raise RuleBroken("EMPTY_FILE", _("Filen är tom. Välj en annan fil."), field="file")
    ending = name.lower().rsplit(".", 1)[-1]
    if ending == "xlsx":
        return _book(data)
    if ending in ("csv", "txt"):
        return _csv(data)
    raise RuleBroken(
        "WRONG_TYPE", _("Filen ska vara Excel (.xlsx) eller CSV (.csv). Spara om den i Excel och försök igen."),
        field="file",
    )  # fmt: skip


def _book(data: bytes) -> Sheet:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_unpacked(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [[shown(value) for value in row] for row in _values(book)]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, AttributeError):
        raise RuleBroken(
            "UNREADABLE", _("Filen går inte att läsa som Excel. Öppna den i Excel, spara om den och försök igen."),
            field="file",
        ) from None  # fmt: skip
    return _sheet(list(enumerate(rows, start=1)), data, None)


def _check_unpacked(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise _too_large()


def _values(book: "Workbook") -> Iterator[tuple[Any, ...]]:
    """The first sheet's values, not more than may be read: a stray cell far down is no list."""
    for at, row in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)):
        if at > 10 * MOST_ROWS:
            raise _too_large()
        yield row


def _csv(data: bytes) -> Sheet:
    encoding, text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t|", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows: list[tuple[str, ...]] = []
        places: dict[int, int] = {}
        before = 0
        for row in reader:
            places[before + 1], before = len(rows), reader.line_num
            rows.append(tuple(row))
    except csv.Error:
        told = _("Filen går inte att läsa som CSV. Spara om den i Excel.")
        raise RuleBroken("UNREADABLE", told, field="file") from None
    end = "\r\n" if "\r\n" in text else "\n"
    quotes_all = all(f'"{cell}"' in text for cell in rows[0]) if rows and any(rows[0]) else False
    kept = _Text(encoding, separator, end, quotes_all, tuple(rows), places)
    return _sheet([(line, list(rows[at])) for line, at in places.items()], data, kept)


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in ENCODINGS:
        if not _may_be(encoding, data):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and MIXED.search(text):
            raise _mixed(data)
        marked = data.startswith(b"\xef\xbb\xbf")
        return ("utf-8" if encoding == "utf-8-sig" and not marked else encoding), text
    raise RuleBroken(
        "UNREADABLE", _("Filens tecken går inte att läsa. Spara om den som CSV UTF-8 i Excel."), field="file"
    )


def _may_be(encoding: str, data: bytes) -> bool:
    """UTF-16 shows by its mark, or without one by every other byte being nought."""
    marked, even, odd = data.startswith((b"\xff\xfe", b"\xfe\xff")), data[:400:2].count(0), data[1:400:2].count(0)
    if encoding == "utf-16":
        return marked
    if encoding in ("utf-16-le", "utf-16-be"):
        first, second = (odd, even) if encoding == "utf-16-le" else (even, odd)
        return not marked and first > 2 * second + 2
    return not (encoding == "utf-8-sig" and even + odd > 4)


def _mixed(data: bytes) -> RuleBroken:
    """Some lines in one encoding and some in another: the first that is not UTF-8 is named."""
    read_as_utf8 = data.decode(errors="surrogateescape").split("\n")
    line = next(at for at, one in enumerate(read_as_utf8, start=1) if SURROGATE.search(one))
    told = _("Rad %(line)s är sparad med andra tecken än resten av filen, så å, ä och ö blir fel. Spara om hela"
             " filen som CSV UTF-8 i Excel.") % {"line": line}  # fmt: skip
    return RuleBroken("UNREADABLE", told, field="file")


def _sheet(rows: list[tuple[int, list[str]]], data: bytes, text: _Text | None) -> Sheet:
    filled = [(line, [cell.strip() for cell in row]) for line, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise RuleBroken("EMPTY_FILE", _("Filen är tom. Välj en annan fil."), field="file")
    filled = _without_title(filled)
    headings = _headings(filled[0][1])
    lines = [Line(line, tuple((row + [""] * len(headings))[: len(headings)])) for line, row in filled[1:]]
    if len(lines) > MOST_ROWS or len(headings) > MOST_COLUMNS:
        raise _too_large()
    if not lines:
        raise RuleBroken("NO_ROWS", _("Filen har rubriker men inga rader under dem."), field="file")
    for line in lines:
        if any(len(cell) > MOST_CELL or "\x00" in cell for cell in line.cells):
            raise RuleBroken(
                "LONG_CELL", _("Rad %(line)s har en cell med för lång text eller otillåtna tecken. Rätta den i filen.")
                % {"line": line.number}, field="file",
            )  # fmt: skip
    return Sheet(tuple(headings), tuple(lines), data, text)


def _without_title(filled: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """A line or two above the headings, such as the name of the list: one cell alone, with a wide line below."""
    for at, (_line, row) in enumerate(filled[:5]):
        if sum(map(bool, row)) > 1:
            return filled[at:] if sum(map(bool, row)) > 2 else filled
    return filled


def _headings(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    seen: set[str] = set()
    for number, heading in enumerate(cells, start=1):
        if not heading:
            raise RuleBroken(
                "NO_HEADINGS", _("Kolumn %(number)s har ingen rubrik. Skriv en rubrik i filens första rad.")
                % {"number": number}, field="file",
            )  # fmt: skip
        if heading in seen:
            raise RuleBroken(
                "DOUBLE_HEADING", _("Rubriken ”%(heading)s” finns två gånger. Byt namn på den ena i filen.")
                % {"heading": heading[:60]}, field="file",
            )  # fmt: skip
        seen.add(heading)
    return cells


def _too_large() -> RuleBroken:
    return RuleBroken(
        "TOO_LARGE",
        _("Listan är för stor. Den får ha högst %(rows)s rader och %(columns)s kolumner. Dela den i flera.")
        % {"rows": MOST_ROWS, "columns": MOST_COLUMNS},
        field="file",
    )


def shown(value: Any) -> str:
    """A cell's value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _put(cell: "Cell", text: str) -> None:
    """A new value of the same sort as the cell had: a day stays a day; text is never taken for a formula."""
    if text == "":
        cell.value = None
    elif ISO_DAY.fullmatch(text):
        cell.value = dt.date.fromisoformat(text)
        cell.number_format = "yyyy-mm-dd"
    elif text.isdecimal() and text.isascii() and len(text) < 9 and not text.startswith("0"):
        cell.value = int(text)
    else:
        cell.value, cell.data_type = text, "s"
