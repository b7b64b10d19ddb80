"""OCEL 2.0 (JSON) in and out: events that belong to objects; a case is each object of one chosen type."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.events import WITH
from samsyn.evidence.process.xes import KINDS, moment, said
from samsyn.evidence.reading import ROW

PARTY = "party"
MAIN = "case"


def read_ocel(path: Path | str, *, case: str = MAIN, party: str = PARTY, name: str = "log") -> ibis.Table:
    """The events of an OCEL file by the objects of type `case`: case, activity, at, end (UTC), party, event, row__.

    `party` is a type of object, or else an attribute of events. An event of several parties has one row for each; one
    that belongs to several cases stands in each of them. `row__` is the place of the event in the file, from 1.
    Raises `EvidenceError` NO_FILE, UNREADABLE, NO_OBJECT_TYPE, UNKNOWN_OBJECT, MISSING_VALUE, NOT_A_TIME, NO_ZONE,
    DOUBLE_ID, with place and field.
    """
    log = _loaded(Path(path), name)
    objects = {one.get("id"): one.get("type") for one in log["objects"]}
    if case not in objects.values():
        there = ", ".join(sorted({str(one) for one in objects.values()}))
        words = Sentence(
            f"ingen objekttyp heter {case}. Filen har: {there}.", f"no type of object is {case}. The file has: {there}."
        )
        raise EvidenceError("NO_OBJECT_TYPE", words, place=Place(name))
    seen: set[str] = set()
    rows = []
    for number, event in enumerate(log["events"], start=1):
        _checked(event, number, objects, seen, name)
        rows += list(_rows(event, number, objects, case, party, name))
    return ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema(KINDS.items())))


def write_ocel(events: ibis.Table, path: Path | str) -> Path:
    """The log as OCEL 2.0 JSON: cases and parties are objects, an event's end is its attribute `end`."""
    rows = events.order_by(["row", "case"]).to_pyarrow().to_pylist()
    cases = sorted({row["case"] for row in rows})
    parties = sorted({one for row in rows if row["party"] for one in row["party"].split(WITH)})
    log = {
        "objectTypes": [{"name": MAIN, "attributes": []}, {"name": PARTY, "attributes": []}],
        "eventTypes": [
            {"name": one, "attributes": [{"name": "end", "type": "time"}]}
            for one in sorted({row["activity"] for row in rows})
        ],
        "objects": [
            *({"id": f"case:{one}", "type": MAIN, "attributes": [], "relationships": []} for one in cases),
            *({"id": f"party:{one}", "type": PARTY, "attributes": [], "relationships": []} for one in parties),
        ],
        "events": [_event(row, number) for number, row in enumerate(rows, start=1)],
    }
    file = Path(path)
    file.write_text(json.dumps(log, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def _event(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    parties = row["party"].split(WITH) if row["party"] else []
    return {
        "id": f"event:{number}", "type": row["activity"], "time": said(row["at"]),
        "attributes": [] if row["ends"] is None else [{"name": "end", "value": said(row["ends"])}],
        "relationships": [
            {"objectId": f"case:{row['case']}", "qualifier": MAIN},
            *({"objectId": f"party:{one}", "qualifier": PARTY} for one in parties),
        ],
    }  # fmt: skip


def _loaded(file: Path, name: str) -> dict[str, Any]:
    if not file.is_file():
        raise EvidenceError("NO_FILE", Sentence(f"filen {file} finns inte.", f"there is no file {file}."))
    try:
        log = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        words = Sentence(f"kan inte läsas som JSON: {error}", f"cannot be read as JSON: {error}")
        raise EvidenceError("UNREADABLE", words, place=Place(name)) from None
    for part in ("objects", "events"):
        found = log.get(part) if isinstance(log, dict) else None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            words = Sentence(
                f"är inte OCEL 2.0: listan {part} saknas.", f"is not OCEL 2.0: the list {part} is missing."
            )
            raise EvidenceError("UNREADABLE", words, place=Place(name))
    return dict(log)


def _checked(event: dict[str, Any], number: int, objects: Mapping[Any, Any], seen: set[str], name: str) -> None:
    for field in ("id", "type", "time"):
        if not event.get(field):
            words = Sentence("värdet saknas.", "the value is missing.")
            raise EvidenceError("MISSING_VALUE", words, place=Place(name, number, field))
    if event["id"] in seen:
        words = Sentence(f"id {event['id']} står två gånger.", f"the id {event['id']} stands twice.")
        raise EvidenceError("DOUBLE_ID", words, place=Place(name, number, "id"))
    seen.add(event["id"])
    for one in event.get("relationships") or []:
        if not isinstance(one, dict) or one.get("objectId") not in objects:
            words = Sentence(f"objektet i {one} finns inte.", f"the object of {one} does not exist.")
            raise EvidenceError("UNKNOWN_OBJECT", words, place=Place(name, number, "relationships"))


def _rows(
    event: dict[str, Any], number: int, objects: Mapping[Any, Any], case: str, party: str, name: str
) -> Iterator[dict[str, Any]]:
    has = {one.get("name"): one.get("value") for one in event.get("attributes") or [] if isinstance(one, dict)}
    related = list(dict.fromkeys(one["objectId"] for one in event.get("relationships") or []))
    parties: list[Any] = [_bare(one, PARTY) for one in related if objects[one] == party] or [has.get(party)]
    end = has.get("end")
    moments = {"at": moment(event["time"], Place(name, number, "time")), "end": None}
    if end:
        moments["end"] = moment(end, Place(name, number, "end"))
    for one in (one for one in related if objects[one] == case):
        for who in parties:
            yield {
                "case": _bare(one, MAIN), "activity": event["type"], **moments, "party": who,
                "event": f"{event['id']} {one}", ROW: number,
            }  # fmt: skip


def _bare(key: str, kind: str) -> str:
    return key.removeprefix(f"{kind}:")
