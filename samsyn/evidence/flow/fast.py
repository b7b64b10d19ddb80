"""Month by month in one pass: every row put in its place in a table of person × moment, then counted column by column.

No sorting and no join of rows with rows: 36 million rows are read once. Equal to the plain form (`plain.py`), which
is used when a person stands twice at a moment, when the table is too large for memory, and on Spark.
"""

from typing import Any

import ibis
import ibis.expr.datatypes as dt
import numpy as np
import pyarrow as pa

from samsyn.evidence.connection import batches
from samsyn.evidence.flow.counts import Counts
from samsyn.evidence.flow.data import Long

MOST_PLACES = 600_000_000


def counted(ready: Long, *, pairs: list[tuple[int, int]]) -> Counts | None:
    """Counts by pair, state and state; None when the plain form is needed."""
    if ready.rows.get_backend().name != "duckdb":
        return None
    rows, people = _people(ready)
    if people * len(ready.moments) > MOST_PLACES:
        return None
    places, keys = _placed(rows, people, ready)
    if int(np.count_nonzero(places)) != ready.n:
        return None
    return between(places, keys, pairs=pairs, states=len(ready.states))


def _people(ready: Long) -> tuple[Any, int]:
    """The rows with each person as a number from 0, and how many numbers there are."""
    rows, person = ready.rows, ready.rows.person
    if isinstance(person.type(), dt.Integer):
        low, high = rows.aggregate(low=person.min(), high=person.max()).to_pyarrow().to_pylist()[0].values()
        if high - low < max(4 * ready.n // len(ready.moments), 1000):
            return rows.mutate(person=(person - low).cast("int64")), high - low + 1
    numbered = rows.select("person").distinct().mutate(number=ibis.row_number())
    joined = rows.inner_join(numbered, "person")
    return joined.mutate(person=joined.number.cast("int64")), int(rows.person.nunique().execute())


def _placed(rows: Any, people: int, ready: Long) -> tuple[Any, Any]:
    """For each moment and person 0 (not there) or 1 + the state; and the record key of each person."""
    places = np.zeros(len(ready.moments) * people, dtype=np.uint8)
    keys = np.zeros(people, dtype=np.int64) if "key" in ready.has else None
    names = ["person", "moment", "state", *(["key"] if keys is not None else [])]
    for batch in batches(rows.select(*names)):
        if not batch.num_rows:
            continue
        person = batch.column(0).to_numpy(zero_copy_only=False)
        moment = _coded(batch.column(1), ready.moment_of, np.int64)
        places[moment * people + person] = _coded(batch.column(2), ready.state_of, np.uint8) + 1
        if keys is not None:
            keys[person] = batch.column(3).fill_null(0).to_numpy(zero_copy_only=False) % 2**32
    return places.reshape(len(ready.moments), people), keys


def _coded(column: Any, code_of: Any, kind: Any) -> Any:
    """Values as their numbers, by way of the few different values of a batch."""
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode(null_encoding="encode")
    codes = np.array([code_of[value] for value in encoded.dictionary.to_pylist()], dtype=kind)
    return codes[encoded.indices.to_numpy(zero_copy_only=False)]


def between(places: Any, keys: Any, *, pairs: list[tuple[int, int]], states: int) -> Counts:
    """Counts from a table of moment × person, where 0 is not there and others are 1 + the state."""
    size = states + 1
    made = Counts({}, {}, {}, {})
    for number, (first, second) in enumerate(pairs):
        cell = places[first].astype(np.uint16) * size + places[second]
        n = np.bincount(cell, minlength=size * size)
        sums = None if keys is None else _sums(cell, keys, size)
        for index in np.flatnonzero(n):
            a, b = divmod(int(index), size)
            if a and b:
                made.cells[number, (a - 1,), (b - 1,)] = int(n[index])
                if sums is not None:
                    made.keys[number, (a - 1,), (b - 1,)] = sums[index]
            elif a:
                made.not_at_end[number] = made.not_at_end.get(number, 0) + int(n[index])
            elif b:
                made.not_at_start[number] = made.not_at_start.get(number, 0) + int(n[index])
    return made


def _sums(cell: Any, keys: Any, size: int) -> list[int]:
    """Sums of record keys modulo 2**32, exact: the halves are summed apart."""
    low, high = (np.bincount(cell, weights=half, minlength=size * size) for half in (keys & 0xFFFF, keys >> 16))
    return [(int(a) + (int(b) << 16)) % 2**32 for a, b in zip(low, high, strict=True)]
