"""OCEL 2.0 as an SQLite database, opened to be read only; nothing but plain tables in it is asked."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.taken import unreadable

MOST = 1 << 26  # bytes of one value
TEXT = "TEXT"
FIRST = "1970-01-01 00:00:00"
COLUMNS = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_object": ("ocel_event_id", "ocel_object_id"),
    "event_map_type": ("ocel_type", "ocel_type_map"),
}
OF_EVENT = ("ocel_id", "ocel_time")
Log = dict[str, Any]


def load(file: Path, name: str) -> Log:
    """As JSON would have it. Raises `EvidenceError` UNREADABLE, with the table and what it lacks."""
    try:
        with closing(sqlite3.connect(_address(file.resolve()), uri=True)) as base:
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST)
            for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
                base.execute(f"PRAGMA {setting}")
            return _log(base, name)
    except sqlite3.Error as error:
        raise unreadable("OCEL (SQLite)", error, name) from None


def _address(file: Path) -> str:
    """To be read only; nothing is put beside it, unless somebody's latest writing lies there."""
    still = "" if file.with_name(f"{file.name}-wal").exists() else "&immutable=1"
    return f"file:{quote(str(file))}?mode=ro{still}"


def _log(base: sqlite3.Connection, name: str) -> Log:
    there = {str(row[1]).lower(): str(row[1]) for row in base.execute("PRAGMA main.table_list") if row[2] == "table"}
    parts = {one: list(_rows(base, there, one, wanted, name)) for one, wanted in COLUMNS.items()}
    listed = [
        {"id": row["ocel_id"], "type": row["ocel_type"], "attributes": [], "relationships": []}
        for row in parts["event"]
    ]
    events = {one["id"]: one for one in reversed(listed)}  # the same id twice is told by the reader
    for kind in parts["event_map_type"]:
        for row in _rows(base, there, f"event_{kind['ocel_type_map']}", OF_EVENT, name):
            found = _known(events, row["ocel_id"], f"event_{kind['ocel_type_map']}", name)
            found["time"] = row["ocel_time"]
            more = [(column, value) for column, value in row.items() if column not in OF_EVENT and value is not None]
            found["attributes"] = [{"name": column, "value": value} for column, value in more]
    for row in parts["event_object"]:
        related = _known(events, row["ocel_event_id"], "event_object", name)["relationships"]
        related.append({"objectId": row["ocel_object_id"]})
    objects = [{"id": row["ocel_id"], "type": row["ocel_type"]} for row in parts["object"]]
    return {"objects": objects, "events": listed}


def _rows(
    base: sqlite3.Connection, there: Mapping[str, str], table: str, wanted: tuple[str, ...], name: str
) -> Iterator[Log]:
    """Of one plain table, in the order they were put in. The name is one that the database itself has."""
    found = there.get(table.lower())
    rows = base.execute(f"SELECT * FROM {_quoted(found)} NOT INDEXED") if found else None  # noqa: S608
    columns = [one[0] for one in rows.description] if rows else []
    if rows is None or not set(wanted) <= set(columns):
        lacks = ", ".join(one for one in wanted if one not in columns)
        words = Sentence(
            f"är inte OCEL 2.0: tabellen {table} saknas, eller saknar {lacks}.",
            f"is not OCEL 2.0: the table {table} is missing, or lacks {lacks}.",
        )
        raise EvidenceError("UNREADABLE", words, place=Place(name))
    for row in rows:
        yield dict(zip(columns, row, strict=True))


def _known(events: Mapping[Any, Log], key: Any, table: str, name: str) -> Log:
    if key in events:
        return events[key]
    words = Sentence(
        f"händelsen {key} i tabellen {table} finns inte i event.",
        f"the event {key} in the table {table} is not in event.",
    )
    raise EvidenceError("UNREADABLE", words, place=Place(name))


def write(log: Log, file: Path) -> None:
    """The log in the tables of OCEL 2.0; one that was there is replaced."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as base, base:
        maps = {part: _mapped([one["name"] for one in log[f"{part}Types"]]) for part in ("event", "object")}
        for part, mapped in maps.items():
            _table(base, f"{part}_map_type", ("ocel_type", "ocel_type_map"), list(mapped.items()))
            _table(base, part, ("ocel_id", "ocel_type"), [(one["id"], one["type"]) for one in log[f"{part}s"]])
        related = [(one["id"], *each.values()) for one in log["events"] for each in one["relationships"]]
        _table(base, "event_object", ("ocel_event_id", "ocel_object_id", "ocel_qualifier"), related)
        _table(base, "object_object", ("ocel_source_id", "ocel_target_id", "ocel_qualifier"), [])
        _kinds(base, log, maps)


def _kinds(base: sqlite3.Connection, log: Log, maps: Mapping[str, Mapping[str, str]]) -> None:
    """A table for each type of event and of object."""
    for kind in log["eventTypes"]:
        names = [one["name"] for one in kind["attributes"]]
        rows = [
            (one["id"], one["time"], *({e["name"]: e["value"] for e in one["attributes"]}.get(n) for n in names))
            for one in log["events"]
            if one["type"] == kind["name"]
        ]
        _table(base, f"event_{maps['event'][kind['name']]}", (*OF_EVENT, *names), rows)
    for kind in log["objectTypes"]:
        first = [(one["id"], FIRST, None) for one in log["objects"] if one["type"] == kind["name"]]
        _table(base, f"object_{maps['object'][kind['name']]}", (*OF_EVENT, "ocel_changed_field"), first)


def _mapped(names: list[str]) -> dict[str, str]:
    """A name for the table of each type: its letters and digits, and a number where two would be alike."""
    made: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        bare = "".join(one for one in name.title() if one.isascii() and one.isalnum())
        taken_ = {"map_type", *(one.lower() for one in made.values())}
        made[name] = bare if bare and bare.lower() not in taken_ else f"{bare}_{number}"
    return made


def _table(base: sqlite3.Connection, name: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    base.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(f'{_quoted(one)} {TEXT}' for one in columns)})")
    marks = ", ".join("?" for _ in columns)
    base.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
