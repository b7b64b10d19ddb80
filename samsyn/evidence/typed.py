"""A file of the contract's names, as one of its tables: CSV as text is read, each column in the contract's type."""

from pathlib import Path
from typing import Any

import ibis

from samsyn.evidence import columns, reading
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW
from samsyn.evidence.tables import Column, Schema

YES, NO = ("true", "1", "yes", "ja", "t"), ("false", "0", "no", "nej", "f")


def read_csv(path: Path, schema: Schema, *, backend: Any) -> ibis.Table:
    """The file's rows in the contract's order and types, with `row__`; optional columns may be left out.

    Raises `EvidenceError` MISSING_COLUMN, NOT_A_NUMBER, NOT_A_DAY, NOT_A_TIME, NOT_YES_OR_NO, and those of `read`.
    """
    table = reading.read(path, name=schema.name, backend=backend)
    columns.needed(table, [one.name for one in schema.columns if one.required], name=schema.name)
    for one in schema.columns:
        if one.name in table.columns:
            table = _typed(table, one, schema.name)
        else:
            table = table.mutate(**{one.name: ibis.null(one.type)})
    return table.select(*(one.name for one in schema.columns), ROW)


def _typed(table: ibis.Table, column: Column, name: str) -> ibis.Table:
    if column.type == "int64":
        return _whole(columns.numbers(table, column.name, name=name), column.name, name)
    if column.type == "float64":
        return columns.numbers(table, column.name, name=name)
    if column.type == "date":
        return columns.days(table, column.name, name=name)
    if column.type == "timestamp":
        return columns.moments(table, column.name, name=name)
    return _yes_or_no(table, column.name, name) if column.type == "boolean" else table


def _whole(table: ibis.Table, column: str, name: str) -> ibis.Table:
    value = table[column]
    _refuse(table, value != value.floor(), column, name, "NOT_A_NUMBER", Sentence(
        "är inget helt tal.", "is not a whole number."
    ))  # fmt: skip
    return table.mutate(**{column: value.cast("int64")})


def _yes_or_no(table: ibis.Table, column: str, name: str) -> ibis.Table:
    word = table[column].strip().lower()
    _refuse(table, word.notin((*YES, *NO)), column, name, "NOT_YES_OR_NO", Sentence(
        "är varken ja eller nej. Skriv true eller false.", "is neither yes nor no. Write true or false."
    ))  # fmt: skip
    return table.mutate(**{column: word.isin(YES)})


def _refuse(table: ibis.Table, wrong: Any, column: str, name: str, code: str, words: Sentence) -> None:
    """Raises with the first row that is wrong."""
    bad = table.filter(wrong.fill_null(False)).order_by(ROW).limit(1).select(ROW, column)
    for row in bad.to_pyarrow().to_pylist():
        shown = str(row[column])[:40]
        told = Sentence(f"”{shown}” {words.sv}", f"“{shown}” {words.en}")
        raise EvidenceError(code, told, place=Place(name, row[ROW], column))
