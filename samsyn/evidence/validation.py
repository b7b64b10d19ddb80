"""Whether tables keep the contract: what does not is told by table, row and column, with what to do.

Each table is read once to count what is wrong, and again only for what was found. The row is the line as a person
counts it: the heading is 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.datatypes as dt

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW
from samsyn.evidence.tables import SCHEMAS, Column, Schema, Tables

FITS: dict[str, tuple[type[dt.DataType], ...]] = {
    "string": (dt.String,),
    "int64": (dt.Integer,),
    "float64": (dt.Floating, dt.Integer, dt.Decimal),
    "date": (dt.Date,),
    "timestamp": (dt.Timestamp,),
    "boolean": (dt.Boolean,),
}
MOST_SHOWN = 40


@dataclass(frozen=True)
class _Test:
    """Something that no row may be: `wrong` is true of a row that is."""

    code: str
    column: str
    wrong: Any
    words: Sentence


def check(tables: Tables) -> None:
    """Raises the first of `faults`.

    >>> from samsyn.evidence.example import tables
    >>> check(tables())
    """
    for fault in faults(tables, most=1):
        raise fault


def faults(tables: Tables, *, most: int = 20) -> list[EvidenceError]:
    """What does not keep the contract of `samsyn.evidence.tables`, in the order of its tables; at most `most`.

    Codes: MISSING_COLUMN, WRONG_TYPE, MISSING_VALUE, UNKNOWN_CODE, OUT_OF_BOUNDS, ENDS_BEFORE_START, DOUBLE_KEY,
    UNKNOWN_PERSON, UNKNOWN_PARTICIPATION, PERSON_MISSING. A column that need not have values may be left out.

    >>> import pyarrow as pa
    >>> made = Tables.from_arrow({"people": pa.table({"person": ["a", "b"], "sex": ["woman", "wmoan"]})})
    >>> for fault in faults(made):
    ...     print(fault)
    table people, row 3, column sex: “wmoan” is none of woman, man, unknown. Write one of them. 1 row is so.
    """
    found: list[EvidenceError] = []
    for fault in _all(tables):
        found.append(fault)
        if len(found) >= most:
            break
    return found


def _all(tables: Tables) -> Iterator[EvidenceError]:
    whole: list[str] = []
    for name, table in tables.items():
        shape = list(_shape(table, SCHEMAS[name]))
        yield from shape
        if not shape:
            whole.append(name)
            yield from _rows(_numbered(table), SCHEMAS[name])
    for name in whole:
        yield from _known(tables, name, whole)


def _numbered(table: ibis.Table) -> ibis.Table:
    if ROW in table.columns:
        return table
    return table.mutate(**{ROW: ibis.row_number().cast("int64") + 2})


def _shape(table: ibis.Table, schema: Schema) -> Iterator[EvidenceError]:
    """Columns that are missing, or hold another type than the contract says."""
    types = table.schema()
    for column in schema.columns:
        place = Place(schema.name, None, column.name)
        if column.name not in types:
            if column.required:
                there = ", ".join(one for one in table.columns if one != ROW)
                yield EvidenceError("MISSING_COLUMN", Sentence(
                    f"kolumnen saknas. Tabellen har: {there}. Lägg till den.",
                    f"the column is missing. The table has: {there}. Add it.",
                ), place=place)  # fmt: skip
        elif not isinstance(types[column.name], (*FITS[column.type], dt.Null)):
            yield EvidenceError("WRONG_TYPE", Sentence(
                f"ska vara {column.type} men är {types[column.name]}. Gör om kolumnen.",
                f"must be {column.type} but is {types[column.name]}. Convert the column.",
            ), place=place)  # fmt: skip


def _rows(table: ibis.Table, schema: Schema) -> Iterator[EvidenceError]:
    """Values: all tests counted in one reading; for those that some row fails, the first such row."""
    tests = list(_tests(table, schema))
    counted = table.aggregate([_count(test).name(f"t{at}") for at, test in enumerate(tests)])
    counts = counted.to_pyarrow().to_pylist()[0]
    for at, test in enumerate(tests):
        if number := counts[f"t{at}"]:
            yield _first(table, test, schema, number)
    if schema.key:
        yield from _twice(table, schema)


def _count(test: _Test) -> Any:
    return test.wrong.fill_null(False).cast("int64").sum()


def _tests(table: ibis.Table, schema: Schema) -> Iterator[_Test]:
    for column in schema.columns:
        if column.name in table.columns and not isinstance(table.schema()[column.name], dt.Null):
            yield from _of_column(table, column)
    for starts, ends in schema.periods:
        if starts in table.columns and ends in table.columns:
            yield _Test("ENDS_BEFORE_START", ends, table[ends] < table[starts], Sentence(
                f"{{value}} ligger före {starts}. Rätta någon av dem.",
                f"{{value}} lies before {starts}. Mend one of them.",
            ))  # fmt: skip
    if schema.name == "participations":
        yield _Test("PERSON_MISSING", "person", (table["kind"] == "person") & table["person"].isnull(), Sentence(
            "värdet saknas fast kind är person. Skriv personens id, eller anonymous.",
            "the value is missing though kind is person. Write the person's id, or anonymous.",
        ))  # fmt: skip


def _of_column(table: ibis.Table, column: Column) -> Iterator[_Test]:
    value = table[column.name]
    if column.required:
        missing = value.isnull() | value.isnan() if isinstance(value.type(), dt.Floating) else value.isnull()
        yield _Test("MISSING_VALUE", column.name, missing, Sentence(
            "värdet saknas. Fyll i det, eller ta bort raden.", "the value is missing. Fill it in, or remove the row."
        ))  # fmt: skip
    if column.codes:
        codes = ", ".join(column.codes)
        yield _Test("UNKNOWN_CODE", column.name, value.notin(column.codes), Sentence(
            f"”{{value}}” är inget av {codes}. Skriv ett av dem.", f"“{{value}}” is none of {codes}. Write one of them."
        ))  # fmt: skip
    if column.low is not None or column.high is not None:
        outside = [value < column.low] if column.low is not None else []
        outside += [value > column.high] if column.high is not None else []
        yield _Test("OUT_OF_BOUNDS", column.name, ibis.or_(*outside), Sentence(
            f"{{value}} ligger utanför {_bounds(column)}. Rätta värdet.",
            f"{{value}} lies outside {_bounds(column)}. Mend the value.",
        ))  # fmt: skip


def _bounds(column: Column) -> str:
    return f"{'' if column.low is None else f'{column.low:g}'}–{'' if column.high is None else f'{column.high:g}'}"


def _first(table: ibis.Table, test: _Test, schema: Schema, number: int) -> EvidenceError:
    """The first row that is so, its value, and how many are."""
    rows = table.filter(test.wrong.fill_null(False)).order_by(ROW).limit(1).select(ROW, test.column)
    row = rows.to_pyarrow().to_pylist()[0]
    shown = str(row[test.column])[:MOST_SHOWN]
    words = Sentence(
        f"{test.words.sv.replace('{value}', shown)} {_rows_sv(number)}",
        f"{test.words.en.replace('{value}', shown)} {_rows_en(number)}",
    )
    return EvidenceError(test.code, words, place=Place(schema.name, row[ROW], test.column))


def _rows_sv(number: int) -> str:
    return "1 rad är så." if number == 1 else f"{number} rader är så."


def _rows_en(number: int) -> str:
    return "1 row is so." if number == 1 else f"{number} rows are so."


def _twice(table: ibis.Table, schema: Schema) -> Iterator[EvidenceError]:
    """The first row whose key an earlier row has."""
    named = table.filter(ibis.and_(*(table[one].notnull() for one in schema.key)))
    keys = named.group_by(list(schema.key)).aggregate(times=ibis._.count()).filter(ibis._.times > 1)
    many = keys.aggregate(n=(ibis._.times - 1).sum()).to_pyarrow().to_pylist()[0]["n"]
    if not many:
        return
    again = named.semi_join(keys, list(schema.key)).group_by(list(schema.key)).mutate(first=ibis._[ROW].min())
    later = again.filter(again[ROW] > again["first"]).order_by(ROW).limit(1).select(ROW, *schema.key)
    row = later.to_pyarrow().to_pylist()[0]
    shown = ", ".join(str(row[one])[:MOST_SHOWN] for one in schema.key)
    yield EvidenceError("DOUBLE_KEY", Sentence(
        f"”{shown}” står på en tidigare rad också. Ta bort den ena, eller ge den ett eget id. {_rows_sv(int(many))}",
        f"“{shown}” stands on an earlier row too. Remove one, or give it an id of its own. {_rows_en(int(many))}",
    ), place=Place(schema.name, row[ROW], schema.key[0]))  # fmt: skip


def _known(tables: Tables, name: str, whole: list[str]) -> Iterator[EvidenceError]:
    """Persons and participations that rows name and their own table lacks."""
    for column, of, code in (
        ("person", "people", "UNKNOWN_PERSON"), ("participation", "participations", "UNKNOWN_PARTICIPATION"),
    ):  # fmt: skip
        if name == of or of not in whole or column not in getattr(tables, name).columns:
            continue
        table = _numbered(getattr(tables, name))
        known = getattr(tables, of).select(column).distinct()
        strange = table.filter(table[column].notnull()).anti_join(known, column)
        told = strange.aggregate(n=strange.count(), row=strange[ROW].min()).to_pyarrow().to_pylist()[0]
        if told["n"]:
            shown = table.filter(table[ROW] == told["row"]).select(column).to_pyarrow().to_pylist()[0][column]
            yield EvidenceError(code, Sentence(
                f"”{shown}” finns inte i {of}. Lägg till raden där, eller rätta id:t. {_rows_sv(told['n'])}",
                f"“{shown}” is not in {of}. Add the row there, or mend the id. {_rows_en(told['n'])}",
            ), place=Place(name, told["row"], column))  # fmt: skip
