"""OCEL 2.0 in and out, as JSON, XML or SQLite: events that belong to objects; a case is each object of one type.

The three written forms hold the same: they are loaded to, and written from, what the JSON form says.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ibis

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process import ocel_json, ocel_sqlite, ocel_xml
from samsyn.evidence.process.events import WITH
from samsyn.evidence.process.taken import Clock, Told, said, taken
from samsyn.evidence.reading import ROW, existing

PARTY = "party"
MAIN = "case"
FORMS = {
    ".json": ocel_json, ".jsonocel": ocel_json, ".xml": ocel_xml, ".xmlocel": ocel_xml, ".sqlite": ocel_sqlite,
}  # fmt: skip
Log = dict[str, Any]


def read_ocel(path: Path | str, *, case: str = MAIN, party: str = PARTY, name: str = "log") -> ibis.Table:
    """The events of an OCEL file by the objects of type `case`: case, activity, at, end (UTC), party, event, row__.

    `party` is a type of object, or else an attribute of events. An event of several parties has one row for each; one
    that belongs to several cases stands in each of them, one that belongs to none is left out: both are counted (see
    `report`). `row__` is the place of the event in the file, from 1.
    Raises `EvidenceError` NO_FILE, UNREADABLE, NO_OBJECT_TYPE, UNKNOWN_OBJECT, MISSING_VALUE, NOT_A_TIME, MIXED_ZONES,
    DOUBLE_ID, with place and field.
    """
    file = existing(path)
    log = _whole(FORMS[file.suffix.lower()].load(file, name), name)
    objects = _objects(log, case, name)
    seen: set[str] = set()
    clock, of_cases = Clock(), Counter[int]()
    rows = []
    for number, event in enumerate(log["events"], start=1):
        _checked(event, number, objects, seen, name)
        made = list(_rows(event, number, objects, (case, party), clock, name))
        of_cases[min(len({row["case"] for row in made}), 2)] += 1
        rows += made
    return taken(rows, _told(of_cases, case, clock), name)


def write_ocel(events: ibis.Table, path: Path | str) -> Path:
    """The log as OCEL 2.0, in the form of the file's ending: cases and parties are objects, an end is `end`."""
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
    FORMS[file.suffix.lower()].write(log, file)
    return file


def _event(row: Mapping[str, Any], number: int) -> Log:
    parties = row["party"].split(WITH) if row["party"] else []
    return {
        "id": f"event:{number}", "type": row["activity"], "time": said(row["at"]),
        "attributes": [] if row["ends"] is None else [{"name": "end", "value": said(row["ends"])}],
        "relationships": [
            {"objectId": f"case:{row['case']}", "qualifier": MAIN},
            *({"objectId": f"party:{one}", "qualifier": PARTY} for one in parties),
        ],
    }  # fmt: skip


def _whole(log: Any, name: str) -> Log:
    for part in ("objects", "events"):
        found = log.get(part) if isinstance(log, dict) else None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise _older(Sentence(f"listan {part} saknas", f"the list {part} is missing"), name)
    return dict(log)


def _objects(log: Log, case: str, name: str) -> dict[str, str]:
    """The type of each object."""
    if any(one.get(field) in (None, "") for one in log["objects"] for field in ("id", "type")):
        raise _older(Sentence("ett objekt saknar id eller type", "an object has no id or type"), name)
    objects = {str(one["id"]): str(one["type"]) for one in log["objects"]}
    if case not in objects.values():
        there = ", ".join(sorted(set(objects.values())))
        words = Sentence(
            f"ingen objekttyp heter {case}. Filen har: {there}.", f"no type of object is {case}. The file has: {there}."
        )
        raise EvidenceError("NO_OBJECT_TYPE", words, place=Place(name))
    return objects


def _older(lacks: Sentence, name: str) -> EvidenceError:
    words = Sentence(
        f"är inte OCEL 2.0: {lacks.sv}. Är den OCEL 1.0, spara den som 2.0.",
        f"is not OCEL 2.0: {lacks.en}. If it is OCEL 1.0, save it as 2.0.",
    )
    return EvidenceError("UNREADABLE", words, place=Place(name))


def _checked(event: Log, number: int, objects: Mapping[str, str], seen: set[str], name: str) -> None:
    if str(event.get("id")) in seen:
        words = Sentence(f"id {event['id']} står två gånger.", f"the id {event['id']} stands twice.")
        raise EvidenceError("DOUBLE_ID", words, place=Place(name, number, "id"))
    for field in ("id", "type", "time"):
        if event.get(field) in (None, ""):
            words = Sentence("värdet saknas.", "the value is missing.")
            raise EvidenceError("MISSING_VALUE", words, place=Place(name, number, field))
    for field in ("attributes", "relationships"):
        found = event.get(field) or []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            words = Sentence("är ingen lista som i OCEL 2.0.", "is no list as in OCEL 2.0.")
            raise EvidenceError("UNREADABLE", words, place=Place(name, number, field))
    seen.add(str(event["id"]))
    for one in event.get("relationships") or []:
        if str(one.get("objectId")) not in objects:
            words = Sentence(f"objektet i {one} finns inte.", f"the object of {one} does not exist.")
            raise EvidenceError("UNKNOWN_OBJECT", words, place=Place(name, number, "relationships"))


def _rows(
    event: Log, number: int, objects: Mapping[str, str], kinds: tuple[str, str], clock: Clock, name: str
) -> Iterator[Log]:
    case, party = kinds
    has = {str(one.get("name")): one.get("value") for one in event.get("attributes") or []}
    related = list(dict.fromkeys(str(one["objectId"]) for one in event.get("relationships") or []))
    who = None if has.get(party) is None else str(has[party])
    parties: list[Any] = [_bare(one, PARTY) for one in related if objects[one] == party] or [who]
    moments = {"at": clock.read(event["time"], Place(name, number, "time")), "end": None}
    if has.get("end"):
        moments["end"] = clock.read(has["end"], Place(name, number, "end"))
    for one in (one for one in related if objects[one] == case):
        for party in parties:
            yield {
                "case": _bare(one, MAIN), "activity": str(event["type"]), **moments, "party": party,
                "event": f"{event['id']} {one}", ROW: number,
            }  # fmt: skip


def _bare(key: str, kind: str) -> str:
    return key.removeprefix(f"{kind}:")


def _told(of_cases: Counter[int], case: str, clock: Clock) -> Told:
    none, several = of_cases[0], of_cases[2]
    words = []
    if none:
        words.append(
            Sentence(
                f"{none} händelser hör inte till något objekt av typen {case} och räknas inte.",
                f"{none} events belong to no object of the type {case} and do not count.",
            )
        )
    if several:
        words.append(
            Sentence(
                f"{several} händelser hör till flera objekt av typen {case} och räknas i vart och ett.",
                f"{several} events belong to several objects of the type {case} and count in each of them.",
            )
        )
    return Told({"no_case": none} if none else {}, {"in_several_cases": several}, [*words, *clock.warnings])
