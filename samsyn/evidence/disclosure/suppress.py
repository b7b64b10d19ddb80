"""Which cells of a release are hidden: the small ones, and as few others as keep each of them uncertain.

For every hidden cell the reader cannot rule out another set of whole numbers that agrees with all that is printed and
in which the cell is `width` larger or smaller. Such a set is sought by linear programming where changing a printed
cell costs (it must then be hidden too): the method of Kelly, Golden & Assad (1992) and Fischetti & Salazar (2001), as
a heuristic. A hidden cell that holds somebody is thought to be known to hold somebody.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from samsyn.evidence.disclosure.system import Equation, System, Who
from samsyn.evidence.errors import Refused, Sentence

NOUGHT = 40.0  # cost of hiding a nought: it looks odd, and some noughts are known to everybody
EXACT = 1e-6
NO_WAY = Sentence(
    "ett litet antal kan inte döljas i de här tabellerna. Slå ihop kategorier eller utelämna en tabell.",
    "a small count cannot be hidden in these tables. Merge categories or leave a table out.",
)


def small(made: System, threshold: int) -> set[Who]:
    """Cells with somebody but fewer than `threshold`, printed or to be had by adding."""
    return {who for who, value in made.values.items() if 0 < value < threshold}


def groups(made: System) -> set[Who]:
    """Cells that hold all of their line while other categories hold nobody: who is in the line is told of."""
    return {part for equation in made.lines for part in _whole_line(made, equation)}


def _whole_line(made: System, equation: Equation) -> Iterable[Who]:
    total, parts = equation
    full = [part for part in parts if made.values[part]]
    return full if len(full) == 1 and len(parts) > 1 and made.values[total] else ()


def hidden(made: System, *, first: set[Who], width: int) -> set[Who]:
    """`first` and what must go with it, so that every hidden cell may be `width` larger or smaller than it is."""
    search = _Search(made, width, set(first))
    while waiting := search.unsafe():
        search.protect(waiting[0])
    return search.hidden & made.printed


class _Search:
    """The cells hidden so far, and how far each is known to be able to go."""

    def __init__(self, made: System, width: int, hidden: set[Who]) -> None:
        self.made, self.width, self.hidden = made, width, hidden
        self.safe: set[Who] = set()
        self.cells = [*made.values, *made.unprinted]
        self.place = {who: at for at, who in enumerate(self.cells)}
        self.value = np.array([*made.values.values(), *made.unprinted.values()], dtype=float)
        self.counts = np.arange(len(self.cells)) < len(made.values)
        self.lowest = np.where(self.counts, np.minimum(self.value, 1.0), 0.0)
        self.unseen = {who for who in self.cells if who not in made.printed}
        self.sums = _matrix(made, self.place)

    def unsafe(self) -> list[Who]:
        """Hidden cells not yet shown to be uncertain enough, the smallest first."""
        waiting = self.hidden - self.safe
        return sorted(waiting, key=lambda who: (self.made.values[who], self.place[who]))

    def protect(self, who: Who) -> None:
        """Hide what lets `who` go `width` up, or down where that hides less."""
        costs = self._costs()
        up = self._moved(who, 1, costs)
        ways = [up] if up is not None and _cost(up, costs) < 1 else [up, self._moved(who, -1, costs)]
        moved = min((way for way in ways if way is not None), key=lambda way: _cost(way, costs), default=None)
        if moved is None:
            raise Refused("NOT_PROTECTED", NO_WAY)
        for at in np.flatnonzero(np.abs(moved) > EXACT):
            if self.cells[at] in self.made.printed:
                self.hidden.add(self.cells[at])
            if abs(moved[at]) >= self.width - EXACT:
                self.safe.add(self.cells[at])

    def _moved(self, who: Who, sign: int, costs: Any) -> Any:
        """The cheapest change that moves `who` by `width`, in whole numbers if soon found; None when there is none."""
        at, far = self.place[who], sign * self.width
        if self.value[at] + far < self.lowest[at]:
            return None
        lows = self.lowest - self.value
        found = _linear(self.sums, costs, lows, at, far)
        if found is None or np.abs(found - np.round(found))[self.counts].max() > EXACT:
            whole = _whole(self.sums, costs, lows, at, far, self.counts)
            found = found if whole is None else whole
        return None if found is None else np.where(self.counts, found, 0.0)

    def _costs(self) -> Any:
        free = np.array([who in self.hidden or who in self.unseen for who in self.cells])
        weight = np.array([self.made.weight.get(who, 1.0) for who in self.cells])
        costs = np.where(self.value > 0, weight * (1 + np.sqrt(self.value)), NOUGHT * weight)
        return np.where(free, 1e-3, costs)


def _cost(moved: Any, costs: Any) -> float:
    return float((costs * (np.abs(moved) > EXACT)).sum())


def _matrix(made: System, place: dict[Who, int]) -> Any:
    from scipy.sparse import csr_array

    entries = [
        (row, place[who], sign)
        for row, (total, parts) in enumerate(made.equations)
        for who, sign in ((total, -1.0), *((part, 1.0) for part in parts))
    ]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((signs, (rows, columns)), shape=(len(made.equations), len(place)))


def _linear(sums: Any, costs: Any, lows: Any, at: int, far: float) -> Any:
    """Least cost of |change| with every sum kept; up and down are variables of their own."""
    from scipy.optimize import linprog
    from scipy.sparse import hstack

    n = len(costs)
    bounds = np.column_stack([np.zeros(2 * n), np.concatenate([np.full(n, np.inf), -lows])])
    for place in (at, n + at):
        bounds[place] = (max(far, 0), max(far, 0)) if place < n else (max(-far, 0), max(-far, 0))
    found = linprog(
        np.concatenate([costs, costs]), A_eq=hstack([sums, -sums]), b_eq=np.zeros(sums.shape[0]), bounds=bounds,
        method="highs",
    )  # fmt: skip
    return found.x[:n] - found.x[n:] if found.status == 0 else None


def _whole(sums: Any, costs: Any, lows: Any, at: int, far: float, counts: Any) -> Any:
    """The same in whole numbers, for tables so entangled that the linear answer is in parts."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import hstack

    n = len(costs)
    low, high = np.zeros(2 * n), np.concatenate([np.full(n, 1e6), -lows])
    low[at] = high[at] = max(far, 0)
    low[n + at] = high[n + at] = max(-far, 0)
    found = milp(
        np.concatenate([costs, costs]), constraints=LinearConstraint(hstack([sums, -sums]), 0, 0),
        bounds=Bounds(low, high), integrality=np.tile(counts, 2).astype(int),
        options={"time_limit": 0.5, "mip_rel_gap": 1.0},
    )  # fmt: skip
    return None if found.x is None else found.x[:n] - found.x[n:]
