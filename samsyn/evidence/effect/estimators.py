"""Difference, regression, weighting and the doubly robust: each answer with how every person moves it.

Standard errors of weighting and of the doubly robust come from those movements (the influence function of the stacked
estimating equations), so that the probabilities and the outcome model being estimated is accounted for.
Lunceford and Davidian, Statistics in Medicine 2004; Stefanski and Boos, The American Statistician 2002.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect.propensity import Propensity
from samsyn.evidence.effect.sample import Codes
from samsyn.evidence.effect.variables import Numbers


@dataclass(frozen=True)
class Arm:
    """The mean outcome with, or without, the intervention; `moves`: what each person adds to its error."""

    mean: float
    moves: Numbers
    weights: Numbers


@dataclass(frozen=True)
class Estimate:
    """Difference of two arms; `error` is its standard error, got as `by` says, with `freedom` degrees (or normal).

    `pairs`: outcome with minus without, of pairs in which nobody stands twice, where there are any.
    """

    treated: Arm
    control: Arm
    error: float
    by: str
    freedom: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    pairs: Numbers | None = None

    @property
    def value(self) -> float:
        """The effect."""
        return self.treated.mean - self.control.mean

    @property
    def moves(self) -> Numbers:
        """What each person adds to the error of the effect."""
        return self.treated.moves - self.control.moves


@dataclass(frozen=True)
class Material:
    """Who is compared (`kept`), their treatment and outcome, plain covariates with a constant, and probabilities."""

    treated: Numbers
    outcome: Numbers
    covariates: Numbers
    kept: NDArray[np.bool_]
    propensity: Propensity | None
    clusters: Codes | None = None

    @property
    def arms(self) -> tuple[Numbers, Numbers]:
        """1 for each of those compared with, and without, the intervention."""
        return self.kept * self.treated, self.kept * (1 - self.treated)


def spread(moves: Numbers, clusters: Codes | None) -> float:
    """Standard error from what each person adds; whole clusters move together (times G/(G-1))."""
    if clusters is None:
        return float(np.sqrt(moves @ moves))
    sums = np.bincount(clusters, weights=moves)
    groups = len(np.unique(clusters))
    return float(np.sqrt(sums @ sums * groups / max(groups - 1, 1)))


def clusters_left(of: Material) -> int:
    """How many clusters those compared are of."""
    return 0 if of.clusters is None else len(np.unique(of.clusters[of.kept]))


def difference(of: Material) -> Estimate:
    """Difference in means; Welch's standard error and degrees of freedom, or by cluster."""
    arms = [_mean(of, each, np.zeros_like(each), each) for each in of.arms]
    if of.clusters is not None:
        return _by_moves(of, arms[0], arms[1])
    parts = [np.var(of.outcome[each == 1], ddof=1) / each.sum() for each in of.arms]
    error = float(np.sqrt(sum(parts)))
    scale = sum(part**2 / (each.sum() - 1) for part, each in zip(parts, of.arms, strict=True))
    return Estimate(arms[0], arms[1], error, "welch", float(error**4 / scale) if scale else None)


def ols(of: Material) -> Estimate:
    """Least squares of the outcome on treatment and plain covariates; HC1 (or cluster) standard error, statsmodels."""
    from statsmodels.regression.linear_model import OLS

    kept = of.kept
    matrix = np.column_stack([of.treated, of.covariates])[kept]
    fit = OLS(of.outcome[kept], matrix).fit()
    if of.clusters is None:
        chosen, by = fit.get_robustcov_results("HC1"), "HC1"
    else:
        chosen, by = fit.get_robustcov_results("cluster", groups=of.clusters[kept]), "cluster"
    effect, at = float(fit.params[0]), np.array([0.0, *of.covariates[kept].mean(axis=0)])
    moves = np.zeros((len(kept), matrix.shape[1]))
    moves[kept] = (matrix * np.asarray(fit.resid)[:, None]) @ np.linalg.pinv(matrix.T @ matrix)
    without = float(at @ fit.params)
    classical = float(fit.bse[0])
    details = {
        "standard_errors": {"classical": classical, **{name: float(getattr(fit, f"{name}_se")[0]) for name in HC}},
        "t_classical": effect / classical if classical else None,
        "degrees_of_freedom": float(fit.df_resid),
    }
    control = Arm(without, moves @ at, of.arms[1])
    treated = Arm(without + effect, moves @ at + moves[:, 0], of.arms[0])
    return Estimate(treated, control, float(chosen.bse[0]), by, None, details)


HC = ("HC0", "HC1", "HC2", "HC3")


def ipw(of: Material, *, estimand: str) -> Estimate:
    """Weighting, Hajek form: each arm's weights are made to sum to one."""
    arms = [_mean(of, weights, slope, weights) for weights, slope in _weights(of, estimand)]
    return _by_moves(of, *arms)


def ipw_ht(of: Material, *, estimand: str) -> Estimate:
    """Weighting, Horvitz-Thompson form: sums are divided by the number of people the effect is about."""
    about = of.arms[0] if estimand == "att" else of.kept.astype(float)
    arms = [_mean(of, weights, slope, about) for weights, slope in _weights(of, estimand)]
    return _by_moves(of, *arms)


def aipw(of: Material, *, estimand: str) -> Estimate:
    """Doubly robust, Hajek form: a linear outcome model on plain covariates, its errors weighted.

    ATT: the model is fitted on those without the intervention. ATE: one for each arm.
    """
    about = of.arms[0] if estimand == "att" else of.kept.astype(float)
    arms: list[Arm] = []
    for each, (weights, slope) in zip(of.arms, _weights(of, estimand), strict=True):
        by_mean = estimand == "att" and not arms
        arms.append(_mean(of, weights, slope, weights) if by_mean else _doubly(of, each, weights, slope, about))
    return _by_moves(of, *arms)


def _weights(of: Material, estimand: str) -> list[tuple[Numbers, Numbers]]:
    """For each arm, the weights and how they change with the logit."""
    assert of.propensity is not None
    (got, others), chance = of.arms, of.propensity.probability
    with np.errstate(divide="ignore", invalid="ignore"):
        if estimand == "att":
            without = np.where(others > 0, chance / (1 - chance), 0.0)
            return [(got, np.zeros_like(got)), (without, without)]
        having, without = np.where(got > 0, 1 / chance, 0.0), np.where(others > 0, 1 / (1 - chance), 0.0)
    return [(having, -having * (1 - chance)), (without, without * chance)]


def _mean(of: Material, weights: Numbers, slope: Numbers, about: Numbers) -> Arm:
    """Weighted sum of outcomes over the sum of `about`, and what each person adds to its error."""
    size = about.sum()
    mean = float(weights @ of.outcome / size)
    moves = (weights * of.outcome - about * mean) / size
    if of.propensity is not None and slope.any():
        centre = mean if about is weights else 0.0
        moves = moves + of.propensity.score @ ((slope * (of.outcome - centre)) @ of.propensity.matrix / size)
    return Arm(mean, moves, weights)


def _doubly(of: Material, arm: Numbers, weights: Numbers, slope: Numbers, about: Numbers) -> Arm:
    assert of.propensity is not None
    matrix, inside = of.covariates, arm == 1
    coefficients = np.linalg.lstsq(matrix[inside], of.outcome[inside], rcond=None)[0]
    expected = matrix @ coefficients
    error = of.outcome - expected
    size, people = weights.sum(), about.sum()
    base, rest = float(about @ expected / people), float(weights @ error / size)
    bend = np.linalg.pinv((matrix * arm[:, None]).T @ matrix)
    moves = about * (expected - base) / people + weights * (error - rest) / size
    moves = moves + (matrix * (arm * error)[:, None]) @ bend @ (about @ matrix / people - weights @ matrix / size)
    moves = moves + of.propensity.score @ ((slope * (error - rest)) @ of.propensity.matrix / size)
    return Arm(base + rest, moves, weights)


def _by_moves(of: Material, treated: Arm, control: Arm) -> Estimate:
    error = spread(treated.moves - control.moves, of.clusters)
    by = "influence" if of.clusters is None else "influence by cluster"
    freedom = None if of.clusters is None else float(max(clusters_left(of) - 1, 1))
    return Estimate(treated, control, error, by, freedom)
