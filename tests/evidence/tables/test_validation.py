"""What does not keep the contract is told by table, row and column; a folder of CSV files is read as the tables."""

import datetime as dt
import json
import time

import numpy as np
import pyarrow as pa
import pytest

from samsyn import cli
from samsyn.evidence import EvidenceError, Tables
from samsyn.evidence.example import tables as example
from samsyn.evidence.tables import SCHEMAS
from samsyn.evidence.validation import check, faults

D = dt.date
PEOPLE = {"person": ["a", "b", "c"], "sex": ["woman", "man", "unknown"], "birth_year": [1980, None, 2000]}
PARTS = {
    "participation": ["a1", "n1"], "person": ["a", None], "kind": ["person", "anonymous"], "count": [1, 1],
    "intervention": ["Bron", "Bron"], "sex": ["woman", "man"], "start_year": [2025, 2025],
    "starts_on": [D(2025, 1, 1), None], "ends_on": [D(2025, 2, 1), None],
}  # fmt: skip
MOVES = {
    "person": ["a", "b"], "on": [D(2025, 1, 2), D(2025, 1, 3)], "has_next_step": [True, False],
    "by_person": ["forward", None],
}  # fmt: skip


def _told(**tables: dict[str, list[object]]) -> list[tuple[str, str, int | None, str]]:
    base = {"people": PEOPLE, "participations": PARTS}
    made = {name: pa.table(columns) for name, columns in (base | tables).items()}
    found = faults(Tables.from_arrow(made))
    return [(one.code, one.place.table, one.place.row, one.place.column) for one in found]


def _with(base: dict[str, list[object]], **columns: list[object]) -> dict[str, list[object]]:
    return base | columns


def test_what_keeps_the_contract_has_no_faults():
    assert faults(example()) == []
    assert _told(step_moves=MOVES) == []


@pytest.mark.parametrize(
    ("table", "columns", "fault"),
    [
        ("people", _with(PEOPLE, sex=["woman", None, "man"]), ("MISSING_VALUE", "people", 3, "sex")),
        ("people", _with(PEOPLE, sex=["woman", "man", "kvinna"]), ("UNKNOWN_CODE", "people", 4, "sex")),
        ("people", _with(PEOPLE, birth_year=[1980, 80, 2000]), ("OUT_OF_BOUNDS", "people", 3, "birth_year")),
        ("people", _with(PEOPLE, person=["a", "b", "a"]), ("DOUBLE_KEY", "people", 4, "person")),
        ("participations", _with(PARTS, ends_on=[D(2024, 12, 31), None]),
         ("ENDS_BEFORE_START", "participations", 2, "ends_on")),
        ("participations", _with(PARTS, person=[None, None]), ("PERSON_MISSING", "participations", 2, "person")),
        ("participations", _with(PARTS, person=["z", None]), ("UNKNOWN_PERSON", "participations", 2, "person")),
        ("participations", _with(PARTS, count=[1, 0]), ("OUT_OF_BOUNDS", "participations", 3, "count")),
        ("step_moves", _with(MOVES, person=["a", "q"]), ("UNKNOWN_PERSON", "step_moves", 3, "person")),
        ("step_moves", _with(MOVES, participation=["x9", None]),
         ("UNKNOWN_PARTICIPATION", "step_moves", 2, "participation")),
    ],
)  # fmt: skip
def test_each_fault_is_told_by_table_row_and_column(table, columns, fault):
    assert _told(**{table: columns}) == [fault]


def test_a_column_that_is_missing_or_of_another_type():
    made = Tables.from_arrow({"people": pa.table(PEOPLE)})
    broken = Tables(**dict(made.items()) | {"people": made.people.drop("sex").mutate(birth_year=made.people.person)})

    assert [(one.code, one.place.column) for one in faults(broken)] == [
        ("MISSING_COLUMN", "sex"), ("WRONG_TYPE", "birth_year"),
    ]  # fmt: skip
    with pytest.raises(EvidenceError) as told:
        check(broken)
    assert told.value.said("sv").startswith("tabell people, kolumn sex: kolumnen saknas.")


def test_no_more_faults_than_asked_for():
    rows = pa.table(_with(PEOPLE, sex=["x", "y", "z"], birth_year=[1, 2, 3]))
    assert len(faults(Tables.from_arrow({"people": rows}), most=1)) == 1


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "people.csv").write_text("person;sex;birth_year\na;woman;1980\nb;man;\n", encoding="utf-8")
    (tmp_path / "step_moves.csv").write_text(
        "person,on,has_next_step,by_caseworker\na,2025-01-02,ja,forward\nb,2025-01-03,false,\n", encoding="utf-8"
    )
    return tmp_path


def test_a_folder_of_csv_is_the_tables(folder):
    tables = Tables.from_folder(folder)

    assert tables.people.select("person", "sex", "birth_year").to_pyarrow().to_pylist() == [
        {"person": "a", "sex": "woman", "birth_year": 1980}, {"person": "b", "sex": "man", "birth_year": None},
    ]  # fmt: skip
    assert tables.step_moves.has_next_step.to_pyarrow().to_pylist() == [True, False]
    assert list(SCHEMAS["ratings"].arrow().names) == list(tables.ratings.columns)
    assert faults(tables) == []


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("c;woman;19x0", "NOT_A_NUMBER", "birth_year"),
        ("c;woman;1980,5", "NOT_A_NUMBER", "birth_year"),
        ("c;woman", "RAGGED_ROW", ""),
    ],
)
def test_a_csv_value_that_does_not_fit_is_told_with_its_line(folder, line, code, column):
    with (folder / "people.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(EvidenceError) as told:
        Tables.from_folder(folder)
    assert (told.value.code, told.value.place.row, told.value.place.column) == (code, 4, column)


def test_the_command_tells_every_fault_and_answers_one(folder, capsys):
    assert cli.main(["evidence", "check", "--folder", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 4
    (folder / "people.csv").write_text("person,sex,birth_year\na,kvinna,80\nb,man,\n", encoding="utf-8")

    assert cli.main(["evidence", "check", "--folder", str(folder)]) == 1
    assert capsys.readouterr().err.count("table people, row 2") == 2


@pytest.mark.slow
def test_a_million_rows_are_read_few_times():
    n = 1_000_000
    ids = pa.array(np.char.add("p", np.arange(n).astype(str)).astype(object), pa.string())
    people = pa.table({"person": ids, "sex": pa.array(["woman"] * n)})
    tables = Tables.from_arrow({"people": people})
    began = time.process_time()

    assert faults(tables) == []
    assert time.process_time() - began < 10
