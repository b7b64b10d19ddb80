"""People in an intervention that follows a method, each with what a goal may ask of: made by the actions as in use."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.actions import take_in
from samsyn.basis.method.queries import read_once
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.assessment.actions import write_assessment
from samsyn.journey.exit import actions as exits
from samsyn.journey.form.actions import fill
from samsyn.journey.livelihood.actions import Source, record
from samsyn.journey.progress.actions import write_step_move
from tests.factories.basis import World, actor, intervention
from tests.factories.entry import open_case
from tests.factories.many import copies


@dataclass(frozen=True)
class Life:
    """What there is to know of somebody: days count from the enrolment. `left`: the day, outcome and reason."""

    left: tuple[int, str] | None = None
    reason: str = "completed"
    work: tuple[int, str] | None = None
    stops_work: int | None = None
    income: tuple[int, str] | None = None
    step: tuple[int, str, str] | None = None
    assessed: int | None = None
    form: tuple[int, str, dict[str, Any]] | None = None
    first_income: str = "income_support"


@dataclass
class Place:
    """An intervention that follows a method, and who writes in it."""

    intervention: Intervention
    by: Actor
    needs: tuple[str, ...] = ()  # what the method needs, all confirmed
    made: list[Case] = field(default_factory=list)

    def people(self, number: int, life: Life = Life(), *, began: dt.date) -> Case:
        """So many people with this life; the first by the actions, the rest as copies of the record."""
        case = live(self, life, began)
        copies(case, number - 1)
        return case


def pack(slug: str) -> str:
    """The text of a method that came with Samsyn."""
    return (Path(settings.SAMSYN_METHODS) / f"{slug}.yaml").read_text()


def place(w: World, text: str, *, starts_on: dt.date) -> Place:
    """An intervention of the municipality that follows a text."""
    [version] = take_in([text], by=None)
    offered = intervention(w, method=version.method, starts_on=starts_on)
    needs = tuple(need.id for need in read_once(text).who.requires)
    return Place(offered, actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit), needs)


def live(at: Place, life: Life, began: dt.date) -> Case:
    """One person: enrolled, and everything that is known of them written on its day."""
    by = at.by
    with clock.at(began):
        case = open_case(by=by)
        enrolment = enrol(case, by=by, intervention=at.intervention, starts_on=began, confirmed_needs=at.needs)
        record(case, by=by, moment="start", livelihoods=[Source(life.first_income)], occupations=[Source("other")])

    def on(day: int) -> Any:
        return clock.at(began + dt.timedelta(days=day))

    if life.assessed is not None:
        with on(life.assessed):
            said = {"made_on": clock.today(), "made_by": "Arbetsledare", "summary": "Prövat i lugn takt."}
            write_assessment(case, by=by, kind="functional", **said)
    if life.form:
        day, form, answers = life.form
        with on(day):
            fill(enrolment, by=by, form=form, answers=answers)
    if life.step:
        day, direction, then = life.step
        with on(day):
            write_step_move(case, by=by, to_step="Ett steg", by_caseworker=direction, next_step=then)
    if life.work:
        day, kind = life.work
        with on(day):
            source = Source(life.income[1] if life.income else "self_supporting")
            record(case, by=by, moment="under_way", livelihoods=[source], occupations=[Source(kind)])
    if life.stops_work is not None:
        with on(life.stops_work):
            now = {"livelihoods": [Source("income_support")], "occupations": [Source("other")]}
            record(case, by=by, moment="follow_up", **now)
    if life.left:
        leave(enrolment, life, by, on(life.left[0]))
    at.made.append(case)
    return case


def leave(enrolment: Any, life: Life, by: Actor, when: Any) -> None:
    """The exit, without a receiver."""
    with when:
        ending = exits.Ending(
            on=clock.today(), reason=life.reason, outcome=life.left[1] if life.left else "unknown", outcome_extent=None,
            keeps_livelihood=False, next_step="Fortsatt kontakt", without_because="Ingen behövs",
            documentation="Det som har gjorts.",
        )  # fmt: skip
        exits.complete(exits.prepare(enrolment, by=by, ending=ending), by=by)
