"""The sheet for SUS: what its form asks, in its order, where the register may know; and what is missing."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.code_list.queries import words
from samsyn.entry.case.models import Case
from samsyn.entry.case.queries import content_rule
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.queries import enrolments_of, register_consent
from samsyn.entry.person.models import Identifier, Person
from samsyn.entry.person.writing import age_on
from samsyn.journey.exit.models import Exit
from samsyn.journey.livelihood.models import Livelihood, Moment, Occupation

BEFORE = (Moment.BEFORE, Moment.START)
AFTER = (Moment.EXIT,)
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One enrolment's sheet: rows in the order of SUS, and the names of those without an answer."""

    enrolment: Enrolment
    is_anonymous: bool
    begin: Rows
    end: Rows = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """What has no answer yet. *Unknown* is an answer."""
        return [label for label, value in (*self.begin, *self.end) if not value]


@dataclass(frozen=True, slots=True)
class Known:
    """What is read once for all the sheets of a case."""

    person: Person
    numbers: list[str]
    livelihoods: list[Livelihood]
    occupations: list[Occupation]
    exits: dict[uuid.UUID | None, Exit]


def sheets(case: Case, actor: Actor) -> list[Sheet]:
    """A sheet for each enrolment that the actor's own party holds."""
    own = [row for row in enrolments_of(case, actor) if row.item.holder_id == actor.party_id]
    if not own:
        return []
    known = _known(case, actor)
    may_name = not case.person.is_protected and register_consent(case, actor) is not None
    return [_sheet(row, known, may_name=may_name) for row in own]


def _known(case: Case, actor: Actor) -> Known:
    numbers = Policy.all(Identifier, actor).filter(person_id=case.person_id).values_list("masked", flat=True)
    here = {"item__case": case, "item__superseded_at": None}
    exits = Exit.objects.filter(content_rule(actor), **here)
    return Known(
        case.person,
        list(numbers),
        list(Policy.all(Livelihood, actor).filter(**here).order_by("-is_main", "starts_on")),
        list(Policy.all(Occupation, actor).filter(**here).order_by("starts_on")),
        {row.enrolment_id: row for row in exits},
    )


def _sheet(enrolment: Enrolment, known: Known, *, may_name: bool) -> Sheet:
    if not may_name or enrolment.register == Enrolment.Register.ANONYMOUS:
        begin = [
            (_("Kön"), str(known.person.get_sex_display())),
            (_("Startår"), str(enrolment.starts_on.year)),
        ]
        return Sheet(enrolment, True, begin)
    return Sheet(enrolment, False, _begin(enrolment, known), _end(enrolment, known))


def _begin(enrolment: Enrolment, known: Known) -> Rows:
    person, told = known.person, enrolment.background
    age = age_on(person, enrolment.starts_on)
    return [
        (_("Namn"), str(person)),
        (_("Personnummer"), ", ".join(known.numbers)),
        (_("Kommun"), person.municipality),
        (_("Insats"), enrolment.intervention.name),
        (_("Startdatum"), str(enrolment.starts_on)),
        (_("Registrering"), str(enrolment.get_register_display())),
        (
            _("Försörjning före"),
            _sources(known.livelihoods, BEFORE) or words("livelihood", told.get("livelihood")),
        ),
        (
            _("Sysselsättning före"),
            _done(known.occupations, BEFORE) or words("occupation", told.get("occupation")),
        ),
        (_("Högsta avslutade utbildning"), words("education", told.get("education"))),
        (_("Tid i behov av offentlig försörjning"), words("time_in_need", told.get("time_in_need"))),
        (_("Ålder vid start"), str(age) if age is not None else ""),
        (_("Kön"), str(person.get_sex_display())),
    ]


def _end(enrolment: Enrolment, known: Known) -> Rows:
    ending = known.exits.get(enrolment.pk) or known.exits.get(None)
    if enrolment.ends_on is None and ending is None:
        return []
    day = enrolment.ends_on or (ending.on if ending else None)
    return [
        (_("Slutdatum"), str(day or "")),
        (_("Avslutningsanledning"), words("exit_reason", ending.reason) if ending else ""),
        (_("Försörjning efter"), _sources(known.livelihoods, AFTER)),
        (_("Sysselsättning efter"), _done(known.occupations, AFTER)),
    ]


def _sources(rows: Iterable[Livelihood], moments: tuple[str, ...]) -> str:
    return ", ".join(_with_extent("livelihood", r.source, r.extent) for r in rows if r.moment in moments)


def _done(rows: Iterable[Occupation], moments: tuple[str, ...]) -> str:
    return ", ".join(_with_extent("occupation", r.code, r.extent) for r in rows if r.moment in moments)


def _with_extent(list_name: str, code: str, extent: int | None) -> str:
    name = words(list_name, code)
    return f"{name} {extent} %" if extent is not None else name
