"""Which participation and moment something was told in, and whose word counts. Pure."""

import datetime as dt
import uuid

from samsyn.learning.study.told import Band, Time, answered_at_start, time_on, told

D = dt.date
AMN, FK = uuid.UUID(int=1), uuid.UUID(int=2)
FIRST = Time("p1", AMN, D(2025, 1, 1), D(2025, 6, 1))
SECOND = Time("p2", AMN, D(2025, 9, 1), None)


def _band(moment: str, starts: dt.date, ends: dt.date | None = None, code: str = "work", holder=AMN) -> Band:
    return Band(holder, moment, code, 50, False, starts, ends)


def _told(bands, follow_ups=None, times=(FIRST, SECOND)) -> list[tuple[object, ...]]:
    found = told(bands, times, follow_ups or {})
    return [(one.participation, one.moment, one.band.code, one.band.ends_on) for one in found]


def test_each_moment_belongs_to_the_participation_it_lies_nearest():
    bands = [
        _band("before", D(2024, 3, 1)), _band("start", D(2025, 1, 3)), _band("under_way", D(2025, 3, 1)),
        _band("exit", D(2025, 5, 30)), _band("follow_up", D(2025, 8, 30)), _band("start", D(2025, 8, 31)),
        _band("before", D(2025, 8, 1)),
    ]  # fmt: skip

    assert [one[0] for one in _told(bands)] == ["p1", "p1", "p1", "p1", "p1", "p2", "p2"]
    assert _told([_band("start", D(2025, 1, 1))], times=()) == [(None, "start", "work", None)]


def test_a_follow_up_says_how_long_after_the_exit_it_was_done():
    bands = [_band("follow_up", D(2025, 9, 3)), _band("follow_up", D(2025, 12, 3)), _band("follow_up", D(2026, 1, 9))]
    days = {D(2025, 9, 3): "after_3", D(2025, 12, 3): "after_6"}

    assert [one[1] for one in _told(bands, days, (FIRST,))] == ["follow_up_3", "follow_up_6", "follow_up"]


def test_of_several_parties_the_holder_of_the_participation_counts():
    bands = [_band("start", D(2025, 1, 1), code="a", holder=FK), _band("start", D(2025, 1, 9), code="b")]
    assert [one[2] for one in _told(bands)] == ["b"]

    others = [_band("start", D(2025, 1, 9), code="a", holder=FK), _band("exit", D(2025, 6, 1), code="b")]
    assert _told(others) == [("p1", "start", "a", D(2025, 6, 1)), ("p1", "exit", "b", None)]


def test_an_answer_at_the_start_lasts_until_something_else_is_told():
    assert answered_at_start(FIRST, "x", []).ends_on == D(2025, 6, 1)
    assert answered_at_start(FIRST, "x", [_band("exit", D(2025, 5, 1))]).ends_on == D(2025, 5, 1)
    assert answered_at_start(SECOND, "x", []).ends_on is None


def test_a_day_lies_in_a_participation_or_nearest_one():
    assert [time_on(day, [FIRST, SECOND]) for day in (D(2025, 2, 1), D(2025, 6, 9), D(2025, 8, 30), D(2026, 1, 1))] == [
        "p1", "p1", "p2", "p2",
    ]  # fmt: skip
    assert time_on(D(2025, 1, 1), []) is None
