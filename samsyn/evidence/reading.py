"""A file of any register, as a table: CSV or Parquet, whatever its size, with errors that say row and column."""

import codecs
import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis

from samsyn.evidence.connection import connect
from samsyn.evidence.errors import EvidenceError, Place, Sentence

ROW = "row__"  # line in the file as a person counts it; the heading is 1
PLACE = "file_row_number"  # what DuckDB calls it: known without counting, so that several threads may read
SEPARATORS = ",;\t|"
CHUNK = 1 << 20
MOST_COLUMNS = 10_000
ENDINGS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".parquet": "parquet", ".pq": "parquet"}


def read(path: Path | str, *, name: str = "data", backend: Any = None) -> ibis.Table:
    """The file's columns as they stand (CSV: all text) and `row__`, its line. Nothing is guessed or dropped.

    CSV may be UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252; comma, semicolon, tab or bar.
    Raises `EvidenceError` NO_FILE, UNKNOWN_KIND, EMPTY_FILE, NOT_TEXT, MIXED_ENCODING, NO_HEADING, NAMELESS_COLUMN,
    DOUBLE_COLUMN, TOO_MANY_COLUMNS, RAGGED_ROW, UNREADABLE.
    """
    file, backend = existing(path, name=name), backend or connect()
    kind = ENDINGS.get(file.suffix.lower())
    if kind is None:
        raise _wrong(
            "UNKNOWN_KIND",
            f"{file.name} är varken CSV eller Parquet. Spara den som något av dem.",
            f"{file.name} is neither CSV nor Parquet. Save it as one of them.",
            name,
        )
    if file.stat().st_size == 0:
        raise _wrong("EMPTY_FILE", f"{file.name} är tom.", f"{file.name} is empty.", name)
    return _parquet(file, name, backend) if kind == "parquet" else _csv(file, name, backend)


def existing(path: Path | str, *, name: str = "") -> Path:
    """The file. Raises `EvidenceError` NO_FILE."""
    file = Path(path)
    if not file.is_file():
        raise _wrong("NO_FILE", f"filen {file} finns inte.", f"there is no file {file}.", name)
    return file


def _parquet(file: Path, name: str, backend: Any) -> ibis.Table:
    try:
        table = backend.read_parquet(str(file))
        if PLACE in table.columns or backend.name != "duckdb":
            return table.mutate(**{ROW: ibis.row_number().cast("int64") + 2})
        table = _with_known_times(backend.read_parquet(str(file), file_row_number=True), backend)
        return table.mutate(**{ROW: table[PLACE].cast("int64") + 2}).drop(PLACE)
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        raise _wrong(
            "UNREADABLE", f"kan inte läsas som Parquet: {told}", f"cannot be read as Parquet: {told}", name
        ) from None


def _with_known_times(table: ibis.Table, backend: Any) -> ibis.Table:
    """Times with a zone in nanoseconds, as pandas writes them, in microseconds: Ibis knows no finer ones."""
    fine = [one for one, kind in table.schema().items() if kind.is_unknown() and "TIMESTAMPTZ_NS" in str(kind)]
    if not fine:
        return table
    coarse = ", ".join(f'CAST("{one}" AS TIMESTAMPTZ) AS "{one}"' for one in (name.replace('"', '""') for name in fine))
    made = ibis.util.gen_name("read")
    backend.raw_sql(f'CREATE TEMP VIEW "{made}" AS SELECT * REPLACE ({coarse}) FROM "{table.get_name()}"')  # noqa: S608
    return backend.table(made)


def _csv(file: Path, name: str, backend: Any) -> ibis.Table:
    with tempfile.TemporaryDirectory(prefix="samsyn-evidence-") as folder:
        text = _as_utf8(file, name, Path(folder))
        if _line_end(text) == "\r":
            text = _one_line_end(text, Path(folder))
        columns, separator = _heading(text, name)
        try:
            return _taken_in(text, columns, separator, backend)
        except duckdb.Error:
            text = _one_line_end(text, Path(folder))
        try:
            return _taken_in(text, columns, separator, backend)
        except duckdb.Error as error:
            raise _ragged(text, columns, separator, name) or _unreadable(error, name) from None


def _taken_in(text: Path, columns: Sequence[str], separator: str, backend: Any) -> ibis.Table:
    made = ibis.util.gen_name("read")
    types = ", ".join(f"'{_quoted(one)}': 'VARCHAR'" for one in columns)
    reading = (
        f"read_csv('{_quoted(str(text))}', header = true, delim = '{separator}', quote = '\"', escape = '\"', "
        f"columns = {{{types}}}, auto_detect = false, nullstr = '', encoding = 'utf-8', new_line = '{_escaped(text)}')"
    )
    backend.raw_sql(
        f'CREATE TEMP TABLE "{made}" AS SELECT *, row_number() OVER () + 1 AS {ROW} FROM {reading}'  # noqa: S608
    )
    return backend.table(made)


def _heading(file: Path, name: str) -> tuple[list[str], str]:
    headings = {separator: _first_record(file, separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda one: len(headings[one]))
    columns = [one.strip() for one in headings[separator]]
    if not columns:
        raise _wrong("NO_HEADING", "första raden är tom. Där ska kolumnernas rubriker stå.",
                     "the first line is empty. The headings of the columns stand there.", name, row=1)  # fmt: skip
    if len(columns) > MOST_COLUMNS:
        raise _wrong("TOO_MANY_COLUMNS", f"{len(columns)} kolumner är fler än {MOST_COLUMNS}. Spara de som behövs.",
                     f"{len(columns)} columns are more than {MOST_COLUMNS}. Save those needed.", name)  # fmt: skip
    known = {ROW}
    for number, column in enumerate(columns, start=1):
        if not column:
            raise _wrong(
                "NAMELESS_COLUMN", f"kolumn {number} har ingen rubrik.", f"column {number} has no heading.", name, row=1
            )
        if column.lower() in known:  # capital letters do not tell columns apart
            raise _wrong(
                "DOUBLE_COLUMN", "rubriken finns två gånger.", "the heading stands twice.", name, row=1, column=column
            )
        known.add(column.lower())
    return columns, separator


def _first_record(file: Path, separator: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(_records(lines, separator), None) or []


def _records(lines: Iterable[str], separator: str) -> Iterator[list[str] | None]:
    """Records of the file; None where a value has no end, as when a quotation mark was never closed."""
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        yield None


def _as_utf8(file: Path, name: str, folder: Path) -> Path:
    """The file itself when it is UTF-8, else a copy that is."""
    with file.open("rb") as raw:
        start = raw.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _copied(file, "utf-16", folder, name)
    if start.startswith(codecs.BOM_UTF8):
        return _copied(file, "utf-8-sig", folder, name)
    bad, has_utf8 = _faulty_line(file, name)
    if bad is None:
        return file
    if has_utf8:
        raise _wrong(
            "MIXED_ENCODING",
            "filen blandar teckenkodningar: här är tecken som inte är UTF-8, på andra rader är de det. "
            "Spara om hela filen som UTF-8.",
            "the file mixes encodings: these characters are not UTF-8, on other lines they are. "
            "Save the whole file again as UTF-8.",
            name,
            row=bad,
        )
    return _copied(file, "cp1252", folder, name)


def _faulty_line(file: Path, name: str) -> tuple[int | None, bool]:
    """First line that is not UTF-8, and whether any other line holds letters beyond ASCII that are."""
    bad, has_utf8 = None, False
    with file.open("rb") as raw:
        for number, line in enumerate(_lines(raw), start=1):
            if b"\0" in line:
                raise _wrong(
                    "NOT_TEXT", "här är tecken som inte är text. Är det en textfil? Spara den som CSV i UTF-8.",
                    "there are characters here that are no text. Is it a text file? Save it as CSV in UTF-8.", name,
                    row=number,
                )  # fmt: skip
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                has_utf8 = True
            except UnicodeDecodeError:
                bad = bad or number
            if bad and has_utf8:
                break
    return bad, has_utf8


def _lines(raw: Any) -> Iterator[bytes]:
    """Lines, but none longer than a chunk is held at once."""
    while line := raw.readline(CHUNK):
        yield line


def _copied(file: Path, encoding: str, folder: Path, name: str) -> Path:
    made = folder / "as_utf8.csv"
    try:
        with file.open(encoding=encoding, newline="") as source, made.open("w", encoding="utf-8", newline="") as copy:
            while part := source.read(CHUNK):
                copy.write(part)
    except UnicodeError:
        raise _wrong(
            "MIXED_ENCODING", f"går inte att läsa som {encoding}. Spara om filen som UTF-8.",
            f"cannot be read as {encoding}. Save the file again as UTF-8.", name,
        ) from None  # fmt: skip
    return made


def _line_end(file: Path) -> str:
    """Of the first line."""
    with file.open("rb") as raw:
        first = raw.readline(CHUNK)
    return "\r\n" if first.endswith(b"\r\n") else "\n" if first.endswith(b"\n") or b"\r" not in first else "\r"


def _escaped(file: Path) -> str:
    return _line_end(file).replace("\r", "\\r").replace("\n", "\\n")


def _one_line_end(file: Path, folder: Path) -> Path:
    """A copy where every line ends alike: files put together by hand mix them."""
    made = folder / "one_line_end.csv"
    with file.open(encoding="utf-8") as source, made.open("w", encoding="utf-8", newline="\n") as copy:
        while part := source.read(CHUNK):
            copy.write(part)
    return made


def _ragged(file: Path, columns: Sequence[str], separator: str, name: str) -> EvidenceError | None:
    """The first row with another number of values than the heading, if that is what is wrong."""
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(_records(lines, separator), start=1):
            if row is None:
                return _wrong(
                    "RAGGED_ROW", "värdet tar inte slut: ett citattecken saknas på raden eller före den.",
                    "a value has no end: a quotation mark is missing on the row or before it.", name, row=number,
                )  # fmt: skip
            if row and len(row) != len(columns):
                return _wrong(
                    "RAGGED_ROW",
                    f"raden har {len(row)} värden, rubriken har {len(columns)}. Rätta raden eller citattecknen.",
                    f"the row has {len(row)} values, the heading has {len(columns)}. Mend the row or its quotes.",
                    name,
                    row=number,
                )
    return None


def _unreadable(error: Exception, name: str) -> EvidenceError:
    told = str(error).splitlines()[0]
    return _wrong("UNREADABLE", f"kan inte läsas som CSV: {told}", f"cannot be read as CSV: {told}", name)


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _wrong(code: str, sv: str, en: str, name: str, *, row: int | None = None, column: str = "") -> EvidenceError:
    return EvidenceError(code, Sentence(sv, en), place=Place(name, row, column))
