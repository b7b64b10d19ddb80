"""Hidden bias in pairs: how unlike two people alike on paper would have to be in their odds of the intervention."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect.variables import Numbers

ALPHA = 0.05
SHOWN = (1.0, 1.25, 1.5, 2.0, 3.0)
MOST_STEPS = 2_000_000  # more than this many sums of ranks and the normal distribution is near enough

Ranks = NDArray[np.int64]


def rosenbaum(gains: Numbers, *, gamma: float = 1.0) -> float:
    """The greatest one-sided p that pairs with these `gains` (with minus without) can have, that they are above 0.

    `gamma`: how many times the odds of the one in a pair of having had the intervention may be those of the other
    because of something unmeasured; 1 is chance alone. Wilcoxon's signed rank, which for outcomes of 0 and 1 is the
    sign test; exact when pairs are few; equal gains share their ranks, pairs without difference say nothing.
    Rosenbaum, Observational Studies, 2002, chapter 4.

    >>> gains = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    >>> round(rosenbaum(gains), 5), round(rosenbaum(gains, gamma=2), 4)
    (0.03125, 0.1317)
    """
    if not gamma >= 1:
        raise ValueError(f"gamma is 1 or more, not {gamma}")
    ranks, seen = _ranks(gains)
    if not len(ranks):
        return 1.0
    chance = gamma / (1 + gamma)
    if len(ranks) * int(ranks.sum()) <= MOST_STEPS:
        return _exact(ranks, seen, chance)
    return _normal(ranks, seen, chance)


def gamma_of(gains: Numbers, *, alpha: float = ALPHA) -> float | None:
    """The `gamma` at which `rosenbaum` passes `alpha`; nothing when it does so at 1 already.

    >>> round(gamma_of(np.array([1.0, 2.0, 3.0, 4.0, 5.0])), 3)
    1.219
    """
    from scipy.optimize import brentq

    if rosenbaum(gains) > alpha:
        return None
    high = 2.0
    while rosenbaum(gains, gamma=high) < alpha:
        high *= 2
    return float(brentq(lambda gamma: rosenbaum(gains, gamma=gamma) - alpha, 1.0, high, xtol=1e-6))


def in_pairs(gains: Numbers, *, sign: float, matched: int) -> dict[str, Any]:
    """`gamma_of` and `rosenbaum` at some values of gamma, for an effect of this `sign`, JSON-ready."""
    turned = gains * np.sign(sign)
    return {
        "gamma": gamma_of(turned),
        "gamma_two_sided": gamma_of(turned, alpha=ALPHA / 2),
        "alpha": ALPHA,
        "pairs": len(gains),
        "pairs_unlike": int((gains != 0).sum()),
        "matched": matched,
        "greatest_p": {f"{gamma:g}": rosenbaum(turned, gamma=gamma) for gamma in SHOWN},
    }


def _ranks(gains: Numbers) -> tuple[Ranks, int]:
    """Of pairs that differ, as whole numbers in the same proportions, and their sum over gains above 0.

    Pairs without difference are ranked too, as in the book, before they are left out.
    """
    from scipy.stats import rankdata

    unlike = gains != 0
    doubled = np.rint(2 * rankdata(np.abs(gains))).astype(np.int64)[unlike]
    ranks = doubled // max(int(np.gcd.reduce(doubled)), 1) if len(doubled) else doubled
    return ranks, int(ranks[gains[unlike] > 0].sum())


def _exact(ranks: Ranks, seen: int, chance: float) -> float:
    """Every sum of ranks, by one pair at a time."""
    sums = np.zeros(int(ranks.sum()) + 1)
    sums[0] = 1.0
    for rank in ranks:
        with_it = np.concatenate([np.zeros(rank), sums[:-rank]])
        sums = (1 - chance) * sums + chance * with_it
    return float(sums[seen:].sum())


def _normal(ranks: Ranks, seen: int, chance: float) -> float:
    from scipy.stats import norm

    mean, variance = chance * ranks.sum(), chance * (1 - chance) * (ranks.astype(float) ** 2).sum()
    return float(norm.sf((seen - mean) / np.sqrt(variance)))
