"""What a column of a participant list may be, and how its text is read and written."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_list
from samsyn.entry.enrolment.queries import LABELS, QUESTIONS
from samsyn.entry.person.identity_number import IdentityNumberError, parse
from samsyn.entry.person.models import Sex
from samsyn.journey.participant_list.days import DayError, day

Words = Mapping[str, str]  # text in the file, folded -> code
PHONE = re.compile(r"[0-9+()\-\s]{5,40}", re.ASCII)
YES = frozenset({"ja", "j", "yes", "y", "x", "1", "sant", "true"})
NO = frozenset({"nej", "n", "no", "0", "falskt", "false", "-"})
SEXES = {
    "k": Sex.WOMAN, "kvinna": Sex.WOMAN, "woman": Sex.WOMAN, "f": Sex.WOMAN, "female": Sex.WOMAN,
    "m": Sex.MAN, "man": Sex.MAN, "male": Sex.MAN, "vet inte": Sex.UNKNOWN, "okänt": Sex.UNKNOWN,
    "unknown": Sex.UNKNOWN,
}  # fmt: skip


class CellError(ValueError):
    """What is wrong with one cell and what to do, in the language of the page."""


@dataclass(frozen=True)
class Field:
    """One thing a column may be. `list_name`: its answers are codes of that list."""

    name: str
    label: Text
    read: Callable[[str], Any]
    guesses: tuple[str, ...] = ()
    list_name: str = ""


def folded(text: str) -> str:
    """For comparing headings and answers: without case, double spaces and marks around."""
    return " ".join(text.casefold().replace("_", " ").strip(" .:*?").split())


def _text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise CellError(now_said("Texten är för lång: högst %(most)s tecken.") % {"most": most})
        return text

    return read


def _day(text: str) -> dt.date:
    try:
        return day(text)
    except DayError as error:
        raise CellError(str(error)) from None


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text[:9]) <= clock.today().year):
        raise CellError(now_said("Skriv årtalet med fyra siffror, till exempel 1988."))
    return int(text)


def _extent(text: str) -> int:
    bare = text.removesuffix("%").strip()
    share = bare.replace(",", ".")
    if re.fullmatch(r"0\.\d+|1\.0+", share, re.ASCII):  # Excel keeps 50 % as 0.5
        bare = f"{float(share) * 100:g}"
    if not (bare.isascii() and bare.isdecimal() and 1 <= int(bare[:9]) <= 100):
        raise CellError(now_said("Skriv omfattningen i procent, från 1 till 100."))
    return int(bare)


def _yes(text: str) -> bool:
    word = folded(text)
    if word not in YES | NO:
        raise CellError(now_said("Skriv ja eller nej."))
    return word in YES


def _sex(text: str) -> str:
    found = SEXES.get(folded(text))
    if found is None:
        raise CellError(now_said("Skriv kvinna, man eller vet inte."))
    return found


def _number(text: str) -> Any:
    try:
        return parse(text, today=clock.today())
    except IdentityNumberError as error:
        raise CellError(now_said(error.message_sv)) from None


def _phone(text: str) -> str:
    if not PHONE.fullmatch(text):
        raise CellError(now_said("Skriv ett telefonnummer med siffror, till exempel 070-123 45 67."))
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise CellError(now_said("E-postadressen stämmer inte. Kontrollera den.")) from None
    return _text(254)(text)


def _name(text: str) -> tuple[str, str]:
    """(given, family) of "Efternamn, Förnamn" or "Förnamn Efternamn"."""
    if "," in text:
        family, _comma, given = (part.strip() for part in text.partition(","))
    else:
        given, _space, family = (part.strip() for part in text.rpartition(" "))
    if not given or not family or len(given) > 80 or len(family) > 80:
        raise CellError(now_said("Skriv både förnamn och efternamn."))
    return given, family


def _code(list_name: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        return text  # tied to a code by `answered`, which knows the file's own words

    return read


def answered(field: Field, text: str, words: Words) -> str:
    """The code of an answer: by the file's own words, else by the list's words or the code itself."""
    word = folded(text)
    if word in words:
        return words[word]
    for code, label in code_list.choices(field.list_name):
        if word in (folded(code), folded(label)):
            return code
    if word in ("uppgift saknas", "svar saknas", "okänt", "-"):
        return "unknown"
    raise CellError(
        now_said("”%(text)s” finns inte i listan %(list)s. Koppla ordet till ett svar under Kolumner.")
        % {"text": text[:60], "list": field.label}
    )


def _question(name: str) -> Field:
    return Field(name, LABELS[name], _code(QUESTIONS[name]), GUESSES.get(name, ()), QUESTIONS[name])


GUESSES: dict[str, tuple[str, ...]] = {
    "education": ("utbildning", "utbildningsnivå", "högsta utbildning", "education"),
    "time_in_need": ("tid i behov av stöd", "tid i offentlig försörjning", "år utanför"),
    "reason": ("orsak", "orsak till insats", "hinder"),
    "obstacles": ("andra hinder", "andra arbetshinder"),
    "household": ("hushåll", "hushållstyp", "civilstånd"),
    "country_of_birth": ("födelseland", "land"),
}
FIELDS: dict[str, Field] = {
    one.name: one
    for one in (
        Field("identity_number", _("Personnummer eller samordningsnummer"), _number,
              ("personnummer", "pnr", "personnr", "samordningsnummer", "persnr")),
        Field("own_number", _("Listans eget nummer"), _text(60), ("nr", "löpnummer", "id", "deltagarnummer", "nummer")),
        Field("given_name", _("Förnamn"), _text(80), ("förnamn", "tilltalsnamn", "first name")),
        Field("family_name", _("Efternamn"), _text(80), ("efternamn", "last name")),
        Field("name", _("Hela namnet"), _name, ("namn", "name", "deltagare", "hela namnet")),
        Field("sex", _("Kön"), _sex, ("kön", "sex", "gender")),
        Field("birth_year", _("Födelseår"), _year, ("födelseår", "född", "född år", "birth year")),
        Field("municipality", _("Kommun"), _text(80), ("kommun", "hemkommun", "bostadsort", "municipality")),
        Field("phone", _("Telefon"), _phone, ("telefon", "tel", "mobil", "phone")),
        Field("email", _("E-post"), _email, ("e-post", "epost", "mail", "e-mail", "email")),
        Field("starts_on", _("Startdatum"), _day, ("start", "startdatum", "inskriven", "inskrivningsdatum", "från")),
        Field("last_day", _("Sista dag"), _day, ("slut", "slutdatum", "avslutsdatum", "avslutad", "sista dag", "till")),
        Field("register_consent", _("Registersamtycke (ja eller nej)"), _yes,
              ("samtycke", "sus-samtycke", "samtycke sus", "registersamtycke")),
        Field("livelihood_before", _("Försörjning vid start"), _code("livelihood"),
              ("försörjning", "försörjning före", "försörjning vid start", "försörjning start"), "livelihood"),
        Field("extent_before", _("Omfattning vid start, procent"), _extent, ("omfattning", "omfattning före")),
        Field("occupation_before", _("Sysselsättning vid start"), _code("occupation"),
              ("sysselsättning", "sysselsättning före", "sysselsättning vid start"), "occupation"),
        Field("livelihood_after", _("Försörjning vid avslut"), _code("livelihood"),
              ("försörjning efter", "försörjning vid avslut", "försörjning slut"), "livelihood"),
        Field("extent_after", _("Omfattning vid avslut, procent"), _extent, ("omfattning efter",)),
        Field("occupation_after", _("Sysselsättning vid avslut"), _code("occupation"),
              ("sysselsättning efter", "sysselsättning vid avslut"), "occupation"),
        *(_question(name) for name in QUESTIONS if name not in ("livelihood", "occupation")),
        Field("exit_reason", _("Avslutsorsak"), _code("exit_reason"),
              ("avslutsorsak", "avslutningsanledning", "anledning till avslut"), "exit_reason"),
        Field("exit_outcome", _("Resultat vid avslut"), _code("exit_outcome"),
              ("resultat", "resultat vid avslut", "till"), "exit_outcome"),
        Field("next_step", _("Nästa steg"), _text(300), ("nästa steg", "avslutad till", "går vidare till")),
    )
}  # fmt: skip


def guess(heading: str) -> str:
    """What a heading most likely is; empty when it is not known."""
    word = folded(heading)
    for field in FIELDS.values():
        if word == folded(field.name) or word == folded(str(field.label)) or word in field.guesses:
            return field.name
    return ""


def written(field: Field, value: Any, words: Words) -> str:
    """A value as the file has it: the file's own word for a code, else the list's."""
    if value in (None, ""):
        return ""
    if field.list_name:
        own = next((text for text, code in words.items() if code == value), "")
        return own or code_list.words(field.list_name, value)
    if field.name == "identity_number":
        return str(value.formatted)
    if field.name == "name":
        return f"{value[0]} {value[1]}"
    if field.name == "sex":
        return str(Sex(value).label)
    if isinstance(value, bool):
        return now_said("ja") if value else now_said("nej")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
