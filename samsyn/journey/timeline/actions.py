"""Acts of the case page's own papers: entered in SUS, and the person's list of who has read."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_LEADERS, REGISTERING_ROLES
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.timeline import read_log


@action(
    verb="sus.register", sentence=_("skrev in att uppgifterna är registrerade i SUS"), roles=REGISTERING_ROLES
)
def register_in_sus(enrolment: Enrolment, *, by: Actor, on: dt.date) -> Enrolment:
    """Note that the enrolment was entered in SUS on a day. Raises NOT_HOLDER, DAY_AHEAD, BEFORE_START."""
    if enrolment.item.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som skrev in personen registrerar i SUS."))
    not_ahead(on, field="on", message=_("Dagen har inte varit än. Skriv dagen då du registrerade."))
    if on < enrolment.starts_on:
        raise RuleBroken("BEFORE_START", _("Dagen ligger före inskrivningen. Ändra dagen."), field="on")
    Enrolment.objects.filter(pk=enrolment.pk).update(registered_on=on, registered_by_id=by.staff_id)
    enrolment.registered_on, enrolment.registered_by_id = on, by.staff_id
    touch(enrolment, ["registered_on"], person_id=enrolment.item.case.person_id)
    return enrolment


@action(
    verb="person.read_log", sentence=_("tog fram listan över vem som läst, på personens begäran"),
    roles=CASE_LEADERS, elevated=True,
)  # fmt: skip
def list_readings(case: Case, *, by: Actor) -> list["read_log.Reading"]:
    """Who has read about the person, in every party, for the person who asked. It is itself logged."""
    touch(case.person, person_id=case.person_id)
    return read_log.readings(case.person_id)
