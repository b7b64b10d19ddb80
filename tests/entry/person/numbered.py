"""A case around somebody with an identity number."""

import datetime as dt

from samsyn.access.actor import Actor
from samsyn.entry.case.models import Case
from samsyn.entry.person.identity_number import parse
from tests.factories.entry import open_case
from tests.factories.identity_numbers import test_number as a_number

DAY = dt.date(2026, 11, 2)


def numbered(by: Actor, serial: int = 3, **known: object) -> tuple[Case, str]:
    """A case around a person with a number, and the number as it is shown in clear."""
    value = a_number(serial)
    case = open_case(by=by, number=parse(value, today=DAY), **known)
    return case, f"{value[:8]}-{value[8:]}"
