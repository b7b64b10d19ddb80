"""Data that do not hold: the code, and the table, row and column that are named. Data that do, but say little: told."""

import datetime as dt
import json

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn import cli
from samsyn.evidence import EvidenceError, Refused, read, survival

HEADING = "id,days,ended,sex,from\n"
GOOD = ["1,10,1,woman,0", "2,20,0,man,3", "3,20,1,woman,0", "4,31.5,1,man,2"]


@pytest.fixture
def asked(tmp_path):
    def ask(rows, how=survival.kaplan_meier, heading=HEADING, **columns):
        file = tmp_path / "people.csv"
        file.write_text(heading + "\n".join(rows) + "\n")
        return how(read(file, name="people"), **{"duration": "days", "event": "ended", "name": "people", **columns})

    return ask


@pytest.mark.parametrize(
    ("rows", "columns", "code", "where"),
    [
        ([*GOOD, "5,-1,1,man,0"], {}, "NEGATIVE_DURATION", "table people, row 6, column days"),
        ([*GOOD, "5,ten,1,man,0"], {}, "NOT_A_NUMBER", "table people, row 6, column days"),
        ([*GOOD, "5,inf,1,man,0"], {}, "NOT_A_NUMBER", "table people, row 6, column days"),
        ([*GOOD, "5,10,2,man,0"], {}, "EVENT_NOT_0_1", "table people, row 6, column ended"),
        ([*GOOD, "5,10,yes,man,0"], {}, "EVENT_NOT_0_1", "table people, row 6, column ended"),
        (["1,10,1,man,10", *GOOD], {"entry": "from"}, "ENTRY_NOT_BEFORE_END", "table people, row 2, column from"),
        (["1,10,1,man,x", *GOOD], {"entry": "from"}, "NOT_A_NUMBER", "table people, row 2, column from"),
        ([*GOOD, "1,5,1,man,0"], {"person": "id"}, "DOUBLE_PERSON", "table people, row 6, column id"),
        (GOOD, {"duration": "weeks"}, "MISSING_COLUMN", "table people, column weeks"),
        (GOOD, {"group": "age"}, "MISSING_COLUMN", "table people, column age"),
        ([], {}, "NO_ROWS", "table people"),
        ([",,,,", "2,,1,,"], {}, "NOBODY", "table people"),
        (GOOD, {"tau": 99}, "TAU_TOO_LONG", "table people, column days"),
        (
            [f"{one},{one},1,group {one},0" for one in range(1, 60)],
            {"group": "sex"},
            "TOO_MANY_GROUPS",
            "table people, column sex",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(asked, rows, columns, code, where):
    if "tau" in columns:
        rows = [*rows, "5,40,0,man,0"]

    with pytest.raises(EvidenceError) as raised:
        asked(rows, **columns)

    assert (raised.value.code, raised.value.place.said("en")) == (code, where)


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        (["1,10,1,woman,0", "2,20,1,woman,0"], {"group": "sex"}, "ONE_GROUP"),
        (["1,10,0,woman,0", "2,20,0,man,0"], {"group": "sex"}, "NO_EVENTS"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked, rows, columns, code):
    with pytest.raises(Refused) as raised:
        asked(rows, how=survival.log_rank, **columns)

    assert raised.value.code == code


def test_an_end_that_was_not_named_is_refused(asked):
    rows = ["1,10,work,woman,0", "2,20,studies,man,0", "3,30,0,man,0"]

    with pytest.raises(EvidenceError) as raised:
        asked(rows, how=survival.aalen_johansen, causes=["work"])

    assert (raised.value.code, raised.value.place.row) == ("UNKNOWN_EVENT", 3)


def test_missing_values_are_left_out_and_counted(asked):
    answer = asked([*GOOD, "5,,1,man,0", "6,NaN,0,man,0", "7,10,,man,0", "8,10,1,,0"], group="sex")

    assert answer.n == 4
    assert answer.exclusions == {"missing_duration": 2, "missing_event": 1, "missing_group": 1}


def test_a_decimal_comma_and_words_for_the_event_are_read(asked):
    rows = ["1;10,5;true;w;0", "2;20;False;m;0", "3;30;1.0;m;0"]

    answer = asked(rows, heading=HEADING.replace(",", ";"))

    assert answer.table.to_pydict()["time"] == [0.0, 10.5, 20.0, 30.0]
    assert answer.details["events"] == 2


def test_nobody_ended_is_told(asked):
    answer = asked([f"{one},{one},0,man,0" for one in range(1, 13)])

    assert (answer.estimate, answer.interval) == (None, None)
    assert [one.en for one in answer.warnings] == [
        "Nobody has reached the end under observation. The curve stays at 1 and the median is unknown."
    ]
    assert set(answer.table.to_pydict()["estimate"]) == {1.0}


def test_small_and_single_groups_are_told(asked):
    answer = asked(["1,10,1,woman,0", "2,20,1,woman,0"], group="sex")

    assert answer.details["log_rank"] is None
    assert [one.en for one in answer.warnings] == [
        "Fewer than 10 people in woman: a single person moves the curve far. Do not trust differences.",
        "The column sex has only one group, so nothing is compared.",
    ]


def test_a_risk_set_that_runs_empty_is_told(asked):
    answer = asked(["1,2,1,man,0", "2,9,1,man,5", "3,12,0,man,5"], entry="from")

    assert answer.table.to_pydict()["estimate"][1:] == [0.0] * 4
    assert "before the last had entered" in answer.warnings[1].en


def test_not_a_number_in_parquet_is_missing(tmp_path):
    columns = {"days": [3.0, 5, 8, np.nan], "ended": [True, False, True, True], "arm": [1.0, 2.0, np.nan, 2.0]}
    pq.write_table(pa.table(columns), tmp_path / "people.parquet")

    answer = survival.kaplan_meier(read(tmp_path / "people.parquet"), duration="days", event="ended", group="arm")

    assert [part.of for part in answer.parts] == [{"arm": "1"}, {"arm": "2"}]
    assert answer.exclusions == {"missing_duration": 1, "missing_group": 1}
    assert answer.n == 2


def test_days_where_a_number_is_asked_are_refused():
    table = ibis.memtable({"left": [dt.date(2026, 1, 1)], "ended": [1]})

    with pytest.raises(EvidenceError) as raised:
        survival.kaplan_meier(table, duration="left", event="ended")

    assert raised.value.said("en") == "table data, column left: is of type date, no number. Turn it into days."


def test_nobody_is_followed_for_any_time():
    table = ibis.memtable({"days": [0.0, 0.0], "ended": [1, 0]})

    answer = survival.kaplan_meier(table, duration="days", event="ended")

    assert answer.table.to_pydict()["estimate"] == [0.5]
    assert survival.curve(answer).startswith("<svg")


def test_more_than_an_estimator_may_read_is_refused(monkeypatch):
    table = ibis.memtable({"days": np.arange(50.0), "ended": np.ones(50, dtype=int)})
    monkeypatch.setattr("samsyn.evidence.survival.data.MOST_TIMES", 40)

    with pytest.raises(EvidenceError) as raised:
        survival.kaplan_meier(table, duration="days", event="ended")

    assert raised.value.code == "TOO_LARGE"


def test_the_command_answers_the_same_digits(asked, tmp_path, capsys):
    answer = asked(GOOD, group="sex", at=[10, 30]).to_dict()
    file = str(tmp_path / "people.csv")

    code = cli.main(["evidence", "survival", "--data", file, "--duration", "days", "--event", "ended",
                     "--group", "sex", "--at", "10,30", "--json"])  # fmt: skip

    assert (code, json.loads(capsys.readouterr().out)) == (0, json.loads(json.dumps(answer)))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--causes", "1,2", "--method", "km"], "CAUSES_NOT_USED"),
        (["--covariates", "from", "--method", "aj"], "COVARIATES_NOT_USED"),
        (["--method", "cox", "--group", "sex"], "GROUP_NOT_USED"),
        (["--method", "cox"], "NO_COVARIATES"),
        (["--duration", ""], "MISSING_OPTION"),
        (["--end", "still-in-work"], "MISSING_OPTION"),
        (["--covariates", "sex", "--entry", "id"], "ENTRY_NOT_BEFORE_END"),
    ],
)
def test_the_command_refuses_what_would_be_left_aside(tmp_path, capsys, options, code):
    (tmp_path / "people.csv").write_text(HEADING + "40,10,1,man,0\n")
    file = str(tmp_path / "people.csv")

    exit_code = cli.main(["evidence", "survival", "--data", file, "--duration", "days", "--event", "ended", "--json",
                          *options])  # fmt: skip

    assert (exit_code, json.loads(capsys.readouterr().out)["error"]["code"]) == (1, code)
