"""When a case is talked about without consent: finds what in a text can tell who it is about.

A help, never a proof: what is found is shown to the writer, and what is not found can still tell who it is.
It marks once too often for identity numbers rather than miss one, and is silent on amounts, years and times.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from samsyn.entry.case.names_in_text import names_in
from samsyn.entry.person.identity_number import check_digit

Kind = Literal["identity_number", "birth_date", "phone", "email", "address", "name", "url"]
Span = tuple[int, int]

# People take part from 16; a later year is taken for the date of something else.
LOWEST_AGE = 16
_YEAR_WITHOUT_A_CLOCK = 2026

_ADVICE: dict[Kind, str] = {
    "identity_number": "Ser ut som ett identitetsnummer. Ta bort det, eller skriv ungefärlig ålder.",
    "birth_date": "Ser ut som ett födelsedatum. Skriv ungefärlig ålder i stället.",
    "phone": "Ser ut som ett telefonnummer. Ta bort det.",
    "email": "Ser ut som en e-postadress. Ta bort den.",
    "address": "Ser ut som en adress. Skriv till exempel ”i en mindre ort” i stället.",
    "name": "Ser ut som ett namn. Skriv rollen i stället, till exempel ”personen” eller ”handläggaren”.",
    "url": "Ser ut som en länk eller ett kontonamn. Ta bort det om det leder till personen.",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One place in the text, [start, end), with what it looks like and what to write instead."""

    start: int
    end: int
    kind: Kind
    excerpt: str
    advice_sv: str


def identity_marks(text: str, *, known_names: Iterable[str] = (), today: dt.date | None = None) -> list[Mark]:
    """Everything in the text that can tell who it is about, in order, nothing marked twice.

    `known_names` are those of the person and relatives: they are found in any case. `today` tells birth dates
    from other dates.
    """
    plain = text.translate(_plain)
    latest_year = (today.year if today else _YEAR_WITHOUT_A_CLOCK) - LOWEST_AGE
    marks: list[Mark] = []
    taken = bytearray(len(text))
    for kind, spans in _finders(plain, latest_year, tuple(known_names)):
        for start, end in spans:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                marks.append(Mark(start, end, kind, text[start:end], _ADVICE[kind]))
    return sorted(marks, key=lambda mark: mark.start)


def _finders(plain: str, latest_year: int, known: Sequence[str]) -> Iterator[tuple[Kind, Iterator[Span]]]:
    """The surest first: what one has taken, the next leaves."""
    yield "email", _matches(_EMAIL, plain)
    yield "url", _matches(_URL, plain)
    yield "identity_number", _matches(_IDENTITY, plain, lambda found: _is_identity(found, latest_year))
    yield "birth_date", _birth_dates(plain, latest_year)
    yield "phone", _phones(plain)
    yield "address", _addresses(plain)
    yield "name", names_in(plain, known)


class _Plain(dict[int, str]):
    """One character for one, so that places in the text stay: digits, dashes, spaces made alike."""

    def __missing__(self, point: int) -> str:
        self[point] = _plain_character(chr(point))
        return self[point]


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    if category in ("Zs", "Cf"):
        return " "
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character


_plain = _Plain()


def _matches(
    pattern: re.Pattern[str], plain: str, holds: Callable[[re.Match[str]], bool] = lambda _: True
) -> Iterator[Span]:
    return (found.span() for found in pattern.finditer(plain) if holds(found))


# Repetitions are bounded, so that no text can make the search slow.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@| ?[(\[]a?t?[)\]] ?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_URL = re.compile(
    r"(?i:\bhttps?://[^\s<>\"]{1,500}|\bwww\.[^\s<>\"]{1,500})"
    r"|(?<![\w.@/-])(?:[a-z0-9-]{3,63}\.){1,3}(?:se|com|org|net|eu|info|io)\b(?:/[^\s<>\"]{0,200})?"
    r"|(?<![\w.])@[\w.]{3,30}"
)

# --- Numbers and dates ---
_MONTH_DAY = r"(?P<month>0[0-9]|1[0-2])[ .\-/]?(?P<day>0[1-9]|[12][0-9]|3[01]|[6-8][0-9]|9[01])"
_IDENTITY = re.compile(
    rf"(?<![0-9])(?:(?P<century>1[89]|20)[ ]?)?(?P<year>[0-9]{{2}})[ .\-/]?{_MONTH_DAY}"
    r"(?P<tail>[ ]{0,2}[-+/]?[ ]{0,2}[0-9]{2}[ ]?[0-9]{2}|[ ]?[-+]?[ ]?[xX*•_]{4})(?![0-9]|[-./][0-9]|:[0-9])"
)
_AMOUNT = re.compile(r" ?(?:kr\b|kronor|sek\b|tkr|mkr|mnkr|procent|%|:-|euro|€)", re.IGNORECASE)
_BORN = re.compile(r"\b(?:född\w*|f\.|födelse\w+|fyller|personn\w+|pnr)[^.!?\n]{0,20}$", re.IGNORECASE)
_MONTH_NAME = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"(?<![0-9])(?<![0-9][.\-/])(?:"
    r"(?P<full>1[89][0-9]{2}|20[0-9]{2})(?P<sep>[ .\-/]?)(?:0[1-9]|1[0-2])(?P=sep)(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?P<short>[0-9]{2})(?P<sep2>[.\-/]?)(?:0[1-9]|1[0-2])(?P=sep2)(?:0[1-9]|[12][0-9]|3[01])"
    r"|[0-3]?[0-9][./-][01]?[0-9][ ./-]{1,2}(?P<last>(?:1[89]|20)[0-9]{2}|[0-9]{2})"
    rf"|[0-3]?[0-9](?::?e)?[ ]{_MONTH_NAME}(?:[ ]-?(?P<named>(?:1[89]|20)[0-9]{{2}}|[0-9]{{2}}))?"
    r")(?![0-9]|[.\-/:][0-9])",
    re.IGNORECASE,
)


def _is_identity(found: re.Match[str], latest_year: int) -> bool:
    """Right by its check digit, or so like a number that it may be one mistyped."""
    if _AMOUNT.match(found.string, found.end()):
        return False
    digits = re.sub("[^0-9]", "", found["year"] + found["month"] + found["day"] + found["tail"])
    if len(digits) < 10 or check_digit(digits[:9]) == int(digits[9]):
        return True
    if _tells_birth(found):
        return True
    if " " in found["tail"] or _is_bare_mobile(found[0]):
        return False
    # A date and a clock time, run together, has no check digit and a late year.
    return not found["century"] or int(found["century"] + found["year"]) <= latest_year


def _tells_birth(found: re.Match[str]) -> bool:
    """Whether a word just before says that a birth date or identity number follows."""
    return _BORN.search(found.string, max(0, found.start() - 40), found.start()) is not None


def _is_bare_mobile(written: str) -> bool:
    return written.isdigit() and len(written) == 10 and written.startswith("07")


def _birth_dates(plain: str, latest_year: int) -> Iterator[Span]:
    for found in _DATE.finditer(plain):
        if _AMOUNT.match(plain, found.end()):
            continue
        if _is_long_ago(found, latest_year) or _tells_birth(found):
            yield found.span()


def _is_long_ago(found: re.Match[str], latest_year: int) -> bool:
    year = found["full"] or found["last"] or found["named"] or ""
    if len(year) == 4:
        return int(year) <= latest_year
    # The two digits of a year are read as the latest such year up to now.
    if not found["short"] or found["sep2"] not in ("", "-"):
        return False
    now = latest_year + LOWEST_AGE
    return now - (now - int(found["short"])) % 100 <= latest_year


_PHONE = re.compile(
    r"(?<![0-9+])(?<![0-9] )(?:"
    r"(?:\+|00)[1-9][0-9]{0,2}[ ]?(?:\(0\))?(?:[ -]{0,2}[0-9]{1,4}){2,6}"
    r"|\(?(?:08|0[1-9][0-9]{1,2})\)?[ ]?[-/]?[ ]?[0-9]{2,3}(?:[ -]?[0-9]{2,3}){1,3}"
    r")(?![0-9])"
)
_CALLED = re.compile(
    r"\b(?:tel|telefon|telefonnummer|mobil|mobilnummer|mobilnr|ring|sms)[ .:]{1,3}"
    r"(?P<number>[0-9](?:[ -]?[0-9]){5,13})",
    re.IGNORECASE,
)
_CLOCK_TIMES = re.compile(r"(?:[01][0-9]|2[0-4])[0-5][0-9] ?[- ] ?(?:[01][0-9]|2[0-4])[0-5][0-9]")
_DAY_MONTH_YEAR = re.compile(r"[0-3][0-9][-/ ][01][0-9][-/ ](?:19|20)[0-9]{2}")


def _phones(plain: str) -> Iterator[Span]:
    yield from _matches(_PHONE, plain, _is_phone)
    yield from (found.span("number") for found in _CALLED.finditer(plain))


def _is_phone(found: re.Match[str]) -> bool:
    digits = sum(character.isdigit() for character in found[0])
    if _CLOCK_TIMES.fullmatch(found[0]) or _DAY_MONTH_YEAR.fullmatch(found[0]):
        return False
    return 8 <= digits <= 15 and not _AMOUNT.match(found.string, found.end())


# --- Addresses ---
_CAPITAL = r"[A-ZÅÄÖÉÜ]"
_STREET = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|torget|torg|allén|allé|backen|backe|kajen|leden"
    r"|esplanaden)"
)
_HOUSE = (
    r" [0-9]{1,3}(?:[ ]?[A-Ha-h]\b)?(?![0-9:%]|[.,][0-9])"
    r"(?! ?(?:%|veck|dag|mån|år\b|tim|min\b|minuter|procent|kr\b|gång|person|st\b|km\b|m\b|meter|steg))"
    rf"(?! {_MONTH_NAME}\b)(?! [0-9])"
)
# Streets that every town has, and what stands before a time of day.
_ANY_STREET = r"(?:gå|tvär|sido|huvud|affärs|genomfarts|återvänds|bak|fram|by|bil)"
_DAYS = r"(?i:mån|tis|ons|tors|fre|lör|sön|kl|kap|lag|balk|artik|par|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_AT = r"(?<=\bi )|(?<=\bpå )|(?<=\bfastighet )|(?<=\bfastigheten )|(?<=\badress )|(?<=\badressen )"
_PLOT = r" [0-9]{1,3}:[0-9]{1,4}(?![0-9:])"
_ADDRESSES = [
    re.compile(rf"\b(?:{_CAPITAL}[\w:]{{1,30}} ){{0,2}}{_CAPITAL}\w{{1,30}}?{_STREET}{_HOUSE}"),
    re.compile(rf"\b(?:{_CAPITAL}[\w:]{{1,30}} ){{1,3}}(?i:{_STREET}|plan|plats){_HOUSE}"),
    re.compile(rf"\b(?!om|gen|luft)[a-zåäö]{{2,30}}?(?:gatan|vägen|gränd|stigen|allén|torget){_HOUSE}"),
    re.compile(rf"(?:(?<=\bpå )|(?<=\bvid )){_CAPITAL}\w{{2,30}}?(?:gatan|gränd|allén|vägen|stigen)\b"),
    re.compile(rf"\b(?:{_CAPITAL}[\w:]{{1,30}} ){{0,2}}{_CAPITAL}\w{{2,30}}?(?:gatan|gränden|gränd|esplanaden)\b"),
    re.compile(
        rf"(?:(?<=\bpå )|(?<=\bvid )|(?<=\bfrån ))(?!{_ANY_STREET})[a-zåäö]{{3,30}}?(?:gatan|gränd|esplanaden)\b"
    ),
    re.compile(rf"(?:{_AT})(?!{_DAYS}){_CAPITAL}[a-zåäöé]{{2,30}}(?: {_CAPITAL}?[a-zåäöé]{{2,30}})?{_PLOT}"),
    re.compile(
        rf"(?:{_AT})(?!kap|par|lag|balk|artik)[a-zåäöé]{{4,30}} "
        r"[0-9]{1,3}:(?:[0-9]|[6-9][0-9]|[0-9]{3,4})(?![0-9:])"
    ),
    re.compile(r"(?i:\blgh\.? ?(?:nr )?[0-9]{1,4}\b|\blägenhet(?:snummer)? (?:nr )?[0-9]{4}\b)"),
    re.compile(r"(?i:\bc/o \w{2,30})|\bBox [0-9]{1,5}\b"),
    re.compile(
        r"(?<![0-9])(?<![0-9][ .,])(?:SE?-)?[1-9][0-9]{2} ?[0-9]{2} {1,2}"
        rf"(?!K[Rr]\b|Kronor|SEK){_CAPITAL}[\w-]{{1,30}}"
    ),
]


def _addresses(plain: str) -> Iterator[Span]:
    for pattern in _ADDRESSES:
        yield from _matches(pattern, plain)
