"""How many stood, ended and left unseen at each time: one counting expression, then small tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samsyn.evidence.columns import collect
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.survival.data import MOST_GROUPS, Followed

Array = Any  # numpy's own types say little of shape


@dataclass(frozen=True)
class Steps:
    """One group, a row each time something happened; the first row is where the following begins.

    `came`: entered observation then. `events`: a row a cause, a column a time.
    """

    time: Array
    came: Array
    events: Array
    censored: Array

    @cached_property
    def at_risk(self) -> Array:
        """Who came before each time (at the first: also then) and had not left: an entry counts after its time."""
        gone_before = np.cumsum(self.ended + self.censored) - self.ended - self.censored
        late = np.concatenate([[0], self.came[1:]])
        return np.cumsum(self.came) - late - gone_before

    @property
    def ended(self) -> Array:
        """Ends of any cause at each time."""
        return self.events.sum(axis=0)

    @property
    def n(self) -> int:
        """People followed."""
        return int(self.events.sum() + self.censored.sum())

    def standing(self, times: Array) -> Array:
        """How many are at risk just before each of `times`."""
        place = np.searchsorted(self.time, times, side="left")
        return np.where(times < self.time[0], 0, np.append(self.at_risk, 0)[place])


def entered(data: Followed) -> ibis.Table:
    """group, entry and how many came under observation then."""
    return data.table.group_by("group", "entry").aggregate(n=data.table.count())


def steps(data: Followed) -> dict[str, Steps]:
    """Per group, in the order of their names ("" when no group was asked). Raises `EvidenceError` TOO_MANY_GROUPS."""
    ends = _by_group(data.cells, data)
    causes = data.asked.causes
    if not data.asked.entry:
        return {name: _steps(one, causes, None) for name, one in ends.items()}
    entries = _by_group(collect(entered(data), name=data.asked.name), data)
    return {name: _steps(one, causes, entries[name]) for name, one in ends.items()}


def together(groups: Mapping[str, Steps]) -> Steps:
    """All groups as one."""
    if len(groups) == 1:
        return next(iter(groups.values()))
    parts = list(groups.values())
    time = np.unique(np.concatenate([one.time for one in parts]))
    own = [_spread(time, one.time, one.came, one.events, one.censored) for one in parts]
    came, events, censored = (sum(values) for values in zip(*own, strict=True))
    return Steps(time, came, events, censored)


def _spread(times: Array, own: Array, *values: Array) -> list[Array]:
    """Each of `values` at `own` times, nothing at the others of `times`."""
    place, made = np.searchsorted(times, own), []
    for one in values:
        wide = np.zeros((*one.shape[:-1], len(times)), dtype=np.int64)
        wide[..., place] = one
        made.append(wide)
    return made


def _by_group(table: pa.Table, data: Followed) -> dict[str, pa.Table]:
    names = sorted(pc.unique(table["group"]).to_pylist())
    if len(names) > MOST_GROUPS:
        raise EvidenceError(
            "TOO_MANY_GROUPS",
            Sentence(
                f"{len(names)} grupper är fler än {MOST_GROUPS}. Är det rätt kolumn? Slå annars ihop dem.",
                f"{len(names)} groups are more than {MOST_GROUPS}. Is it the right column? Else put some together.",
            ),
            place=Place(data.asked.name, None, data.asked.group or ""),
        )
    if len(names) == 1:
        return {names[0]: table}
    return {name: table.filter(pc.equal(table["group"], name)) for name in names}


def _steps(ends: pa.Table, causes: Sequence[Any], entries: pa.Table | None) -> Steps:
    time, place = np.unique(_numpy(ends, "duration"), return_inverse=True)
    n = _numpy(ends, "n")
    by_cause = [_summed(place, n, pc.equal(ends["cause"], cause), len(time)) for cause in causes]
    events = np.array(by_cause).reshape(len(causes), len(time))
    censored = _summed(place, n, None, len(time)) - events.sum(axis=0)
    came_at, came = _arrivals(entries, int(n.sum()))
    every = np.union1d(time, came_at)
    events, censored = _spread(every, time, events, censored)
    (came,) = _spread(every, came_at, came)
    return Steps(every, came, events, censored)


def _summed(place: Array, n: Array, where: Any, size: int) -> Array:
    weights = n if where is None else n * where.to_numpy()
    return np.bincount(place, weights=weights, minlength=size).astype(np.int64)


def _arrivals(entries: pa.Table | None, n: int) -> tuple[Array, Array]:
    """When people came under observation, and how many: all at nothing when no entry was asked."""
    if entries is None:
        return np.array([0.0]), np.array([n])
    at, came = _numpy(entries, "entry"), _numpy(entries, "n").astype(np.int64)
    order = np.argsort(at)
    return at[order], came[order]


def _numpy(table: pa.Table, name: str) -> Array:
    return table[name].combine_chunks().to_numpy(zero_copy_only=False)
