"""The estimators themselves, on the small table of `Steps`: numbers in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.evidence.shares import normal
from samsyn.evidence.survival.counts import Array, Steps

EVEN = 1e-12  # a share so near its limit is on it


@dataclass(frozen=True)
class Curve:
    """A step function of time that holds from each time until the next; `low`/`high` its band, point by point."""

    steps: Steps
    estimate: Array
    low: Array
    high: Array
    variance: Array

    def at(self, times: Sequence[float]) -> list[dict[str, Any]]:
        """What is known at each of `times`: people at risk just after it, ends and unseen until then."""
        return [self._at(float(one)) for one in times]

    def _at(self, time: float) -> dict[str, Any]:
        place = int(np.searchsorted(self.steps.time, time, side="right")) - 1
        known = place >= 0 and time <= self.steps.time[-1]
        until = slice(0, place + 1)
        return {
            "time": time,
            "estimate": float(self.estimate[place]) if known else None,
            "low": float(self.low[place]) if known else None,
            "high": float(self.high[place]) if known else None,
            "at_risk": int(self.steps.standing(np.array([time]))[0]),
            "events": int(self.steps.ended[until].sum()),
            "censored": int(self.steps.censored[until].sum()),
        }


@dataclass(frozen=True)
class Mean:
    """Mean time until `tau` at most, and its standard error."""

    estimate: float
    standard_error: float
    tau: float


def kaplan_meier(steps: Steps, level: float) -> Curve:
    """Share not ended (Kaplan & Meier 1958) with Greenwood's variance and its exponential, log-log band.

    Where the share is 1 or 0 there is nothing to reckon a band from: low and high are then the share itself.
    """
    n, d = steps.at_risk.astype(float), steps.ended.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(n > 0, np.log(n - d) - np.log(n), 0.0)
        share = np.exp(np.cumsum(logs))
        greenwood = np.cumsum(np.where(n > d, d / (n * (n - d)), 0.0))
        low, high = _log_log(share, np.sqrt(greenwood) / np.abs(np.log(share)), level)
    edge = (share >= 1) | (share <= 0)
    low, high = np.where(edge, share, low), np.where(edge, share, high)
    return Curve(steps, share, low, high, share**2 * greenwood)


def aalen_johansen(steps: Steps, cause: int, level: float) -> Curve:
    """Share ended by one cause while the others may come first (Aalen & Johansen 1978); variance by the delta method.

    Ends of several causes at one time share its risk set: nothing is moved apart. No band before the first end.
    """
    n, d, own = steps.at_risk.astype(float), steps.ended.astype(float), steps.events[cause].astype(float)
    before = np.concatenate([[1.0], kaplan_meier(steps, level).estimate[:-1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.where(n > 0, own / n, 0.0)
        share = np.cumsum(before * hazard)
        variance = _variance(share, before, n, d, own)
        spread = np.sqrt(variance) / (share * np.abs(np.log(share)))
        low, high = _log_log(share, spread, level)
    none, all_ = share <= 0, share >= 1
    low, high = np.where(none, np.nan, np.where(all_, 1.0, low)), np.where(none, np.nan, np.where(all_, 1.0, high))
    return Curve(steps, share, low, high, variance)


def _variance(share: Array, before: Array, n: Array, d: Array, own: Array) -> Array:
    """Sum over earlier times u of (F(t)-F(u))² a + b - 2 (F(t)-F(u)) c, by running sums of a, aF, aF², b, c, cF."""
    a = np.where(n > d, d / (n * (n - d)), 0.0)
    b = np.where(n > 0, before**2 * own * (n - own) / n**3, 0.0)
    c = np.where(n > 0, before * own / n**2, 0.0)
    square = share**2 * np.cumsum(a) - 2 * share * np.cumsum(a * share) + np.cumsum(a * share**2)
    return np.maximum(square + np.cumsum(b) - 2 * (share * np.cumsum(c) - np.cumsum(c * share)), 0.0)


def _log_log(share: Array, spread: Array, level: float) -> tuple[Array, Array]:
    """exp(-exp(log(-log share) ± z·spread)): never outside nothing and everything."""
    inner, z = np.log(-np.log(share)), normal(level)
    return np.exp(-np.exp(inner + z * spread)), np.exp(-np.exp(inner - z * spread))


def quantile(time: Array, share: Array, left: float) -> float | None:
    """First time when no more than `left` has not ended; None when that is never seen."""
    below = np.flatnonzero(share <= left + EVEN)
    return float(time[below[0]]) if len(below) else None


def restricted_mean(curve: Curve, tau: float) -> Mean:
    """Area under the curve until `tau` (Royston & Parmar 2013); standard error from Greenwood's terms."""
    inside = curve.steps.time < tau
    time, share = curve.steps.time[inside], curve.estimate[inside]
    n, d = curve.steps.at_risk[inside].astype(float), curve.steps.ended[inside].astype(float)
    pieces = share * np.diff(time, append=tau)
    ahead = np.cumsum(pieces[::-1])[::-1]
    terms = np.divide(d, n * (n - d), out=np.zeros_like(d), where=n > d)
    first = float(time[0]) if len(time) else 0.0
    return Mean(first + float(pieces.sum()), float(np.sqrt((ahead**2 * terms).sum())), tau)


def log_rank(groups: Sequence[Steps], power: float) -> tuple[float, int, Array, Array]:
    """Statistic, degrees of freedom, observed and expected ends a group; each time weighs n to the `power`.

    Hypergeometric variance, so that ties are counted as they are (Mantel 1966; Gehan 1965; Tarone & Ware 1977).
    """
    times = np.unique(np.concatenate([one.time[one.ended > 0] for one in groups]))
    at_risk = np.array([one.standing(times) for one in groups], dtype=float)
    ended = np.array([_ended_at(one, times) for one in groups], dtype=float)
    n, d = at_risk.sum(axis=0), ended.sum(axis=0)
    weight, share = n**power, at_risk / n
    spread = weight**2 * d * np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    variance = np.diag((spread * share).sum(axis=1)) - (spread * share) @ share.T
    apart = (weight * (ended - share * d)).sum(axis=1)
    statistic = apart[:-1] @ np.linalg.pinv(variance[:-1, :-1]) @ apart[:-1]
    return float(statistic), len(groups) - 1, ended.sum(axis=1), (share * d).sum(axis=1)


def _ended_at(one: Steps, times: Array) -> Array:
    made = np.zeros(len(times))
    has = one.ended > 0
    made[np.searchsorted(times, one.time[has])] = one.ended[has]
    return made
