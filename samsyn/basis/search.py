"""Finding words alike on both engines: SQLite folds A–Z only, so Å, Ä and Ö are tried both ways."""

from typing import Any

from django.db.models import Q, QuerySet


def holds(words: str, *fields: str) -> Q:
    """Condition: every word stands in one of the fields, however it is written."""
    found = Q()
    for word in words.split():
        ways = {word, word.lower(), word.upper(), word.capitalize(), word.title()}
        one = Q()
        for field in fields:
            for way in ways:
                one |= Q(**{f"{field}__icontains": way})
        found &= one
    return found


def is_taken(rows: QuerySet[Any], words: str, *, field: str = "name") -> bool:
    """Whether one of the rows is called that already, in whatever letters and spaces it is written."""
    return _alike(words) in {_alike(known) for known in rows.values_list(field, flat=True)}


def _alike(words: str) -> str:
    return " ".join(words.split()).casefold()
