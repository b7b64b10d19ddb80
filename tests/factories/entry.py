"""Persons, cases and consents for tests, made by the same actions as in use."""

import uuid
from itertools import count
from typing import Any

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.basis.party.models import Party
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.consent.actions import confirm_consent, register_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.person.writing import new_person

_serial = count(1)


@action(verb="test.open_case", sentence="öppnade ett ärende i ett test")
def open_case(*, by: Actor, **known: Any) -> Case:
    """A case around a new person in the actor's vault."""
    named = {"given_name": "Test", "family_name": f"Person{next(_serial)}", **known}
    return writing.open_case(new_person(by=by, **named), by=by)


@action(verb="test.assign", sentence="gav någon ett ärende i ett test", elevated=True)
def assigned(case: Case, who: Actor, *, by: Actor | None = None) -> CaseAssignment:
    """The actor works with the case by name."""
    part = CaseAssignment.Part.PARTICIPANT
    return writing.assign(case, party_id=who.party_id, staff_id=who.staff_id, unit_id=who.unit_id, part=part)


def consent(case: Case, *, by: Actor, to: list[Party], **known: Any) -> Consent:
    """A secrecy consent in a circle of the actor's party and `to`, from today."""
    wanted = {"kind": Consent.Kind.SECRECY, "given_on": clock.today(), **known}
    return register_consent(case, by=by, circle=[p.pk for p in to], **wanted)


def confirmed_consent(case: Case, *, by: Actor, to: list[Actor], **known: Any) -> Consent:
    """The same, confirmed by each of the actors in `to`."""
    parties = list(Party.objects.filter(pk__in={a.party_id for a in to}))
    given = consent(case, by=by, to=parties, **known)
    for receiver in to:
        confirm_consent(given, by=receiver)
    return given


def ids(*parties: Party | Actor) -> list[uuid.UUID]:
    """Keys of parties, for `share`."""
    return [p.party_id if isinstance(p, Actor) else p.pk for p in parties]
