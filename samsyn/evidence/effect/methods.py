"""Which estimator answers which method."""

from samsyn.evidence.effect.estimators import Estimate, Material, aipw, difference, ipw, ipw_ht, ols
from samsyn.evidence.effect.matching import match
from samsyn.evidence.effect.question import Question


def computed(of: Material, question: Question) -> Estimate:
    """The estimate of `question.method`."""
    if question.method == "match":
        return match(of, estimand=question.estimand, neighbours=question.neighbours, caliper=question.caliper)
    if question.method in ("difference", "ols"):
        return {"difference": difference, "ols": ols}[question.method](of)
    return {"ipw": ipw, "ipw-ht": ipw_ht, "aipw": aipw}[question.method](of, estimand=question.estimand)
