"""XES (IEEE 1849) in and out: the traces and events of a process log, also packed (.gz).

Read a piece at a time, without entities or network. Moments become UTC; a moment without zone is refused.
"""

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ibis
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.events import WITH
from samsyn.evidence.reading import ROW

PARTY = ("org:group", "org:resource")
PARTIES = "samsyn:parties"
BEGUN, DONE = "start", "complete"
UTC = dt.UTC
KINDS = {
    "case": pa.string(), "activity": pa.string(), "at": pa.timestamp("us"), "end": pa.timestamp("us"),
    "party": pa.string(), "event": pa.string(), ROW: pa.int64(),
}  # fmt: skip
Row = dict[str, Any]


def read_xes(path: Path | str, *, party: str = "", name: str = "log") -> ibis.Table:
    """The events of an XES file, packed or not: case, activity, at and end (UTC), party, event (id), row__ (line).

    `party` is the attribute that says who (else org:group, then org:resource). A start and the complete that follows
    it, of the same activity and instance, are one event with an end; other steps of the life cycle are left out.
    Raises `EvidenceError` NO_FILE, UNREADABLE, MISSING_VALUE, NOT_A_TIME, NO_ZONE, DOUBLE_ID, with line and attribute.
    """
    file = Path(path)
    if not file.is_file():
        raise EvidenceError("NO_FILE", Sentence(f"filen {file} finns inte.", f"there is no file {file}."))
    packed = file.suffix.lower() == ".gz"
    with gzip.open(file) if packed else file.open("rb") as source:
        rows = list(_events(source, party, name))  # type: ignore[arg-type]
    _once(rows, name)
    return ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema(KINDS.items())))


def write_xes(events: ibis.Table, path: Path | str) -> Path:
    """The log as XES, packed when the name ends in .gz: start and complete for what has an end, moments as complete.

    Several parties of one event stand in org:group with " + " between, and one by one in the list `PARTIES`, which
    `read_xes` reads.
    """
    from lxml import etree

    file = Path(path)
    rows = events.order_by(["case", events["at"], "row"]).to_pyarrow().to_pylist()
    opened = gzip.open(file, "wb") if file.suffix.lower() == ".gz" else file.open("wb")  # noqa: SIM115
    with opened as target, etree.xmlfile(target, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("log", {"xes.version": "1849.2016", "xes.features": ""}, nsmap=None):
            _head(xml, etree)
            _traces(xml, etree, rows)
    return file


def _events(source: BinaryIO, party: str, name: str) -> Iterator[Row]:
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    read = etree.iterparse(source, events=("end",), tag=("{*}trace", "{*}global", "{*}classifier"), **options)
    trace = 0
    try:
        for _, element in read:
            if etree.QName(element).localname == "trace":
                trace += 1
                yield from _trace(element, trace, party, name)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, OSError, EOFError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        words = Sentence(f"kan inte läsas som XES: {told}", f"cannot be read as XES: {told}")
        raise EvidenceError("UNREADABLE", words, place=Place(name)) from None


def _trace(element: Any, number: int, party: str, name: str) -> Iterator[Row]:
    case = _attributes(element).get("concept:name")
    if not case:
        raise _missing(name, element.sourceline, "concept:name", f"trace {number}")
    begun: dict[Any, Row] = {}
    rows: list[Row] = []
    for one in element.iterchildren("{*}event"):
        has = _attributes(one)
        row = _event(has, case, one.sourceline, party, name)
        step, instance = str(has.get("lifecycle:transition", DONE)).lower(), has.get("concept:instance")
        same = (row["activity"], instance, row["party"])
        if step == BEGUN:
            begun[same] = row
            rows.append(row)
        elif step == DONE and same in begun:
            begun.pop(same)["end"] = row["at"]
        elif step == DONE:
            rows.append(row)
    yield from rows


def _attributes(element: Any) -> dict[str, str]:
    """By key; several parties of our own list as one text, in order of name."""
    found = {one.get("key"): one.get("value") for one in element if one.get("key") and one.get("value")}
    for listed in element.iterchildren("{*}list"):
        if listed.get("key") == PARTIES:
            found[PARTIES] = WITH.join(sorted(one.get("value") for one in listed if one.get("value")))
    return found


def _event(has: dict[str, str], case: str, line: int, party: str, name: str) -> Row:
    for wanted in ("concept:name", "time:timestamp"):
        if not has.get(wanted):
            raise _missing(name, line, wanted, f"case {case}")
    who = has.get(party or PARTIES) or next((has[one] for one in PARTY if has.get(one) and not party), None)
    return {
        "case": case, "activity": has["concept:name"], "end": None,
        "at": moment(has["time:timestamp"], Place(name, line, "time:timestamp")),
        "party": who, "event": has.get("identity:id"), ROW: line,
    }  # fmt: skip


def _missing(name: str, line: int, column: str, what: str) -> EvidenceError:
    return EvidenceError(
        "MISSING_VALUE", Sentence(f"värdet saknas ({what}).", f"the value is missing ({what})."),
        place=Place(name, line, column),
    )  # fmt: skip


def _once(rows: list[Row], name: str) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row["event"] is None:
            continue
        if row["event"] in seen:
            told = f"{row['event']} ({seen[row['event']]})"
            words = Sentence(f"samma id står på rad {told}.", f"the same id stands on line {told}.")
            raise EvidenceError("DOUBLE_ID", words, place=Place(name, row[ROW], "identity:id"))
        seen[row["event"]] = row[ROW]


def _head(xml: Any, etree: Any) -> None:
    for name, prefix in (
        ("Concept", "concept"),
        ("Time", "time"),
        ("Organizational", "org"),
        ("Lifecycle", "lifecycle"),
    ):
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        xml.write(etree.Element("extension", name=name, prefix=prefix, uri=uri), pretty_print=True)


def _traces(xml: Any, etree: Any, rows: list[Row]) -> None:
    trace, case = None, None
    for row in rows:
        if trace is None or row["case"] != case:
            if trace is not None:
                xml.write(trace, pretty_print=True)
            trace, case = etree.Element("trace"), row["case"]
            etree.SubElement(trace, "string", key="concept:name", value=case)
        _written(trace, etree, row)
    if trace is not None:
        xml.write(trace, pretty_print=True)


def _written(trace: Any, etree: Any, row: Row) -> None:
    moments = [(DONE, row["at"])] if row["ends"] is None else [(BEGUN, row["at"]), (DONE, row["ends"])]
    for step, moment in moments:
        event = etree.SubElement(trace, "event")
        etree.SubElement(event, "string", key="concept:name", value=row["activity"])
        etree.SubElement(event, "date", key="time:timestamp", value=said(moment))
        etree.SubElement(event, "string", key="lifecycle:transition", value=step)
        etree.SubElement(event, "string", key="concept:instance", value=str(row["row"]))
        if row["party"]:
            etree.SubElement(event, "string", key="org:group", value=row["party"].replace(WITH, " + "))
        if row["parties"] > 1:
            several = etree.SubElement(event, "list", key=PARTIES)
            for one in row["party"].split(WITH):
                etree.SubElement(several, "string", key="party", value=one)


def said(microseconds: int) -> str:
    """A moment as text with its zone."""
    return (dt.datetime(1970, 1, 1, tzinfo=UTC) + dt.timedelta(microseconds=microseconds)).isoformat()


def moment(text: Any, place: Place) -> dt.datetime:
    """Text with a zone as a moment in UTC. Raises `EvidenceError` NOT_A_TIME or NO_ZONE."""
    try:
        found = dt.datetime.fromisoformat(str(text).strip())
    except ValueError:
        words = Sentence(f"”{text}” är inte en tidpunkt.", f"“{text}” is not a point in time.")
        raise EvidenceError("NOT_A_TIME", words, place=place) from None
    if found.tzinfo is None:
        words = Sentence(
            f"”{text}” saknar tidszon; formatet kräver den.", f"“{text}” has no zone; the format asks for it."
        )
        raise EvidenceError("NO_ZONE", words, place=place)
    return found.astimezone(UTC).replace(tzinfo=None)
