"""The notebook in docs/: what stands in it is what the library answers now, and what the command line prints."""

import json
import os
import re
from pathlib import Path

import nbformat
import pytest

from samsyn import cli
from samsyn.evidence import published

NOTEBOOK = Path("docs/evidence.ipynb")
ASKS = """
import json, os
for name, people in (("trial", trial), ("trained", trained), ("population", population)):
    people.to_parquet(Path(os.environ["SAMSYN_NOTEBOOK"]) / f"{name}.parquet", index=False)
told = {"drawn": drawn, "found": found, "municipalities": maps}
print(json.dumps({"printed": printed} | {name: one.to_dict() for name, one in told.items()}))
"""
BACKGROUND = ["--covariates", "age,educ,black,hisp,marr,nodegree,re74,re75"]
TERMS = ["--terms", "age2=age**2,age3=age**3,educ2=educ**2,u74=(re74==0),u75=(re75==0),ei=educ*re74"]


def outputs(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """What each cell shows, as text; a kernel's warnings on standard error are its own."""
    return [
        ["".join(one.get("text") or one.get("data", {}).get("text/plain", "")) for one in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.fixture(scope="module")
def stored() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_it_is_stored_with_what_it_showed(stored):
    kinds = [one.output_type for cell in stored.cells if cell.cell_type == "code" for one in cell.outputs]
    source = "\n".join(cell.source for cell in stored.cells)

    assert {"stream", "execute_result", "display_data"} >= set(kinds) > {"stream"}
    assert len(kinds) > 20
    assert set(re.findall(r"from (samsyn\S*) import", source)) == {"samsyn", "samsyn.evidence"}


def test_the_contradictions_in_it_are_those_of_the_report(stored):
    [cell] = [one for one in stored.cells if "faults" in one.metadata.get("tags", [])]

    assert [one for one in outputs_of(cell).splitlines() if one] == [
        f"{one.code}: {one.said('en')}" for one in published.read("reference/published/kv").faults
    ]


def outputs_of(cell: nbformat.NotebookNode) -> str:
    return "".join(one.text for one in cell.outputs)


@pytest.mark.slow
def test_run_again_it_shows_the_same_and_the_command_line_has_the_same_digits(stored, tmp_path, capsys, monkeypatch):
    from nbclient import NotebookClient

    monkeypatch.setenv("SAMSYN_NOTEBOOK", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.getcwd())
    again = nbformat.from_dict(json.loads(json.dumps(stored)))
    again.cells.append(nbformat.v4.new_code_cell(ASKS))
    NotebookClient(again, timeout=300, kernel_name="python3", resources={"metadata": {"path": "docs"}}).execute()
    *shown, [asked] = outputs(again)
    found = json.loads(asked)

    assert shown == outputs(stored)
    assert found["printed"] == Path("reference/published/kv/sus_2009.csv").read_text()
    effect = ["evidence", "effect", "--treatment", "treat", "--outcome", "re78"]
    data = {name: str(tmp_path / f"{name}.parquet") for name in ("trial", "trained", "population")}
    assert command(capsys, *effect, "--data", data["trial"], "--method", "difference") == found["drawn"]
    observed = ["--data", data["trained"], "--comparison", data["population"], "--method", "aipw"]
    assert command(capsys, *effect, *observed, *BACKGROUND, *TERMS) == found["found"]
    process = command(capsys, "evidence", "process", "--krut", "reference/published/krut")
    assert process["municipalities"] == found["municipalities"]


def command(capsys, *asked: str) -> dict:
    """The JSON of a command."""
    assert cli.main([*asked, "--json"]) == 0
    return json.loads(capsys.readouterr().out)
