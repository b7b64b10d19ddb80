"""The graph of a stored log: arrays shifted by one and grouped, a stretch of the file for each of two threads.

`graph_of` answers exactly what `graph` answers of the same log, ties included. Memory: eight bytes an event, and the
parts that each thread has in hand.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csc_array

from samsyn.evidence.process.follows import BITS, SPLIT, follows_result, handover_result, mean
from samsyn.evidence.process.storage import FILE, Names, names
from samsyn.evidence.result import Result

THREADS = 2
PARTS, MANY_PARTS = 8, 40  # of the file, grouped together: few stay in the cache; with many pairs, fewer pieces count
MANY = 64  # activities
MOST_CODES = 1 << 22  # groups that may stand side by side; with more, those that occur are numbered first
READ = {"case": np.int32, "at": np.int64, "activity": np.int32, "party": np.int32}
Array = Any


@dataclass(frozen=True)
class Group:
    """Times between events by pair of activities: `values[starts[i]:ends[i]]` are those of `codes[i]`."""

    codes: Array
    starts: Array
    ends: Array
    values: Array


@dataclass(frozen=True)
class Tally:
    """How often each move (pair of activities, pair of parties) occurs; exact sum of times: `high` * 2**24 + `low`."""

    codes: Array
    count: Array
    high: Array
    low: Array


def graph_of(folder: Path | str, *, threads: int = THREADS) -> dict[str, Result]:
    """`directly_follows` and `handovers` of the log that `store` put in `folder`: what `graph` says of it.

    Raises `EvidenceError` NO_LOG.
    """
    known, file = names(folder), Path(folder) / FILE
    with ThreadPoolExecutor(threads) as pool:
        found = _groups(file, known, threads, pool)
        middles = _middles([group for group, _ in found], pool, threads)
    tally, events = _together([tally for _, tally in found]), int(pq.read_metadata(file).num_rows)
    return {
        "directly_follows": follows_result(_follows(tally, middles, known), events, []),
        "handovers": handover_result(_handovers(tally, known.parties), events, []),
    }


class _Moves:
    """Of each event and the next: the pairs of activities and of parties as one number, and the time between."""

    def __init__(self, known: Names, room: int) -> None:
        self.activities, self.parties, self.full = len(known.activities), len(known.parties), 0
        self.none = (self.activities * self.parties) ** 2
        self.codes = np.empty(room, np.int32 if self.none < 2**31 else np.int64)
        self.between = np.empty(room, np.int64)

    def add(self, case: Array, at: Array, activity: Array, party: Array) -> None:
        """Events in order; the first follows nothing here, nor does the first of a case."""
        where = slice(self.full, self.full + len(case) - 1)
        codes: Array = self.codes[where]
        after: Array = activity.astype(codes.dtype)
        after *= self.parties**2
        np.multiply(after[:-1], self.activities, out=codes)
        after += party
        codes += after[1:]
        codes += np.multiply(party[:-1], self.parties, out=after[:-1], dtype=codes.dtype)
        codes[np.flatnonzero(case[1:] != case[:-1])] = self.none
        np.subtract(at[1:], at[:-1], out=self.between[where])
        self.full = where.stop

    def grouped(self) -> tuple[Group, Tally]:
        """What was added since the last time, sorted by counting; what follows nothing is left out. Makes room."""
        codes, present = self.codes[: self.full], None
        places, size = codes, self.none + 1
        if size > MOST_CODES:
            present, places = np.unique(codes, return_inverse=True)
            places, size = places.astype(np.int32), len(present)
        columns = np.arange(self.full + 1, dtype=np.int32)
        rows = csc_array((self.between[: self.full], places, columns), shape=(size, self.full)).tocsr()
        found = np.flatnonzero(np.diff(rows.indptr))
        moves = found if present is None else present[found]
        if len(moves) and moves[-1] == self.none:
            moves, found = moves[:-1], found[:-1]
        self.full = 0
        return self._by_activities(moves, rows.indptr[found], rows.indptr[found + 1], rows.data)

    def _by_activities(self, moves: Array, starts: Array, ends: Array, values: Array) -> tuple[Group, Tally]:
        pairs, first = np.unique(moves // self.parties**2, return_index=True)
        last = np.append(first[1:], len(moves))[: len(first)] - 1
        tally = Tally(moves, ends - starts, *_sums(values[: ends[-1] if len(ends) else 0], starts))
        return Group(pairs, starts[first], ends[last], values), tally


def _sums(values: Array, starts: Array) -> tuple[Array, Array]:
    """Of the values from each start to the next, as two whole numbers: exact, whatever the size."""
    if not len(starts):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if values.sum(dtype=np.float64) < 2**62:
        high, low = np.divmod(np.add.reduceat(values, starts), SPLIT)
        return high, low
    return np.add.reduceat(values >> BITS, starts), np.add.reduceat(values & (SPLIT - 1), starts)


def _groups(file: Path, known: Names, threads: int, pool: ThreadPoolExecutor) -> list[tuple[Group, Tally]]:
    parts = pq.read_metadata(file).num_row_groups
    bounds = [parts * one // threads for one in range(threads + 1)]
    return list(chain.from_iterable(pool.map(lambda part: list(_stretch(file, known, *part)), pairwise(bounds))))


def _stretch(file: Path, known: Names, start: int, stop: int) -> Iterator[tuple[Group, Tally]]:
    """Groups of the parts from `start` to `stop`; the event before them leads to their first."""
    reader = pq.ParquetFile(file, memory_map=True)
    last = [one[-1:] for one in _read(reader, start - 1)] if 0 < start < stop else []
    together = PARTS if len(known.activities) <= MANY else MANY_PARTS
    most = max((reader.metadata.row_group(one).num_rows for one in range(start, stop)), default=0)
    moves = _Moves(known, most * min(together, stop - start))
    for first in range(start, stop, together):
        for one in range(first, min(first + together, stop)):
            events = _read(reader, one)
            if last:
                moves.add(*(np.concatenate([before, after[:1]]) for before, after in zip(last, events, strict=True)))
            moves.add(*events)
            last = [column[-1:] for column in events]
        yield moves.grouped()


def _read(reader: pq.ParquetFile, part: int) -> list[Array]:
    table = reader.read_row_group(part, columns=list(READ), use_threads=False)
    return [_array(table[name], kind) for name, kind in READ.items()]


def _array(column: pa.ChunkedArray, kind: Any) -> Array:
    """Without a copy: the file holds no missing values in these columns."""
    whole = [np.frombuffer(one.buffers()[1], kind)[one.offset : one.offset + len(one)] for one in column.chunks]
    return whole[0] if len(whole) == 1 else np.concatenate(whole or [np.empty(0, kind)])


def _middles(groups: Sequence[Group], pool: ThreadPoolExecutor, threads: int) -> dict[int, float]:
    """The median time between of each pair of activities, in microseconds."""
    slices: dict[int, list[Array]] = defaultdict(list)
    for group in groups:
        for code, start, end in zip(group.codes.tolist(), group.starts.tolist(), group.ends.tolist(), strict=True):
            slices[code].append(group.values[start:end])
    pairs = sorted(slices, key=lambda code: -sum(map(len, slices[code])))
    some = pool.map(lambda part: {one: _middle(slices[one]) for one in pairs[part::threads]}, range(threads))
    return {code: middle for part in some for code, middle in part.items()}


def _middle(slices: Sequence[Array]) -> float:
    values = np.concatenate(slices)
    half = len(values) // 2
    values.partition(half)
    high = int(values[half])
    low = high if len(values) % 2 else int(values[:half].max())
    return low + (high - low) * 0.5


def _together(tallies: Sequence[Tally]) -> Tally:
    """Added up, a row for each code."""
    names = ("codes", "count", "high", "low")
    none = np.empty(0, np.int64)
    return _added(*(np.concatenate([none, *(getattr(one, name) for one in tallies)]) for name in names))


def _added(codes: Array, *numbers: Array) -> Tally:
    present, places = np.unique(codes, return_inverse=True)
    totals = [np.zeros(len(present), np.int64) for _ in numbers]
    for total, one in zip(totals, numbers, strict=True):
        np.add.at(total, places, one)
    return Tally(present, *totals)


def _rows(tally: Tally, codes: Array) -> Iterator[tuple[int, int, int, int]]:
    """Code, count, high and low of the tally by these codes of its rows."""
    found = _added(codes, tally.count, tally.high, tally.low)
    columns = (found.codes, found.count, found.high, found.low)
    return zip(*(one.tolist() for one in columns), strict=True)


def _follows(tally: Tally, middles: dict[int, float], known: Names) -> list[dict[str, Any]]:
    names, size = known.activities, len(known.activities)
    return [
        {
            "activity": names[code // size], "next_activity": names[code % size], "count": count,
            "mean_seconds": mean(high * SPLIT + low, count), "median": middles[code],
        }
        for code, count, high, low in _rows(tally, tally.codes // len(known.parties) ** 2)
    ]  # fmt: skip


def _handovers(tally: Tally, parties: Sequence[str | None]) -> list[dict[str, Any]]:
    size = len(parties)
    return [
        {"party": parties[code // size], "next_party": parties[code % size], "count": count, "high": high, "low": low}
        for code, count, high, low in _rows(tally, tally.codes % size**2)
    ]
