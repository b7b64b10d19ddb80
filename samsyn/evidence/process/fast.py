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
PARTS = 40  # of the file, grouped together
MOST_CODES = 1 << 22  # groups that may stand side by side; with more, those that occur are numbered first
READ = {"case": np.int32, "at": np.int64, "activity": np.int32, "party": np.int32}
BITS = SPLIT.bit_length() - 1
Array = Any


@dataclass(frozen=True)
class Group:
    """Times between doings that follow each other: `values[starts[i]:ends[i]]` are those of `codes[i]`."""

    codes: Array
    starts: Array
    ends: Array
    values: Array

    def sums(self) -> tuple[Array, Array]:
        """Of the values of each code, exact: as multiples of 2**24, and what is left."""
        if not len(self.codes):
            return self.codes, self.codes
        most = int((self.ends - self.starts).max())
        if int(self.values.max()) * most < 2**63:
            whole = np.add.reduceat(self.values, self.starts)
            return whole >> BITS, whole & (SPLIT - 1)
        high, low = self.values >> BITS, self.values & (SPLIT - 1)
        return np.add.reduceat(high, self.starts), np.add.reduceat(low, self.starts)


def graph_of(folder: Path | str, *, threads: int = THREADS) -> dict[str, Result]:
    """`directly_follows` and `handovers` of the log that `store` put in `folder`: what `graph` says of it.

    Raises `EvidenceError` NO_LOG.
    """
    known, file = names(folder), Path(folder) / FILE
    with ThreadPoolExecutor(threads) as pool:
        groups = _groups(file, known, threads, pool)
        follows = _follows(groups, known, pool, threads)
    events = int(pq.read_metadata(file).num_rows)
    return {
        "directly_follows": follows_result(follows, events, []),
        "handovers": handover_result(_handovers(groups, known), events, []),
    }


class _Moves:
    """Codes of doing and next doing, and the time between, of one event after the other; room for `room`."""

    def __init__(self, doings: int, room: int) -> None:
        self.doings, self.full = doings, 0
        self.codes = np.empty(room, np.int32 if doings**2 < 2**31 else np.int64)
        self.between = np.empty(room, np.int64)

    def add(self, case: Array, at: Array, doing: Array) -> None:
        """Events in order; the first follows nothing here."""
        where = slice(self.full, self.full + len(case) - 1)
        codes = np.multiply(doing[:-1], self.doings, out=self.codes[where])
        codes += doing[1:]
        codes[np.flatnonzero(case[1:] != case[:-1])] = self.doings**2
        np.subtract(at[1:], at[:-1], out=self.between[where])
        self.full = where.stop

    def grouped(self) -> Group:
        """By code; what follows nothing is left out."""
        codes, none = self.codes[: self.full], self.doings**2
        if none < MOST_CODES:
            present, places, size = None, codes, none + 1
        else:
            present, places = np.unique(codes, return_inverse=True)
            places, size = places.astype(np.int32), len(present)
        shape = (size, self.full)
        whole = csc_array((self.between[: self.full], places, np.arange(self.full + 1, dtype=np.int32)), shape=shape)
        rows = whole.tocsr()
        found = np.flatnonzero(np.diff(rows.indptr))
        kept = found[(found if present is None else present[found]) != none]
        values = rows.data[: rows.indptr[kept[-1] + 1]] if len(kept) else rows.data[:0]
        return Group(kept if present is None else present[kept], rows.indptr[kept], rows.indptr[kept + 1], values)


def _groups(file: Path, known: Names, threads: int, pool: ThreadPoolExecutor) -> list[Group]:
    parts = pq.read_metadata(file).num_row_groups
    bounds = [parts * one // threads for one in range(threads + 1)]
    return list(chain.from_iterable(pool.map(lambda part: list(_stretch(file, known, *part)), pairwise(bounds))))


def _stretch(file: Path, known: Names, start: int, stop: int) -> Iterator[Group]:
    """Groups of the parts from `start` to `stop`; the event before them leads to their first."""
    reader = pq.ParquetFile(file)
    read = _reading(reader, known)
    last = [one[-1:] for one in read(start - 1)] if 0 < start < stop else []
    for first in range(start, stop, PARTS):
        some = range(first, min(first + PARTS, stop))
        moves = _Moves(len(known.doings), sum(reader.metadata.row_group(one).num_rows for one in some))
        for one in some:
            events = read(one)
            if last:
                moves.add(*(np.concatenate([before, after[:1]]) for before, after in zip(last, events, strict=True)))
            moves.add(*events)
            last = [column[-1:] for column in events]
        yield moves.grouped()


def _reading(reader: pq.ParquetFile, known: Names) -> Any:
    """What reads a part as case, moment and number of the doing."""
    doing = np.zeros(max(len(known.activities) * len(known.parties), 1), np.int32)
    for place, (activity, party) in enumerate(known.doings):
        doing[activity * len(known.parties) + party] = place

    def read(part: int) -> list[Array]:
        table = reader.read_row_group(part, columns=list(READ), use_threads=False)
        case, at, activity, party = (_array(table[name], kind) for name, kind in READ.items())
        place = activity * np.int32(len(known.parties))
        place += party
        return [case, at, doing[place]]

    return read


def _array(column: pa.ChunkedArray, kind: Any) -> Array:
    """Without a copy: the file holds no missing values in these columns."""
    whole = [np.frombuffer(one.buffers()[1], kind)[one.offset : one.offset + len(one)] for one in column.chunks]
    return whole[0] if len(whole) == 1 else np.concatenate(whole or [np.empty(0, kind)])


def _follows(groups: Sequence[Group], known: Names, pool: ThreadPoolExecutor, threads: int) -> list[dict[str, Any]]:
    activity = np.array([one for one, _ in known.doings], np.int64)
    slices: dict[tuple[int, int], list[Array]] = defaultdict(list)
    for group in groups:
        before, after = np.divmod(group.codes, len(known.doings))
        each = zip(activity[before].tolist(), activity[after].tolist(), group.starts, group.ends, strict=True)
        for one, other, start, end in each:
            slices[one, other].append(group.values[start:end])
    pairs = list(slices.items())
    some = pool.map(lambda part: [_measured(found) for _, found in pairs[part::threads]], range(threads))
    rows: list[Any] = [None] * len(pairs)
    for part, found in enumerate(some):
        rows[part::threads] = found
    return [
        {"activity": known.activities[one], "next_activity": known.activities[other], **row}
        for ((one, other), _), row in zip(pairs, rows, strict=True)
    ]


def _measured(slices: Sequence[Array]) -> dict[str, Any]:
    values = np.concatenate(slices)
    total, count = _total(values), len(values)
    middle = sorted({(count - 1) // 2, count // 2})
    values.partition(middle)
    low, high = int(values[middle[0]]), int(values[middle[-1]])
    return {"count": count, "mean_seconds": mean(total, count), "median": low + (high - low) * 0.5}


def _total(values: Array) -> int:
    """Exact, whatever the size."""
    if int(values.max()) * len(values) < 2**63:
        return int(values.sum())
    return (int((values >> BITS).sum()) << BITS) + int((values & (SPLIT - 1)).sum())


def _handovers(groups: Sequence[Group], known: Names) -> list[dict[str, Any]]:
    party = [known.parties[one] for _, one in known.doings]
    found: dict[tuple[Any, Any], list[int]] = defaultdict(lambda: [0, 0, 0])
    for group in groups:
        before, after = np.divmod(group.codes, len(known.doings))
        high, low = group.sums()
        counts = group.ends - group.starts
        for one, other, *row in zip(*(part.tolist() for part in (before, after, counts, high, low)), strict=True):
            total = found[party[one], party[other]]
            for place, value in enumerate(row):
                total[place] += value
    return [
        {"party": one, "next_party": other, "count": count, "high": high, "low": low}
        for (one, other), (count, high, low) in found.items()
    ]
