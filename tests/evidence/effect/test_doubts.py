"""What something unmeasured could do, groups with many looks, all methods side by side, and the command."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from samsyn.cli import main
from samsyn.evidence import Refused, effect
from samsyn.evidence.effect.question import METHODS
from tests.evidence.effect.conftest import COVARIATES
from tests.evidence.effect.test_staggered import areas

ASKED = {"treatment": "got", "covariates": "x"}


def test_e_value_is_that_of_the_paper() -> None:
    assert [round(effect.e_value(ratio), 2) for ratio in (3.9, 1 / 3.9, 1.0, 1.8)] == [7.26, 7.26, 1.0, 3.0]


def test_e_value_of_a_risk(simulated: Any) -> None:
    found = effect.estimate(simulated, **ASKED, outcome="job").details
    doubts, means = found["sensitivity"], found["means"]

    assert doubts["risk_ratio"] == pytest.approx(means["treated"] / means["control"])
    assert doubts["e_value"] == pytest.approx(effect.e_value(doubts["risk_ratio"]))
    assert 1 < doubts["e_value_interval"] < doubts["e_value"]


def test_regression_tells_its_robustness(simulated: Any) -> None:
    doubts = effect.estimate(simulated, **ASKED, outcome="y", method="ols").details["sensitivity"]

    assert 0 < doubts["robustness_value_significance"] < doubts["robustness_value"] < 1
    assert 0 < doubts["as_strong_as"]["x"]["estimate"] < 2


def test_leaving_out_what_is_as_strong_moves_the_effect_as_far_as_said() -> None:
    """Two alike and independent: leaving one out gives the bias that the bound tells from the other."""
    random = np.random.default_rng(8)
    x, hidden = random.normal(size=(2, 20_000))
    got = (x + hidden + random.normal(size=20_000) > 0) * 1
    table = pd.DataFrame({"got": got, "y": got + x + hidden + random.normal(size=20_000), "x": x, "z": hidden})
    seen = effect.estimate(table, **ASKED, outcome="y", method="ols")
    whole = effect.estimate(table, treatment="got", covariates="x,z", outcome="y", method="ols")
    bound = seen.details["sensitivity"]["as_strong_as"]["x"]["estimate"]

    assert seen.estimate - 1 > 0.5
    assert bound <= whole.estimate + 0.05
    assert bound == pytest.approx(whole.estimate, abs=0.35)


def test_groups_are_corrected_for_the_number_of_looks(simulated: Any) -> None:
    table = simulated.assign(y=simulated.y + 3 * simulated.got * (simulated.kind == "a"))
    found = effect.estimate(table, **ASKED, outcome="y", subgroups="kind,group")
    summary = found.details["subgroups"]
    raw = [one.details["p_value"] for one in found.parts]

    assert [dict(one.of) for one in found.parts[:3]] == [{"kind": "a"}, {"kind": "b"}, {"kind": "c"}]
    assert summary["looks"] == 5
    assert [one.details["p_value_holm"] for one in found.parts] == pytest.approx(effect.holm(raw))
    assert summary["differences"]["kind"]["p_value_holm"] < 1e-6
    assert "kind 0.000; group" in found.warnings[-1].en
    assert summary["differences"]["group"]["p_value_holm"] > 0.01


def test_a_group_that_cannot_be_answered_says_why(simulated: Any) -> None:
    table = simulated.assign(kind=np.where(simulated.got == 1, "only", simulated.kind))
    found = effect.estimate(table, **ASKED, outcome="y", subgroups="kind")

    assert [one.estimate for one in found.parts] == [None] * 4
    assert found.details["subgroups"]["looks"] == 0


def test_methods_stand_in_their_own_order(simulated: Any) -> None:
    found = effect.compare(simulated, **ASKED, outcome="y")

    assert [one.of["method"] for one in found.parts] == list(METHODS)
    assert (found.estimate, found.details) == (None, {})
    assert found.balance == found.parts[2].balance
    assert found.first("en") == found.parts[2].first("en")
    with pytest.raises(Refused):
        effect.compare(simulated[simulated.got == 1], **ASKED, outcome="y")


def test_the_command_answers_as_the_library(simulated: Any, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "people.csv"
    simulated.to_csv(file, index=False, sep=";", decimal=",")
    words = ["--treatment", "got", "--outcome", "y", "--covariates", "x,kind", "--terms", "x2=x**2,x3=x>0"]
    code = main(["evidence", "effect", f"--data={file}", *words, "--method", "aipw", "--trim", "0.05,0.95", "--json"])
    printed = json.loads(capsys.readouterr().out)
    found = effect.estimate(
        simulated, treatment="got", outcome="y", covariates="x,kind", terms="x2=x**2,x3=x>0", method="aipw",
        trim=(0.05, 0.95),
    )  # fmt: skip

    assert code == 0
    assert printed == json.loads(json.dumps(found.to_dict()))
    assert {"estimate", "standard_error", "interval", "n", "n_treated", "n_control", "balance", "method", "warnings",
            "effective_sample_size", "exclusions", "overlap"} <= set(printed)  # fmt: skip


def test_the_command_takes_areas_over_time(tmp_path: Any, capsys: Any) -> None:
    file, picture = tmp_path / "areas.parquet", tmp_path / "times.svg"
    areas().to_parquet(file)
    asked = ["evidence", "effect", f"--data={file}", "--method=did", "--area=area", "--time=year", "--start=began"]

    assert main([*asked, "--outcome=share", "--json", f"--svg={picture}"]) == 0
    assert json.loads(capsys.readouterr().out)["estimate"] == pytest.approx(4)
    assert picture.read_text().startswith("<svg")
    assert main([*asked[:-1], "--outcome=share"]) == 1
    assert "give --start too" in capsys.readouterr().err


def test_the_command_tells_what_is_wrong(tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "people.csv"
    pd.DataFrame({"t": [1] * 30, "y": range(30)}).to_csv(file, index=False)
    asked = ["evidence", "effect", "--data", str(file), "--outcome", "y", "--method", "difference", "--json"]

    assert main([*asked, "--treatment", "t"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "ONE_GROUP"
    assert main(asked) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "NOT_ASKED"


def test_the_experiment_and_what_observing_gives_stand_side_by_side(experiment: Any, observed: Any) -> None:
    asked = {"treatment": "treat", "outcome": "re78", "covariates": COVARIATES}

    chance, seen = (effect.compare(people, **asked).parts for people in (experiment, observed))

    assert chance[0].estimate == pytest.approx(1794.3424, abs=1e-3)
    assert seen[0].estimate < -8000  # who they were, not what the training did
    assert all(-1000 < one.estimate < 3500 for one in (*chance[1:], *seen[1:]))
