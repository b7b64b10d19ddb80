"""Seven municipalities counted as by hand; a log set beside the map it was meant to follow."""

from pathlib import Path

import pytest

from samsyn.evidence import EvidenceError, process
from tests.evidence.process.logs import as_log
from tests.evidence.process.naive import Event

KRUT = Path(__file__).parents[3] / "reference/published/krut"
BY_HAND = {  # steps, joint, parties, handovers, wishes
    "Borås": (14, 4, 4, 7, 0),
    "Herrljunga": (13, 2, 4, 7, 0),
    "Mark": (7, 3, 5, 1, 0),
    "Svenljunga": (8, 4, 6, 1, 0),
    "Tranemo": (15, 5, 6, 9, 0),
    "Ulricehamn": (14, 3, 5, 6, 0),
    "Vårgårda": (15, 2, 6, 8, 1),
}
INTENDED = {
    "name": "meant",
    "steps": [
        {"what": "Apply", "lanes": ["af"]},
        {"what": "plan", "lanes": ["af", "fk"], "joint": True},
        {"what": "care", "lanes": ["region"]},
        {"what": "job", "lanes": ["af"]},
    ],
}
EVENTS = [
    Event("a", "apply", 1, ("af",)),
    Event("a", "care", 2, ("region",)),
    Event("a", "plan", 3, ("af", "region")),
    Event("b", "apply", 1, ("fk",)),
    Event("b", "sick leave", 2, ("fk",)),
]


def test_seven_municipalities() -> None:
    answer = process.municipalities(KRUT)
    found = {
        row["municipality"]: (row["steps"], row["joint"], len(row["parties"]), row["handovers"], row["wishes"])
        for row in answer.table.to_pylist()
    }
    assert found == BY_HAND
    assert (answer.numerator, answer.denominator) == (23, 86)
    assert len(answer.details["pairs"]) == 21
    assert answer.details["archetype"][0]["mapped_to_age"] == 29


def test_a_map_is_a_log_of_order_only() -> None:
    maps = [process.read_map(KRUT / f"{one}.yaml") for one in ("mark", "svenljunga")]
    events = process.ordered(maps)
    assert process.joint_share(events).numerator == 7
    assert process.directly_follows(events).estimate == 13


def test_a_log_beside_what_was_meant() -> None:
    answer = process.compare(as_log(EVENTS), INTENDED)
    assert (answer.numerator, answer.denominator) == (3, 4)
    assert answer.details["missing"] == ["job"]
    assert answer.details["extra"] == ["sick leave"]
    assert answer.details["order"] == [["plan", "care"]]
    rows = {row["step"]: row for row in answer.table.to_pylist()}
    assert (rows["plan"]["only_found"], rows["plan"]["only_intended"]) == (["region"], ["fk"])
    assert process.compare(process.as_map(INTENDED), INTENDED).estimate == 1


def test_rare_edges_are_left_out() -> None:
    often = [*EVENTS, Event("c", "apply", 1), Event("c", "care", 2)]
    assert process.discover(as_log(often), threshold=1).edges == {("apply", "care"): 2}
    with pytest.raises(EvidenceError, match="from 0 to 1"):
        process.discover(as_log(often), threshold=2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("steps: []", "NO_STEPS"),
        ("steps: [{lanes: [a]}]", "MISSING_VALUE"),
        ("steps: [{what: x, lanes: a}]", "WRONG_TYPE"),
        ("steps: [{what: x, joint: maybe}]", "WRONG_TYPE"),
        ("steps: [{what: x, when: 2012}]", "UNKNOWN_FIELD"),
        ("steps: [{what: x", "UNREADABLE"),
    ],
)
def test_a_bad_map_is_refused(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(text)
    with pytest.raises(EvidenceError, match=r"map\.yaml") as told:
        process.read_map(tmp_path / "map.yaml")
    assert told.value.code == code


def test_a_phrase_cut_by_commas_is_whole_again(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("steps: [{what: talk (care, coach, person), joint: true}]")
    assert process.read_map(tmp_path / "map.yaml").steps[0].what == "talk (care, coach, person)"
