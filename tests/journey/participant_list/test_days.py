"""Days of a list: what can only mean one day is read, what may mean two is asked back."""

import datetime as dt

import pytest

from samsyn.journey.participant_list.days import DayError, day

FIRST_OF_MAY = dt.date(2024, 5, 1)


@pytest.mark.parametrize(
    "text",
    ["2024-05-01", "20240501", "2024/5/1", "2024.05.01", "2024-05-01 00:00:00", "2024-05-01T00:00", "1 maj 2024",
     "den 1 Maj 2024", "1:a maj 2024", "1 maj, 2024", "01-maj-2024", "1 May 2024"],
)  # fmt: skip
def test_one_day_in_many_forms(text):
    assert day(text) == FIRST_OF_MAY


@pytest.mark.parametrize(
    ("text", "found"),
    [("31/12/2023", dt.date(2023, 12, 31)), ("12/31/2023", dt.date(2023, 12, 31)), ("15.5.2024", dt.date(2024, 5, 15)),
     ("5/5/2024", dt.date(2024, 5, 5)), ("3 sept. 2024", dt.date(2024, 9, 3)), ("29 feb 2024", dt.date(2024, 2, 29))],
)  # fmt: skip
def test_a_day_that_can_be_read_one_way_only(text, found):
    assert day(text) == found


def test_a_day_that_can_be_read_two_ways_is_asked_back():
    with pytest.raises(DayError) as raised:
        day("01/05/2024")

    assert str(raised.value) == (
        "”01/05/2024” kan vara 5 januari eller 1 maj. Skriv 2024-01-05 eller 2024-05-01."
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["30 feb 2024", "2024-13-01", "maj 2024", "1 maj 24", "01/05/24", "45413", "i maj", "13/13/2024", "2024051",
     "٢٠٢٤-٠٥-٠١", "2024-05-01 08:30", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day_says_what_to_write(text):
    with pytest.raises(DayError, match="ÅÅÅÅ-MM-DD"):
        day(text)
