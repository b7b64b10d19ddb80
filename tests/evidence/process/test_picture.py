"""The picture says every step in its lane without inline style, and in words; too many steps are refused."""

import xml.etree.ElementTree as ET

import pytest

from samsyn.evidence import EvidenceError, process

SVG = "{http://www.w3.org/2000/svg}"
STEPS = [
    {"what": "apply <now>", "lanes": ["af"]},
    {"what": "plan", "lanes": ["af", "fk"], "joint": True},
    {"what": "dream", "lanes": [], "wish": True},
]


def test_steps_lanes_and_words() -> None:
    drawn = process.as_map({"name": "A", "steps": STEPS})
    text = process.picture.svg(drawn, heading="Three & more", names={"fk": "Försäkringskassan"})
    root = ET.fromstring(text)  # noqa: S314
    said = [one.text for one in root.iter(f"{SVG}text")]
    assert {"apply <now>", "plan", "dream", "Försäkringskassan"} <= set(said)
    assert len([one for one in root.iter(f"{SVG}rect") if one.get("class") == "map__step"]) == 4
    assert root.find(f"{SVG}title").text == "Three & more"  # type: ignore[union-attr]
    assert not [one for one in root.iter() if "style" in one.attrib or one.tag.endswith(("style", "script"))]
    assert process.picture.listed(drawn, language="en")[1:] == [
        "2. plan (af, fk; joint)",
        "3. dream (no party given; wished for, does not exist)",
    ]


def test_back_edges_are_dashed_and_counted() -> None:
    steps = tuple(process.Step(one, ("af",)) for one in "ab")
    text = process.picture.svg(process.Map("m", steps, edges={("a", "b"): 9, ("b", "a"): 3}), heading="h")
    assert text.count('stroke-dasharray="6 4"') == 1
    assert ">9<" in text
    assert ">3<" in text


def test_too_many_steps_are_refused() -> None:
    many = process.Map("m", tuple(process.Step(f"s{n}") for n in range(61)))
    with pytest.raises(EvidenceError, match="61 steps"):
        process.picture.svg(many, heading="h")
