"""Logs as others write them: steps of the life cycle, OCEL in its three forms; what was left out is told."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import ibis
import pytest

from samsyn.cli import main
from samsyn.evidence import EvidenceError, process
from samsyn.evidence.process.taken import Told, told

STEPS = [  # activity, step, hour, party
    ("care", "schedule", 0, None), ("care", "start", 1, "a"), ("care", "start", 2, "b"), ("care", "suspend", 3, "b"),
    ("care", "complete", 4, "b"), ("care", "complete", 5, "c"), ("care", "start", 6, "a"), ("meet", "complete", 7, "a"),
]  # fmt: skip
XML = """<log xmlns="https://example.org/"><objects><object id="7" type="case"/><object id="8" type="case"/>
<object id="p" type="party"/></objects><events>
<event id="1" type="x" time="2024-01-01T10:00:00"><objects><relationship object-id="7"/><object object-id="p"/>
</objects><attributes><attribute name="end">2024-01-02 10:00:00</attribute></attributes></event>
<event id="2" type="y" time="2024-01-03"><objects><relationship object-id="7"/><relationship object-id="8"/></objects>
</event><event id="3" type="z" time="2024-01-03"/></events></log>"""


def xes(folder: Path, steps: list[tuple[str, str, int, str | None]], *, apart: str = "\n") -> Path:
    """One case of these steps, each on a line of its own or all on one."""
    events = [
        f'<event><string key="concept:name" value="{what}"/><string key="lifecycle:transition" value="{step}"/>'
        f'<date key="time:timestamp" value="2024-01-01T{hour:02}:00:00Z"/>'
        + (f'<string key="org:group" value="{who}"/></event>' if who else "</event>")
        for what, step, hour, who in steps
    ]
    case = '<string key="concept:name" value="1"/>'
    (folder / "log.xes").write_text(f"<log><trace>{case}{apart.join(events)}</trace></log>")
    return folder / "log.xes"


def shown(file: Path, **asked: str) -> tuple[list[tuple[object, ...]], Told]:
    """Activity, hour it began and ended, and party; and what is told of the log."""
    log = process.read_log(file, **asked)
    rows = log.order_by("row").to_pyarrow().to_pylist()
    hour = 3_600_000_000
    return [
        (row["activity"], row["at"] // hour % 24, row["ends"] and row["ends"] // hour % 24, row["party"])
        for row in rows
    ], told(log)


def test_a_complete_ends_what_its_own_party_began_else_what_anyone_did(tmp_path: Path) -> None:
    rows, said = shown(xes(tmp_path, STEPS))
    assert rows == [("care", 1, 5, "a"), ("care", 2, 4, "b"), ("care", 6, None, "a"), ("meet", 7, None, "a")]
    assert said.exclusions == {"lifecycle_step": 2}
    assert said.details["steps_left_out"] == {"schedule": 1, "suspend": 1}
    assert (said.details["starts_joined"], said.details["completed_by_another"]) == (2, 1)
    assert "2 starts were joined" in said.warnings[0].en
    assert "2 andra steg" in said.warnings[0].sv


def test_each_step_is_an_event_in_the_order_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = [(what, step, 1, who) for what, step, _, who in STEPS]
    file = xes(tmp_path, steps, apart="")
    rows, said = shown(file, lifecycle="each")
    assert rows == [(what, 1, None, who) for what, _, _, who in STEPS]
    assert not said.exclusions
    assert not said.warnings
    assert main(["evidence", "process", "--log", str(file), "--lifecycle", "each", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["log"]["n"] == len(STEPS)
    assert [(row["activity"], row["count"]) for row in answer["directly_follows"]["table"]] == [
        ("care", 6),
        ("care", 1),
    ]


def test_what_is_left_out_is_told_of_a_part_of_the_log_too(tmp_path: Path) -> None:
    log = process.read_log(xes(tmp_path, STEPS))
    answer = process.report(log.filter(log.activity == "care"))["log"]
    assert (answer.n, answer.estimate, answer.exclusions) == (3, 1, {"lifecycle_step": 2})


def test_a_log_of_other_steps_only_and_an_unknown_way_are_refused(tmp_path: Path) -> None:
    file = xes(tmp_path, STEPS[:1])
    with pytest.raises(EvidenceError, match="schedule 1"):
        process.read_log(file)
    with pytest.raises(EvidenceError, match="joined, each"):
        process.read_log(file, lifecycle="all")


def test_ocel_as_others_write_it_is_read_and_what_was_done_is_told(tmp_path: Path) -> None:
    (tmp_path / "log.xmlocel").write_text(XML)
    rows, said = shown(tmp_path / "log.xmlocel")
    assert rows == [("x", 10, 10, "p"), ("y", 0, None, None), ("y", 0, None, None)]
    assert said.exclusions == {"no_case": 1}
    assert said.details == {"in_several_cases": 1}
    assert [one.en.split(".")[0][-20:] for one in said.warnings][-1].endswith("have no zone")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("DROP TABLE event_map_type", "event_map_type"),
        ("ALTER TABLE event_Meet RENAME COLUMN ocel_time TO noon", "event_Meet is missing, or lacks ocel_time"),
        ("INSERT INTO event_Meet VALUES ('9', '2024-01-01Z', NULL)", "the event 9"),
        ("INSERT INTO event VALUES ('9', 'meet')", "row 2, column time"),
        ("INSERT INTO event VALUES ('event:1', 'meet')", "event:1 stands twice"),
        ("INSERT INTO event_object VALUES ('event:1', 'nobody', '')", "nobody"),
        ("ALTER TABLE event RENAME TO e; CREATE VIEW event AS SELECT * FROM e", "the table event is missing"),
    ],
)
def test_a_bad_database_is_refused_by_its_place(change: str, where: str, tmp_path: Path) -> None:
    file = process.write_log(process.read_log(xes(tmp_path, STEPS[-1:])), tmp_path / "log.sqlite")
    before = file.read_bytes()
    assert process.read_log(file).count().execute() == 1
    assert file.read_bytes() == before
    with closing(sqlite3.connect(file)) as base:
        base.executescript(change)
    with pytest.raises(EvidenceError, match=where):
        process.read_log(file)


@pytest.mark.parametrize("kind", ["sqlite", "xml", "json"])
def test_what_is_no_ocel_is_refused(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"log.{kind}"
    for text in (b"", b"case,activity\n1,x\n", b'<!DOCTYPE log [<!ENTITY x "y">]>' + XML.encode()):
        file.write_bytes(text)
        with pytest.raises(EvidenceError) as wrong:
            process.read_log(file)
        assert wrong.value.code == "UNREADABLE"


@pytest.mark.parametrize("kind", ["xes", "xml"])
def test_what_xml_has_no_place_for_is_told_and_leaves_no_file(kind: str, tmp_path: Path) -> None:
    log = process.log(ibis.memtable({"case": ["a"], "activity": ["bell \x07"], "at": ["2024-01-01"]}))
    with pytest.raises(EvidenceError) as wrong:
        process.write_log(log, tmp_path / f"log.{kind}")
    assert wrong.value.code == "UNWRITABLE"
    assert not list(tmp_path.iterdir())
    assert process.read_log(process.write_log(log, tmp_path / "log.sqlite")).activity.execute()[0] == "bell \x07"


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    event = {"id": "1", "type": "\ud800", "time": "2024-01-01", "relationships": [{"objectId": "p"}]}
    (tmp_path / "a.json").write_text(json.dumps({"objects": [{"id": "p", "type": "case"}], "events": [event]}))
    with pytest.raises(EvidenceError, match="cannot be read as text"):
        process.read_log(tmp_path / "a.json")
