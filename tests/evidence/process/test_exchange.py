"""A log goes out and comes back the same in every kind of file; what is wrong with a file is named by its place."""

import gzip
import json
from pathlib import Path

import ibis
import pytest

from samsyn.evidence import EvidenceError, process
from tests.evidence.process.logs import DAY, as_log
from tests.evidence.process.naive import Event

EVENTS = [
    Event("å1", "apply", 3 * DAY, ("af",)),
    Event("å1", "meet & plan", 3 * DAY, ("af", "fk"), 3 * DAY + 1_500_000),
    Event("b", "train <work>", DAY, (), 9 * DAY),
    Event("b", "apply", DAY, ("fk",)),
]
XES = """<?xml version="1.0"?>{entity}<log xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value="none"/></global>
<trace><string key="concept:name" value="a"/>
<event><string key="concept:name" value="care"/><date key="time:timestamp" value="2024-01-01T10:00:00+02:00"/>
<string key="lifecycle:transition" value="start"/><string key="org:resource" value="r"/></event>
<event><string key="concept:name" value="care"/><date key="time:timestamp" value="{time}"/>
<string key="lifecycle:transition" value="complete"/><string key="org:resource" value="r"/>{more}</event>
</trace></log>"""
GOOD = {"time": "2024-01-01T10:00:00Z", "entity": "", "more": ""}


def told(log: ibis.Table) -> list[dict[str, object]]:
    """What a log says, in order."""
    rows = log.order_by(["case", log["at"], "row"]).to_pyarrow().to_pylist()
    return [{name: row[name] for name in ("case", "activity", "at", "ends", "party")} for row in rows]


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "jsonocel", "xml", "sqlite", "xes", "xes.gz"])
def test_round_trip(kind: str, tmp_path: Path) -> None:
    log = as_log(EVENTS)
    file = process.write_log(log, tmp_path / f"log.{kind}")
    columns = {"party": "party", "end": "end", "happening": "event"} if kind in ("csv", "parquet") else {}
    assert told(process.read_log(file, **columns)) == told(log)


def test_start_and_complete_are_one_event_in_utc(tmp_path: Path) -> None:
    (tmp_path / "a.xes").write_text(XES.format(**GOOD))
    (row,) = told(process.read_log(tmp_path / "a.xes"))
    assert (row["party"], int(str(row["ends"])) - int(str(row["at"]))) == ("r", 2 * 3_600_000_000)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"time": ""}, "MISSING_VALUE", "time:timestamp"),
        ({"time": "yesterday"}, "NOT_A_TIME", "row 6"),
        ({"time": "2024-01-01T10:00:00"}, "MIXED_ZONES", "row 6"),
        ({"time": "2024-01-01T07:00:00Z"}, "END_BEFORE_START", "end"),
        ({"more": "</trace>"}, "UNREADABLE", "XES"),
        ({"entity": '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "time": "&x;"}, "UNREADABLE", "XES"),
    ],
)
def test_a_bad_xes_is_refused_by_its_place(change: dict[str, str], code: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "a.xes").write_text(XES.format(**GOOD | change))
    with pytest.raises(EvidenceError, match=where) as told_:
        process.read_log(tmp_path / "a.xes")
    assert told_.value.code == code


def test_the_same_id_twice_and_a_broken_archive(tmp_path: Path) -> None:
    twice = '<id key="identity:id" value="7"/>'
    event = XES.format(**GOOD | {"more": twice}).replace('value="start"/>', f'value="complete"/>{twice}')
    (tmp_path / "a.xes").write_text(event)
    with pytest.raises(EvidenceError, match="identity:id"):
        process.read_log(tmp_path / "a.xes")
    (tmp_path / "b.xes.gz").write_bytes(gzip.compress(event.encode())[:60])
    with pytest.raises(EvidenceError, match="cannot be read as XES"):
        process.read_log(tmp_path / "b.xes.gz")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"time": "2024-01-01"}, "MIXED_ZONES"),
        ({"time": None}, "MISSING_VALUE"),
        ({"id": "e2"}, "DOUBLE_ID"),
        ({"relationships": [{"objectId": "nobody"}]}, "UNKNOWN_OBJECT"),
        ({"relationships": {"objectId": "p"}}, "UNREADABLE"),
        ({"attributes": 7}, "UNREADABLE"),
    ],
)
def test_a_bad_ocel_is_refused_by_its_place(change: dict[str, object], code: str, tmp_path: Path) -> None:
    event = {"type": "t", "time": "2024-01-01T00:00:00Z", "relationships": [{"objectId": "p"}]}
    events = [{"id": "e2", **event}, {"id": "e1", **event} | change]
    (tmp_path / "a.json").write_text(json.dumps({"objects": [{"id": "p", "type": "case"}], "events": events}))
    with pytest.raises(EvidenceError, match="row 2") as told_:
        process.read_log(tmp_path / "a.json")
    assert told_.value.code == code
    with pytest.raises(EvidenceError, match="The file has: case"):
        process.read_log(tmp_path / "a.json", case="order")


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ("a,x,2024-01-01 10:00Z,,\na,x,2024-01-02 10:00,,", "MIXED_ZONES", "row 3, column at"),
        ("a,x,2024-01-01 10:00,2024-01-01T12:00+02:00,", "MIXED_ZONES", "column at"),
        ("a,x,2024-01-01,,\n,x,2024-01-02,,", "MISSING_VALUE", "row 3, column case"),
        ("a,x,2024-01-01,,\na,x,,,", "MISSING_VALUE", "row 3, column at"),
        ("a,x,2024-01-01,,\na,x,soon,,", "NOT_A_TIME", "row 3, column at"),
        ("a,x,2024-01-03,2024-01-01,", "END_BEFORE_START", "row 2, column end"),
        ("a,x,2024-01-03,,1\nb,x,2024-01-03,,1", "TORN_HAPPENING", "row 2, column event"),
        ("a,x,2024-01-03,,1\na,x,2024-01-03,,1", "DOUBLE_ID", "row 2, column event"),
    ],
)
def test_a_bad_table_is_refused_by_row_and_column(rows: str, code: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"case,activity,at,end,event\n{rows}\n")
    with pytest.raises(EvidenceError, match=where) as told_:
        process.read_log(tmp_path / "a.csv", end="end", happening="event" if "event" in where else "")
    assert told_.value.code == code
