"""The command says the same as the library, and names what is wrong."""

import json
from pathlib import Path

import pytest

from samsyn.cli import main
from samsyn.evidence import process


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small log as CSV."""
    rows = ["a,apply,2024-01-01,af,Mark", "a,care,2024-03-01,region,Mark", "b,apply,2024-01-02,af,Borås"]
    (tmp_path / "log.csv").write_text("id,what,when,who,where\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path / "log.csv"


COLUMNS = ["--case", "id", "--activity", "what", "--time", "when", "--party", "who", "--by", "where"]


def test_json_is_what_the_library_answers(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = file.with_suffix(".xes")
    assert main(["evidence", "process", "--log", str(file), *COLUMNS, "--export", str(export), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    events = process.read_log(file, case="id", activity="what", time="when", party="who", by="where")
    assert said == {name: one.to_dict() for name, one in process.report(events, variants=100).items()}
    assert said["handovers"]["table"][0]["count"] == 1
    assert process.directly_follows(process.read_log(export)).estimate == 1


def test_what_is_wrong_is_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "process", "--log", str(file), "--case", "nobody"]) == 1
    assert "column nobody" in capsys.readouterr().err
