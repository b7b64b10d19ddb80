"""The swimlanes keep their promises for any happenings, not only for pretty ones."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from samsyn.journey.timeline.lanes import NARROW, WIDE, Gap, Happening, step
from samsyn.journey.timeline.shapes import Box
from samsyn.journey.timeline.ticks import TimeScale, axis
from samsyn.journey.timeline.words import shorten, width_of, wrap
from tests.journey.timeline.cases import (
    LANES,
    TEXTS,
    TODAY,
    check_lines,
    check_one_each,
    check_words,
    drawn,
    every_text,
)

KEYS = [lane.key for lane in LANES]
KINDS = [
    "note",
    "meeting",
    "activity",
    "waiting",
    "livelihood",
    "step_move",
    "request",
    "consent",
    "unheard of",
]
STATES = ["", "planned", "waiting", "under_way", "interrupted", "done", "declined"]
WORDS = st.text(alphabet='abcdefghijklmnopqrstuvwxyzåäö MW%<&"→…', min_size=1, max_size=50)
DAYS = st.dates(date(2016, 1, 1), date(2027, 6, 1))


@st.composite
def one_happening(draw: st.DrawFn, number: int, earliest: date, latest: date) -> Happening:
    starts_on = draw(st.dates(earliest, latest))
    length = draw(st.sampled_from([None, None, 0, 1, 5, 20, 90, 400]))
    return Happening(
        key=f"h{number:03}",
        kind=draw(st.sampled_from(KINDS)),
        lane=draw(st.sampled_from([*KEYS, "not among the lanes"])),
        label=draw(WORDS),
        starts_on=starts_on,
        ends_on=None if length is None else starts_on + timedelta(days=length),
        ongoing=draw(st.booleans()),
        state=draw(st.sampled_from(STATES)),
        joint_lanes=tuple(draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))),
        href=draw(st.sampled_from([None, "/note/1"])),
        joint=draw(st.booleans()),
        extent=draw(st.sampled_from([None, 25, 100])),
    )


@st.composite
def many(draw: st.DrawFn) -> tuple[list[Happening], list[Gap]]:
    earliest = draw(st.one_of(DAYS, st.sampled_from([TODAY - timedelta(days=150), TODAY - timedelta(days=900)])))
    latest = earliest + timedelta(days=draw(st.sampled_from([1, 40, 200, 900, 3650])))
    count = draw(st.integers(0, 45))
    found = [draw(one_happening(number, earliest, latest)) for number in range(count)]
    starts = draw(st.lists(st.dates(earliest, latest), max_size=3))
    lanes = st.sampled_from([None, "psy", "livelihood"])
    return found, [Gap(draw(lanes), day, day + timedelta(days=draw(st.integers(1, 120)))) for day in starts]


def keys_of(happenings: list[Happening], gaps: list[Gap]) -> set[str]:
    return {h.key for h in happenings} | {f"gap-{number}" for number in range(1, len(gaps) + 1)}


OLD_MOMENT = Happening("h000", "livelihood", "person", "<", date(2016, 1, 1))
LATER = Happening("h001", "note", "person", "<", date(2016, 4, 1))
TWO_TODAY = [
    Happening(key, "note", "person", "<", date(2026, 3, 1), joint_lanes=("person", "pes")) for key in ("h001", "h002")
]


@settings(max_examples=60, deadline=None)
@example(([OLD_MOMENT, LATER], []))
@example(([Happening("h000", "note", "person", "<", date(2025, 10, 3)), *TWO_TODAY], []))
@given(many())
def test_wide_words_meet_nothing_and_all_is_there_once(
    given_: tuple[list[Happening], list[Gap]],
) -> None:
    happenings, gaps = given_
    made = drawn(happenings, gaps)
    check_words(made)
    check_lines(made)
    check_one_each(made, keys_of(happenings, gaps))


@settings(max_examples=60, deadline=None)
@given(many())
def test_narrow_words_meet_nothing_and_all_is_there_once(
    given_: tuple[list[Happening], list[Gap]],
) -> None:
    happenings, gaps = given_
    made = drawn(happenings, gaps, width=NARROW)
    check_words(made)
    check_lines(made)
    check_one_each(made, keys_of(happenings, gaps))


@settings(max_examples=40, deadline=None)
@given(many())
def test_words_stay_in_their_lane_and_things_in_a_lane_do_not_meet(
    given_: tuple[list[Happening], list[Gap]],
) -> None:
    made = drawn(*given_)
    boxes = {lane.key: lane.box for lane in made.lanes}
    in_lane: dict[str, list[Box]] = {}
    for shape in made.shapes:
        labels = [text for text in shape.texts if text.css == "sw-label"]
        for text in labels:
            assert boxes[shape.lane].y <= text.box.y, shape
            assert text.box.bottom <= boxes[shape.lane].bottom, shape
        if shape.lane and boxes[shape.lane].y <= shape.box.y < boxes[shape.lane].bottom:
            in_lane.setdefault(shape.lane, []).append(shape.box)
    for found in in_lane.values():
        assert not any(one.meets(other) for one, other in combinations(found, 2))


@settings(max_examples=40, deadline=None)
@given(many(), st.sampled_from([WIDE, NARROW]))
def test_connectors_touch_all_their_lanes(given_: tuple[list[Happening], list[Gap]], width: int) -> None:
    happenings, gaps = given_
    made = drawn(happenings, gaps, width=width)
    places = {lane.key: place for place, lane in enumerate(made.lanes)}
    by_key = {h.key: h for h in happenings}
    for shape in made.shapes:
        found = [by_key[key] for key in shape.keys if key in by_key]
        if not found or found[0].kind == "livelihood":
            continue
        wanted = {places.get(key, places.get("other")) for happening in found for key in happening.lanes}
        assert {touch.lane for touch in shape.touches} == (wanted if len(wanted) > 1 else set())
        for touch in shape.touches:
            dot = Box(touch.x - 5, touch.y - 5, 10, 10)
            assert dot.meets(made.lanes[touch.lane].box)
            assert not any(text.box.meets(dot) for text in every_text(made) if text.css != "sw-badge")
            ends = [(line.x1, line.y1, line.x2, line.y2) for line in made.lines if "rule" not in line.css]
            assert any(x1 <= touch.x <= x2 and y1 <= touch.y <= y2 for x1, y1, x2, y2 in ends)


@settings(max_examples=25, deadline=None)
@given(many(), st.randoms(use_true_random=False))
def test_same_happenings_in_any_order_give_the_same_picture(
    given_: tuple[list[Happening], list[Gap]], chance: random.Random
) -> None:
    happenings, gaps = given_
    mixed = [*happenings]
    chance.shuffle(mixed)
    assert drawn(happenings, gaps) == drawn(mixed, gaps)
    assert drawn(happenings, gaps, width=NARROW) == drawn(mixed, gaps, width=NARROW)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WORDS, st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
                          st.booleans(), st.booleans(), st.booleans()), max_size=20))  # fmt: skip
def test_order_only_keeps_the_order_with_the_late_last(
    raw: list[tuple[str, list[str], bool, bool, bool]],
) -> None:
    steps = [
        step(number, words, tuple(lanes), joint=joint, continuous=on, late=late)
        for number, (words, lanes, joint, on, late) in enumerate(raw, 1)
    ]
    for width in (WIDE, NARROW):
        made = drawn(steps, order_only=True, width=width)
        check_words(made)
        check_lines(made)
        check_one_each(made, {one.key for one in steps})
        wanted = [h.key for h in steps if not h.state] + [h.key for h in steps if h.state]
        assert [row.key for row in made.rows] == wanted
        assert [row.when for row in made.rows] == [str(n) for n in range(1, len(steps) + 1)]
        assert not made.front


@settings(max_examples=60, deadline=None)
@given(WORDS, st.integers(10, 300), st.sampled_from([12, 13, 14]), st.booleans())
def test_shortened_and_wrapped_words_fit(words: str, room: int, size: int, bold: bool) -> None:
    short = shorten(words, room, size, bold)
    assert not short or width_of(short, size, bold) <= room
    assert short == words or not short or short.endswith("…")
    assert all(width_of(line, size, bold) <= room or not line for line in wrap(words, room, 2, size, bold))


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(7, 365 * 60))
def test_the_scale_fits_any_span(starts_on: date, days: int) -> None:
    scale = TimeScale(starts_on, starts_on + timedelta(days=days), 200, 1160)
    for cells in axis(scale, TEXTS):
        assert len(cells) <= 60
        assert all(one.x1 == other.x0 for one, other in zip(cells, cells[1:], strict=False))
        assert all(not cell.words or cell.x0 + 4 + width_of(cell.words, 12) <= cell.x1 for cell in cells)
    assert any(cell.words for cell in axis(scale, TEXTS)[1])
