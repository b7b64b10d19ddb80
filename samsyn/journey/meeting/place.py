"""Which place may stand in a mail or a calendar: others read them too, and a place tells what a meeting is about."""

import re

from samsyn.basis.party.models import Party, Unit
from samsyn.journey.meeting.models import Meeting

STREET = r"((norra|södra|östra|västra|stora|lilla|gamla|nya|övre|nedre|inre|yttre)\s+)?\w+"
STREET += r"(gatan?|gata|vägen?|torget?|gränd(en)?|allén?|stigen?|backen?|platsen?|leden?|esplanaden?|kajen?)"
ROOM = r"(mötes|konferens|sammanträdes|grupp)?(rum|sal|lokal)(met|en)?|plan|våning(en)?|vån|hus|entré|port|trappa"
PLAIN = (
    rf"{STREET}\s+\d+\s?[a-z]?",
    rf"({ROOM})\s+(\d+|[a-z])\s?[a-z]?",
    r"\d{3}\s?\d{2}\s+\w+(\s\w+)?",  # a postal code and its town
    r"https://\S+",
)
CARE = (
    "akutmott", "avgift", "behandling", "beroende", "beteende", "habilit", "hälsoc", "häkte", "anstalt",
    "frivård", "klinik", "kurator", "lasarett", "lss", "läkar", "missbruk", "mottag", "psyk", "rehab", "sjuk",
    "socialtj", "soctj", "stöd", "terapi", "vård", "arbetsförm", "försäkringsk", "kriminal",
)  # fmt: skip
WHOLE_WORD = 3


def safe_place(meeting: Meeting) -> str:
    """The place as it may be sent: an address, a numbered room or a link, and nothing where that is in doubt.

    Never for a protected person, nor what names an authority, a unit, care or the person.
    """
    said, person = meeting.place.casefold(), meeting.case.person
    parts = [part.strip() for part in said.split(",") if part.strip()]
    if person.is_protected or not all(_is_plain(part) for part in parts):
        return ""
    return "" if any(_names(said, name) for name in _telling(meeting)) else meeting.place


def _is_plain(part: str) -> bool:
    return any(re.fullmatch(way, part) for way in PLAIN)


def _telling(meeting: Meeting) -> list[str]:
    """What a place may not name."""
    association, person = meeting.item.holder.association_id, meeting.case.person
    parties = Party.objects.filter(association_id=association).values_list("name", "short_name")
    units = Unit.objects.filter(party__association_id=association).values_list("name", flat=True)
    return [*CARE, *(name for names in parties for name in names), *units, person.given_name, person.family_name]


def _names(said: str, name: str) -> bool:
    """Whether the name stands in what is said; a very short one as a word of its own."""
    name = name.casefold().strip()
    if len(name) <= WHOLE_WORD:
        return name in re.split(r"\W+|_", said) if name else False
    return name in said
