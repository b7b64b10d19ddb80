"""Who is compared with whom, before any result: balance, overlap and how many people the weights amount to."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect.propensity import Propensity
from samsyn.evidence.effect.sample import Sample
from samsyn.evidence.effect.variables import Numbers

FORMULA = "(mean of treated - mean of control) / sqrt((variance of treated + variance of control) / 2), unweighted"
BARS = 20
LARGE = 0.1


def balance(sample: Sample, weights: Numbers | None = None, kept: NDArray[np.bool_] | None = None) -> dict[str, Any]:
    """Standardised mean difference of every variable, also those left out of the model, before and after weighting.

    The divisor is the same before and after: the pooled standard deviation of the two groups, unweighted, before.
    `weights` are of those compared, zero for others; `after` is empty when a method weighs nobody.
    """
    rows = [_row(one, sample, weights, kept) for one in sample.variables]
    after = {row["variable"]: row["after"] for row in rows} if weights is not None or kept is not None else {}
    before = {row["variable"]: row["before"] for row in rows}
    return {
        "formula": FORMULA,
        "before": before,
        "after": after,
        "largest_before": _largest(before),
        "largest_after": _largest(after),
        "variables": rows,
    }


def _row(one: Any, sample: Sample, weights: Numbers | None, kept: NDArray[np.bool_] | None) -> dict[str, Any]:
    there = ~np.isnan(one.values)
    got, others = there & (sample.treated == 1), there & (sample.treated == 0)
    sides = [_moments(one.values[rows]) for rows in (got, others)]
    scale = float(np.sqrt((sides[0][1] + sides[1][1]) / 2))
    row = {"variable": one.name, "of": one.of, "role": one.role, "level": one.level or None}
    row |= {
        "mean_treated": sides[0][0],
        "mean_control": sides[1][0],
        "before": _ratio(sides[0][0] - sides[1][0], scale),
    }
    row |= {"variance_ratio_before": _ratio(sides[0][1], sides[1][1]), "after": None, "variance_ratio_after": None}
    if weights is not None or kept is not None:
        now = np.ones(sample.n) if weights is None else weights
        now = now if kept is None else now * kept
        after = [_moments(one.values[rows], now[rows]) for rows in (got, others)]
        row |= {"mean_treated_after": after[0][0], "mean_control_after": after[1][0]}
        row["after"] = _ratio(after[0][0] - after[1][0], scale)
        row["variance_ratio_after"] = _ratio(after[0][1], after[1][1])
    missing = [int((~there & (sample.treated == arm)).sum()) for arm in (1, 0)]
    return row | {"missing_treated": missing[0], "missing_control": missing[1]}


def _moments(values: Numbers, weights: Numbers | None = None) -> tuple[float, float]:
    """Mean and variance (n-1 when unweighted)."""
    if weights is None:
        weights, lost = np.ones(len(values)), 1
    else:
        lost = 0
    total = weights.sum()
    if total <= 0:
        return float("nan"), float("nan")
    mean = float(weights @ values / total)
    return mean, float(weights @ (values - mean) ** 2 / max(total - lost, 1e-300))


def _ratio(over: float, under: float) -> float | None:
    """None where nothing varies; equal constants differ by nothing."""
    if over == 0 and under == 0:
        return 0.0
    return over / under if under > 0 and np.isfinite(over / under) else None


def _largest(differences: Mapping[str, float | None]) -> float | None:
    return max((abs(one) for one in differences.values() if one is not None), default=None)


def effective(weights: Numbers) -> float:
    """How many equally weighted people tell as much: square of the sum over sum of squares (Kish 1965)."""
    squares = float(weights @ weights)
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def sizes(sample: Sample, weights: tuple[Numbers, Numbers], kept: NDArray[np.bool_]) -> dict[str, Any]:
    """Effective sample size of each arm as weighted, and how many people that is of."""
    counts = {name: int((kept & (sample.treated == arm)).sum()) for name, arm in (("treated", 1), ("control", 0))}
    return {
        "treated": effective(weights[0]),
        "control": effective(weights[1]),
        "of_treated": counts["treated"],
        "of_control": counts["control"],
    }


def overlap(sample: Sample, chances: Propensity) -> dict[str, Any]:
    """Ranges of the probability in each arm, who lies outside the other arm's range, and counts for a histogram."""
    edges = np.linspace(0, 1, BARS + 1)
    sides = {"treated": sample.treated == 1, "control": sample.treated == 0}
    values = {name: chances.probability[rows] for name, rows in sides.items()}
    support = [max(one.min() for one in values.values()), min(one.max() for one in values.values())]
    spans = {name: (one.min(), one.max()) for name, one in values.items()}
    outside = {
        name: int(((values[name] < spans[other][0]) | (values[name] > spans[other][1])).sum())
        for name, other in (("treated", "control"), ("control", "treated"))
    }
    return {
        "common_support": [float(one) for one in support],
        "range": {name: [float(low), float(high)] for name, (low, high) in spans.items()},
        "quartiles": {name: [float(one) for one in np.quantile(of, (0.25, 0.5, 0.75))] for name, of in values.items()},
        "outside": outside,
        "share_outside": {name: outside[name] / len(values[name]) for name in values},
        "histogram": {
            "edges": [float(one) for one in edges],
            **{name: [int(one) for one in np.histogram(of, edges)[0]] for name, of in values.items()},
        },
        "parted": chances.parted,
    }
