"""Pictures are plain SVG without styles, and say in words what they show."""

from typing import Any

import pytest
from lxml import etree

from samsyn.evidence import EvidenceError, effect
from tests.evidence.effect.test_staggered import COLUMNS, areas

SVG = "{http://www.w3.org/2000/svg}"


def read(picture: str) -> Any:
    drawn = etree.fromstring(picture)
    assert not drawn.xpath("//@style | //*[local-name()='style'] | //*[local-name()='script']")
    return drawn


def test_balance_has_a_ring_and_a_dot_for_each_variable(simulated: Any) -> None:
    found = effect.design(simulated, treatment="got", outcome="y", covariates="x")
    drawn = read(effect.balance_picture(found.balance["variables"], language="en"))
    rows = len(found.balance["variables"])

    assert len(drawn.findall(f"{SVG}circle")) == 2 * rows + 2
    assert "kind=a*" in [one.text for one in drawn.findall(f"{SVG}text")]
    assert "set the groups apart by more than 0.1" in drawn.findtext(f"{SVG}title")


def test_times_before_the_start_are_drawn_too() -> None:
    drawn = read(effect.times_picture(effect.staggered(areas(noise=1), **COLUMNS)))

    assert len(drawn.findall(f"{SVG}circle")) == 9
    assert drawn.findtext(f"{SVG}desc").startswith("-4: ")


def test_nothing_is_told_not_drawn() -> None:
    with pytest.raises(EvidenceError, match="nothing to draw"):
        effect.balance_picture([])
