"""A map: steps in an order, who does each, and which are joint. Read from a text, or discovered from a log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.events import WITH
from samsyn.evidence.process.follows import directly_follows
from samsyn.evidence.reading import existing

FIELDS = {"what", "lanes", "joint", "sv", "late", "wish", "continuous", "alternatives", "note"}
KINDS = {
    "case": pa.string(), "activity": pa.string(), "at": pa.int64(), "ends": pa.int64(), "party": pa.string(),
    "parties": pa.int64(), "joint": pa.bool_(), "row": pa.int64(), "by": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step: what, by whom; `wish` is wished for and does not exist."""

    what: str
    parties: tuple[str, ...] = ()
    joint: bool = False
    wish: bool = False
    late: bool = False
    continuous: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Map:
    """Steps in their order, and how often each led to each other one where that is known (`edges`)."""

    name: str
    steps: tuple[Step, ...]
    note: str = ""
    edges: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def existing(self) -> tuple[Step, ...]:
        """The steps that are not only wished for."""
        return tuple(one for one in self.steps if not one.wish)

    def lanes(self) -> tuple[str, ...]:
        """Everyone who does something, in the order they come in."""
        return tuple(dict.fromkeys(party for step in self.existing() for party in step.parties))


def read_map(path: Path | str) -> Map:
    """A map from YAML: `municipality` or `name`, and `steps` of `what`, `lanes`, `joint` (reference/published/krut).

    A phrase that a comma has cut in two, since it stands without quotation marks, is put together again.
    Raises `EvidenceError` NO_FILE, UNREADABLE, NO_STEPS, MISSING_VALUE, UNKNOWN_FIELD, WRONG_TYPE with step and field.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    file = existing(path)
    try:
        found = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        words = Sentence(f"kan inte läsas som YAML: {told}", f"cannot be read as YAML: {told}")
        raise EvidenceError("UNREADABLE", words, place=Place(file.name)) from None
    return as_map(found, name=file.name)


def as_map(found: Any, *, name: str = "map") -> Map:
    """A map from plain dicts, as `read_map` reads them."""
    steps = found.get("steps") if isinstance(found, Mapping) else None
    if not isinstance(steps, Sequence) or isinstance(steps, str) or not steps:
        words = Sentence("kartan har inga steg (steps).", "the map has no steps.")
        raise EvidenceError("NO_STEPS", words, place=Place(name))
    title = str(found.get("municipality") or found.get("name") or name)
    made = tuple(_step(one, Place(name, number)) for number, one in enumerate(steps, start=1))
    return Map(title, made, str(found.get("note") or ""))


def _step(found: Any, place: Place) -> Step:
    if not isinstance(found, Mapping) or not found.get("what"):
        raise _wrong("MISSING_VALUE", place, "what", "steget saknar what.", "the step has no what.")
    rest = [str(one) for one, value in found.items() if one not in FIELDS and value is None]
    if unknown := [str(one) for one, value in found.items() if one not in FIELDS and value is not None]:
        raise _wrong("UNKNOWN_FIELD", place, unknown[0], "okänt fält.", "unknown field.")
    lanes = found.get("lanes") or []
    if not isinstance(lanes, list) or not all(isinstance(one, str) for one in lanes):
        raise _wrong("WRONG_TYPE", place, "lanes", "ska vara en lista med parter.", "must be a list of parties.")
    flags = {one: found.get(one, False) for one in ("joint", "wish", "late", "continuous")}
    for one, value in flags.items():
        if not isinstance(value, bool):
            raise _wrong("WRONG_TYPE", place, one, "ska vara true eller false.", "must be true or false.")
    what = ", ".join([str(found["what"]), *rest])
    return Step(what, tuple(lanes), **flags, alternatives=tuple(str(one) for one in found.get("alternatives") or ()))


def _wrong(code: str, place: Place, column: str, sv: str, en: str) -> EvidenceError:
    return EvidenceError(code, Sentence(sv, en), place=Place(place.table, place.row, column))


def ordered(maps: Sequence[Map]) -> ibis.Table:
    """Maps as a log that has order only: each map a case, each step a tick after the other. Times mean nothing."""
    rows = [
        {
            "case": one.name, "activity": step.what, "at": number, "ends": None, "party": WITH.join(who) or None,
            "parties": len(who), "joint": step.joint, "row": number, "by": one.name,
        }
        for one in maps
        for number, step in enumerate(one.existing())
        for who in (sorted(step.parties),)
    ]  # fmt: skip
    return ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema(KINDS.items())))


def discover(events: ibis.Table, *, threshold: float = 0.0, name: str = "log") -> Map:
    """The map of a log: every activity with its parties (lanes), in the order they usually come, and the edges.

    Edges rarer than `threshold` (0 to 1) of the commonest are left out. A step is joint when most of its events are.
    The order is that of the mean place of an activity in its cases. Raises `EvidenceError` WRONG_THRESHOLD.

    >>> import ibis
    >>> from samsyn.evidence import process
    >>> rows = ibis.memtable({"case": ["a", "a"], "activity": ["apply", "meet"], "at": ["2024-01-01", "2024-01-03"]})
    >>> process.discover(process.log(rows)).edges
    {('apply', 'meet'): 1}
    """
    if not 0 <= threshold <= 1:
        words = Sentence("tröskeln är ett tal från 0 till 1.", "the threshold is a number from 0 to 1.")
        raise EvidenceError("WRONG_THRESHOLD", words)
    rows = directly_follows(events.drop("by") if "by" in events.columns else events).table
    counted = [] if rows is None else rows.to_pylist()
    least = threshold * max((row["count"] for row in counted), default=0)
    edges = {(row["activity"], row["next_activity"]): row["count"] for row in counted if row["count"] >= least}
    return Map(name, tuple(_steps(events)), edges=edges)


def _steps(events: ibis.Table) -> list[Step]:
    order = {"group_by": "case", "order_by": [events["at"], events.row]}
    placed = events.mutate(
        place=ibis.row_number().over(ibis.window(**order)), last=ibis._.count().over(ibis.window(group_by="case"))
    )
    placed = placed.mutate(share=placed.place / placed["last"])
    found = placed.group_by(["activity", "party"]).aggregate(
        place=placed.share.sum(), joint=placed.joint.cast("int64").sum(), count=placed.count()
    )
    whole: dict[str, dict[str, Any]] = {}
    for row in found.to_pyarrow().to_pylist():
        one = whole.setdefault(row["activity"], {"place": 0.0, "joint": 0, "count": 0, "parties": set()})
        for name in ("place", "joint", "count"):
            one[name] += row[name]
        one["parties"] |= set(row["party"].split(WITH) if row["party"] else [])
    in_order = sorted(whole.items(), key=lambda one: (one[1]["place"] / one[1]["count"], one[0]))
    return [Step(what, tuple(sorted(one["parties"])), joint=2 * one["joint"] > one["count"]) for what, one in in_order]
