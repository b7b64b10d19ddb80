"""One row of a list taken into the record: somebody new, or what has changed since last time."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case
from samsyn.entry.consent.actions import register_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment import actions as enrolments
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.queries import QUESTIONS
from samsyn.entry.person import actions as people
from samsyn.entry.person.models import Person, Sex
from samsyn.entry.person.writing import new_person
from samsyn.journey.exit import actions as exits
from samsyn.journey.livelihood import actions as livelihoods
from samsyn.journey.livelihood.models import Moment
from samsyn.journey.participant_list.known import OF_PERSON
from samsyn.journey.participant_list.matching import Match
from samsyn.journey.participant_list.outcome import Outcome
from samsyn.journey.participant_list.reading import Fault, Row

People = dict[str, uuid.UUID]  # who a row was about, by its key -> the person that was made of it
AT_EXIT = ("last_day", "exit_reason", "exit_outcome", "next_step")
BANDS = {
    Moment.START: ("livelihood_before", "extent_before", "occupation_before"),
    Moment.EXIT: ("livelihood_after", "extent_after", "occupation_after"),
}
UNKNOWN = "unknown"


def take_row(one: Match, *, by: Actor, intervention: Intervention, people: People) -> Outcome:
    """Each row for itself: what one row breaks does not touch the others."""
    if one.row.faults:
        return Outcome(one, one.row.faults)
    if one.enrolment is not None and not one.changes:
        return Outcome(one, enrolment=one.enrolment)
    try:
        with transaction.atomic():
            return Outcome(one, enrolment=_write(one, by, intervention, people))
    except RuleBroken as broken:
        return Outcome(one, (Fault(str(broken.message), one.row.heading(broken.field or "")),))
    except NotPermitted:
        return Outcome(one, (Fault(now_said("Din roll får inte göra det som raden kräver.")),))


def _write(one: Match, by: Actor, intervention: Intervention, people: People) -> Enrolment:
    if one.enrolment is not None:
        return update_row(one.row, by=by, enrolment=one.enrolment, changes=dict(one.changes or {}))
    made_before = people.get(one.row.key)
    known = one.person or (Person.objects.get(pk=made_before) if made_before else None)
    made = add_row(one.row, by=by, intervention=intervention, person=known)
    people[one.row.key] = made.item.case.person_id
    return made


@action(verb="participant_list.add_row", sentence=_("läste in någon från en deltagarlista"), roles=CASE_WRITERS)
def add_row(row: Row, *, by: Actor, intervention: Intervention, person: Person | None) -> Enrolment:
    """Enrol whoever the row is about; what came after the start is written too. Raises what those acts raise."""
    case = _case(row, person, by)
    values = row.values
    if values.get("register_consent") and not case.person.is_protected:
        if enrolments.register_consent(case, by) is None:
            register_consent(case, by=by, kind=Consent.Kind.REGISTER, given_on=values["starts_on"])
    made = enrolments.enrol(
        case, by=by, intervention=intervention, starts_on=values["starts_on"], background=_background(values),
        has_left="last_day" in values,
    )
    _record(made.item.case, values, values, by, Moment.START)
    _leave(made, values, by)
    return made


@action(verb="participant_list.update_row", sentence=_("uppdaterade någon från en deltagarlista"), roles=CASE_WRITERS)
def update_row(row: Row, *, by: Actor, enrolment: Enrolment, changes: dict[str, Any]) -> Enrolment:
    """Write what the list says otherwise than the record. Raises NUMBER_DIFFERS, ENDED_ALREADY, CONSENT_LATE, and
    what the acts of each part raise.
    """
    case = enrolment.item.case
    _person(case.person, changes, by)
    if changes.get("register_consent") is True:
        raise RuleBroken(
            "CONSENT_LATE",
            _("Personen räknas anonymt sedan starten. Det går inte att ändra i efterhand."), field="register_consent",
        )  # fmt: skip
    if "starts_on" in changes:
        enrolments.correct_start(enrolment, by=by, starts_on=changes["starts_on"])
    if (answers := _background(changes)) and enrolment.register == Enrolment.Register.CONSENT:
        enrolments.answer_background(enrolment, by=by, background={**enrolment.background, **answers})
    _record(case, changes, row.values, by, Moment.START)
    if enrolment.ends_on and any(name in changes for name in AT_EXIT):
        raise RuleBroken(
            "ENDED_ALREADY", _("Avslutet är redan gjort. Ändra det på ärendets sida."), field=_first(changes, AT_EXIT)
        )
    if enrolment.ends_on:
        _record(case, changes, row.values, by, Moment.EXIT)
    else:
        _leave(enrolment, {**row.values, **changes}, by)
    return enrolment


def _first(changes: dict[str, Any], names: Iterable[str]) -> str:
    return next(name for name in names if name in changes)


def _case(row: Row, person: Person | None, by: Actor) -> Case:
    """The case of who is known, else a new person with a case."""
    if person is not None:
        found = person.cases.order_by("-opened_at").first()
        return found or writing.open_case(person, by=by)
    given, family = row.names
    names = ("birth_year", "municipality", "phone", "email")
    made = new_person(
        by=by, given_name=given, family_name=family, number=row.values.get("identity_number"),
        sex=row.values.get("sex", Sex.UNKNOWN), **{name: row.values[name] for name in names if name in row.values},
    )  # fmt: skip
    return writing.open_case(made, by=by)


def _background(values: dict[str, Any]) -> dict[str, str]:
    found = {name: values[name] for name in QUESTIONS if name in values}
    for name in ("livelihood", "occupation"):
        if f"{name}_before" in values:
            found[name] = values[f"{name}_before"]
    return found


def _person(person: Person, changes: dict[str, Any], by: Actor) -> None:
    values = {name: changes[name] for name in OF_PERSON if name in changes}
    if "name" in changes:
        values["given_name"], values["family_name"] = changes["name"]
    if values:
        people.edit_person(person, by=by, **values)
    if number := changes.get("identity_number"):
        if person.identifiers.exists():
            raise RuleBroken(
                "NUMBER_DIFFERS", _("Personen har ett annat nummer här. Rätta det på personens sida."),
                field="identity_number",
            )  # fmt: skip
        people.add_number(person, by=by, number=number)


def _record(case: Case, changes: dict[str, Any], values: dict[str, Any], by: Actor, moment: Moment) -> None:
    """What the person lived on and did at the start or at the exit, where the list says something new of it."""
    income, extent, doing = BANDS[moment]
    if not any(name in changes for name in BANDS[moment]):
        return
    day = values["starts_on"] if moment == Moment.START else values["last_day"]
    sources = [livelihoods.Source(values.get(income, UNKNOWN), values.get(extent))]
    doings = [livelihoods.Source(values[doing])] if doing in values else []
    livelihoods.record(case, by=by, moment=moment, livelihoods=sources, occupations=doings, on=day)


def _leave(enrolment: Enrolment, values: dict[str, Any], by: Actor) -> None:
    """End the participation of who has a last day; what the list does not say is unknown."""
    last: dt.date | None = values.get("last_day")
    if last is None:
        return
    _record(enrolment.item.case, values, values, by, Moment.EXIT)
    ending = exits.Ending(
        on=last, reason=values.get("exit_reason", UNKNOWN), outcome=values.get("exit_outcome", UNKNOWN),
        next_step=values.get("next_step") or now_said("Står inte i deltagarlistan."),
        without_because=now_said("Inläst från en deltagarlista."),
    )  # fmt: skip
    exits.complete(exits.prepare(enrolment, by=by, ending=ending), by=by)
