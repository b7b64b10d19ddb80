"""What a report refuses, by code and row; the codes it sorts; the command's digits."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from samsyn import cli
from samsyn.evidence import EvidenceError, Tables, cohort, describe, example
from samsyn.evidence.describe import LIVELIHOODS, OCCUPATIONS

LISTS = Path(__file__).parents[3] / "reference" / "code_lists"


def changed(row: int, **values) -> Tables:
    """The example with one participation changed."""
    tables = {name: table.to_pyarrow() for name, table in example.tables().items()}
    rows = tables["participations"].to_pylist()
    rows[row].update(values)
    tables["participations"] = pa.Table.from_pylist(rows, schema=tables["participations"].schema)
    return Tables.from_arrow(tables)


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"participation": "d1"}, "DOUBLE_ID", "participation"),
        ({"ends_on": dt.date(2024, 1, 1)}, "NEGATIVE_DURATION", "ends_on"),
        ({"person": None}, "MISSING_VALUE", "person"),
    ],
)
@pytest.mark.parametrize("report", ["occupation", "length_of_stay", "exit_reason", "numbers"])
def test_faulty_rows_are_named(values, code, column, report):
    with pytest.raises(EvidenceError) as error:
        describe.report(changed(4, **values), name=report)
    place = error.value.place
    assert (error.value.code, place.table, place.column) == (code, "participations", column)
    assert place.row in ((2, 6) if code == "DOUBLE_ID" else (6,))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"name": "nonsense"}, "UNKNOWN_REPORT"),
        ({"name": "occupation", "by": "shoe_size"}, "UNKNOWN_VARIABLE"),
        ({"name": "livelihood_given"}, "MISSING_VALUE"),
        ({"name": "livelihood_given", "given": "lottery"}, "EMPTY_COHORT"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(asked, code):
    with pytest.raises(EvidenceError) as error:
        describe.report(example.tables(), **asked)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("moments", "code"), [(("exit", "exit"), "SAME_MOMENT"), (("before", "later"), "UNKNOWN_MOMENT")]
)
def test_moments_that_do_not_hold_are_refused(moments, code):
    with pytest.raises(EvidenceError) as error:
        describe.before_after(example.tables(), before=moments[0], after=moments[1])
    assert error.value.code == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"kind": "hobbies"}, "UNKNOWN_VALUE"), ({"among": "some"}, "UNKNOWN_VALUE"), ({"level": 95}, "WRONG_LEVEL")],
)
def test_settings_that_are_none_are_refused(asked, code):
    with pytest.raises(EvidenceError) as error:
        describe.before_after(example.tables(), **asked)
    assert error.value.code == code


@pytest.mark.parametrize("report", [name for name in describe.REPORTS if name != "livelihood_given"])
def test_nobody_is_an_error(report):
    with pytest.raises(EvidenceError) as error:
        describe.report(Tables.from_arrow({}), name=report)
    assert error.value.code == ("NO_COSTS" if report == "costs" else "EMPTY_COHORT")


@pytest.mark.parametrize(
    ("codes", "lists"),
    [(OCCUPATIONS, ("occupation", "occupation_2006")), (LIVELIHOODS, ("livelihood", "livelihood_2006"))],
)
def test_every_code_of_the_own_lists_means_one_thing(codes, lists):
    classes = (codes.work, codes.studies, codes.job_seeking, codes.other, codes.missing)
    for name in lists:
        for value in YAML(typ="safe").load(LISTS / f"{name}.yaml")["values"]:
            assert sum(value["code"] in one for one in classes) == 1, value["code"]


def test_the_command_says_the_same_digits(tmp_path, capsys):
    for name, table in example.tables().items():
        pq.write_table(table.to_pyarrow(), tmp_path / f"{name}.parquet")
    asked = ["evidence", "describe", "--folder", str(tmp_path), "--report", "to_work_or_studies", "--json"]
    assert cli.main([*asked, "--counted", "ended", "--until", "2026-01-01", "--where", "education=missing"]) == 0
    settings = cohort.Cohort(counted="ended", until=dt.date(2026, 1, 1), background=(("education", ("missing",)),))
    expected = describe.to_work_or_studies(cohort.choose(example.tables(), cohort=settings)).to_dict()
    assert json.loads(capsys.readouterr().out) == expected
    assert cli.main([*asked, "--where", "height=180"]) == 1
    assert cli.main([*asked, "--intervention", "Nowhere"]) == 1
    assert cli.main(["evidence", "describe", "--folder", str(tmp_path / "empty")]) == 1


@pytest.mark.parametrize(
    ("heading", "line", "told"),
    [
        ("participation,person,kind,count,intervention,start_year", "d1,p1,person,1,Bron,2025", "column sex"),
        ("participation,person,kind,count,intervention,sex,start_year,starts_on,ends_on",
         "d1,p1,person,1,Bron,woman,2025,2025-03-01,2025-01-01", "row 2, column ends_on"),
        ("participation,person,kind,count,intervention,sex,start_year,starts_on",
         "d1,p1,person,1,Bron,woman,2025,soon", "row 2, column starts_on"),
    ],
)  # fmt: skip
def test_a_folder_of_faulty_files_is_told_by_row_and_column(tmp_path, capsys, heading, line, told):
    (tmp_path / "participations.csv").write_text(f"{heading}\n{line}\n")
    assert cli.main(["evidence", "describe", "--folder", str(tmp_path), "--report", "numbers"]) == 1
    assert told in capsys.readouterr().err


def test_a_file_of_participations_is_enough(tmp_path, capsys):
    (tmp_path / "participations.csv").write_text(
        "participation,person,kind,count,intervention,sex,start_year\nd1,p1,person,1,Bron,woman,2025\n"
    )
    assert cli.main(["evidence", "describe", "--folder", str(tmp_path), "--report", "numbers", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 1
