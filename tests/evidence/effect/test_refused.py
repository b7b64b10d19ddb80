"""Bad data are told by row and column; an answer that cannot be trusted is refused, or has the reason first."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from samsyn.evidence import EvidenceError, Refused, effect


def people(**columns: Any) -> Any:
    """200 people with treatment t, outcome y, background x; columns may be replaced."""
    random = np.random.default_rng(1)
    made = {"t": np.arange(200) % 2, "y": random.normal(size=200), "x": random.normal(size=200)}
    return pd.DataFrame({**made, **columns})


def told(table: Any, **asked: Any) -> tuple[str, int | None, str]:
    with pytest.raises(EvidenceError) as caught:
        effect.estimate(table, **{"treatment": "t", "outcome": "y", "covariates": "x", **asked})
    assert caught.value.said("sv") != caught.value.said("en")
    return caught.value.code, caught.value.place.row, caught.value.place.column


ODD = np.where(np.arange(200) == 7, "abc", "1")
HALF = np.arange(200) % 2


@pytest.mark.parametrize(
    ("columns", "asked", "expected"),
    [
        ({"t": np.arange(200) % 3}, {}, ("NOT_0_OR_1", 4, "t")),
        ({"y": ODD}, {}, ("NOT_A_NUMBER", 9, "y")),
        ({"x": ODD}, {}, ("NOT_A_NUMBER", 9, "x")),
        ({"x": np.where(np.arange(200) == 3, np.inf, 1.0)}, {}, ("NOT_FINITE", 5, "x")),
        ({}, {"covariates": "x,z"}, ("MISSING_COLUMN", None, "z")),
        ({"person": np.arange(200) // 2}, {}, ("DUPLICATE_ID", 3, "person")),
        ({"nr": np.arange(200) // 2}, {"identity": "nr"}, ("DUPLICATE_ID", 3, "nr")),
        ({"t": np.ones(200)}, {}, ("ONE_GROUP", None, "")),
        ({"t": (np.arange(200) < 4) * 1}, {}, ("TOO_FEW", None, "")),
        ({"y": np.ones(200)}, {}, ("CONSTANT_OUTCOME", None, "")),
        ({"x": HALF * 5 + np.linspace(0, 1, 200)}, {}, ("NO_OVERLAP", None, "")),
        ({"x": HALF * (np.arange(200) % 10 == 1)}, {}, ("NO_OVERLAP", None, "")),
        ({"x": HALF * 4 + np.random.default_rng(2).normal(size=200)}, {}, ("NO_OVERLAP", None, "")),
        ({"x": [f"k{one}" for one in range(200)]}, {}, ("TOO_MANY_LEVELS", None, "x")),
        ({"x": np.nan}, {}, ("ALL_EXCLUDED", None, "x")),
        ({"g": HALF}, {"cluster": "g"}, ("FEW_CLUSTERS", None, "")),
        ({}, {"covariates": "y"}, ("DOUBLE_ROLE", None, "")),
        ({}, {"covariates": ""}, ("COVARIATES_NEEDED", None, "")),
        ({}, {"method": "best"}, ("UNKNOWN_METHOD", None, "")),
        ({}, {"trim": (0.9, 0.1)}, ("BAD_TRIM", None, "")),
        ({}, {"trim": (0.0, 0.001)}, ("ALL_TRIMMED", None, "")),
        ({}, {"bootstrap": 3}, ("BAD_NUMBER", None, "")),
        ({}, {"terms": "a=1/(x-x)"}, ("NOT_FINITE", 2, "a")),
        ({}, {"terms": "x=x**2"}, ("BAD_TERM", None, "")),
        ({}, {"terms": "a=y*x"}, ("DOUBLE_ROLE", None, "")),
        ({"k": "text"}, {"terms": "a=k*2"}, ("NOT_A_NUMBER", 2, "k")),
    ],
)
def test_is_told(columns: dict[str, Any], asked: dict[str, Any], expected: tuple[str, int | None, str]) -> None:
    assert told(people(**columns), **asked) == expected


def test_empty_tables_are_told() -> None:
    assert told(people().iloc[:0].astype(float))[0] == "EMPTY"


def test_anyway_says_first_what_would_have_been_refused() -> None:
    table = people(t=(np.arange(200) < 4) * 1)
    found = effect.estimate(table, treatment="t", outcome="y", covariates="x", anyway=True)

    assert found.estimate is not None
    assert found.warnings[0].en.startswith("Would have been refused (TOO_FEW)")
    assert found.first("en")[0].startswith("Would have been refused")
    assert list(found.to_dict()).index("warnings") < list(found.to_dict()).index("estimate")


def test_a_cohort_alone_is_refused_even_anyway() -> None:
    with pytest.raises(Refused, match="no effect"):
        effect.estimate(people(t=1), treatment="t", outcome="y", method="difference", anyway=True)


def test_missing_values_are_counted_once_by_row_and_fully_by_column() -> None:
    x, y = people().x.to_numpy(), people().y.to_numpy()
    x[:20], y[10:25] = np.nan, np.nan
    found = effect.estimate(people(x=x, y=y), treatment="t", outcome="y", covariates="x")

    assert (found.n, found.exclusions) == (175, {"missing:y": 15, "missing:x": 10})
    assert found.details["missing_by_column"] == {"y": 15, "x": 20}
    assert "25 of 200 rows" in found.warnings[0].en


def test_what_says_nothing_is_left_out_of_the_model_and_told() -> None:
    table = people(one=1, twice=people().x * 2 + 3)
    found = effect.estimate(table, treatment="t", outcome="y", covariates="x,one,twice")

    assert found.details["model"]["covariates"] == ["x"]
    assert [one.en.split(" ", 1)[0] for one in found.warnings[:2]] == ["one", "twice"]
    assert found.estimate == effect.estimate(people(), treatment="t", outcome="y", covariates="x").estimate


def test_a_comparison_table_is_added_and_told_apart() -> None:
    table = people()
    mine, others = table[table.t == 1].drop(columns="t"), table[table.t == 0].drop(columns="t")
    asked = {"treatment": "t", "outcome": "y", "covariates": "x"}
    found = effect.estimate(mine, comparison=others, **asked)

    assert found.estimate == pytest.approx(effect.estimate(table, **asked).estimate)
    more = effect.estimate(table, comparison=others, **asked)
    assert (more.n_control, more.warnings[0].en[:34]) == (200, "100 without the intervention in th")
    with pytest.raises(EvidenceError, match="table comparison, row 3, column t"):
        effect.estimate(table, comparison=table, **asked)
    with pytest.raises(EvidenceError, match="table comparison, row 6, column y"):
        effect.estimate(mine, comparison=others.assign(y=np.where(np.arange(100) == 4, "x", "1")), **asked)


def test_yes_and_no_are_one_and_nought() -> None:
    table = people(t=np.where(HALF == 1, "Ja", "nej"))
    known = effect.estimate(people(), treatment="t", outcome="y", covariates="x")
    assert effect.estimate(table, treatment="t", outcome="y", covariates="x").estimate == known.estimate


def constant_when_trimmed() -> Any:
    """x is 1 for some who seldom get it; those left after a trim all have 0."""
    random = np.random.default_rng(3)
    x, w = (random.random(800) < 0.2) * 1, (random.random(800) < 0.5) * 1
    t = (random.random(800) < np.where(x == 1, 0.03, 0.5)) * 1
    return pd.DataFrame({"t": t, "y": t + w + random.normal(size=800), "x": x, "w": w})


def test_what_is_constant_after_a_trim_leaves_the_regression() -> None:
    table = constant_when_trimmed()
    found = effect.estimate(table, treatment="t", outcome="y", covariates="x,w", method="ols", trim=(0.2, 0.9))
    left = table[table.x == 0]
    matrix = np.column_stack([left.t, np.ones(len(left)), left.w])
    assert found.n == len(left)
    assert found.estimate == pytest.approx(np.linalg.lstsq(matrix, left.y, rcond=None)[0][0], abs=1e-10)
    assert any("x says nothing new" in one.en for one in found.warnings)


def test_an_outcome_model_does_not_guess() -> None:
    """Among those with the intervention b follows from a; among the others it does not."""
    random = np.random.default_rng(4)
    a, t = random.normal(size=400), np.arange(400) % 2
    b = np.where(t == 1, a, random.normal(size=400))
    table = pd.DataFrame({"t": t, "y": a, "a": a, "b": b})
    asked = {"covariates": "a,b", "method": "aipw"}
    assert told(table, **asked, estimand="ate") == ("NO_OVERLAP", None, "")
    assert effect.estimate(table, treatment="t", outcome="y", **asked).estimate is not None
