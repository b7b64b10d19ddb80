"""Finding words alike on both engines: SQLite folds A–Z only, so Å, Ä and Ö are tried both ways."""

from django.db.models import Q


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
