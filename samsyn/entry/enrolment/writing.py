"""Building blocks around enrolments for other acts: end one, and forget who it was. Only inside an action.

Later phases say here what follows on an enrolment.
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import QuerySet

from samsyn.access.action import touch
from samsyn.access.actor import Actor
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment, RegisterRow
from samsyn.entry.enrolment.queries import covered_by_register_consent
from samsyn.entry.person.models import Person

Step = Callable[[Enrolment, Actor], object]
_steps: list[Step] = []
_ends: list[Callable[[Enrolment], object]] = []


def on_enrolment(step: Step) -> Step:
    """Register what a topic of a later phase does at once when somebody is enrolled."""
    _steps.append(step)
    return step


def begin(enrolment: Enrolment, *, by: Actor) -> None:
    """All that was registered."""
    for step in _steps:
        step(enrolment, by)


def make_anonymous(person: Person) -> int:
    """When protection comes: every enrolment counted by name becomes an anonymous count. No way back.

    Must run in an elevated act, since enrolments are held by the interventions' parties. Returns how many.
    """
    return len(_forget(Enrolment.objects.filter(item__case__person=person)))


def forget_without_consent(case: Case) -> list[Enrolment]:
    """When a register consent was withdrawn: the case's enrolments that no other live one covers are counted
    anonymously from now. No way back; must run in an elevated act. Returns them.
    """
    return _forget(Enrolment.objects.filter(~covered_by_register_consent(), item__case=case))


def _forget(enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    named = enrolments.filter(register=Enrolment.Register.CONSENT)
    rows = list(named.select_for_update(of=("self",)).select_related("item__case__person"))
    for row in rows:
        person = row.item.case.person
        if row.item.superseded_at is None:
            count_anonymously(row, person.sex)
        row.register, row.background = Enrolment.Register.ANONYMOUS, {}
        row.registered_on, row.registered_by = None, None
        row.save(update_fields=["register", "background", "registered_on", "registered_by"])
        touch(row, ["register", "background"], person_id=person.pk)
    return rows


def count_anonymously(enrolment: Enrolment, sex: str) -> None:
    """Sex and start year. Neither the row nor the trace names the enrolment, so nothing leads back."""
    RegisterRow.objects.create(
        intervention_id=enrolment.intervention_id, sex=sex, start_year=enrolment.starts_on.year
    )


def count_another_year(enrolment: Enrolment, sex: str, year: int) -> None:
    """The count moves to another year. Rows of one intervention, sex and year are alike, so any of them will do."""
    same = RegisterRow.objects.filter(
        intervention_id=enrolment.intervention_id, sex=sex, start_year=enrolment.starts_on.year
    )
    RegisterRow.objects.filter(pk__in=same.values("pk")[:1]).update(start_year=year)


def on_end(step: Callable[[Enrolment], object]) -> Callable[[Enrolment], object]:
    """Register what a topic of a later phase does when a participation ends."""
    _ends.append(step)
    return step


def end(enrolment: Enrolment, *, ends_on: dt.date) -> Enrolment:
    """The participation ends (not included); its place is free from that day."""
    enrolment.ends_on = ends_on
    enrolment.save(update_fields=["ends_on"])
    writing.show_face(enrolment)
    touch(enrolment, ["ends_on"], person_id=enrolment.item.case.person_id)
    for step in _ends:
        step(enrolment)
    return enrolment
