"""Cox against lifelines, and what it refuses."""

import warnings

import ibis
import numpy as np
import pandas as pd
import pytest

from samsyn.evidence import EvidenceError, Refused, survival

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import lifelines
    from lifelines import datasets
    from lifelines.statistics import proportional_hazard_test


def known(frame, duration, event, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = lifelines.CoxPHFitter().fit(frame, duration, event, **options)
        checked = None if "entry_col" in options else proportional_hazard_test(model, frame, time_transform="rank")
        return model, checked and checked.summary


@pytest.fixture(scope="module")
def rossi():
    return datasets.load_rossi()


def ask(frame, *covariates, **options):
    return survival.cox(ibis.memtable(frame), duration="week", event="arrest", covariates=covariates, **options)


@pytest.mark.parametrize("robust", [False, True])
def test_ratios_and_their_check_are_those_of_lifelines(rossi, robust):
    names = [one for one in rossi.columns if one not in ("week", "arrest")]
    model, checked = known(rossi, "week", "arrest", robust=robust)

    answer = ask(rossi, *names, robust=robust)

    assert [part.of["covariate"] for part in answer.parts] == names
    for part, (name, row) in zip(answer.parts, model.summary.iterrows(), strict=True):
        found = [part.estimate, part.standard_error, part.interval.low, part.interval.high, part.details["p"]]
        columns = ["exp(coef)", "se(coef)", "exp(coef) lower 95%", "exp(coef) upper 95%", "p"]
        np.testing.assert_allclose(found, row[columns].astype(float), rtol=1e-9)
        np.testing.assert_allclose(part.details["proportionality"]["p"], checked.loc[name, "p"], rtol=1e-9)
    assert answer.details["log_likelihood"] == model.log_likelihood_


def test_what_changes_with_time_is_said_in_words(rossi):
    answer = ask(rossi, "age", "fin", "wexp")

    assert [one.en for one in answer.warnings] == [
        "The ratio of age, wexp seems to change with time (p below 0.05), so that one number does not describe it. "
        "Read it as an average over time, or compare curves by group."
    ]


def test_late_entries_and_texts(rossi):
    frame = rossi.assign(seen_from=np.minimum(rossi["week"] - 1, rossi["age"] % 5))
    frame["money"] = np.where(rossi["fin"] == 1, "yes", "no")
    frame.loc[0:4, "money"] = None
    kept = frame.dropna(subset="money")
    coded = kept.assign(given=(kept["money"] == "no") * 1.0)[["week", "arrest", "seen_from", "given", "age"]]
    model, _ = known(coded, "week", "arrest", entry_col="seen_from")

    answer = ask(frame, "money", "age", entry="seen_from")

    assert answer.exclusions == {"missing_money": 5}
    assert [one.en for one in answer.warnings] == [
        "That the ratios are the same all the time was not checked: there is no such check for late entries."
    ]
    assert answer.parts[0].of == {"covariate": "money=no", "compared_with": "yes"}
    np.testing.assert_allclose([part.estimate for part in answer.parts], np.exp(model.params_), rtol=1e-9)


def test_covariates_may_have_any_name(rossi):
    named = rossi.rename(columns={"age": "duration", "fin": "event", "prio": "entry"})

    found = [part.estimate for part in ask(named, "duration", "event", "entry").parts]

    assert found == [part.estimate for part in ask(rossi, "age", "fin", "prio").parts]


@pytest.mark.parametrize(
    ("change", "names", "code"),
    [
        ({}, [], "NO_COVARIATES"),
        ({}, ["money"], "MISSING_COLUMN"),
        ({"same": 1.0}, ["same", "age"], "CONSTANT_COLUMN"),
        ({"years": lambda f: f["age"] * 12.0 + 3}, ["age", "years"], "COLLINEAR"),
        ({"arrest": 0}, ["age"], "NO_EVENTS"),
        ({"arrest": lambda f: (f.index < 9) * 1}, ["age", "fin"], "TOO_FEW_EVENTS"),
        ({"told": lambda f: f["arrest"] * 1.0}, ["told", "age"], "SEPARATED"),
        ({"first": lambda f: f["week"] + f.index / 1000}, ["first"], "NOT_CONVERGED"),
        ({"name": lambda f: [f"name {one}" for one in f.index]}, ["name"], "TOO_MANY_LEVELS"),
        ({"mixed": lambda f: ["many" if one == 3 else "7" for one in f.index]}, ["mixed"], "NOT_A_NUMBER"),
        ({"born": lambda f: pd.Timestamp("2000-01-01")}, ["born", "age"], "NOT_A_NUMBER"),
        ({"empty": lambda f: [None] * len(f)}, ["empty"], "NOBODY"),
    ],
)
def test_what_cannot_be_trusted_is_refused(rossi, change, names, code):
    with pytest.raises(EvidenceError) as raised:
        ask(rossi.assign(**change), *names)

    assert raised.value.code == code


def test_too_few_ends_say_how_many_are_needed():
    frame = pd.DataFrame({"week": np.arange(1.0, 13), "arrest": [1, 0, 1, 0] * 3})
    frame["a"], frame["b"] = [1, 3, 2, 5] * 3, [4, 1, 1, 2, 9, 3] * 2

    with pytest.raises(Refused) as raised:
        ask(frame, "a", "b")

    assert raised.value.said("en") == (
        "table data, column arrest: 6 ends are not enough for 2 covariates: at least 10 are needed. "
        "Choose at most 1 covariates or follow for longer."
    )
