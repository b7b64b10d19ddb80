"""The words of code lists, from memory: forms and pages ask for them at every turn.

What was read is kept in the process, and the database is asked at most every half minute whether a newer
version was taken in. Of a list's versions, the one of the day is in use; what only an older one has is retired,
and what only a later one has is not yet valid. Both are read.
"""

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
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


@dataclass(frozen=True, slots=True)
class _Version:
    valid_from: dt.date
    loaded_on: dt.date
    values: dict[str, Word]


Lists = dict[str, dict[str, Word]]


@dataclass
class _Memory:
    """`versions`: of each list, the oldest first. `lists`: what they come to on `day`."""

    versions: dict[str, list[_Version]] = field(default_factory=dict)
    loaded_at: object = None
    asked: float = 0.0
    lists: Lists = field(default_factory=dict)
    day: dt.date | None = None


_memory = _Memory()


def forget() -> None:
    """Ask the database anew at the next question."""
    _memory.versions, _memory.loaded_at, _memory.asked, _memory.day = {}, None, 0.0, None


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


def in_use(versions: QuerySet[CodeListVersion]) -> QuerySet[CodeListVersion]:
    """The version of the day of each list, and those whose day is to come."""
    same = CodeListVersion.objects.filter(name=OuterRef("name")).order_by("-valid_from", "-loaded_at", "-id")
    of_the_day = same.filter(valid_from__lte=clock.today())
    corrected = same.filter(valid_from=OuterRef("valid_from"))
    newest = Q(pk=Subquery(of_the_day.values("pk")[:1]))
    coming = Q(valid_from__gt=clock.today(), pk=Subquery(corrected.values("pk")[:1]))
    return versions.filter(newest | coming).order_by("title_sv", "valid_from")


def values_of(version: CodeListVersion) -> list[Word]:
    """What may be chosen by one version, then what those before it had and it has not."""
    before = Q(valid_from=version.valid_from, loaded_at__lte=version.loaded_at)
    rows = CodeListVersion.objects.filter(before | Q(valid_from__lt=version.valid_from), name=version.name)
    return list(_on(version.valid_from, _read(rows)[version.name]).values())


def _values(list_name: str) -> dict[str, Word]:
    found = _lists()
    if list_name not in found:
        raise LookupError(f"there is no code list {list_name}")
    return found[list_name]


def _lists() -> Lists:
    today = clock.today()
    if _is_fresh() and _memory.day == today:
        return _memory.lists
    _memory.lists = {name: _on(today, versions) for name, versions in _memory.versions.items()}
    _memory.day = today
    return _memory.lists


def _is_fresh() -> bool:
    """Whether the memory is what it was; else it is read anew first."""
    now = time.monotonic()
    if _memory.versions and now - _memory.asked < ASK_AGAIN_AFTER:
        return True
    newest = CodeListVersion.objects.aggregate(at=Max("loaded_at"))["at"]
    _memory.asked = now
    if newest == _memory.loaded_at and _memory.versions:
        return True
    _memory.versions, _memory.loaded_at = _read(CodeListVersion.objects.all()), newest
    return False


def _read(versions: QuerySet[CodeListVersion]) -> dict[str, list[_Version]]:
    """The versions of each list, the oldest first."""
    found: dict[str, list[_Version]] = {}
    values: dict[int, dict[str, Word]] = {}
    for row in Code.objects.filter(version__in=versions).order_by("position", "id"):
        word = Word(row.code, row.sv, row.en, row.easy_read, row.extra, row.valid_from, row.valid_to)
        values.setdefault(row.version_id, {})[row.code] = word
    for one in versions.order_by("valid_from", "loaded_at", "id"):
        version = _Version(one.valid_from, clock.local(one.loaded_at).date(), values.get(one.pk, {}))
        found.setdefault(one.name, []).append(version)
    return found


def _on(day: dt.date, versions: list[_Version]) -> dict[str, Word]:
    """Every value the list has ever had, in the order of the version of the day, with when it may be chosen."""
    found: dict[str, Word] = {}
    ended: dt.date | None = None
    for version in reversed([one for one in versions if one.valid_from <= day]):
        for code, word in version.values.items():
            ends = min((end for end in (word.valid_to, ended) if end), default=None)
            found.setdefault(code, replace(word, valid_to=ends))
        ended = max(version.valid_from, version.loaded_on)
    for version in versions:
        for code, word in version.values.items():
            found.setdefault(code, word)
    return found
