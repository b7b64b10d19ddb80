"""What the record says of each participation on a list, by the same fields as the list's columns."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

from samsyn.access import clock, crypto
from samsyn.access.actor import Actor
from samsyn.access.days import last_day
from samsyn.access.policy import Policy
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.queries import QUESTIONS
from samsyn.entry.person.identity_number import IdentityNumber, parse
from samsyn.entry.person.models import Identifier, Person
from samsyn.journey.exit.models import Exit
from samsyn.journey.livelihood.models import Livelihood, Moment, Occupation

Known = dict[str, Any]
L = TypeVar("L", Livelihood, Occupation)
UNKNOWN = "unknown"
OF_PERSON = ("given_name", "family_name", "sex", "birth_year", "municipality", "phone", "email")
SIDES = {Moment.START: "before", Moment.EXIT: "after"}


def known(enrolments: Sequence[Enrolment], actor: Actor) -> dict[uuid.UUID, Known]:
    """Values by participation, as the actor reads them; four queries, however many there are."""
    found = {one.pk: _own(one) for one in enrolments}
    cases: dict[uuid.UUID, list[Enrolment]] = {}
    people: dict[uuid.UUID, list[Enrolment]] = {}
    for one in enrolments:
        cases.setdefault(one.item.case_id, []).append(one)
        people.setdefault(one.item.case.person_id, []).append(one)
    numbers = Policy.all(Identifier, actor).filter(person_id__in=list(people))
    for number in numbers.exclude(kind=Identifier.Kind.RESERVE):
        for one in people[number.person_id]:
            found[one.pk]["identity_number"] = as_number(number)
    bands: list[Livelihood | Occupation] = [*_bands(Livelihood, cases, actor), *_bands(Occupation, cases, actor)]
    for row in bands:
        _add_band(row, cases[row.item.case_id], found)
    done = Policy.all(Exit, actor).filter(enrolment_id__in=list(found), item__superseded_at__isnull=True)
    for end in done.filter(state=Exit.State.DONE):
        found[end.enrolment_id].update(
            last_day=end.on, exit_reason=end.reason, exit_outcome=end.outcome, next_step=end.next_step
        )
    return found


def of_person(person: Person) -> Known:
    """Name, sex, birth year and contact; what is not known is left out."""
    values = {name: getattr(person, name) for name in OF_PERSON}
    values["name"] = (person.given_name, person.family_name)
    return {name: value for name, value in values.items() if value not in ("", None)}


def _own(one: Enrolment) -> Known:
    answers = {name: one.background[name] for name in QUESTIONS if one.background.get(name, UNKNOWN) != UNKNOWN}
    sides = {f"{name}_before": answers.pop(name) for name in ("livelihood", "occupation") if name in answers}
    consent = one.register == Enrolment.Register.CONSENT
    begun = {"starts_on": one.starts_on, "register_consent": consent}
    return {**of_person(one.item.case.person), **answers, **sides, **begun}


def as_number(row: Identifier) -> IdentityNumber:
    """In the clear, to compare and to write in the list again."""
    return parse(crypto.decrypt(row.key_id, row.value, about=str(row.pk)), today=clock.today())


def _bands(model: type[L], cases: Iterable[uuid.UUID], actor: Actor) -> QuerySet[L]:
    """What the actor's party said for the start or the exit, the oldest first: what is said later holds."""
    rows = Policy.all(model, actor).filter(
        item__case_id__in=list(cases), item__holder_id=actor.party_id, item__superseded_at__isnull=True,
        moment__in=list(SIDES), written_over=False,
    )  # fmt: skip
    return rows.select_related("item").order_by("item__at", "item_id")


def _add_band(row: Livelihood | Occupation, of_case: Sequence[Enrolment], found: dict[uuid.UUID, Known]) -> None:
    side, name = SIDES[Moment(row.moment)], "livelihood" if isinstance(row, Livelihood) else "occupation"
    for one in of_case:
        if row.starts_on == _day_of(one, side):
            found[one.pk][f"{name}_{side}"] = row.code
            if name == "livelihood" and row.extent:
                found[one.pk][f"extent_{side}"] = row.extent


def _day_of(one: Enrolment, side: str) -> object:
    return one.starts_on if side == "before" else last_day(one.ends_on)
