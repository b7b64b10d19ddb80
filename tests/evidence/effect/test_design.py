"""Balance, overlap and effective sample size: known before the outcome is looked at."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from samsyn.evidence import effect
from tests.evidence.effect.conftest import COVARIATES

ASKED = {"treatment": "treat", "outcome": "re78", "covariates": COVARIATES[:-2]}


def test_balance_is_the_stated_formula_also_for_what_is_left_out(observed: Any) -> None:
    found = effect.design(observed, **ASKED)
    got, others = observed[observed.treat == 1].re74, observed[observed.treat == 0].re74
    expected = (got.mean() - others.mean()) / np.sqrt((got.var() + others.var()) / 2)
    row = next(one for one in found.balance["variables"] if one["variable"] == "re74")

    assert row["before"] == pytest.approx(expected)
    assert row["role"] == "left_out"
    assert {one["variable"] for one in found.balance["variables"]} == set(COVARIATES)
    assert found.estimate is None
    assert abs(found.balance["after"]["age"]) < 0.2 < abs(found.balance["before"]["age"])
    assert abs(found.balance["after"]["re74"]) > 0.1


def test_the_design_does_not_depend_on_outcomes(simulated: Any) -> None:
    asked = {"treatment": "got", "outcome": "y", "covariates": "x,kind", "method": "match"}
    other = simulated.assign(y=np.random.default_rng(3).normal(size=len(simulated)))

    assert effect.design(simulated, **asked).balance["after"] == effect.design(other, **asked).balance["after"]


def test_effective_sample_size_is_that_of_kish(observed: Any) -> None:
    found = effect.design(observed, **ASKED)
    even = effect.design(observed, **ASKED, method="difference")

    assert even.effective_sample_size["control"] == 3998
    assert 20 < found.effective_sample_size["control"] < 400
    assert found.effective_sample_size["treated"] == pytest.approx(185)


def test_overlap_counts_everybody(observed: Any) -> None:
    overlap = effect.design(observed, **ASKED).overlap

    assert (sum(overlap["histogram"]["treated"]), sum(overlap["histogram"]["control"])) == (185, 3998)
    assert len(overlap["histogram"]["edges"]) == 21
    assert overlap["common_support"][0] < overlap["common_support"][1]


def test_codes_are_spread_out_and_told(simulated: Any) -> None:
    found = effect.design(simulated, treatment="got", outcome="y", covariates=["x"])
    inside = effect.design(simulated, treatment="got", outcome="y", covariates=["x", "kind"])

    assert [one["variable"] for one in found.balance["variables"]][:1] == ["x"]
    assert {"kind=a", "kind=b", "kind=c"} <= set(found.balance["before"])
    assert inside.details["model"]["covariates"] == ["x", "kind=b", "kind=c"]
    assert "“a” is what the others meet" in inside.warnings[0].en


def test_left_out_columns_with_too_many_codes_are_named() -> None:
    table = pd.DataFrame({"t": [0, 1] * 50, "y": range(100), "free": [f"text {one}" for one in range(100)]})

    assert effect.design(table, treatment="t", outcome="y", method="difference").details["not_compared"] == ["free"]
