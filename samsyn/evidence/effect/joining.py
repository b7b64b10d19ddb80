"""A cohort and the people it is compared with, from two tables; errors say which of the two."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa

from samsyn.evidence import columns
from samsyn.evidence.effect.sample import as_ibis
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW

SECOND = 10**12  # rows of the comparison table are counted from here, until an error is told


def joined(table: Any, comparison: Any, treatment: str) -> Any:
    """`table` itself, or both below one another; treatment is 0 in the comparison, and 1 in `table` if neither says.

    Raises `EvidenceError` MISSING_COLUMN for a column that only one has (other columns are left out), NOT_A_COMPARISON.
    """
    if comparison is None:
        return table
    first, second = (columns.collect(as_ibis(one), name=name) for one, name in (
        (table, "data"), (comparison, "comparison")))  # fmt: skip
    if treatment not in first.column_names and treatment not in second.column_names:
        first = first.append_column(treatment, pa.array(np.ones(first.num_rows)))
    if treatment not in second.column_names:
        second = second.append_column(treatment, pa.array(np.zeros(second.num_rows)))
    _without(second, treatment)
    rows = pa.array(second.column(ROW).to_numpy() + SECOND)
    second = second.set_column(second.column_names.index(ROW), ROW, rows)
    both = [one for one in first.column_names if one in second.column_names]
    first, second = first.select(both), second.select(both)
    return as_ibis(pa.concat_tables([_as_text(first, second), _as_text(second, first)]))


def _without(second: pa.Table, treatment: str) -> None:
    for row, value in zip(second.column(ROW).to_pylist(), second.column(treatment).to_pylist(), strict=True):
        if value is not None and str(value).strip() not in ("0", "0.0", "False", "false"):
            raise EvidenceError(
                "NOT_A_COMPARISON",
                Sentence(
                    f"”{value}”: jämförelsefilen får bara ha personer utan insatsen (0).",
                    f"“{value}”: the comparison file may only hold people without the intervention (0).",
                ),
                place=Place("comparison", row, treatment),
            )


def _as_text(one: pa.Table, other: pa.Table) -> pa.Table:
    """Columns that the two keep in different ways, as text; they are read again as one."""
    for at, name in enumerate(one.column_names):
        if one.schema.field(name).type != other.schema.field(name).type:
            one = one.set_column(at, name, one.column(name).cast(pa.string()))
    return one


@contextmanager
def named() -> Iterator[None]:
    """An error in a row of the comparison table says so."""
    try:
        yield
    except EvidenceError as error:
        if (error.place.row or 0) < SECOND:
            raise
        place = Place("comparison", (error.place.row or 0) - SECOND, error.place.column)
        raise type(error)(error.code, error.words, place=place) from None
