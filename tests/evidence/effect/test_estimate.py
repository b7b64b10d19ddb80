"""Numbers against statsmodels, plain numpy and the public experiment."""

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
from statsmodels.treatment.treatment_effects import TreatmentEffect

from samsyn.evidence import effect
from tests.evidence.effect.conftest import COVARIATES, TERMS

JOBS = {"treatment": "treat", "outcome": "re78", "covariates": COVARIATES}
EXACT = 1e-7


def logit(people: Any, *, terms: bool = True) -> np.ndarray:
    """Probabilities from statsmodels, on what the terms say, written out."""
    made = people[list(COVARIATES)].astype(float).copy()
    if terms:
        made["age2"], made["age3"], made["educ2"] = people.age**2, people.age**3, people.educ**2
        made["u74"], made["u75"] = (people.re74 == 0) * 1.0, (people.re75 == 0) * 1.0
        made["ei"] = people.educ * people.re74
    made = (made - made.mean()) / made.std()
    fit = sm.Logit(people.treat.to_numpy(), sm.add_constant(made.to_numpy())).fit(disp=0, maxiter=100, tol=1e-10)
    return np.asarray(fit.predict())


@pytest.fixture(scope="module")
def chances(observed: Any) -> np.ndarray:
    return logit(observed)


def test_the_experiment_gives_1794_with_welch(experiment: Any) -> None:
    found = effect.estimate(experiment, treatment="treat", outcome="re78", method="difference")
    arms = [experiment.re78[experiment.treat == arm] for arm in (1, 0)]
    welch = CompareMeans(DescrStatsW(arms[0]), DescrStatsW(arms[1]))

    assert found.estimate == pytest.approx(1794.3424, abs=1e-3)
    assert (found.interval.low, found.interval.high) == pytest.approx(welch.tconfint_diff(usevar="unequal"))
    assert found.standard_error == pytest.approx(welch.std_meandiff_separatevar)
    assert (found.n, found.n_treated, found.n_control) == (445, 185, 260)


def test_regression_is_that_of_statsmodels(observed: Any) -> None:
    found = effect.estimate(observed, **JOBS, terms=TERMS, method="ols")
    matrix = sm.add_constant(observed[["treat", *COVARIATES]].astype(float))
    fit = sm.OLS(observed.re78, matrix).fit()

    assert found.estimate == pytest.approx(fit.params["treat"], rel=EXACT)
    assert found.standard_error == pytest.approx(fit.HC1_se["treat"], rel=EXACT)
    errors = found.details["standard_errors"]
    assert errors["classical"] == pytest.approx(fit.bse["treat"], rel=EXACT)
    assert errors["HC3"] == pytest.approx(fit.HC3_se["treat"], rel=EXACT)


def test_weighting_in_both_forms_and_for_both_groups(observed: Any, chances: np.ndarray) -> None:
    got, y = observed.treat.to_numpy(), observed.re78.to_numpy()
    odds = chances / (1 - chances)
    hajek = y[got == 1].mean() - np.average(y[got == 0], weights=odds[got == 0])
    thompson = (y[got == 1].sum() - (odds * y)[got == 0].sum()) / got.sum()
    all_hajek = np.average(y, weights=got / chances) - np.average(y, weights=(1 - got) / (1 - chances))
    all_thompson = np.mean(got * y / chances - (1 - got) * y / (1 - chances))
    answers = {
        (method, estimand): effect.estimate(observed, **JOBS, terms=TERMS, method=method, estimand=estimand).estimate
        for method in ("ipw", "ipw-ht")
        for estimand in ("att", "ate")
    }

    assert answers == {
        ("ipw", "att"): pytest.approx(hajek, rel=1e-6),
        ("ipw", "ate"): pytest.approx(all_hajek, rel=1e-6),
        ("ipw-ht", "att"): pytest.approx(thompson, rel=1e-6),
        ("ipw-ht", "ate"): pytest.approx(all_thompson, rel=1e-6),
    }
    assert 1000 < hajek < 2600


@pytest.mark.parametrize("estimand", ["att", "ate"])
def test_doubly_robust_is_that_of_plain_numpy(observed: Any, chances: np.ndarray, estimand: str) -> None:
    got, y = observed.treat.to_numpy(), observed.re78.to_numpy()
    x = np.column_stack([np.ones(len(got)), observed[list(COVARIATES)].to_numpy(float)])
    without = x @ np.linalg.lstsq(x[got == 0], y[got == 0], rcond=None)[0]
    having = x @ np.linalg.lstsq(x[got == 1], y[got == 1], rcond=None)[0]
    if estimand == "att":
        rest = y - without
        expected = rest[got == 1].mean() - np.average(rest, weights=(1 - got) * chances / (1 - chances))
    else:
        expected = np.mean(having - without) + np.average(y - having, weights=got / chances)
        expected -= np.average(y - without, weights=(1 - got) / (1 - chances))

    found = effect.estimate(observed, **JOBS, terms=TERMS, method="aipw", estimand=estimand)

    assert found.estimate == pytest.approx(expected, rel=1e-6)


def test_trimming_keeps_the_model_and_drops_people(observed: Any, chances: np.ndarray) -> None:
    got, y = observed.treat.to_numpy(), observed.re78.to_numpy()
    kept = (chances >= 0.1) & (chances <= 0.9)
    weights = (kept * (1 - got)) * chances / (1 - chances)
    found = effect.estimate(observed, **JOBS, terms=TERMS, trim=(0.1, 0.9))

    assert found.estimate == pytest.approx(y[kept & (got == 1)].mean() - np.average(y, weights=weights), rel=1e-6)
    assert found.n == kept.sum()
    assert found.exclusions == {"trimmed": int((~kept).sum())}
    assert found.overlap["after_trim"]["range"]["treated"][0] >= 0.1 > found.overlap["range"]["treated"][0]


def test_matching_lies_within_its_band(observed: Any) -> None:
    found = effect.estimate(observed, **JOBS, terms=TERMS, method="match", neighbours=4)

    assert 500 < found.estimate < 2800
    assert 600 < found.standard_error < 1500


def test_matching_is_that_of_a_plain_loop(simulated: Any) -> None:
    people = simulated.assign(x=simulated.x.round(1))  # many as near as one another
    for estimand in ("att", "ate"):
        found = effect.estimate(
            people, treatment="got", outcome="y", covariates="x", method="match", estimand=estimand, neighbours=3
        )
        assert found.estimate == pytest.approx(_by_hand(people, estimand, 3), rel=1e-9)


def _by_hand(people: Any, estimand: str, count: int) -> float:
    matrix = sm.add_constant(people.x.to_numpy())
    logits = matrix @ np.asarray(sm.Logit(people.got.to_numpy(), matrix).fit(disp=0, tol=1e-10).params)
    gains = []
    for arm in (1,) if estimand == "att" else (1, 0):
        for at in np.flatnonzero(people.got == arm):
            others = np.flatnonzero(people.got != arm)
            away = np.abs(logits[others] - logits[at])
            near = others[away <= np.sort(away)[count - 1] + 1e-8]
            gains.append((people.y[at] - people.y[near].mean()) * (1 if arm else -1))
    return float(np.mean(gains))


def test_the_error_of_weighting_is_that_of_stacked_equations(simulated: Any) -> None:
    """Against a numeric derivative of all equations at once (probability, outcome model, means)."""
    got, y = simulated.got.to_numpy(float), simulated.y.to_numpy()
    x = np.column_stack([np.ones(len(got)), (simulated.x - simulated.x.mean()) / simulated.x.std(ddof=0)])

    def equations(p: np.ndarray) -> np.ndarray:
        chance = 1 / (1 + np.exp(-x @ p[:2]))
        odds, rest = chance / (1 - chance), y - x @ p[2:4]
        return np.column_stack([
            x * (got - chance)[:, None], x * ((1 - got) * rest)[:, None],
            got * (y - p[4]), (1 - got) * odds * (y - p[5]),
            got * (rest - p[6]), (1 - got) * odds * (rest - p[7]),
        ])  # fmt: skip

    fit = sm.Logit(got, x).fit(disp=0, tol=1e-12).params
    odds = np.exp(x @ fit) * (1 - got)
    line = np.linalg.lstsq(x[got == 0], y[got == 0], rcond=None)[0]
    rest = y - x @ line
    solved = np.array([*fit, *line, y[got == 1].mean(), np.average(y, weights=odds), rest[got == 1].mean(),
                       np.average(rest, weights=odds)])  # fmt: skip
    step = 1e-5
    slope = np.column_stack(
        [
            (equations(solved + step * one) - equations(solved - step * one)).sum(axis=0) / (2 * step)
            for one in np.eye(8)
        ]
    )
    bread = np.linalg.inv(slope)
    variance = bread @ equations(solved).T @ equations(solved) @ bread.T
    asked = {"treatment": "got", "outcome": "y", "covariates": "x"}
    for method, (one, other) in {"ipw": (4, 5), "aipw": (6, 7)}.items():
        expected = np.sqrt(variance[one, one] + variance[other, other] - 2 * variance[one, other])
        assert effect.estimate(simulated, **asked, method=method).standard_error == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(("estimand", "group"), [("att", 1), ("ate", "all")])
def test_the_error_of_weighting_is_that_of_statsmodels(simulated: Any, estimand: str, group: Any) -> None:
    matrix = sm.add_constant(simulated[["x"]])
    model, chosen = sm.OLS(simulated.y, matrix), sm.Logit(simulated.got, matrix).fit(disp=0)
    theirs = TreatmentEffect(model, simulated.got, results_select=chosen).ipw(effect_group=group)
    found = effect.estimate(simulated, treatment="got", outcome="y", covariates="x", estimand=estimand)

    assert found.estimate == pytest.approx(theirs.effect[0], rel=1e-6)
    assert found.standard_error == pytest.approx(theirs.results_gmm.bse[0], rel=1e-6)


@pytest.mark.parametrize("method", ["ols", "ipw", "ipw-ht", "aipw", "match"])
@pytest.mark.parametrize("estimand", ["att", "ate"])
def test_a_known_effect_is_found(simulated: Any, method: str, estimand: str) -> None:
    found = effect.estimate(
        simulated, treatment="got", outcome="y", covariates=["x", "kind"], method=method, estimand=estimand
    )

    assert abs(found.estimate - 2) < 3 * found.standard_error
    assert found.standard_error < 0.3


def test_a_textbook_example_comes_out() -> None:
    """Quitting smoking and weight (Hernán and Robins, What If, 12.1-12.2): 2.5 kg as it stands, 3.4 kg weighted."""
    from causaldata import nhefs_complete

    codes = ("education", "exercise", "active")
    background = ("sex", "race", "age", "smokeintensity", "smokeyrs", "wt71", *codes)
    people = nhefs_complete.load_pandas().data[["qsmk", "wt82_71", *background]].astype(float)
    asked = {"treatment": "qsmk", "outcome": "wt82_71", "covariates": background, "categorical": codes}
    terms = "a=age**2,b=smokeintensity**2,c=smokeyrs**2,d=wt71**2"
    weighted = effect.estimate(people, **asked, terms=terms, estimand="ate")

    assert effect.estimate(people, **asked, method="difference").estimate == pytest.approx(2.5406, abs=1e-4)
    assert weighted.estimate == pytest.approx(3.4405, abs=1e-4)
    assert [round(weighted.interval.low, 1), round(weighted.interval.high, 1)] == [2.5, 4.4]


def test_clusters_are_those_of_statsmodels(simulated: Any) -> None:
    matrix = sm.add_constant(simulated[["got", "x"]])
    fit = sm.OLS(simulated.y, matrix).fit(cov_type="cluster", cov_kwds={"groups": simulated.group})
    found = effect.estimate(simulated, treatment="got", outcome="y", covariates="x", method="ols", cluster="group")

    assert found.standard_error == pytest.approx(fit.bse["got"], rel=1e-6)


@pytest.mark.parametrize("method", ["ipw", "ols"])
def test_the_bootstrap_comes_out_the_same_and_near_the_formula(simulated: Any, method: str) -> None:
    asked = {"treatment": "got", "outcome": "y", "covariates": "x", "bootstrap": 150, "seed": 7, "method": method}
    found = effect.estimate(simulated, **asked)

    assert found == effect.estimate(simulated, **asked)
    assert found.standard_error == pytest.approx(found.details["by_formula"]["standard_error"], rel=0.25)
    assert found.interval.method == "bootstrap percentile"


def test_a_table_of_text_gives_the_same_digits(simulated: Any) -> None:
    """As CSV is read: everything text, with decimal comma."""
    text = simulated.astype(str).apply(lambda column: column.str.replace(".", ","))
    asked = {"treatment": "got", "outcome": "y", "covariates": "x,kind", "method": "aipw"}

    assert effect.estimate(text, **asked).estimate == effect.estimate(simulated, **asked).estimate
