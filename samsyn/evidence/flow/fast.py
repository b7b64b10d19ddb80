"""Month by month in one pass: every row put in its place in a table of person × moment, then counted column by column.

No sorting and no join of rows with rows: 36 million rows are read once. Equal to the plain form (`plain.py`), which
is used when several states at once are to be weighed, when the table is too large for memory, and on Spark.
"""

from collections import defaultdict
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import numpy as np
import pyarrow as pa

from samsyn.evidence.connection import batches
from samsyn.evidence.flow.counts import Counts, Several, States
from samsyn.evidence.flow.data import MISSING, Long

MOST_PLACES = 600_000_000
MOST_SEVERAL = 2_000_000  # places where several states met
MOST_NUMBERS = 254  # of states, and of sets of states, that a place can hold
Met = dict[int, set[int]]  # place → the states that were met there, when they are several


def counted(ready: Long, *, pairs: list[tuple[int, int]], several: Several) -> Counts | None:
    """Counts by pair, states and states; None when the plain form is needed."""
    if ready.rows.get_backend().name != "duckdb":
        return None
    rows, people = _people(ready)
    if people * len(ready.moments) > MOST_PLACES:
        return None
    places, keys, met = _placed(rows, people, ready)
    if len(met) > MOST_SEVERAL:
        return None
    sets = _sets(places, met, ready)
    if len(sets) > MOST_NUMBERS or (several != "set" and len(sets) > len(ready.states)):
        return None
    made = between(places.reshape(len(ready.moments), people), keys, pairs=pairs, sets=sets)
    kept = int(np.count_nonzero(places)) - len(met) + sum(len(_known(states, ready)) for states in met.values())
    made.repeated = ready.n - kept
    several_at = _several_at(met, people, ready)
    made.several.update({number: sum(several_at[one] for one in pair) for number, pair in enumerate(pairs)})
    return made


def _sets(places: Any, met: Met, ready: Long) -> list[States]:
    """Each state, then each set of states that was met; places where several were met are given their set."""
    sets: list[States] = [(one,) for one in range(len(ready.states))]
    numbers = {one: number for number, one in enumerate(sets)}
    for place, states in met.items():
        one = tuple(sorted(_known(states, ready)))
        if one not in numbers:
            numbers[one] = len(sets)
            sets.append(one)
        if len(sets) <= MOST_NUMBERS:
            places[place] = numbers[one] + 1
    return sets


def _known(states: set[int], ready: Long) -> set[int]:
    """Without missing, when there is anything else."""
    blank = {ready.states.index(MISSING)} if MISSING in ready.states else set()
    return states - blank or states


def _several_at(met: Met, people: int, ready: Long) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for place, states in met.items():
        found[place // people] += len(_known(states, ready)) > 1
    return found


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


def _placed(rows: Any, people: int, ready: Long) -> tuple[Any, Any, Met]:
    """For each moment and person 0 (not there) or 1 + the state; the record key of each person; where several met."""
    places = np.zeros(len(ready.moments) * people, dtype=np.uint8)
    met: Met = defaultdict(set)
    keys = np.zeros(people, dtype=np.int64) if "key" in ready.has else None
    names = ["person", "moment", "state", *(["key"] if keys is not None else [])]
    for batch in batches(rows.select(*names)):
        if not batch.num_rows or len(met) > MOST_SEVERAL:
            continue
        person = batch.column(0).to_numpy(zero_copy_only=False)
        place = _coded(batch.column(1), ready.moment_of, np.int64) * people + person
        _put(places, place, _coded(batch.column(2), ready.state_of, np.uint8) + 1, met)
        if keys is not None:
            keys[person] = batch.column(3).fill_null(0).to_numpy(zero_copy_only=False) % 2**32
    return places, keys, met


def _put(places: Any, place: Any, state: Any, met: Met) -> None:
    """Each state in its place; what stood there before, or was put there by another row of the batch, is kept apart."""
    before = places[place]
    places[place] = state
    stands = places[place]
    for at in np.flatnonzero(((before != 0) & (before != state)) | (stands != state)):
        met[int(place[at])] |= {int(one) - 1 for one in (before[at], state[at], stands[at]) if one}


def _coded(column: Any, code_of: Any, kind: Any) -> Any:
    """Values as their numbers, by way of the few different values of a batch."""
    if pa.types.is_integer(column.type) and not column.null_count and max(code_of) - min(code_of) < 1 << 16:
        by_value = np.zeros(max(code_of) - min(code_of) + 1, dtype=kind)
        by_value[np.array(list(code_of)) - min(code_of)] = list(code_of.values())
        return by_value[column.to_numpy(zero_copy_only=False) - min(code_of)]
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode(null_encoding="encode")
    codes = np.array([code_of[value] for value in encoded.dictionary.to_pylist()], dtype=kind)
    return codes[encoded.indices.to_numpy(zero_copy_only=False)]


def between(places: Any, keys: Any, *, pairs: list[tuple[int, int]], sets: list[States]) -> Counts:
    """Counts from a table of moment × person, where 0 is not there and others are 1 + the number of a set of states."""
    size = len(sets) + 1
    made = Counts({}, {}, {}, {})
    for number, (first, second) in enumerate(pairs):
        cell = places[first].astype(np.uint16) * size + places[second]
        n = np.bincount(cell, minlength=size * size)
        sums = None if keys is None else _sums(cell, keys, size)
        for index in np.flatnonzero(n):
            a, b = divmod(int(index), size)
            if a and b:
                made.cells[number, sets[a - 1], sets[b - 1]] = int(n[index])
                if sums is not None:
                    made.keys[number, sets[a - 1], sets[b - 1]] = sums[index]
            elif a:
                made.not_at_end[number] = made.not_at_end.get(number, 0) + int(n[index])
            elif b:
                made.not_at_start[number] = made.not_at_start.get(number, 0) + int(n[index])
    return made


def _sums(cell: Any, keys: Any, size: int) -> list[int]:
    """Sums of record keys modulo 2**32, exact: the halves are summed apart."""
    low, high = (np.bincount(cell, weights=half, minlength=size * size) for half in (keys & 0xFFFF, keys >> 16))
    return [(int(a) + (int(b) << 16)) % 2**32 for a, b in zip(low, high, strict=True)]
