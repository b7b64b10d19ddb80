"""Columns of a file that was read, as numbers, days or codes; the first value that does not fit is named."""

from collections.abc import Callable, Iterable
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW

MOST_CELLS = 60_000_000
YES_OR_NO = {"1": ("true", "yes", "ja"), "0": ("false", "no", "nej")}


def needed(table: ibis.Table, names: Iterable[str], *, name: str = "data") -> None:
    """Raises `EvidenceError` MISSING_COLUMN, with what there is, for the first of `names` that `table` lacks."""
    there = [one for one in table.columns if one != ROW]
    for one in names:
        if one not in there:
            raise EvidenceError(
                "MISSING_COLUMN",
                Sentence(
                    f"kolumnen saknas. Filen har: {', '.join(there)}.",
                    f"the column is missing. The file has: {', '.join(there)}.",
                ),
                place=Place(name, None, one),
            )


NUMBER = Sentence(
    "är inte ett tal. Skriv ett tal, eller lämna tomt när det saknas.",
    "is not a number. Write a number, or leave it empty when it is missing.",
)


def numbers(table: ibis.Table, *names: str, name: str = "data", told: Sentence = NUMBER) -> ibis.Table:
    """With these columns as float64; text may have a decimal comma. Empty is missing.

    Raises `EvidenceError` NOT_A_NUMBER with row and column, and what to do (`told`), or MISSING_COLUMN.
    """
    return _each(table, names, as_number, "NOT_A_NUMBER", told, name)


def yes_or_no(table: ibis.Table, *names: str) -> ibis.Table:
    """Text in these columns that says true or false, or yes or no, as 1 or 0; the rest as it stands."""
    said = [(word, number) for number, words in YES_OR_NO.items() for word in words]
    texts = {one: table[one] for one in names if isinstance(table[one], ir.StringValue)}
    return table.mutate(**{one: text.strip().lower().cases(*said, else_=text) for one, text in texts.items()})


def days(table: ibis.Table, *names: str, name: str = "data") -> ibis.Table:
    """With these columns as days (YYYY-MM-DD). Raises `EvidenceError` NOT_A_DAY or MISSING_COLUMN."""
    told = Sentence("är inte en dag. Skriv ÅÅÅÅ-MM-DD.", "is not a day. Write YYYY-MM-DD.")
    return _each(table, names, lambda one: one.try_cast("date"), "NOT_A_DAY", told, name)


def moments(table: ibis.Table, *names: str, name: str = "data") -> ibis.Table:
    """With these columns as timestamps in UTC. Raises `EvidenceError` NOT_A_TIME or MISSING_COLUMN."""
    told = Sentence(
        "är inte en tidpunkt. Skriv ÅÅÅÅ-MM-DD HH:MM:SS.", "is not a point in time. Write YYYY-MM-DD HH:MM:SS."
    )
    return _each(table, names, lambda one: one.try_cast("timestamp"), "NOT_A_TIME", told, name)


def filled(table: ibis.Table, *names: str, name: str = "data") -> None:
    """Raises `EvidenceError` MISSING_VALUE with the first row where one of these columns is empty."""
    needed(table, names, name=name)
    for column in names:
        if row := _first(table.filter(table[column].isnull())):
            raise EvidenceError(
                "MISSING_VALUE",
                Sentence("värdet saknas.", "the value is missing."),
                place=Place(name, row[ROW], column),
            )


def collect(table: ibis.Table, *, name: str = "data", most: int = MOST_CELLS) -> pa.Table:
    """As Arrow, for an estimator. Raises `EvidenceError` TOO_LARGE before anything is read when it has more cells."""
    cells = int(table.count().execute()) * len(table.columns)
    if cells > most:
        raise EvidenceError(
            "TOO_LARGE",
            Sentence(
                f"{cells} celler är mer än de {most} som en skattning får läsa. Välj färre kolumner eller ett urval.",
                f"{cells} cells are more than the {most} an estimator may read. Choose fewer columns or a sample.",
            ),
            place=Place(name),
        )
    return table.to_pyarrow()


def as_number(column: Any) -> Any:
    """As float64, text with a decimal comma too; missing where it is no number."""
    if not isinstance(column, ir.StringValue):
        return column.cast("float64")
    return column.strip().replace(" ", "").replace(",", ".").try_cast("float64")


def _each(
    table: ibis.Table, names: Iterable[str], made: Callable[[Any], Any], code: str, told: Sentence, name: str
) -> ibis.Table:
    needed(table, names, name=name)
    for column in names:
        bad = table.filter(table[column].notnull() & made(table[column]).isnull())
        if row := _first(bad):
            shown = str(row[column])[:40]
            words = Sentence(f"”{shown}” {told.sv}", f"“{shown}” {told.en}")
            raise EvidenceError(code, words, place=Place(name, row[ROW], column))
        table = table.mutate(**{column: made(table[column])})
    return table


def _first(rows: ibis.Table) -> dict[str, Any] | None:
    found = (
        rows.order_by(ROW).limit(1).to_pyarrow().to_pylist()
        if ROW in rows.columns
        else rows.limit(1).to_pyarrow().to_pylist()
    )
    return {ROW: None, **found[0]} if found else None
