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

from samsyn.evidence.process.follows import SPLIT, follows_result, handover_result, mean
from samsyn.evidence.process.storage import FILE, Names, names
from samsyn.evidence.result import Result

THREADS = 2
PARTS, MANY_PARTS = 8, 40  # of the file, grouped together: few stay in the cache; with many pairs, fewer pieces count
MANY = 64  # activities
MOST_CODES = 1 << 22  # groups that may stand side by side; with more, those that occur are numbered first
MOST_PAIRS = 1 << 16  # the same for pairs of parties, which are counted in every part of the file
READ = {"case": np.int32, "at": np.int64, "activity": np.int32, "party": np.int32}
BITS = SPLIT.bit_length() - 1
Array = Any


@dataclass(frozen=True)
class Group:
    """Times between events by pair of what follows each other: `values[starts[i]:ends[i]]` are those of `codes[i]`."""

    codes: Array
    starts: Array
    ends: Array
    values: Array


@dataclass(frozen=True)
class Tally:
    """How often each pair of parties follows each other, and the exact sum of the times: `high` * 2**24 + `low`."""

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
        follows = _follows([group for group, _ in found], known.activities, pool, threads)
    handed = _handovers([tally for _, tallies in found for tally in tallies], known.parties)
    events = int(pq.read_metadata(file).num_rows)
    return {"directly_follows": follows_result(follows, events, []), "handovers": handover_result(handed, events, [])}


class _Moves:
    """Of each event and the next: the pair of activities and the time between; pairs of parties are counted."""

    def __init__(self, known: Names, room: int) -> None:
        self.activities, self.parties, self.full = len(known.activities), len(known.parties), 0
        self.pairs = np.empty(room, _kind(self.activities))
        self.between = np.empty(room, np.int64)
        self.tallies: list[Tally] = []

    def add(self, case: Array, at: Array, activity: Array, party: Array) -> None:
        """Events in order; the first follows nothing here, nor does the first of a case."""
        where = slice(self.full, self.full + len(case) - 1)
        breaks = np.flatnonzero(case[1:] != case[:-1])
        _paired(activity, self.activities, breaks, self.pairs[where])
        np.subtract(at[1:], at[:-1], out=self.between[where])
        handed = _paired(party, self.parties, breaks, np.empty(len(party) - 1, _kind(self.parties)))
        self.tallies.append(_tally(handed, self.between[where], self.parties**2))
        self.full = where.stop

    def grouped(self) -> tuple[Group, list[Tally]]:
        """What was added since the last time, which then makes room for more."""
        found = self._by_activities(), self.tallies
        self.full, self.tallies = 0, []
        return found

    def _by_activities(self) -> Group:
        """Times by pair of activities, sorted by counting; what follows nothing is left out."""
        codes, none = self.pairs[: self.full], self.activities**2
        if none < MOST_CODES:
            present, places, size = None, codes, none + 1
        else:
            present, places = np.unique(codes, return_inverse=True)
            places, size = places.astype(np.int32), len(present)
        columns = np.arange(self.full + 1, dtype=np.int32)
        rows = csc_array((self.between[: self.full], places, columns), shape=(size, self.full)).tocsr()
        found = np.flatnonzero(np.diff(rows.indptr))
        kept = found[(found if present is None else present[found]) != none]
        values = rows.data[: rows.indptr[kept[-1] + 1]] if len(kept) else rows.data[:0]
        return Group(kept if present is None else present[kept], rows.indptr[kept], rows.indptr[kept + 1], values)


def _kind(size: int) -> Any:
    return np.int32 if size**2 < 2**31 else np.int64


def _paired(values: Array, size: int, breaks: Array, target: Array) -> Array:
    """Each value with the next as one number; `size` squared at the breaks."""
    np.multiply(values[:-1], size, out=target)
    target += values[1:]
    target[breaks] = size**2
    return target


def _tally(codes: Array, between: Array, none: int) -> Tally:
    """Floats add whole numbers exactly up to 2**53: above that, the two halves of each number are added."""
    present, places = None, codes
    if none >= MOST_PAIRS:
        present, places = np.unique(codes, return_inverse=True)
    count = np.bincount(places)
    total = np.bincount(places, weights=between)
    if total.max(initial=0) < 2**53:
        high, low = np.divmod(total.astype(np.int64), SPLIT)
    else:
        halves = (between >> BITS, between & (SPLIT - 1))
        high, low = (np.bincount(places, weights=one).astype(np.int64) for one in halves)
    found = np.flatnonzero(count)
    found = found[(found if present is None else present[found]) != none]
    return Tally(found if present is None else present[found], count[found], high[found], low[found])


def _groups(file: Path, known: Names, threads: int, pool: ThreadPoolExecutor) -> list[tuple[Group, list[Tally]]]:
    parts = pq.read_metadata(file).num_row_groups
    bounds = [parts * one // threads for one in range(threads + 1)]
    return list(chain.from_iterable(pool.map(lambda part: list(_stretch(file, known, *part)), pairwise(bounds))))


def _stretch(file: Path, known: Names, start: int, stop: int) -> Iterator[tuple[Group, list[Tally]]]:
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


def _follows(
    groups: Sequence[Group], activities: Sequence[str], pool: ThreadPoolExecutor, threads: int
) -> list[dict[str, Any]]:
    slices: dict[int, list[Array]] = defaultdict(list)
    for group in groups:
        for code, start, end in zip(group.codes.tolist(), group.starts, group.ends, strict=True):
            slices[code].append(group.values[start:end])
    pairs = list(slices.items())
    some = pool.map(lambda part: [_measured(found) for _, found in pairs[part::threads]], range(threads))
    rows: list[Any] = [None] * len(pairs)
    for part, found in enumerate(some):
        rows[part::threads] = found
    return [
        {"activity": activities[code // len(activities)], "next_activity": activities[code % len(activities)], **row}
        for (code, _), row in zip(pairs, rows, strict=True)
    ]


def _measured(slices: Sequence[Array]) -> dict[str, Any]:
    values = np.concatenate(slices)
    count = len(values)
    middle = sorted({(count - 1) // 2, count // 2})
    values.partition(middle)
    low, high = int(values[middle[0]]), int(values[middle[-1]])
    return {"count": count, "mean_seconds": mean(_total(values), count), "median": low + (high - low) * 0.5}


def _total(values: Array) -> int:
    """Exact, whatever the size."""
    if int(values.max()) * len(values) < 2**63:
        return int(values.sum())
    return (int((values >> BITS).sum()) << BITS) + int((values & (SPLIT - 1)).sum())


def _handovers(tallies: Sequence[Tally], parties: Sequence[str | None]) -> list[dict[str, Any]]:
    if not tallies:
        return []
    codes, places = np.unique(np.concatenate([one.codes for one in tallies]), return_inverse=True)
    totals = []
    for name in ("count", "high", "low"):
        total = np.zeros(len(codes), np.int64)
        np.add.at(total, places, np.concatenate([getattr(one, name) for one in tallies]))
        totals.append(total.tolist())
    size = len(parties)
    return [
        {"party": parties[code // size], "next_party": parties[code % size], "count": count, "high": high, "low": low}
        for code, count, high, low in zip(codes.tolist(), *totals, strict=True)
    ]
