"""Whose participation a row is about: as last time, else by identity number, else nobody's yet."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person.models import Person
from samsyn.journey.participant_list import queries
from samsyn.journey.participant_list.known import Known, known
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.journey.participant_list.reading import Fault, Row, read_rows
from samsyn.journey.participant_list.sheet import read

NOT_TOLD_BACK = frozenset({"own_number"})


@dataclass(frozen=True)
class Match:
    """A row, whose it is, and what it says otherwise than the record."""

    row: Row
    enrolment: Enrolment | None = None
    person: Person | None = None
    known: Known | None = None
    changes: dict[str, Any] | None = None


def match(list_: ParticipantList, actor: Actor) -> list[Match]:
    """Every row of a list, in its order."""
    rows = read_rows(read(list_.name, list_.data()), list_.columns, list_.words)
    before, hidden = _before(list_, actor)
    taken: set[uuid.UUID] = set()
    found = [_match(row, list_, before, hidden, taken, actor) for row in rows]
    values = known([one.enrolment for one in found if one.enrolment], actor)
    return [_compared(one, values) for one in found]


def _before(list_: ParticipantList, actor: Actor) -> tuple[dict[str, list[Enrolment]], set[str]]:
    """Who was who in the list that was taken in last: by key, and the keys of those out of the actor's reach."""
    last = queries.taken_list(list_.intervention, actor)
    if last is None:
        return {}, set()
    lines = queries.all_rows_of(last)
    reached = queries.participations(lines.values(), actor)
    by_key: dict[str, list[Enrolment]] = {}
    hidden: set[str] = set()
    for row in read_rows(read(last.name, last.data()), last.columns, last.words):
        if row.line in lines and lines[row.line] in reached:
            by_key.setdefault(row.key, []).append(reached[lines[row.line]])
        elif row.line in lines:
            hidden.add(row.key)
    return by_key, hidden


def _match(
    row: Row, list_: ParticipantList, before: dict[str, list[Enrolment]], hidden: set[str],
    taken: set[uuid.UUID], actor: Actor,
) -> Match:  # fmt: skip
    if row.key in hidden:
        told = Fault(_("Personen följs av en kollega och du når inte ärendet. Be kollegan läsa in raden."))
        return Match(Row(row.line, row.values, (*row.faults, told), row.headings))
    number = row.values.get("identity_number")
    person = queries.person_with(number, actor) if number else None
    candidates = list(before.get(row.key, ()))
    if person:
        candidates += queries.participations_of(person, list_.intervention, actor)
    one = _same(row, [found for found in candidates if found.pk not in taken])
    if one:
        taken.add(one.pk)
    elif candidates and person is None:
        person = candidates[0].item.case.person
    return Match(row, one, person)


def _same(row: Row, candidates: Sequence[Enrolment]) -> Enrolment | None:
    """The one that began the same day, else the one that goes on, else none: then it is another time."""
    starts = row.values.get("starts_on")
    for one in candidates:
        if one.starts_on == starts:
            return one
    return next((one for one in candidates if one.ends_on is None), None)


def _compared(one: Match, values: dict[uuid.UUID, Known]) -> Match:
    """With what differs; an empty cell says nothing, and what the record had no room for is not asked again."""
    if one.enrolment is None:
        return one
    record = values[one.enrolment.pk]
    changes = {
        name: value for name, value in one.row.values.items()
        if name not in NOT_TOLD_BACK and record.get(name) != value and not (name == "register_consent" and not value)
    }  # fmt: skip
    if one.enrolment.ends_on is None and "last_day" not in one.row.values:
        changes = {name: value for name, value in changes.items() if not name.endswith("_after")}
    return Match(one.row, one.enrolment, one.person, record, changes)
