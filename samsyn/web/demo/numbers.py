"""Identity numbers that no living person has: the birth numbers 980-999 that the tax agency keeps for tests."""

import datetime as dt

from samsyn.entry.person.identity_number import IdentityNumber, check_digit, parse

FIRST = 980


def test_number(day: dt.date, serial: int, *, today: dt.date) -> IdentityNumber:
    """A valid number of the test range for a birth day; `serial` 0-19."""
    nine = f"{day:%y%m%d}{FIRST + serial % 20}"
    return parse(f"{day:%Y%m%d}{FIRST + serial % 20}{check_digit(nine)}", today=today)
