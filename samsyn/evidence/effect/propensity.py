"""How likely each person was to get the intervention, from background: a logit without penalty."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect.question import Span
from samsyn.evidence.effect.sample import Sample
from samsyn.evidence.effect.variables import Numbers

MOST_STEPS = 60
EXACT = 1e-8
FLAT = 1e-9  # slope of the likelihood per person where no step is left to take
FAR = 25.0  # logits beyond which a model that does not settle runs away


@dataclass(frozen=True)
class Propensity:
    """Per person: `matrix` (a constant, standardised covariates and terms), `logit` and `probability`.

    `parted`: background tells who got the intervention, wholly or in part, so that no finite model fits.
    `score`: how each person moves the coefficients (the influence function; sums to nothing).
    """

    matrix: Numbers
    coefficients: Numbers
    logit: Numbers
    probability: Numbers
    score: Numbers
    parted: bool

    def kept(self, trim: Span | None) -> NDArray[np.bool_]:
        """Those whose probability lies within `trim`, limits included; the model is not fitted again."""
        if trim is None:
            return np.ones(len(self.probability), bool)
        return (self.probability >= trim[0]) & (self.probability <= trim[1])


def propensity(sample: Sample) -> Propensity:
    """Of everybody in the sample, on an intercept and standardised covariates and terms."""
    return fitted(sample.matrix("covariate", "term"), sample.treated)


def fitted(matrix: Numbers, treated: Numbers, *, start: Numbers | None = None) -> Propensity:
    """By maximum likelihood: statsmodels Logit, Newton's method from `start`."""
    from statsmodels.discrete.discrete_model import Logit

    coefficients, converged = np.zeros(matrix.shape[1]), False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what statsmodels warns of is told by `parted`
        try:
            model = Logit(treated, matrix, check_rank=False)
            fit = model.fit(start, disp=0, maxiter=MOST_STEPS, tol=EXACT, skip_hessian=True, warn_convergence=False)
            coefficients, converged = np.asarray(fit.params), bool(fit.mle_retvals["converged"])
        except np.linalg.LinAlgError:
            pass  # what cannot be solved is not converged
    return _judged(matrix, treated, coefficients, converged)


def _judged(matrix: Numbers, treated: Numbers, coefficients: Numbers, converged: bool) -> Propensity:
    from scipy.special import expit

    logit = matrix @ coefficients
    probability = expit(logit)
    got, others = probability[treated == 1], probability[treated == 0]
    slope = np.abs(matrix.T @ (treated - probability)).max() / len(treated)
    settled = coefficients.any() and slope < FLAT and np.abs(logit).max() < FAR
    parted = not (converged or settled) or not got.size or not others.size or bool(got.min() > others.max())
    information = (matrix * (probability * (1 - probability))[:, None]).T @ matrix
    score = (matrix * (treated - probability)[:, None]) @ np.linalg.pinv(information)
    return Propensity(matrix, coefficients, logit, probability, score, parted)
