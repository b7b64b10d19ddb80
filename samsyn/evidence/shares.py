"""A share as a result: numerator, denominator and Wilson's interval.

Source of the interval: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
Journal of the American Statistical Association 22 (1927).
"""

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Interval, Result

LEVEL = 0.95
WILSON = Sentence(
    "Intervallen är Wilsons, som om de räknade vore ett slumpvis urval.",
    "Intervals are Wilson's, as if those counted were a random sample.",
)


def normal(level: float) -> float:
    """How many standard errors reach to `level`."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(numerator: float, denominator: float, *, level: float = LEVEL) -> Interval | None:
    """Wilson's interval of a share; none without a denominator. Raises `EvidenceError` WRONG_LEVEL.

    >>> one = wilson(10, 48)
    >>> round(one.low, 4), round(one.high, 4)
    (0.1173, 0.3426)
    """
    if not 0 < level < 1:
        raise EvidenceError(
            "WRONG_LEVEL",
            Sentence(f"{level} är ingen säkerhet. Skriv ett tal mellan 0 och 1, som 0.95.",
                     f"{level} is no level. Write a number between 0 and 1, such as 0.95."),
        )  # fmt: skip
    if not denominator:
        return None
    z, p = normal(level), numerator / denominator
    spread = z * z / denominator
    middle = (p + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(p * (1 - p) / denominator + spread / (4 * denominator))
    low = 0.0 if numerator == 0 else max(0.0, middle - half)
    high = 1.0 if numerator == denominator else min(1.0, middle + half)
    return Interval(low, high, level, "wilson")


def share(
    measure: str,
    numerator: float,
    denominator: float,
    *,
    method: Sentence,
    of: Mapping[str, Any],
    level: float = LEVEL,
    **more: Any,
) -> Result:
    """`numerator` of `denominator` as a `Result`; without denominator the share is nothing, not 0."""
    estimate = numerator / denominator if denominator else None
    return Result(
        measure, method, int(denominator), estimate=estimate, interval=wilson(numerator, denominator, level=level),
        numerator=numerator, denominator=denominator, of=of, **more,
    )  # fmt: skip
