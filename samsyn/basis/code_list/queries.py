"""The words of code lists, from memory: forms and pages ask for them at every turn.

What was read is kept in the process, and the database is asked at most every half minute whether a newer
version was taken in.
"""

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import translation

from samsyn.access import clock
from samsyn.basis.code_list.models import Code, CodeListVersion

ASK_AGAIN_AFTER = 30.0


@dataclass(frozen=True, slots=True)
class Word:
    """One value as kept in memory."""

    code: str
    sv: str
    en: str
    easy_read: str
    extra: dict[str, Any]
    valid_from: dt.date | None
    valid_to: dt.date | None

    def is_valid(self, day: dt.date) -> bool:
        """Whether it may be chosen on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def say(self) -> str:
        """In the language of the page."""
        return self.en if (translation.get_language() or "sv").startswith("en") else self.sv


Lists = dict[str, dict[str, Word]]


@dataclass
class _Memory:
    lists: Lists
    loaded_at: object = None
    asked: float = 0.0


_memory = _Memory({})


def forget() -> None:
    """Ask the database anew at the next question."""
    _memory.lists, _memory.loaded_at, _memory.asked = {}, None, 0.0


def choices(list_name: str, *, include_retired_value: str | None = None) -> list[tuple[str, str]]:
    """(code, words) of what may be chosen today, in the list's order; a retired value only when named.

    Raises `LookupError` for a list that does not exist.
    """
    values, today = _values(list_name), clock.today()
    found = [word for word in values.values() if word.is_valid(today) or word.code == include_retired_value]
    return [(word.code, word.say()) for word in found]


def words(list_name: str, code: str | None) -> str:
    """What a code is called, also a retired one; an unknown code is shown as it is, none as nothing."""
    found = _lists().get(list_name, {}).get(code or "")
    return found.say() if found else code or ""


def easy_words(list_name: str, code: str | None) -> str:
    """The same in easy-read Swedish, where the list has it."""
    found = _lists().get(list_name, {}).get(code or "")
    return (found.easy_read or found.sv) if found else code or ""


def words_of(list_name: str, codes: Iterable[str]) -> str:
    """Several codes as one line."""
    return ", ".join(words(list_name, code) for code in codes)


def is_valid(list_name: str, code: str) -> bool:
    """Whether the code may be chosen today."""
    found = _values(list_name).get(code)
    return found is not None and found.is_valid(clock.today())


def is_known(list_name: str, code: str) -> bool:
    """Whether the code has ever been in the list."""
    return code in _values(list_name)


def extra(list_name: str, code: str) -> dict[str, Any]:
    """The further marks of a value (such as `permits_disclosure`); empty for an unknown one."""
    found = _lists().get(list_name, {}).get(code)
    return dict(found.extra) if found else {}


def versions_in_use() -> QuerySet[CodeListVersion]:
    """The version of each list that was taken in last."""
    return in_use(CodeListVersion.objects.all())


def in_use(versions: QuerySet[CodeListVersion]) -> QuerySet[CodeListVersion]:
    """The newest of each list."""
    newest = CodeListVersion.objects.filter(name=OuterRef("name")).order_by("-loaded_at", "-id")
    return versions.filter(pk=Subquery(newest.values("pk")[:1])).order_by("title_sv")


def _values(list_name: str) -> dict[str, Word]:
    found = _lists()
    if list_name not in found:
        raise LookupError(f"there is no code list {list_name}")
    return found[list_name]


def _lists() -> Lists:
    now = time.monotonic()
    if _memory.lists and now - _memory.asked < ASK_AGAIN_AFTER:
        return _memory.lists
    newest = CodeListVersion.objects.aggregate(at=Max("loaded_at"))["at"]
    if newest != _memory.loaded_at or not _memory.lists:
        _memory.lists, _memory.loaded_at = _read(), newest
    _memory.asked = now
    return _memory.lists


def _read() -> Lists:
    lists: Lists = {}
    for row in Code.objects.order_by("list_name", "position", "id"):
        word = Word(row.code, row.sv, row.en, row.easy_read, row.extra, row.valid_from, row.valid_to)
        lists.setdefault(row.list_name, {})[row.code] = word
    return lists
