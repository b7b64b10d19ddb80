"""Consistent noise on counts: the cell key method, as official statistics use it.

Every person has a random number that is kept (`record_key`). The key of a cell is the sum of its people's numbers
modulo 2**32, so the same people have the same key whatever question found them. The key chooses the noise: unbiased,
bounded, nobody stays nobody, and one to `threshold` − 1 is never shown as such.

Alone that would tell who came between two questions that differ by one person: every cell without them would stand
unchanged. So each group has eight draws, and which one is seen depends on the edition, on who is asked about in all and
on the divisions: two such questions, or two editions in a row, change all cells alike. Eight draws are all there is,
so asking on teaches no more than their mean (standard deviation about 0.7 people, one for the smallest counts).

Source: Fraser & Wooton (2005), Giessing (2016), Meindl & Enderle (2019) on the cell key method; Statistics Sweden uses
it for its population tables since reference year 2025.
"""

import math
from bisect import bisect_right
from functools import lru_cache

MODULUS = 2**32
SPREAD = 2.0  # standard deviation of the noise where it is free
DRAWS = 8  # the noise of one group of people is one of so many, whatever is asked and however often
THRESHOLD = 5
_WORD = 2**64


def bound(threshold: int = THRESHOLD) -> int:
    """How far from the true count a shown one can lie, in people."""
    return max(threshold + 1, int(3 * SPREAD))


def perturbed(count: int, key: int, *, threshold: int = THRESHOLD, edition: int = 0) -> int:
    """The count that is shown for `count` people whose record keys sum to `key`.

    The same `count`, `key` and `edition` (modulo 8) always give the same answer. Mean over keys: `count`.

    >>> perturbed(0, 12345), perturbed(40, 12345) == perturbed(40, 12345)
    (0, True)
    >>> {perturbed(3, key) in (0, 5, 6, 7, 8, 9) for key in range(1000)}
    {True}
    """
    if count <= 0:
        return 0
    at, chances = _table(min(count, _free(threshold)), threshold)
    drawn = at[bisect_right(chances, _uniform(key, edition))]
    return count + drawn


def variance(count: int, *, threshold: int = THRESHOLD) -> float:
    """Variance of the noise on `count`, people squared."""
    if count <= 0:
        return 0.0
    at, chances = _table(min(count, _free(threshold)), threshold)
    shares = [high - low for low, high in zip((0.0, *chances), (*chances, 1.0), strict=True)]
    return sum(share * step * step for share, step in zip(shares, at, strict=True))


def mixed(key: int, *words: object) -> int:
    """Another key, made from `key` and words: for a count that has no key of its own."""
    for letter in repr(words).encode():
        key = _scrambled(key ^ letter)
    return key % MODULUS


def _free(threshold: int) -> int:
    """From this count on the noise no longer depends on it."""
    return threshold + bound(threshold)


@lru_cache(maxsize=4096)
def _table(count: int, threshold: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The steps that noise may take from `count`, and where on [0, 1) each but the first begins."""
    widest = bound(threshold)
    shown = [v for v in range(max(0, count - widest), count + widest + 1) if v == 0 or v >= threshold]
    steps = tuple(v - count for v in shown)
    shares = _unbiased(steps)
    chances, until = [], 0.0
    for share in shares[:-1]:
        until += share
        chances.append(until)
    return steps, tuple(chances)


def _unbiased(steps: tuple[int, ...]) -> list[float]:
    """The shares nearest to a normal of `SPREAD` whose mean step is 0: tilted until they balance."""
    low, high = -20.0, 20.0
    for _ in range(200):
        tilt = (low + high) / 2
        shares = _shares(steps, tilt)
        if sum(step * share for step, share in zip(steps, shares, strict=True)) < 0:
            low = tilt
        else:
            high = tilt
    return shares


def _shares(steps: tuple[int, ...], tilt: float) -> list[float]:
    logs = [tilt * step - step * step / (2 * SPREAD**2) for step in steps]
    weights = [math.exp(one - max(logs)) for one in logs]
    return [one / sum(weights) for one in weights]


def _uniform(key: int, edition: int) -> float:
    return _scrambled(key % MODULUS + (edition % DRAWS) * MODULUS) / _WORD


def _scrambled(word: int) -> int:
    """A number of 64 bits in which no pattern of `word` is left (SplitMix64, Steele et al. 2014)."""
    word = (word + 0x9E3779B97F4A7C15) % _WORD
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % _WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB % _WORD
    return word ^ (word >> 31)
