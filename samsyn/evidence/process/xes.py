"""XES (IEEE 1849) in and out: the traces and events of a process log, also packed (.gz).

Read a piece at a time, without entities or network. Moments become UTC; a file without zones is taken as it stands.
"""

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import ibis

from samsyn.evidence.errors import EvidenceError, Place, Sentence, not_one_of
from samsyn.evidence.process.events import WITH
from samsyn.evidence.process.taken import Clock, Row, Told, lines, said, taken, unreadable
from samsyn.evidence.reading import ROW, existing

PARTY = ("org:group", "org:resource")
PARTIES = "samsyn:parties"
BEGUN, DONE = "start", "complete"
JOINED, EACH = LIFECYCLES = ("joined", "each")


def read_xes(path: Path | str, *, party: str = "", lifecycle: str = JOINED, name: str = "log") -> ibis.Table:
    """The events of an XES file, packed or not: case, activity, at and end (UTC), party, event (id), row__ (line).

    `party` is the attribute that says who (else org:group, then org:resource). `lifecycle`: "joined" makes a start and
    the complete that follows it, of the same activity and instance (by the same party before others), one event with
    an end, and leaves other steps out, counted (see `report`); "each" takes every step as an event of its own.
    Raises `EvidenceError` NO_FILE, UNREADABLE, MISSING_VALUE, NOT_A_TIME, MIXED_ZONES, DOUBLE_ID, with line and
    attribute; NO_EVENTS, UNKNOWN_VALUE.
    """
    if lifecycle not in LIFECYCLES:
        raise not_one_of("lifecycle", lifecycle, LIFECYCLES)
    file, reading = existing(path), _Reading(party, name, lifecycle == JOINED)
    packed = file.suffix.lower() == ".gz"
    with gzip.open(file) if packed else file.open("rb") as source:
        rows = list(_events(source, reading))  # type: ignore[arg-type]
    _once(rows, name)
    if not rows and reading.left:
        raise _only_other_steps(reading)
    return taken(rows, reading.told, name)


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


@dataclass
class _Reading:
    """What is asked of the file, and what was done with it so far."""

    party: str
    name: str
    joined: bool
    clock: Clock = field(default_factory=Clock)
    left: Counter[str] = field(default_factory=Counter)
    starts_joined: int = 0
    by_another: int = 0
    line: int = 0

    def lined(self, line: int) -> int:
        """The line, but never that of an event before: their order is that of the file also when lines are shared."""
        self.line = max(self.line + 1, line)
        return self.line

    @property
    def told(self) -> Told:
        """The steps left out and the starts joined."""
        details = {"lifecycle": JOINED if self.joined else EACH, "starts_joined": self.starts_joined}
        details |= {"completed_by_another": self.by_another, "steps_left_out": dict(self.left)}
        words = [_words(self)] if self.left or self.starts_joined else []
        left = {"lifecycle_step": self.left.total()} if self.left else {}
        return Told(left, details, [*words, *self.clock.warnings])


def _words(of: _Reading) -> Sentence:
    sv = f"Livscykel: {of.starts_joined} starter är lagda ihop med sitt slut till en händelse"
    en = f"Life cycle: {of.starts_joined} starts were joined with their complete to one event"
    if of.by_another:
        sv += f" ({of.by_another} avslutades av en annan part än den som började, och räknas till den som började)"
        en += f" ({of.by_another} were completed by another party than began, and count for the one that began)"
    if of.left:
        sv += f"; {of.left.total()} andra steg räknas inte ({lines(of.left)})"
        en += f"; {of.left.total()} other steps do not count ({lines(of.left)})"
    return Sentence(
        f"{sv}. Varje steg räknas som en händelse med lifecycle=each.",
        f"{en}. Every step counts as an event with lifecycle=each.",
    )


def _only_other_steps(of: _Reading) -> EvidenceError:
    words = Sentence(
        f"inget steg är start eller complete: {lines(of.left)}. Läs med lifecycle=each.",
        f"no step is start or complete: {lines(of.left)}. Read with lifecycle=each.",
    )
    return EvidenceError("NO_EVENTS", words, place=Place(of.name))


def _events(source: BinaryIO, reading: _Reading) -> Iterator[Row]:
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    read = etree.iterparse(source, events=("end",), tag=("{*}trace", "{*}global", "{*}classifier"), **options)
    trace = 0
    try:
        for _, element in read:
            if etree.QName(element).localname == "trace":
                trace += 1
                yield from _trace(element, trace, reading)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, OSError, EOFError) as error:
        raise unreadable("XES", error, reading.name) from None


def _trace(element: Any, number: int, reading: _Reading) -> Iterator[Row]:
    case = _attributes(element).get("concept:name")
    if not case:
        raise _missing(reading.name, element.sourceline, "concept:name", f"trace {number}")
    begun: dict[Any, list[Row]] = {}
    rows: list[Row] = []
    for one in element.iterchildren("{*}event"):
        has = _attributes(one)
        row = _event(has, case, reading.lined(one.sourceline), reading)
        step = str(has.get("lifecycle:transition", DONE)).lower()
        waiting = begun.setdefault((row["activity"], has.get("concept:instance")), [])
        if not reading.joined:
            rows.append(row)
        elif step == BEGUN:
            waiting.append(row)
            rows.append(row)
        elif step == DONE and waiting:
            _ended(waiting, row, reading)
        elif step == DONE:
            rows.append(row)
        else:
            reading.left[step] += 1
    yield from rows


def _ended(waiting: list[Row], done: Row, reading: _Reading) -> None:
    """The end of what this party began first, else of what anyone did."""
    started = next((one for one in waiting if one["party"] == done["party"]), waiting[0])
    waiting.remove(started)
    started["end"] = done["at"]
    reading.starts_joined += 1
    reading.by_another += started["party"] != done["party"]


def _attributes(element: Any) -> dict[str, str]:
    """By key; several parties of our own list as one text, in order of name."""
    found = {one.get("key"): one.get("value") for one in element if one.get("key") and one.get("value")}
    for listed in element.iterchildren("{*}list"):
        if listed.get("key") == PARTIES:
            found[PARTIES] = WITH.join(sorted(one.get("value") for one in listed if one.get("value")))
    return found


def _event(has: dict[str, str], case: str, line: int, of: _Reading) -> Row:
    for wanted in ("concept:name", "time:timestamp"):
        if not has.get(wanted):
            raise _missing(of.name, line, wanted, f"case {case}")
    who = has.get(of.party or PARTIES) or next((has[one] for one in PARTY if has.get(one) and not of.party), None)
    return {
        "case": case, "activity": has["concept:name"], "end": None,
        "at": of.clock.read(has["time:timestamp"], Place(of.name, line, "time:timestamp")),
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
