"""Share not ended, by group: Kaplan–Meier with bands, median, restricted mean, people at risk, log-rank."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from samsyn.evidence.errors import Place, Refused, Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import normal
from samsyn.evidence.survival import compare, estimate, words
from samsyn.evidence.survival.counts import Steps, steps, together
from samsyn.evidence.survival.data import Asked, Followed, followed
from samsyn.evidence.survival.estimate import Curve

QUANTILES = (0.25, 0.5, 0.75)


def kaplan_meier(
    table: ibis.Table,
    *,
    duration: str,
    event: str,
    group: str | None = None,
    entry: str | None = None,
    person: str | None = None,
    key: str | None = None,
    at: Sequence[float] = (),
    tau: float | None = None,
    unit: str = "days",
    level: float = 0.95,
    name: str = "data",
) -> Result:
    """Share that has not ended, as a step function of time: everybody, and a part for each `group`.

    `table`: one row a person. `duration` ≥ 0, in `unit`; `event` 1 (seen to end) or 0; `entry`: time when observation
    began (counts from after it); `person`: an id that may stand once; `key`: its record key (`details` cell_key).
    `estimate` is the median with the band's own interval (Brookmeyer & Crowley 1982); `table` the curve (time,
    at_risk, events, censored, estimate, low, high); `details` quantiles, restricted mean until `tau` (left out: as far
    as every group is followed), what holds `at` given times, and log-rank. A missing value leaves the row out
    (`exclusions`).
    Raises `EvidenceError` MISSING_COLUMN, NO_ROWS, NOT_A_NUMBER, NEGATIVE_DURATION, EVENT_NOT_0_1, TOO_MANY_GROUPS,
    ENTRY_NOT_BEFORE_END, DOUBLE_PERSON, TOO_LARGE; `Refused` NOBODY, TAU_TOO_LONG.
    Source: Kaplan & Meier (1958), JASA 53; Kalbfleisch & Prentice (1980) for the log-log band.

    >>> import ibis
    >>> data = ibis.memtable({"days": [5.0, 6, 6, 8, 10], "ended": [1, 1, 0, 1, 0]})
    >>> answer = kaplan_meier(data, duration="days", event="ended")
    >>> answer.estimate, [round(row["estimate"], 3) for row in answer.table.to_pylist()]
    (8.0, [1.0, 0.8, 0.6, 0.3, 0.3])
    """
    data = followed(table, Asked(duration, event, group, entry, person, name=name, key=key))
    need_somebody(data)
    groups = steps(data)
    limit = _tau(groups, tau, data.asked)
    curves = {one: estimate.kaplan_meier(own, level) for one, own in groups.items()}
    method, times = words.standing(limit, level), at or ticks(max(own.time[-1] for own in groups.values()))
    parts = [
        data.keyed(_result(c, {group: one}, times, limit, unit, level, method), one)
        for one, c in curves.items()
        if group
    ]
    everyone = next(iter(curves.values())) if len(curves) == 1 else estimate.kaplan_meier(together(groups), level)
    whole = data.keyed(_result(everyone, {}, times, limit, unit, level, method))
    details = {**whole.details, **_compared(groups, curves, limit, level)} if group else whole.details
    return Result(**{
        **vars(whole),
        "exclusions": data.exclusions,
        "warnings": (*words.warned(groups, tau), *_alone(groups, group)),
        "parts": tuple(parts),
        "details": details,
    })  # fmt: skip


def need_somebody(data: Followed) -> None:
    """Raises `Refused` NOBODY when no row has what is needed."""
    if data.n == 0:
        left_out = ", ".join(f"{code} {count}" for code, count in data.exclusions.items())
        raise Refused(
            "NOBODY",
            Sentence(f"ingen rad har alla värden ({left_out}).", f"no row has every value ({left_out})."),
            place=Place(data.asked.name),
        )


def ticks(last: float) -> list[float]:
    """Up to about eight round times, from nothing to `last`; by month, quarter or year when those are days."""
    if last <= 0:
        return [0.0]
    round_ = [base * 10.0**power for power in range(-9, 12) for base in (1, 2, 3, 5)]
    step = min(one for one in (*round_, 90.0, 180.0, 365.0, 730.0) if last / one <= 8)
    return [float(one) for one in np.arange(0, last + step * 1e-9, step)]


def known_until(groups: Mapping[str, Steps]) -> float:
    """Until when every curve is known; one that has fallen to nothing is known for ever."""
    limits = [own.time[-1] for own in groups.values() if own.at_risk[-1] > own.ended[-1]]
    return float(min(limits, default=np.inf))


def _tau(groups: Mapping[str, Steps], asked: float | None, of: Asked) -> float:
    known, last = known_until(groups), float(max(own.time[-1] for own in groups.values()))
    if asked is None:
        return min(known, last)
    if not 0 < asked <= known:
        raise Refused(
            "TAU_TOO_LONG",
            Sentence(
                f"medeltiden kan inte räknas till {asked:g}: uppföljningen slutar vid {known:g}. Välj högst det.",
                f"the mean cannot be reckoned until {asked:g}: observation ends at {known:g}. Choose at most that.",
            ),
            place=Place(of.name, None, of.duration),
        )
    return asked


def _result(
    curve: Curve, of: Mapping[str, Any], times: Sequence[float], tau: float, unit: str, level: float, method: Sentence
) -> Result:
    own = curve.steps
    found = {left: quantile(curve, left) for left in QUANTILES}
    middle = found[0.5]
    mean = estimate.restricted_mean(curve, tau)
    reach = normal(level) * mean.standard_error if own.ended.any() else None  # nobody ended: no error is known
    return Result(
        measure="median_time",
        of=of,
        method=method,
        n=own.n,
        estimate=middle["estimate"],
        interval=_between(middle["low"], middle["high"], level),
        unit=unit,
        details={
            "events": int(own.ended.sum()),
            "censored": int(own.censored.sum()),
            "median": middle,
            "quantiles": [{"ended": 1 - left, **one} for left, one in sorted(found.items(), reverse=True)],
            "restricted_mean": {
                "estimate": mean.estimate,
                "standard_error": None if reach is None else mean.standard_error,
                "low": None if reach is None else mean.estimate - reach,
                "high": None if reach is None else mean.estimate + reach,
                "tau": tau,
            },
            "at": curve.at(times),
        },
        table=drawn(curve, own.ended),
    )


def quantile(curve: Curve, left: float) -> dict[str, float | None]:
    """First time when no more than `left` remain, for the curve and for both sides of its band."""
    time = curve.steps.time
    sides = {"estimate": curve.estimate, "low": curve.low, "high": curve.high}
    return {side: estimate.quantile(time, share, left) for side, share in sides.items()}


def drawn(curve: Curve, events: Any) -> pa.Table:
    """The curve as a table: a row each time something happened."""
    own = curve.steps
    columns = {
        "time": own.time, "at_risk": own.at_risk, "events": events, "censored": own.censored,
        "estimate": curve.estimate, "low": curve.low, "high": curve.high,
    }  # fmt: skip
    return pa.table(columns)


def _compared(groups: Mapping[str, Steps], curves: Mapping[str, Curve], tau: float, level: float) -> dict[str, Any]:
    means = {one: estimate.restricted_mean(curve, tau) for one, curve in curves.items()}
    (first, base), *others = means.items()
    return {
        "log_rank": compare.comparison(groups) if compare.can_be_tested(groups) else None,
        "restricted_mean_differences": [
            compare.mean_difference({"group": one, "compared_with": first}, mean, base, level) for one, mean in others
        ],
    }


def _alone(groups: Mapping[str, Steps], group: str | None) -> list[Sentence]:
    if group is None or len(groups) > 1:
        return []
    return [
        Sentence(
            f"Kolumnen {group} har bara en grupp, så inget jämförs.",
            f"The column {group} has only one group, so nothing is compared.",
        )
    ]


def _between(low: float | None, high: float | None, level: float) -> Interval | None:
    """A median may be known to come late without an end; when even its low side is never seen there is no interval."""
    return None if low is None else Interval(low, np.inf if high is None else high, level, "log-log")
