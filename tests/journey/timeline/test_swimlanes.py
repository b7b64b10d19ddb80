"""Single swimlane pictures, and the page around them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from samsyn.journey.timeline.happening import days_waited, ends_soon
from samsyn.journey.timeline.lanes import Gap, Happening, Picture, figure
from tests.journey.timeline.cases import (
    LANES,
    TEXTS,
    TODAY,
    check_lines,
    check_one_each,
    check_words,
    drawn,
    page,
)


def test_nothing_is_a_picture_too() -> None:
    made = figure((), (), today=TODAY, texts=TEXTS)
    assert not made.rows
    assert not made.wide.shapes
    assert TEXTS.empty in page(made)


def test_ten_dense_years_stay_readable() -> None:
    chance = random.Random(1)
    happenings = [
        Happening(f"n{n}", "note", "psy", "Samtal", date(2016, 1, 1) + timedelta(days=chance.randrange(3650)))
        for n in range(200)
    ]
    made = drawn(happenings)
    check_words(made)
    check_one_each(made, {h.key for h in happenings})
    gathered = [shape for shape in made.shapes if len(shape.keys) > 1]
    assert gathered
    assert all(shape.href == f"#swimlanes-row-{place_of(made, shape.keys[0])}" for shape in gathered)


def place_of(made: Picture, key: str) -> int:
    return [row.key for row in made.rows].index(key) + 1


def test_a_period_that_ends_within_thirty_days_is_marked() -> None:
    activity = Happening("a", "activity", "pes", "Praktik", date(2025, 12, 1), date(2026, 3, 23))
    assert ends_soon(activity, TODAY) == 21
    assert ends_soon(replace(activity, ends_on=date(2026, 4, 2)), TODAY) is None
    assert ends_soon(replace(activity, state="interrupted"), TODAY) is None
    assert ends_soon(replace(activity, ends_on=TODAY + timedelta(days=1)), TODAY) == 1
    assert ends_soon(replace(activity, ends_on=TODAY), TODAY) is None
    shape = drawn([activity]).shapes[0]
    assert "slutar om 21 dagar" in shape.title
    assert any("sw-soon" in path.css for path in shape.paths)
    assert any("slutar om 21 dagar" in text.words for text in shape.texts)


def test_waiting_is_dashed_and_counts_its_days() -> None:
    waiting = Happening("w", "waiting", "psy", "Utredning", date(2026, 1, 1), ongoing=True)
    assert days_waited(waiting, TODAY) == 60
    made = drawn([waiting])
    assert any("stroke-dasharray" in path.look for path in made.shapes[0].paths)
    assert made.rows[0].state == "väntan 60 dagar"


def test_only_what_touches_the_window_is_shown() -> None:
    before = Happening("b", "note", "psy", "Före", date(2025, 1, 1))
    across = Happening("c", "activity", "psy", "Över", date(2025, 1, 1), date(2027, 1, 1))
    after = Happening("d", "note", "psy", "Efter", date(2027, 1, 1))
    made = drawn([before, across, after], starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    check_one_each(made, {"c"})


def test_an_unknown_lane_gets_one_of_its_own() -> None:
    made = drawn([Happening("x", "note", "somebody", "Okänd", TODAY)])
    assert made.lanes[-1].texts[0].words == "Övriga"
    assert made.rows[0].who == "Övriga"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//elsewhere.example", "https://elsewhere.example", ""]
)
def test_addresses_elsewhere_are_not_followed(href: str) -> None:
    made = drawn([Happening("x", "note", "psy", "Not", TODAY, href=href)])
    assert made.shapes[0].href is None
    assert made.rows[0].href is None


def test_the_page_has_no_style_escapes_words_and_keeps_one_row_each() -> None:
    happenings = [
        Happening(
            "a", "meeting", "pes", '<b>&"Möte"', TODAY, joint_lanes=("psy", "person"), href="/meeting/1"
        ),
        Happening("b", "activity", "psy", "Behandling", date(2025, 9, 1), ongoing=True, href="/activity/2"),
        Happening("c", "note", "sia", "Anteckning", date(2025, 10, 1)),
    ]
    html = page(figure(LANES, happenings, [Gap(None, date(2025, 11, 1), TODAY)], today=TODAY, texts=TEXTS))
    root = ElementTree.fromstring(html)  # noqa: S314
    assert "<style" not in html
    assert not any("style" in element.attrib for element in root.iter())
    assert len(root.findall(".//tbody/tr")) == 4
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    svg = "{http://www.w3.org/2000/svg}"
    for drawing in root.iter(f"{svg}svg"):
        links = [link.attrib["href"] for link in drawing.iter(f"{svg}a")]
        assert links in ([], ["/activity/2", "/meeting/1"])
        assert all(link.attrib["aria-label"] for link in drawing.iter(f"{svg}a"))


def test_gathered_notes_leave_alone_what_has_a_connector_of_its_own() -> None:
    happenings = [
        Happening(f"n{n}", "note", "person", "Samtal", TODAY, joint_lanes=("pes", "sia"), joint=False)
        for n in range(12)
    ]
    made = drawn(happenings)
    check_one_each(made, {h.key for h in happenings})
    assert all(len(shape.touches) == 3 for shape in made.shapes)


def joint(key: str, day: date, *others: str, kind: str = "meeting") -> Happening:
    return Happening(key, kind, "pes", "Möte", day, joint_lanes=others or ("psy",))


@pytest.mark.parametrize("count", [2, 7, 40])
def test_joint_moments_stay_at_their_day_however_many(count: int) -> None:
    first, later = TODAY + timedelta(days=20), TODAY + timedelta(days=120)
    crowd = [joint(f"m{n:02}", first + timedelta(days=n % 2), *(["psy"] if n % 2 else ["sia"])) for n in range(count)]
    made = drawn([joint("a", TODAY - timedelta(days=200)), *crowd, joint("b", later, kind="note")])
    check_words(made)
    check_lines(made)
    check_one_each(made, {"a", "b", *(h.key for h in crowd)})

    (together,) = (shape for shape in made.shapes if "m00" in shape.keys)
    alone = {shape.keys: shape.touches[0].x for shape in made.shapes if len(shape.keys) == 1}
    (x,) = {touch.x for touch in together.touches}
    days = (first - TODAY).days + 200
    a_day = (alone[("b",)] - alone[("a",)]) / 320
    assert abs(x - alone[("a",)] - days * a_day) <= 1
    assert (len(together.keys), [text.words for text in together.texts][0]) == (count, str(count))
    assert f"{first} – {first + timedelta(days=1)}" in together.title
    assert [row.key for row in made.rows if row.key.startswith("m")] == [h.key for h in sorted(
        crowd, key=lambda h: (h.starts_on, h.key)
    )]  # fmt: skip
