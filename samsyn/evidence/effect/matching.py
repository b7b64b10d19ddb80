"""Nearest neighbours on the logit of the probability, with replacement; everybody equally near counts equally.

Abadie and Imbens, Econometrica 2006 (standard error; the probability is taken as known there) and 2008 (why the
bootstrap does not hold for matching).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect.estimators import Arm, Estimate, Material, clusters_left, spread
from samsyn.evidence.effect.variables import Numbers

TIE = 1e-9  # logits closer than this are equal
LOT = 0  # of the draw among equals, the same every time
ALIKE = 2  # neighbours of the same arm that tell how much outcomes vary between people alike

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Near:
    """For each person looked for, a stretch `[low, high)` of the others in order of logit: those nearest, with ties."""

    low: Places
    high: Places
    distance: Numbers

    @property
    def many(self) -> Places:
        """How many each has."""
        return self.high - self.low

    def mean(self, values: Numbers) -> Numbers:
        """Of the nearest's `values`, which are in order of logit."""
        centre = values.mean()  # sums of what is near nothing keep their digits
        sums = np.concatenate([[0.0], np.cumsum(values - centre)])
        return centre + (sums[self.high] - sums[self.low]) / self.many

    def used(self, size: int, *, power: int = 1) -> Numbers:
        """For each of the `size` others, the sum over those it is near to of one over their number, to a power."""
        share = 1.0 / self.many.astype(float) ** power
        change = np.bincount(self.low, share, size + 1) - np.bincount(self.high, share, size + 1)
        return np.maximum(np.cumsum(change)[:size], 0.0)


def nearest(wanted: Numbers, others: Numbers, *, count: int) -> Near:
    """The `count` nearest of `others` (sorted) to each of `wanted`, and all as near as the last of them."""
    count = min(count, len(others))
    place = np.searchsorted(others, wanted)
    window = place[:, None] + np.arange(-count, count)
    inside = (window >= 0) & (window < len(others))
    away = np.abs(others[np.clip(window, 0, len(others) - 1)] - wanted[:, None])
    reach = np.partition(np.where(inside, away, np.inf), count - 1, axis=1)[:, count - 1]
    low = np.searchsorted(others, wanted - reach - TIE, side="left")
    return Near(low, np.searchsorted(others, wanted + reach + TIE, side="right"), reach)


@dataclass
class Pairs:
    """Who was matched (`about`), what each gained, and how much each was used as somebody's neighbour."""

    about: NDArray[np.bool_]
    gains: Numbers
    instead: Numbers
    used: Numbers
    squares: Numbers


def match(of: Material, *, estimand: str, neighbours: int, caliper: float | None) -> Estimate:
    """ATT: each with the intervention meets its nearest without. ATE: everybody meets the nearest of the other arm.

    `caliper`: greatest distance, in standard deviations of the logit of those compared; who has none so near is left
    out (`details["outside_caliper"]`).
    """
    sides = {arm: _side(of, arm) for arm in (1, 0)}
    pairs = _pairs(of, sides, ((1, 0), (0, 1)) if estimand == "ate" else ((1, 0),), neighbours, caliper)
    size, got = int(pairs.about.sum()), of.treated == 1
    if not size:
        return Estimate(Arm(np.nan, pairs.gains, pairs.used), Arm(np.nan, pairs.gains, pairs.used), np.nan, "none")
    having = float(np.where(got, of.outcome, pairs.instead)[pairs.about].mean())
    without = having - float(pairs.gains[pairs.about].mean())
    weights, none = pairs.about + pairs.used, np.zeros(len(got))
    error, by = _error(of, sides, pairs, both=estimand == "ate")
    freedom = None if of.clusters is None else float(max(clusters_left(of) - 1, 1))
    could = int((of.kept & (got | (estimand == "ate"))).sum())
    details = {
        "matched": size,
        "outside_caliper": could - size,
        "used_more_than_once": int((pairs.used > 1 + TIE).sum()),
        "most_uses": float(pairs.used.max()),
    }
    treated, control = Arm(having, none, weights * got), Arm(without, none, weights * ~got)
    single = estimand == "att" and neighbours == 1 and of.clusters is None
    return Estimate(treated, control, error, by, freedom, details, _gains_of_pairs(of, pairs) if single else None)


def _gains_of_pairs(of: Material, pairs: Pairs) -> Numbers:
    """Of each with the intervention and a nearest of their own: nobody stands in two pairs, the nearest meet first.

    Among equally near, and among pairs equally near, the lot decides: never the order of the file.
    """
    assert of.propensity is not None
    logit, lot = of.propensity.logit, np.random.default_rng(LOT)
    people = lot.permutation(np.flatnonzero(pairs.about))
    others = lot.permutation(np.flatnonzero(of.kept & (of.treated == 0)))
    others = others[np.argsort(logit[others], kind="stable")]
    near = nearest(logit[people], logit[others], count=1)
    free = list(range(len(others) + 1))
    met = []
    for one in np.argsort(near.distance, kind="stable"):
        place = _free(free, int(near.low[one]))
        if place < near.high[one]:
            free[place] = place + 1
            met.append((people[one], others[place]))
    mine, theirs = np.array(met, dtype=np.int64).reshape(-1, 2).T
    return np.asarray(of.outcome[mine] - of.outcome[theirs])


def _free(free: list[int], place: int) -> int:
    """The first not taken from this place on; the way there is made shorter as it is gone."""
    while free[place] != place:
        free[place] = free[free[place]]
        place = free[place]
    return place


def _side(of: Material, arm: int) -> Places:
    """Who of those compared is in this arm, in order of logit."""
    assert of.propensity is not None
    people = np.flatnonzero(of.kept & (of.treated == arm))
    return people[np.argsort(of.propensity.logit[people], kind="stable")]


def _pairs(
    of: Material, sides: dict[int, Places], ways: tuple[tuple[int, int], ...], neighbours: int, caliper: float | None
) -> Pairs:  # fmt: skip
    assert of.propensity is not None
    logit, size = of.propensity.logit, len(of.kept)
    reach = np.inf if caliper is None else caliper * float(logit[of.kept].std(ddof=1))
    pairs = Pairs(np.zeros(size, bool), *(np.zeros(size) for _ in range(4)))
    for mine, theirs in ways:
        others = sides[theirs]
        near = nearest(logit[sides[mine]], logit[others], count=neighbours)
        close = near.distance <= reach
        near, people = Near(near.low[close], near.high[close], near.distance[close]), sides[mine][close]
        pairs.about[people] = True
        pairs.instead[people] = near.mean(of.outcome[others])
        pairs.gains[people] = (of.outcome[people] - pairs.instead[people]) * (1 if mine else -1)
        pairs.used[others] += near.used(len(others))
        pairs.squares[others] += near.used(len(others), power=2)
    return pairs


def _error(of: Material, sides: dict[int, Places], pairs: Pairs, *, both: bool) -> tuple[float, str]:
    """Abadie and Imbens; with clusters, the same parts summed by cluster."""
    size, alone = int(pairs.about.sum()), _alone(of, sides)
    away = np.where(pairs.about, pairs.gains - pairs.gains[pairs.about].mean(), 0.0)
    if of.clusters is not None:
        sign = np.where(of.treated == 1, 1.0, -1.0)
        return spread((away + sign * pairs.used * alone) / size, of.clusters), "matching by cluster"
    beyond = pairs.used**2 + (2 * pairs.used if both else 0) - pairs.squares
    return float(np.sqrt(np.maximum(away @ away + beyond @ alone**2, 0.0))) / size, "abadie-imbens"


def _alone(of: Material, sides: dict[int, Places]) -> Numbers:
    """How far each is from the nearest of its own arm, scaled so that its square estimates the variance of one."""
    assert of.propensity is not None
    made = np.zeros(len(of.kept))
    for people in sides.values():
        near = nearest(of.propensity.logit[people], of.propensity.logit[people], count=ALIKE + 1)
        others: Numbers = np.maximum(near.many - 1.0, 1.0)
        mean = (near.mean(of.outcome[people]) * near.many - of.outcome[people]) / others
        made[people] = (of.outcome[people] - mean) * np.sqrt(others / (others + 1))
    return made
