"""Hidden bias in pairs: the bounds against every outcome counted out, a published table, and who is paired."""

from itertools import product
from math import prod
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import rankdata

from samsyn.evidence import effect
from samsyn.evidence.effect import bounds

# Lead in the blood of 33 children whose parents worked with it and 33 beside them (Morton and others 1982), and the
# greatest p by gamma that Rosenbaum (Observational Studies, 2002, table 4.1) gives.
EXPOSED = [38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49, 48, 44, 35, 43,
           39, 34, 13, 73, 25, 27]  # fmt: skip
BESIDE = [16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7, 18, 19, 12, 11, 22,
          25, 16, 13, 11, 13]  # fmt: skip
PRINTED = {2: 0.0018, 3: 0.0136, 4: 0.0388, 4.25: 0.0468, 5: 0.0740}


def counted_out(gains: list[float], gamma: float) -> float:
    """Every way the signs could have fallen, each as likely as the bias allows at most."""
    ranks, chance = rankdata(np.abs(gains)), gamma / (1 + gamma)
    seen = sum(rank for rank, gain in zip(ranks, gains, strict=True) if gain > 0)
    unlike = [rank for rank, gain in zip(ranks, gains, strict=True) if gain]
    ways = (dict(enumerate(way)) for way in product((0, 1), repeat=len(unlike)))
    return sum(
        prod(chance if up else 1 - chance for up in way.values())
        for way in ways
        if sum(unlike[one] * up for one, up in way.items()) >= seen
    )


@pytest.mark.parametrize(
    "gains", [[3.0, -1, 4, 1, 5, 9, -2, 6], [2.0, 2, 2, 0, -2, 5, 5, 7], [1.0, 1, 1, 1, 1, 1, 1, -1, 0, 0]]
)
def test_bounds_are_those_of_every_way_counted_out(gains: list[float]) -> None:
    for gamma in (1, 1.5, 4):
        assert effect.rosenbaum(np.array(gains), gamma=gamma) == pytest.approx(counted_out(gains, gamma), abs=1e-12)
    passes = brentq(lambda gamma: counted_out(gains, gamma) - 0.05, 1, 50) if counted_out(gains, 1) < 0.05 else None
    assert effect.gamma_of(np.array(gains)) == (passes if passes is None else pytest.approx(passes, abs=1e-5))


def test_bounds_are_those_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    gains = np.array(EXPOSED, float) - BESIDE
    exact = effect.gamma_of(gains)
    monkeypatch.setattr(bounds, "MOST_STEPS", 0)  # the book uses the normal distribution

    assert {gamma: round(effect.rosenbaum(gains, gamma=gamma), 4) for gamma in PRINTED} == PRINTED
    assert exact == pytest.approx(effect.gamma_of(gains), rel=0.1)


def test_matching_tells_its_pairs_and_the_bound_in_words(simulated: Any) -> None:
    asked = {"treatment": "got", "covariates": "x", "outcome": "y", "method": "match"}
    found = effect.estimate(simulated, **asked)
    said = found.details["sensitivity"]["rosenbaum"]

    assert 1 < said["gamma_two_sided"] < said["gamma"]
    assert said["greatest_p"]["1"] < 0.05
    assert f"{said['gamma']:.2f} times as high" in found.method.en
    assert "visar inte att något sådant saknas" in found.method.sv
    none = effect.estimate(simulated.assign(y=simulated.index % 5), **asked)
    assert none.details["sensitivity"]["rosenbaum"]["gamma"] is None
    assert "redan utan" in none.method.sv
    for other in ({"neighbours": 2}, {"estimand": "ate"}, {"cluster": "group"}):
        assert "rosenbaum" not in effect.estimate(simulated, **asked, **other).details["sensitivity"]


def test_nobody_stands_in_two_pairs_and_the_order_of_the_file_does_not_choose() -> None:
    """Ten without for thirty with, all alike: ten pairs, not the ten that the file has first."""
    people = pd.DataFrame({"got": [1] * 30 + [0] * 10, "x": [1.0, 2.0] * 20, "y": [*range(30), *[0] * 10]})
    found = effect.estimate(people, treatment="got", covariates="x", outcome="y", method="match", anyway=True)
    said = found.details["sensitivity"]["rosenbaum"]

    assert (said["pairs"], said["matched"]) == (10, 30)
    sorted_down = people.iloc[::-1].reset_index(drop=True)
    again = effect.estimate(sorted_down, treatment="got", covariates="x", outcome="y", method="match", anyway=True)
    assert again.details["sensitivity"]["rosenbaum"]["pairs"] == 10
