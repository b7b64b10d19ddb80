"""Identity numbers for tests: valid in form, from the birth numbers 980–999 that are kept for testing."""

import datetime as dt

from samsyn.entry.person.identity_number import check_digit

# The tax agency's published test numbers lie here.
FIRST_BIRTH_NUMBER = 980
PER_DAY = 20


def test_number(serial: int, year: int = 1980, *, coordination: bool = False) -> str:  # noqa: PT028
    """Twelve digits, a different number for each serial below 7,300 of a year; even serials are women's."""
    if not 0 <= serial < 365 * PER_DAY:
        raise ValueError("serial must be 0–7299")
    day = dt.date(year, 1, 1) + dt.timedelta(days=serial // PER_DAY)
    day_digits = day.day + (60 if coordination else 0)
    digits = f"{day:%Y%m}{day_digits:02}{FIRST_BIRTH_NUMBER + serial % PER_DAY}"
    return f"{digits}{check_digit(digits[2:])}"


# The name is for those who read a test; pytest must not run it as one.
test_number.__test__ = False  # type: ignore[attr-defined]
