"""Drawing the same people again, whole clusters at a time if there are any, all estimated anew each time."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect.estimators import Material
from samsyn.evidence.effect.methods import computed
from samsyn.evidence.effect.propensity import fitted
from samsyn.evidence.effect.question import Question
from samsyn.evidence.errors import Refused, Sentence

LEVEL = 0.95


def bootstrapped(of: Material, question: Question) -> dict[str, Any]:
    """Standard error and percentile interval of `question.bootstrap` replications from `question.seed`.

    Raises `Refused` NOT_COMPUTABLE when fewer than half of them can be computed.
    """
    random = np.random.default_rng(question.seed)
    found = [_once(of, question, drawn) for drawn in _draws(of, question.bootstrap, random)]
    values = np.array([one for one in found if np.isfinite(one)])
    if len(values) < question.bootstrap / 2:
        raise Refused(
            "NOT_COMPUTABLE",
            Sentence(
                "de flesta omdragningar går inte att räkna: för få liknar varandra.",
                "most replications cannot be computed: too few are alike.",
            ),
        )
    low, high = np.quantile(values, (0.5 - LEVEL / 2, 0.5 + LEVEL / 2))
    return {
        "replications": question.bootstrap,
        "seed": question.seed,
        "failed": question.bootstrap - len(values),
        "standard_error": float(values.std(ddof=1)),
        "interval": [float(low), float(high)],
        "drawn": "rows" if of.clusters is None else "clusters",
    }


def _draws(of: Material, count: int, random: np.random.Generator) -> Any:
    size = len(of.treated)
    if of.clusters is None:
        return (random.integers(0, size, size) for _ in range(count))
    names, which = np.unique(of.clusters, return_inverse=True)
    order = np.argsort(which, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(which))[:-1])
    drawn = (random.integers(0, len(names), len(names)) for _ in range(count))
    return (np.concatenate([members[one] for one in chosen]) for chosen in drawn)


def _once(of: Material, question: Question, drawn: NDArray[np.int64]) -> float:
    """The estimate among those drawn; not a number where it cannot be computed."""
    treated = of.treated[drawn]
    if not 2 <= treated.sum() <= len(treated) - 2:
        return float("nan")
    again = replace(of, treated=treated, outcome=of.outcome[drawn], covariates=of.covariates[drawn], clusters=None)
    again = replace(again, kept=np.ones(len(drawn), bool), propensity=None)
    if of.propensity is not None and question.needs_model:
        chances = fitted(of.propensity.matrix[drawn], treated, start=of.propensity.coefficients)
        if chances.parted:
            return float("nan")
        again = replace(again, propensity=chances, kept=chances.kept(question.trim))
        if min(arm.sum() for arm in again.arms) < 2:
            return float("nan")
    if question.method == "ols":  # the coefficient alone: its standard errors take ten times as long
        matrix = np.column_stack([again.treated, again.covariates])[again.kept]
        return float(np.linalg.lstsq(matrix, again.outcome[again.kept], rcond=None)[0][0])
    return computed(again, question).value
