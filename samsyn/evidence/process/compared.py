"""A process beside an intended one, and municipalities beside each other."""

from collections.abc import Iterable, Sequence
from itertools import combinations, groupby, pairwise
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.process.follows import handed_over
from samsyn.evidence.process.maps import WITH, Map, Step, as_map, discover, read_map
from samsyn.evidence.result import Result

PERSON = "person"
COMPARED = Sentence(
    "Steg är samma när de heter samma, oavsett stora och små bokstäver. Ordningen skiljer sig för ett par av steg som "
    "kommer i omvänd ordning mot den avsedda kartan. Bara önskade steg räknas som avsedda, inte som gjorda.",
    "Steps are the same when they have the same name, whatever the case of letters. The order differs for a pair of "
    "steps that come the other way round than in the intended map. Steps only wished for count as intended, not done.",
)
MUNICIPALITIES = Sentence(
    "Kartorna anger ordning, inte datum: tider, väntan och parallellt arbete går inte att räkna ur dem. Ett steg är "
    "gemensamt när källan säger det. En överlämning är när nästa steg inte har någon av parterna i det förra; personen "
    "själv räknas inte som part, och är de flera räknas det som en överlämning men visas par för par. Önskade steg "
    "räknas för sig. Varje karta är en arbetsgrupps bild av ett påhittat ärende, inte ett mått på kommunens resultat.",
    "The maps give an order, not dates: times, waiting and parallel work cannot be had from them. A step is joint when "
    "the source says so. A handover is when the next step has none of the parties of the one before; the person is not "
    "a party, and with several parties it is one handover, shown pair by pair. Wishes count apart. Each map is one "
    "workshop's picture of a made-up case, not a measure of the municipality's results.",
)


def compare(found: ibis.Table | Map, intended: Map | Path | str | dict[str, Any], *, threshold: float = 0.0) -> Result:
    """A log, or a map, beside the intended map. `estimate` is the share of intended steps that are there.

    Table: step, found, intended (places from 1; null = not there), joint_found, joint_intended, only_found and
    only_intended (parties). Details: present, missing, extra, order (pairs that come the other way round), joint.
    """
    wanted = intended if isinstance(intended, Map) else _map(intended)
    there = found if isinstance(found, Map) else discover(found, threshold=threshold)
    mine, theirs = _by_name(there.existing()), _by_name(wanted.steps)
    names = list(dict.fromkeys([*theirs, *mine]))
    present, missing = [n for n in theirs if n in mine], [n for n in theirs if n not in mine]
    rows = [_row(name, mine, theirs) for name in names]
    shown = {name: (theirs.get(name) or mine[name])[1].what for name in names}
    order = [[shown[a], shown[b]] for a, b in combinations(present, 2) if mine[a][0] > mine[b][0]]
    details = {
        "present": [shown[n] for n in present], "missing": [shown[n] for n in missing],
        "extra": [shown[n] for n in names if n not in theirs], "order": order,
        "joint": {"found": _joint(there.existing()), "intended": _joint(wanted.steps)},
        "parties": {
            "only_found": sorted(set(there.lanes()) - set(wanted.lanes())),
            "only_intended": sorted(set(wanted.lanes()) - set(there.lanes())),
        },
    }  # fmt: skip
    return Result(
        "compared_with_intended", COMPARED, len(theirs), len(present) / len(theirs), numerator=len(present),
        denominator=len(theirs), counted="steps", details=details, table=pa.Table.from_pylist(rows, schema=ROW),
    )  # fmt: skip


ROW = pa.schema([
    ("step", pa.string()), ("found", pa.int64()), ("intended", pa.int64()), ("joint_found", pa.bool_()),
    ("joint_intended", pa.bool_()), ("only_found", pa.list_(pa.string())), ("only_intended", pa.list_(pa.string())),
])  # fmt: skip


def municipalities(maps: Sequence[Map] | Path | str) -> Result:
    """Maps beside each other: of a folder of YAML (those without steps are about the archetype), or as given.

    Table: municipality, steps, joint, joint_share, parties, handovers, wishes, continuous, longest_alone (steps in a
    row of one party). `parts`: the joint share of each. Details: archetype, handovers (who to whom, by municipality),
    pairs (each two municipalities: steps of the same name, parties only one has). `estimate` is the joint share of all.

    >>> from samsyn.evidence import process
    >>> one = {"municipality": "A", "steps": [{"what": "apply", "lanes": ["af"]}, {"what": "plan", "lanes": ["fk"]}]}
    >>> process.municipalities([process.as_map(one)]).table.to_pylist()[0]["handovers"]
    1
    """
    archetype: list[dict[str, Any]] = []
    if isinstance(maps, str | Path):
        maps, archetype = _folder(Path(maps))
    rows = [_summed(one) for one in maps]
    parts = tuple(
        Result(
            "joint_share", MUNICIPALITIES, row["steps"], row["joint_share"], numerator=row["joint"],
            denominator=row["steps"], counted="steps", of={"municipality": row["municipality"]},
        )
        for row in rows
    )  # fmt: skip
    joint, steps = sum(row["joint"] for row in rows), sum(row["steps"] for row in rows)
    details = {
        "archetype": archetype,
        "handovers": [{"municipality": one.name, **row} for one in maps for row in _handed(one)],
        "pairs": [_beside(one, other) for one, other in combinations(maps, 2)],
        "notes": {one.name: one.note for one in maps if one.note},
    }
    return Result(
        "municipalities", MUNICIPALITIES, steps, joint / steps if steps else None, numerator=joint, denominator=steps,
        counted="steps", parts=parts, details=details, table=pa.Table.from_pylist(rows),
    )  # fmt: skip


def _folder(folder: Path) -> tuple[list[Map], list[dict[str, Any]]]:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    maps, others = [], []
    for file in files:
        try:
            maps.append(read_map(file))
        except EvidenceError as error:
            if error.code != "NO_STEPS":
                raise
            others.append({"file": file.name, **_facts(file)})
    if not maps:
        words = Sentence(f"mappen {folder} har inga kartor (*.yaml).", f"the folder {folder} has no maps (*.yaml).")
        raise EvidenceError("NO_FILE", words, place=Place(str(folder)))
    return maps, others


def _facts(file: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML

    found = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def _summed(one: Map) -> dict[str, Any]:
    steps = one.existing()
    parties = [_parties(step) for step in steps]
    alone = (len(list(run)) for is_one, run in groupby(parties, key=lambda who: len(who) == 1) if is_one)
    return {
        "municipality": one.name, "steps": len(steps), "joint": sum(step.joint for step in steps),
        "joint_share": sum(step.joint for step in steps) / len(steps) if steps else None,
        "parties": [lane for lane in one.lanes() if lane != PERSON],
        "handovers": sum(any(handed_over(WITH.join(a), WITH.join(b))) for a, b in pairwise(parties)),
        "wishes": len(one.steps) - len(steps), "continuous": sum(step.continuous for step in steps),
        "longest_alone": max(alone, default=0),
    }  # fmt: skip


def _parties(step: Step) -> list[str]:
    return sorted(lane for lane in step.parties if lane != PERSON)


def _handed(one: Map) -> list[dict[str, Any]]:
    pairs = [
        pair
        for before, after in pairwise(one.existing())
        for pair in handed_over(WITH.join(_parties(before)), WITH.join(_parties(after)))
    ]
    return [{"from": a, "to": b, "count": pairs.count((a, b))} for a, b in sorted(set(pairs))]


def _beside(one: Map, other: Map) -> dict[str, Any]:
    mine, theirs = _by_name(one.existing()), _by_name(other.existing())
    lanes, others = set(one.lanes()) - {PERSON}, set(other.lanes()) - {PERSON}
    return {
        "one": one.name, "other": other.name, "same_steps": [mine[n][1].what for n in mine if n in theirs],
        "parties_only_one": sorted(lanes - others), "parties_only_other": sorted(others - lanes),
        "joint_difference": _share(one) - _share(other),
    }  # fmt: skip


def _share(one: Map) -> float:
    return sum(step.joint for step in one.existing()) / max(len(one.existing()), 1)


def _map(intended: Path | str | dict[str, Any]) -> Map:
    return as_map(intended) if isinstance(intended, dict) else read_map(intended)


def _by_name(steps: Iterable[Step]) -> dict[str, tuple[int, Step]]:
    """Place from 1 and step, by name; the first of those with the same name."""
    found: dict[str, tuple[int, Step]] = {}
    for place, step in enumerate(steps, start=1):
        found.setdefault(step.what.strip().casefold(), (place, step))
    return found


def _row(name: str, mine: dict[str, tuple[int, Step]], theirs: dict[str, tuple[int, Step]]) -> dict[str, Any]:
    (place, step), (wanted_place, wanted) = mine.get(name, (None, None)), theirs.get(name, (None, None))
    done, meant = set(step.parties) if step else set(), set(wanted.parties) if wanted else set()
    both = step is not None and wanted is not None
    return {
        "step": (wanted or step).what, "found": place, "intended": wanted_place,  # type: ignore[union-attr]
        "joint_found": step and step.joint, "joint_intended": wanted and wanted.joint,
        "only_found": sorted(done - meant) if both else [], "only_intended": sorted(meant - done) if both else [],
    }  # fmt: skip


def _joint(steps: Iterable[Step]) -> list[str]:
    return [one.what for one in steps if one.joint]
