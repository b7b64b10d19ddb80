"""Kaplan–Meier, Aalen–Johansen and log-rank against lifelines, a textbook's rows and a naive implementation."""

import warnings

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.evidence import survival
from tests.evidence.survival import plain

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import lifelines
    from lifelines import datasets
    from lifelines.statistics import multivariate_logrank_test

NEAR = {"rtol": 0, "atol": 1e-9}
# Freireich's trial of 6-MP, as every textbook prints it: weeks in remission, 0 = still in remission
MERCAPTOPURINE = [(6, 1)] * 3 + [(6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1), (16, 1), (17, 0), (19, 0)]
MERCAPTOPURINE += [(20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0), (34, 0), (35, 0)]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
people = st.lists(
    st.tuples(st.integers(0, 6).map(float), st.integers(0, 3), st.sampled_from([0.0, 0.0, 0.5, 2.0])),
    min_size=1,
    max_size=25,
).map(lambda rows: [(t, c, e if e < t else 0.0) for t, c, e in rows])


@pytest.fixture(scope="module")
def remission():
    rows = [(float(t), d, "6-MP") for t, d in MERCAPTOPURINE] + [(float(t), 1, "placebo") for t in PLACEBO]
    return pd.DataFrame(rows, columns=["weeks", "relapsed", "given"])


def curve(answer):
    return {name: answer.table[name].to_numpy() for name in answer.table.column_names}


def lifelines_km(frame, entry=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return lifelines.KaplanMeierFitter().fit(frame["t"], frame["d"], entry=entry)


def test_the_textbook_rows_of_remission(remission):
    answer = survival.kaplan_meier(
        ibis.memtable(remission), duration="weeks", event="relapsed", group="given", at=[6, 7, 10, 13, 16, 22, 23]
    )
    treated, untreated = answer.parts

    shares = [round(row["estimate"], 3) for row in treated.details["at"]]
    assert shares == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [row["at_risk"] for row in treated.details["at"]] == [21, 17, 15, 12, 11, 7, 6]
    assert (treated.estimate, untreated.estimate) == (23, 8)
    assert (treated.interval.low, treated.interval.high) == (13, np.inf)
    assert round(answer.details["log_rank"]["statistic"], 2) == 16.79
    assert round(answer.details["log_rank"]["groups"]["6-MP"]["expected"], 2) == 19.25


@pytest.mark.parametrize(
    ("load", "duration", "event"),
    [("load_waltons", "T", "E"), ("load_rossi", "week", "arrest"), ("load_gbsg2", "time", "cens")],
)
def test_curves_and_bands_are_those_of_lifelines(load, duration, event):
    frame = getattr(datasets, load)().rename(columns={duration: "t", event: "d"})
    known = lifelines_km(frame)

    answer = survival.kaplan_meier(ibis.memtable(frame), duration="t", event="d")

    ours = curve(answer)
    np.testing.assert_allclose(ours["estimate"], known.survival_function_.iloc[:, 0], **NEAR)
    np.testing.assert_allclose(ours["low"], known.confidence_interval_.iloc[:, 0], **NEAR)
    np.testing.assert_allclose(ours["high"], known.confidence_interval_.iloc[:, 1], **NEAR)
    np.testing.assert_array_equal(ours["time"], known.survival_function_.index)
    np.testing.assert_array_equal(ours["at_risk"], known.event_table["at_risk"])
    assert (answer.estimate or np.inf) == known.median_survival_time_


def test_late_entries_are_those_of_lifelines():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"t": rng.integers(3, 40, 500).astype(float), "d": rng.integers(0, 2, 500)})
    frame["e"] = np.floor(frame["t"] * rng.random(500) * 0.8)
    known = lifelines_km(frame, entry=frame["e"])

    ours = curve(survival.kaplan_meier(ibis.memtable(frame), duration="t", event="d", entry="e"))

    np.testing.assert_allclose(ours["estimate"], known.survival_function_.iloc[:, 0], **NEAR)
    np.testing.assert_allclose(ours["low"], known.confidence_interval_.iloc[:, 0], **NEAR)


@given(people)
@settings(max_examples=15, deadline=None)
def test_any_people_give_the_naive_curve(rows):
    frame = pd.DataFrame(rows, columns=["t", "c", "e"]).assign(d=lambda f: (f["c"] > 0).astype(int))
    expected = {time: rest for time, *rest in plain.kaplan_meier(rows)}

    ours = curve(survival.kaplan_meier(ibis.memtable(frame), duration="t", event="d", entry="e"))

    for time, *found in zip(ours["time"], ours["estimate"], ours["low"], ours["high"], strict=True):
        if time in expected:
            np.testing.assert_allclose(found, expected[time], **NEAR)


@given(people)
@settings(max_examples=15, deadline=None)
def test_any_ties_give_the_naive_shares_of_each_end(rows):
    table = ibis.memtable(pd.DataFrame(rows, columns=["t", "c", "e"]))
    answer = survival.aalen_johansen(table, duration="t", event="c", entry="e", causes=["1", "2", "3"])

    for cause, part in enumerate(answer.parts, start=1):
        found = {row["time"]: row for row in part.table.to_pylist()}
        for time, share, variance in plain.aalen_johansen(rows, cause):
            if time not in found:
                continue  # nobody had entered yet
            np.testing.assert_allclose(found[time]["estimate"], share, **NEAR)
            np.testing.assert_allclose(found[time]["standard_error"] ** 2, variance, **NEAR)


def test_without_ties_the_shares_of_each_end_are_those_of_lifelines():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"t": rng.permutation(300) + rng.random(300), "c": rng.integers(0, 4, 300)})
    answer = survival.aalen_johansen(ibis.memtable(frame), duration="t", event="c")

    for cause, part in enumerate(answer.parts, start=1):
        known = lifelines.AalenJohansenFitter().fit(frame["t"], frame["c"], cause)
        ours = curve(part)
        np.testing.assert_allclose(ours["estimate"], known.cumulative_density_.iloc[:, 0], **NEAR)
        sides = known.confidence_interval_.to_numpy()[:-1]  # theirs is not a number once nobody is left
        np.testing.assert_allclose(ours["low"][:-1], sides.min(axis=1), **NEAR)
        np.testing.assert_allclose(ours["high"][:-1], sides.max(axis=1), **NEAR)


def test_shares_of_ends_and_of_those_who_stand_make_one():
    frame = pd.DataFrame({"t": [1.0, 1, 2, 2, 3, 4, 5], "c": ["work", "studies", "work", "0", "studies", "work", "0"]})
    frame["d"] = (frame["c"] != "0").astype(int)
    table = ibis.memtable(frame)
    ends = survival.aalen_johansen(table, duration="t", event="c").parts

    still = curve(survival.kaplan_meier(table, duration="t", event="d"))["estimate"]

    np.testing.assert_allclose(sum(curve(one)["estimate"] for one in ends) + still, 1, **NEAR)


@pytest.mark.parametrize(("weights", "theirs"), [("log-rank", None), ("wilcoxon", "wilcoxon"), ("tarone-ware",) * 2])
def test_log_rank_of_three_groups_is_that_of_lifelines(weights, theirs):
    frame = datasets.load_gbsg2()
    known = multivariate_logrank_test(frame["time"], frame["tgrade"], frame["cens"], weightings=theirs)

    answer = survival.log_rank(ibis.memtable(frame), duration="time", event="cens", group="tgrade", weights=weights)

    np.testing.assert_allclose(answer.estimate, known.test_statistic, rtol=1e-9)
    np.testing.assert_allclose(answer.details["p"], known.p_value, rtol=1e-9)
    assert answer.details["degrees"] == 2


def test_mean_until_a_time_is_the_plain_mean_when_everybody_ended():
    rng = np.random.default_rng(7)
    days = rng.integers(0, 50, 200).astype(float)
    table = ibis.memtable(pd.DataFrame({"t": days, "d": np.ones(200, dtype=int)}))
    capped = np.minimum(days, 30)

    mean = survival.kaplan_meier(table, duration="t", event="d", tau=30).details["restricted_mean"]

    np.testing.assert_allclose(mean["estimate"], capped.mean(), rtol=1e-12)
    np.testing.assert_allclose(mean["standard_error"], capped.std() / np.sqrt(200), rtol=1e-12)


def test_mean_until_a_time_is_the_area_that_lifelines_gives():
    frame = datasets.load_waltons().rename(columns={"T": "t", "E": "d"})
    area = lifelines.utils.restricted_mean_survival_time
    known = [area(lifelines_km(one), t=40) for _, one in frame.groupby("group")]

    answer = survival.kaplan_meier(ibis.memtable(frame), duration="t", event="d", group="group", tau=40)

    means = [part.details["restricted_mean"] for part in answer.parts]
    np.testing.assert_allclose([one["estimate"] for one in means], known, rtol=1e-9)
    apart = answer.details["restricted_mean_differences"][0]
    np.testing.assert_allclose(apart["estimate"], known[1] - known[0], rtol=1e-9)
    np.testing.assert_allclose(apart["standard_error"], np.hypot(*(one["standard_error"] for one in means)), rtol=1e-12)


def test_everybody_together_is_the_curve_without_groups():
    frame = datasets.load_waltons()
    table = ibis.memtable(frame)

    grouped = survival.kaplan_meier(table, duration="T", event="E", group="group")

    assert grouped.table == survival.kaplan_meier(table, duration="T", event="E").table
    assert [part.of for part in grouped.parts] == [{"group": "control"}, {"group": "miR-137"}]
