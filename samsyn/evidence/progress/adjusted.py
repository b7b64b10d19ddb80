"""All marks at once: a logit, whose odds ratios are associations too."""

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import normal

KNOWN = 0.9  # a mark must be known for so many
OUTCOMES_A_TERM = 10  # of the rarer outcome (Peduzzi et al. 1996)
FAR = 15.0  # log odds beyond which a model has come apart


def adjusted(factors: Mapping[str, Any], data: Mapping[str, Any], *, level: float, method: Sentence) -> list[Result]:
    """Odds ratios of the marks that are known for nearly everybody, adjusted for each other, sex and length of stay.

    One part without estimate, with the reason, when the logit cannot be trusted: `too_few`, `no_variation`,
    `separated` (a mark tells the outcome, so no finite ratio fits).
    """
    days = data["days"]
    terms = {name: there for name, there in factors.items() if (~np.isnan(there)).mean() >= KNOWN}
    terms = {name: there for name, there in terms.items() if len(set(there[~np.isnan(there)])) > 1}
    chosen = list(terms)
    if len(set(data["woman"])) > 1:
        terms["woman"] = data["woman"]
    if not np.isnan(days).any() and np.ptp(days) > 0:
        terms["length"] = (days - days.mean()) / days.std()
    if not chosen:
        return [_without("no_variation", len(days), method)]
    matrix = np.column_stack([np.ones(len(days)), *terms.values()])
    whole = ~np.isnan(matrix).any(axis=1)
    matrix, reached = matrix[whole], data["reached"][whole]
    rarer = min(reached.sum(), len(reached) - reached.sum())
    if rarer < OUTCOMES_A_TERM * len(terms):
        return [_without("too_few", len(reached), method, rarer=int(rarer), terms=len(terms))]
    fitted = _fitted(matrix, reached)
    if fitted is None:
        return [_without("separated", len(reached), method)]
    return [_ratio(name, *fitted, at, len(reached), level, method) for at, name in enumerate(terms, start=1)]


def _fitted(matrix: Any, reached: Any) -> tuple[Any, Any] | None:
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = sm.Logit(reached, matrix).fit(disp=0, maxiter=100)
    except (PerfectSeparationError, np.linalg.LinAlgError):
        return None
    holds = found.mle_retvals["converged"] and np.isfinite(found.bse).all() and np.abs(found.params).max() < FAR
    return (found.params, found.bse) if holds else None


def _ratio(name: str, coefficients: Any, errors: Any, at: int, n: int, level: float, method: Sentence) -> Result:
    half = normal(level) * errors[at]
    low, high = (float(np.exp(coefficients[at] + sign * half)) for sign in (-1, 1))
    ratio = float(np.exp(coefficients[at]))
    return Result(
        "adjusted_odds_ratio", method, n, ratio, ratio * float(errors[at]), Interval(low, high, level, "wald"),
        unit="ratio", counted="participations", of={"what": name, "how": "adjusted_odds_ratio"},
    )  # fmt: skip


def _without(why: str, n: int, method: Sentence, **told: int) -> Result:
    return Result(
        "adjusted_odds_ratio", method, n, unit="ratio", counted="participations",
        of={"what": "all", "how": "adjusted_odds_ratio"}, details={"refused": why, **told},
    )  # fmt: skip
