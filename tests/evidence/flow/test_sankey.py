"""The picture says the table's numbers, holds under a strict policy, and stays inside its frame."""

import re
from collections import defaultdict

import ibis
import pytest
from lxml import etree

from samsyn import cli
from samsyn.evidence import flow
from samsyn.evidence.flow.layout import WIDE, laid, wrapped

SPACE = "{http://www.w3.org/2000/svg}"
ROWS = [
    (1, "before", "sick"), (1, "exit", "work"), (1, "later", "work"), (2, "before", "sick"), (2, "exit", "sick"),
    (2, "later", ""), (3, "before", "<income> & support of a very long name indeed"), (3, "exit", "work"),
]  # fmt: skip


@pytest.fixture(scope="module")
def answer():
    rows = ibis.memtable([{"who": who, "when": when, "what": what} for who, when, what in ROWS])
    return flow.transitions(rows, person="who", moment="when", state="what")


@pytest.mark.parametrize(("narrow", "width"), [(False, 960), (True, 343)])
def test_the_picture_is_whole_plain_and_inside_its_frame(answer, narrow, width):
    drawn = flow.sankey.svg(answer, heading="Two of three <got> work & stay", narrow=narrow, id="one")
    tree = etree.fromstring(drawn)
    assert tree.get("role") == "img"
    assert [tree.find(f"{SPACE}{name}").get("id") for name in ("title", "desc")] == tree.get("aria-labelledby").split()
    assert tree.find(f"{SPACE}title").text == "Two of three <got> work & stay"
    assert "sick till work 1" in tree.find(f"{SPACE}desc").text
    assert not re.search(r"style=|<style|<script|\son\w+=", drawn)
    bars = [one for one in tree.iter(f"{SPACE}rect") if one.get("class")]
    assert max(float(one.get("x")) + float(one.get("width")) for one in bars) <= width
    assert len(bars) == (8 if narrow else 6)
    words = {one.text for one in tree.iter(f"{SPACE}text")}
    assert "sick 2 (67\u00a0%)" in words or {"sick", "2 (67\u00a0%)"} <= words


def test_every_flow_has_a_band_as_high_as_it_is_many(answer):
    made = laid(answer.table.to_pylist(), moments=("before", "exit", "later"), states=answer.details["from"], size=WIDE,
                lines=lambda moment, state: 2)  # fmt: skip
    assert sorted(one.n for one in made.bands) == sorted(row["n"] for row in answer.table.to_pylist())
    leaving = defaultdict(float)
    for one in made.bands:
        leaving[one.start.moment, one.start.state] += one.height
        assert one.y + one.height <= one.start.y + one.start.height + 1e-6
        assert one.y2 + one.height <= one.end.y + one.end.height + 1e-6
    first = {key: high for key, high in leaving.items() if key[0] == 0}
    assert sum(first.values()) == pytest.approx(WIDE.flow)
    columns = defaultdict(list)
    for node in made.nodes:
        columns[node.moment].append((node.y, node.y + node.height))
    for bars in columns.values():
        assert all(below[0] > above[1] for above, below in zip(bars, bars[1:], strict=False))


def test_words_that_do_not_fit_are_cut_and_say_so():
    assert wrapped("Egen försörjning: lön eller eget företag", width=100, letters=13) == ["Egen", "försörjning: …"]
    assert wrapped("A-kassa", width=100, letters=13) == ["A-kassa"]


def test_the_finding_is_the_most_common_change(answer):
    said = flow.sankey.finding(answer, names={"sick": "Ill"})
    assert said == "The most common change: from Ill to work, 1 of 3 (33\u00a0%)"


def test_the_command_draws_it(tmp_path, capsys):
    path, picture = tmp_path / "data.csv", tmp_path / "flow.svg"
    path.write_text("who,when,what\n1,1,a\n1,2,b\n")
    asked = ["evidence", "flow", "--data", str(path), "--person", "who", "--moment", "when", "--state", "what"]
    assert cli.main([*asked, "--svg", str(picture), "--heading", "One moved"]) == 0
    assert etree.parse(picture).find(f"{SPACE}title").text == "One moved"
    assert cli.main([*asked, "--svg", str(tmp_path / "nowhere" / "flow.svg")]) == 1
    assert "cannot be written" in capsys.readouterr().err
