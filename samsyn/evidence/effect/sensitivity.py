"""How strong something unmeasured would have to be to explain an effect away: it can never be shown that nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

import numpy as np

from samsyn.evidence.effect.bounds import in_pairs
from samsyn.evidence.effect.estimators import Estimate, Material, spread
from samsyn.evidence.effect.variables import Numbers
from samsyn.evidence.result import Interval


@dataclass(frozen=True)
class Robustness:
    """Shares, 0 to 1, of what is left to explain of treatment and of outcome (see `robustness_value`)."""

    value: float
    value_significance: float
    partial_r2: float


def e_value(ratio: float) -> float:
    """How strongly, as a risk ratio with both treatment and outcome, something unmeasured must hang together with both.

    `ratio`: a risk ratio above 0; below 1 it is turned over. VanderWeele and Ding, Annals of Internal Medicine 2017.

    >>> round(e_value(3.9), 2)
    7.26
    """
    if not ratio > 0:
        raise ValueError(f"a risk ratio is above 0, not {ratio}")
    turned = max(ratio, 1 / ratio)
    return turned + sqrt(turned * (turned - 1))


def robustness_value(t: float, freedom: float, *, share: float = 1.0, alpha: float = 0.05) -> Robustness:
    """For a regression coefficient with classical `t` and residual `freedom` (degrees).

    `value`: something unmeasured that explains this share of what is left of both treatment and outcome would take
    away `share` of the effect; `value_significance`: … would make it no longer differ from that at `alpha`.
    Cinelli and Hazlett, Journal of the Royal Statistical Society B 2020.

    >>> found = robustness_value(4.18445, 783)
    >>> round(found.value, 3), round(found.value_significance, 3), round(found.partial_r2, 3)
    (0.139, 0.076, 0.022)
    """
    from scipy.stats import t as student

    strength = share * abs(t) / sqrt(freedom)
    needed = float(student.ppf(1 - alpha / 2, freedom - 1)) / sqrt(freedom - 1)
    beyond = strength - needed
    if beyond > 0 and strength > 1 / needed:  # the bound on the treatment's side is met first
        significant = (strength**2 - needed**2) / (1 + strength**2)
    else:
        significant = _bias(max(beyond, 0.0))
    return Robustness(_bias(strength), significant, t**2 / (t**2 + freedom))


def _bias(strength: float) -> float:
    return (sqrt(strength**4 + 4 * strength**2) - strength**2) / 2


def sensitivity(found: Estimate, of: Material, interval: Interval, names: Sequence[str]) -> dict[str, Any]:
    """E-value of the estimate and of the end of the interval nearest to no effect; robustness value for `ols`.

    For pairs of matching in which nobody stands twice, Rosenbaum's bounds (see `bounds`).

    `names`: of the covariates, in the order of `of.covariates` after the constant.
    """
    binary = bool(np.isin(of.outcome, (0, 1)).all())
    ratio = _risk_ratio(found, of, interval) if binary else _like_a_ratio(found, of)
    said: dict[str, Any] = {"e_value": None, "e_value_interval": None, "risk_ratio": None}
    if ratio:
        middle, low, high = ratio
        edge = 1.0 if low <= 1 <= high else min((low, high), key=lambda one: abs(log(one)))
        said = {"e_value": e_value(middle), "e_value_interval": e_value(edge), "risk_ratio": middle}
        said |= {"risk_ratio_interval": [low, high], "approximate": not binary}
    if found.pairs is not None and len(found.pairs):
        said["rosenbaum"] = in_pairs(found.pairs, sign=found.value, matched=found.details["matched"])
    if (t := found.details.get("t_classical")) is not None:
        robust = robustness_value(t, found.details["degrees_of_freedom"])
        said |= {
            "robustness_value": robust.value,
            "robustness_value_significance": robust.value_significance,
            "partial_r2": robust.partial_r2,
            "as_strong_as": _as_strong_as(found, of, names),
        }
    return said


def _as_strong_as(found: Estimate, of: Material, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """The regression's effect if something unmeasured were as strong as each covariate: bounds of the same paper."""
    matrix = np.column_stack([of.treated, of.covariates])[of.kept]
    of_outcome = _partial_r2(matrix, of.outcome[of.kept])[2:]
    of_treatment = _partial_r2(matrix[:, 1:], matrix[:, 0])[1:]
    error, freedom = found.details["standard_errors"]["classical"], found.details["degrees_of_freedom"]
    made = {}
    for name, outcome, treatment in zip(names, of_outcome, of_treatment, strict=True):
        if treatment >= 0.5:  # as strong again would explain all of the treatment
            continue
        bound = omitted(float(treatment), float(outcome))
        bias = error * sqrt(freedom * bound[1] * bound[0] / (1 - bound[0]))
        left = found.value - bias if found.value > 0 else found.value + bias
        made[name] = {"partial_r2_treatment": bound[0], "partial_r2_outcome": bound[1], "estimate": left}
    return made


def omitted(treatment: float, outcome: float) -> tuple[float, float]:
    """Greatest partial R2 with treatment and outcome of something as strong as a covariate with these partial R2.

    >>> [round(one, 4) for one in omitted(0.01, 0.1)]
    [0.0101, 0.1134]
    """
    with_treatment = treatment / (1 - treatment)
    shared = treatment**2 / ((1 - treatment) * (1 - treatment))
    with_outcome = ((1 + sqrt(shared)) / sqrt(1 - shared)) ** 2 * outcome / (1 - outcome)
    return with_treatment, min(with_outcome, 1.0)


def _partial_r2(matrix: Numbers, values: Numbers) -> Numbers:
    """Of each column, given the others."""
    from statsmodels.regression.linear_model import OLS

    fit = OLS(values, matrix).fit()
    squares = np.asarray(fit.tvalues) ** 2
    return squares / (squares + float(fit.df_resid))


def _risk_ratio(found: Estimate, of: Material, interval: Interval) -> tuple[float, float, float] | None:
    """Risk with over risk without, and its 95 % interval; with matching, the risk without is taken as known."""
    having, without = found.treated.mean, found.control.mean
    if not (having > 0 and without > 0):
        return None
    if not found.treated.moves.any():
        low, high = ((without + end) / without for end in (interval.low, interval.high))
        return having / without, max(low, 1e-9), max(high, 1e-9)
    error = spread(found.treated.moves / having - found.control.moves / without, of.clusters)
    return having / without, having / without * exp(-1.96 * error), having / without * exp(1.96 * error)


def _like_a_ratio(found: Estimate, of: Material) -> tuple[float, float, float] | None:
    """For an outcome that is a quantity: exp(0.91 d), interval exp(0.91 d -/+ 1.78 error of d), of the same paper."""
    variances = [float(np.var(of.outcome[arm == 1], ddof=1)) for arm in of.arms]
    scale = sqrt(sum(variances) / 2)
    if not scale:
        return None
    steps, error = found.value / scale, found.error / scale
    if abs(steps) + 2 * error > 300:
        return None
    return tuple(exp(0.91 * steps + side * 1.78 * error) for side in (0, -1, 1))  # type: ignore[return-value]
