"""Days as people write them in a list. A day that may be read two ways is asked back, never guessed."""

import datetime as dt
import re

from django.utils.formats import date_format
from django.utils.translation import gettext as now_said

MIDNIGHT = r"(?:[ t]00:00(?::00)?)?"
ISO = re.compile(rf"(\d{{4}})(?:[-/.](\d{{1,2}})[-/.](\d{{1,2}})|(\d{{2}})(\d{{2}})){MIDNIGHT}", re.ASCII)
NUMBERS = re.compile(rf"(\d{{1,2}})[-/. ]+(\d{{1,2}})[-/. ]+(\d{{4}}){MIDNIGHT}", re.ASCII)
WORDS = re.compile(r"(?:den )?(\d{1,2})(?::?[ae]|:e|\.|st|nd|rd|th)?[ -]+([^\W\d_]+)\.?,?[ -]+(\d{4})")
MONTHS = (
    ("jan", "januari", "january"), ("feb", "febr", "februari", "february"), ("mar", "mars", "march"),
    ("apr", "april"), ("maj", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"),
    ("aug", "augusti", "august"), ("sep", "sept", "september"), ("okt", "oct", "oktober", "october"),
    ("nov", "november"), ("dec", "december"),
)  # fmt: skip
BY_NAME = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}


class DayError(ValueError):
    """Why a text is no day, and what to write, in the language of the page."""


def day(text: str) -> dt.date:
    """Such as 2024-05-01, 20240501, 1 maj 2024 and 31/12/2023. Raises `DayError`, also for 01/05/2024."""
    bare = " ".join(text.split()).casefold()
    if found := ISO.fullmatch(bare):
        year, *rest = (int(part) for part in found.groups() if part)
        return _made(year, rest[0], rest[1])
    if found := WORDS.fullmatch(bare):
        return _made(int(found[3]), BY_NAME.get(found[2], 0), int(found[1]))
    if found := NUMBERS.fullmatch(bare):
        return _one_way(text, int(found[3]), int(found[1]), int(found[2]))
    raise _unread()


def _one_way(text: str, year: int, first: int, second: int) -> dt.date:
    """Day first, or month first where only that gives a day."""
    found = sorted({one for one in (_try(year, second, first), _try(year, first, second)) if one})
    if not found:
        raise _unread()
    if len(found) > 1:
        raise DayError(
            now_said("”%(text)s” kan vara %(one)s eller %(other)s. Skriv %(iso)s eller %(other_iso)s.")
            % {"text": text[:30], "one": _words(found[0]), "other": _words(found[1]), "iso": found[0].isoformat(),
               "other_iso": found[1].isoformat()}
        )  # fmt: skip
    return found[0]


def _made(year: int, month: int, day_: int) -> dt.date:
    found = _try(year, month, day_)
    if found is None:
        raise _unread()
    return found


def _try(year: int, month: int, day_: int) -> dt.date | None:
    try:
        return dt.date(year, month, day_)
    except ValueError:
        return None


def _words(one: dt.date) -> str:
    return date_format(one, "j F")


def _unread() -> DayError:
    return DayError(now_said("Skriv en dag som finns, som ÅÅÅÅ-MM-DD, till exempel 2026-12-01."))
