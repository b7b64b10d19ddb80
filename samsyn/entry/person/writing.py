"""Building blocks for actions: register a person and their number. Refuse to run outside an `@action`."""

import datetime as dt
from typing import Any

from samsyn.access import crypto
from samsyn.access.action import touch
from samsyn.access.actor import Actor
from samsyn.entry.person.identity_number import IdentityNumber
from samsyn.entry.person.models import Identifier, Person
from samsyn.entry.person.name_key import sort_key


def new_person(
    *, by: Actor, given_name: str, family_name: str, number: IdentityNumber | None = None, **known: Any
) -> Person:
    """A person in the actor's vault. The same number in another vault is never looked for."""
    if known.get("birth_year") is None and number and number.born_on_guess:
        known["birth_year"] = number.born_on_guess.year
    person = Person.objects.create(
        holder_id=by.party_id, given_name=given_name, family_name=family_name,
        sort_key=sort_key(family_name, given_name), **known,
    )  # fmt: skip
    touch(person, ["given_name", "family_name", *known], person_id=person.pk)
    if number:
        add_number(person, number)
    return person


def add_number(person: Person, number: IdentityNumber) -> Identifier:
    """Store a number encrypted, findable only inside its vault."""
    row = Identifier(person=person, kind=number.kind, issuer=number.issuer or "", masked=number.masked)
    row.key_id, row.value = crypto.encrypt(number.value, about=str(row.pk))
    row.blind_index = crypto.blind_index(number.value, vault=str(person.holder_id))
    row.save(force_insert=True)
    touch(row, ["value"], person_id=person.pk)
    return row


def age_on(person: Person, day: dt.date) -> int | None:
    """Whole years by birth year; None when unknown."""
    return day.year - person.birth_year if person.birth_year else None
