"""Every change to a person: contact, numbers, representatives, protection; and logged look-ups."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock, crypto
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case.models import CaseAssignment
from samsyn.entry.case.writing import keep_sort_keys
from samsyn.entry.person import protection, writing
from samsyn.entry.person.identity_number import IdentityNumber
from samsyn.entry.person.models import (
    Identifier,
    LookupCount,
    Person,
    Protection,
    ProtectionStep,
    Representative,
)
from samsyn.entry.person.name_key import sort_key
from samsyn.entry.person.queries import cases_of_number, found_by, with_number

EDITABLE = (
    "given_name", "family_name", "sex", "birth_year", "language", "needs_interpreter", "phone", "email",
    "address", "municipality",
)  # fmt: skip
PLACES = ("address", "municipality")
LOOKUPS_PER_WINDOW = 60
WINDOW_SECONDS = 600


def version_of(person: Person) -> str:
    """A fingerprint of what the form edits: tells whether somebody else changed it meanwhile."""
    values = "\x1f".join(str(getattr(person, name)) for name in EDITABLE)
    return hashlib.sha256(values.encode()).hexdigest()[:32]


def _must_hold(person: Person, by: Actor) -> None:
    if person.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som registrerade personen kan ändra uppgifterna."))


@action(verb="person.edit", sentence=_("ändrade personuppgifter"), roles=CASE_WRITERS, elevated=True)
def edit_person(person: Person, *, by: Actor, **values: Any) -> Person:
    """New contact details and name. Raises NOT_HOLDER, STALE, NO_PLACES."""
    _must_hold(person, by)
    check_seen(version_of(Person.objects.select_for_update().get(pk=person.pk)), newer=person)
    if person.is_protected and any(values.get(name) for name in PLACES):
        raise RuleBroken(
            "NO_PLACES",
            _("Personen har skyddade uppgifter. Skriv varken adress eller kommun."),
            field="address",
        )
    changed = [name for name in EDITABLE if name in values and getattr(person, name) != values[name]]
    for name in changed:
        setattr(person, name, values[name])
    person.sort_key = sort_key(person.family_name, person.given_name)
    person.save()
    for case in person.cases.all():
        case.person = person
        keep_sort_keys(case)
    touch(person, changed, person_id=person.pk)
    return person


@action(verb="person.add_number", sentence=_("lade till ett identitetsnummer"), roles=CASE_WRITERS)
def add_number(person: Person, *, by: Actor, number: IdentityNumber, anyway: bool = False) -> Identifier:
    """A further number, encrypted; a person may have several. One that another person has is saved `anyway` or not.

    Raises NOT_HOLDER, KNOWN_ALREADY, ON_ANOTHER.
    """
    _must_hold(person, by)
    if with_number(number, by).filter(person=person).exists():
        raise RuleBroken("KNOWN_ALREADY", _("Personen har redan det numret."), field="number")
    if not anyway and (cases := cases_of_number(number, by)):
        words = _(
            "Numret finns redan på en annan person hos er: ärende %(cases)s. Kontrollera numret. "
            "Är det rätt kryssar du i rutan och sparar igen."
        )
        raise RuleBroken("ON_ANOTHER", words % {"cases": ", ".join(cases)}, field="anyway")
    return writing.add_number(person, number)


@action(
    verb="person.reveal_number", sentence=_("visade ett identitetsnummer i klartext"), roles=PERSONAL_ROLES
)
def reveal_number(identifier: Identifier, *, by: Actor) -> str:
    """The number in clear, and a line in the log that it was shown."""
    touch(identifier, ["value"], person_id=identifier.person_id)
    value = crypto.decrypt(identifier.key_id, identifier.value, about=str(identifier.pk))
    return value if identifier.kind == Identifier.Kind.RESERVE else f"{value[:8]}-{value[8:]}"


@action(verb="person.add_representative", sentence=_("lade till en ställföreträdare"), roles=CASE_WRITERS)
def add_representative(
    person: Person, *, by: Actor, kind: str, name: str, scope: str, starts_on: dt.date,
    last_day: dt.date | None = None, phone: str = "", decides: Iterable[str] = (),
) -> Representative:  # fmt: skip
    """Who may speak for the person, in what, how long. Raises NOT_HOLDER, ENDS_BEFORE_START."""
    _must_hold(person, by)
    if last_day and last_day < starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Uppdraget slutar innan det börjar. Ändra datumen."), field="last_day"
        )
    row = Representative.objects.create(
        person=person, kind=kind, name=name, scope=scope, starts_on=starts_on, phone=phone, decides=list(decides),
        ends_on=last_day + dt.timedelta(days=1) if last_day else None,
    )  # fmt: skip
    touch(row, ["kind", "name", "scope", "decides"], person_id=person.pk)
    return row


@action(
    verb="person.end_representative", sentence=_("avslutade en ställföreträdares uppdrag"), roles=CASE_WRITERS
)
def end_representative(row: Representative, *, by: Actor) -> Representative:
    """Ends today; what was decided before stays decided. Twice is once. Raises NOT_HOLDER."""
    _must_hold(row.person, by)
    if row.ends_on is None or row.ends_on > clock.today():
        row.ends_on = clock.today()
        row.save(update_fields=["ends_on"])
        touch(row, ["ends_on"], person_id=row.person_id)
    return row


@action(
    verb="person.protect", sentence=_("ändrade skyddet av en identitet"), roles=CASE_WRITERS, elevated=True
)
def protect(person: Person, *, by: Actor, level: str, reason: str = "") -> Person:
    """Protect more, at once and everywhere; or less, which only the holder does and with a reason.

    Places are emptied, inboxes ended, waiting mail dropped, the register forgets who it was.
    Raises REASON_MISSING, NOT_HOLDER. The level it already has changes nothing.
    """
    before = Person.objects.select_for_update().get(pk=person.pk).protection
    check_seen(before)
    if level == before:
        return person
    raised = protection.is_raised(before, level)
    if not raised:
        _must_hold(person, by)
        if not reason.strip():
            raise RuleBroken("REASON_MISSING", _("Skriv varför skyddet sänks."), field="reason")
    person.protection = Protection(level)
    Person.objects.filter(pk=person.pk).update(protection=level)
    ProtectionStep.objects.create(person=person, before=before, after=level, reason=reason, by_id=by.staff_id)
    if raised:
        protection.protect_everywhere(person)
    protection.label_again(person)
    touch(person, ["protection", *protection_fields(raised)], person_id=person.pk)
    return person


def protection_fields(raised: bool) -> list[str]:
    """The further fields a change of protection touches."""
    return list(PLACES) if raised else []


@action(verb="person.search", sentence=_("sökte efter en person"), roles=PERSONAL_ROLES)
def look_up(words: str, *, by: Actor) -> list[CaseAssignment]:
    """The actor's cases that a name, an identity number or a case number names. Nothing of it is stored.

    Raises TOO_MANY after 60 look-ups in ten minutes.
    """
    _count_lookup(by)
    return found_by(words, by)


def _count_lookup(by: Actor) -> None:
    window = int(clock.now().timestamp()) // WINDOW_SECONDS
    mine = LookupCount.objects.filter(staff_id=by.staff_id, window=window)
    if mine.filter(count__lt=LOOKUPS_PER_WINDOW).update(count=F("count") + 1):
        return
    _row, is_new = LookupCount.objects.get_or_create(
        staff_id=by.staff_id, window=window, defaults={"count": 1}
    )
    if not is_new:
        raise RuleBroken(
            "TOO_MANY",
            _("Du har sökt många gånger på kort tid. Vänta tio minuter och sök igen."),
            field="words",
        )
    LookupCount.objects.filter(staff_id=by.staff_id, window__lt=window).delete()
