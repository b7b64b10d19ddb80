"""The sheet for SUS: what its form asks, in its order, where the register may know; and what is missing."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.days import last_day
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
from samsyn.journey.timeline.addresses import address

UNKNOWN = "unknown"
Told = Livelihood | Occupation


class Answer(NamedTuple):
    """A row of the sheet, and the page where it is filled in."""

    label: str
    value: str
    page: str = "enrolment:page"


Rows = list[Answer]


class Missing(NamedTuple):
    """What has no answer yet, and where it is filled in; no address where only another party can."""

    labels: str
    act: str
    href: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One enrolment's sheet: rows in the order of SUS, and what is missing. *Unknown* is an answer."""

    enrolment: Enrolment
    is_anonymous: bool
    begin: Rows
    end: Rows = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What is read once for all the sheets of a case."""

    person: Person
    numbers: list[str]
    livelihoods: list[Livelihood]
    occupations: list[Occupation]
    exits: dict[uuid.UUID | None, Exit]
    starts: list[dt.date]
    ends: list[dt.date]


def sheets(case: Case, actor: Actor) -> list[Sheet]:
    """A sheet for each enrolment that the actor's own party holds."""
    own = [row for row in enrolments_of(case, actor) if row.item.holder_id == actor.party_id]
    if not own:
        return []
    known = _known(case, actor, own)
    may_name = not case.person.is_protected and register_consent(case, actor) is not None
    return [_sheet(row, known, may_name=may_name) for row in own]


def _known(case: Case, actor: Actor, own: list[Enrolment]) -> Known:
    numbers = Policy.all(Identifier, actor).filter(person_id=case.person_id).values_list("masked", flat=True)
    here = {"item__case": case, "item__superseded_at": None}
    said = {**here, "written_over": False}
    exits = Exit.objects.filter(content_rule(actor), **here)
    return Known(
        case.person,
        list(numbers),
        list(Policy.all(Livelihood, actor).filter(**said).select_related("item")),
        list(Policy.all(Occupation, actor).filter(**said).select_related("item")),
        {row.enrolment_id: row for row in exits},
        [row.starts_on for row in own],
        [day for row in own if (day := last_day(row.ends_on))],
    )


def _sheet(enrolment: Enrolment, known: Known, *, may_name: bool) -> Sheet:
    if not may_name or enrolment.register == Enrolment.Register.ANONYMOUS:
        begin = [
            Answer(_("Kön"), str(known.person.get_sex_display())),
            Answer(_("Startår"), str(enrolment.starts_on.year)),
        ]
        return Sheet(enrolment, True, begin)
    begin, end = _begin(enrolment, known), _end(enrolment, known)
    return Sheet(enrolment, False, begin, end, _missing([*begin, *end], enrolment, known.person))


def _missing(rows: Rows, enrolment: Enrolment, person: Person) -> list[Missing]:
    """What is to be filled in, a line a page."""
    acts: dict[str, tuple[str, uuid.UUID | None]] = {
        "enrolment:page": (_("Fyll i på inskrivningen"), enrolment.pk),
        "person:page": (_("Fyll i bland personuppgifterna"), person.pk),
        "livelihood:edit": (_("Skriv in försörjning och sysselsättning"), enrolment.item.case_id),
        "exit:prepare": (_("Fyll i på avslutet"), enrolment.item.case_id),
    }  # fmt: skip
    if person.holder_id != enrolment.item.holder_id:
        words = _("Bara %(party)s kan fylla i det. Be dem göra det.")
        acts["person:page"] = (words % {"party": person.holder.name}, None)
    found = []
    for name, (act, key) in acts.items():
        labels = [row.label for row in rows if row.page == name and not row.value]
        if labels:
            found.append(Missing(", ".join(labels), act, address(name, key) if key else ""))
    return found


def _begin(enrolment: Enrolment, known: Known) -> Rows:
    person, told, first = known.person, enrolment.background, enrolment.starts_on
    age, here = age_on(person, first), "person:page"
    return [
        Answer(_("Namn"), str(person), here),
        Answer(_("Personnummer"), ", ".join(known.numbers), here),
        Answer(_("Kommun"), person.municipality, here),
        Answer(_("Insats"), enrolment.intervention.name),
        Answer(_("Startdatum"), str(first)),
        Answer(_("Registrering"), str(enrolment.get_register_display())),
        Answer(_("Försörjning före"), _before(known.livelihoods, enrolment, known, told.get("livelihood", ""))),
        Answer(_("Sysselsättning före"), _before(known.occupations, enrolment, known, told.get("occupation", ""))),
        Answer(_("Högsta avslutade utbildning"), words("education", told.get("education"))),
        Answer(_("Tid i behov av offentlig försörjning"), words("time_in_need", told.get("time_in_need"))),
        Answer(_("Ålder vid start"), str(age) if age is not None else "", here),
        Answer(_("Kön"), str(person.get_sex_display()), here),
    ]


def _end(enrolment: Enrolment, known: Known) -> Rows:
    ending = known.exits.get(enrolment.pk) or known.exits.get(None)
    day = last_day(enrolment.ends_on) or (ending.on if ending else None)
    if day is None:
        return []
    days, change = [*known.ends, day], "livelihood:edit"
    lived, did = (
        _said(rows, Moment.EXIT, day, days, enrolment) for rows in (known.livelihoods, known.occupations)
    )
    return [
        Answer(_("Slutdatum"), str(day)),
        Answer(_("Avslutningsanledning"), words("exit_reason", ending.reason) if ending else "", "exit:prepare"),
        Answer(_("Försörjning efter"), lived, change),
        Answer(_("Sysselsättning efter"), did, change),
    ]


def _before(rows: Iterable[Told], enrolment: Enrolment, known: Known, told: str) -> str:
    """What was said at the start, else what was answered at the enrolment, else what is known of the time before."""
    name, first = ("livelihood" if rows is known.livelihoods else "occupation"), enrolment.starts_on
    answered = words(name, told)
    said = _said(rows, Moment.START, first, known.starts, enrolment)
    return said or (answered if told != UNKNOWN else "") or _said_of_before(rows, first, enrolment) or answered


def _said(rows: Iterable[Told], moment: str, day: dt.date, days: list[dt.date], enrolment: Enrolment) -> str:
    """The one set said for a moment nearest `day`, of those no other of `days` lies nearer. The own party's first."""
    sets: dict[tuple[bool, int, uuid.UUID], list[Told]] = {}
    for row in rows:
        away = abs((row.starts_on - day).days)
        if row.moment == moment and away == min(abs((row.starts_on - other).days) for other in days):
            holder = row.item.holder_id
            sets.setdefault((holder != enrolment.item.holder_id, away, holder), []).append(row)
    return _in_words(sets[min(sets)]) if sets else ""


def _said_of_before(rows: Iterable[Told], day: dt.date, enrolment: Enrolment) -> str:
    """Of the periods before, those that reached the start. The own party's where it has any."""
    found = [r for r in rows if r.moment == Moment.BEFORE and r.starts_on <= day and (r.ends_on or day) >= day]
    own = [row for row in found if row.item.holder_id == enrolment.item.holder_id]
    return _in_words(own or found)


def _in_words(rows: list[Told]) -> str:
    """Each source once, as it was said last."""
    latest = {row.code: row for row in sorted(rows, key=lambda row: (row.starts_on, row.item.at))}
    lists = {Livelihood: "livelihood", Occupation: "occupation"}
    return "; ".join(_with_extent(lists[type(row)], row.code, row.extent) for row in latest.values())


def _with_extent(list_name: str, code: str, extent: int | None) -> str:
    name = words(list_name, code)
    return f"{name} {extent} %" if extent is not None else name
