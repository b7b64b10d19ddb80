"""The list of an actor's cases: name, number, who owns it, what is due next and what is stuck."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.prepared import Prepared
from samsyn.entry.case.models import CaseAssignment, InboxAssignment, OwnAssignment
from samsyn.entry.case.queries import live, live_disclosures
from samsyn.journey.timeline.addresses import address
from samsyn.journey.timeline.queries import ways
from samsyn.journey.timeline.signal import Signal
from samsyn.journey.timeline.signals import signals
from samsyn.journey.timeline.steps_ahead import StepAhead, steps_ahead
from samsyn.journey.timeline.way import Way

SIZE = 50
MOST_PAGES = 10_000


class Assigned(NamedTuple):
    """A case that the actor works with."""

    case_id: uuid.UUID
    number: str
    person_id: uuid.UUID
    given_name: str
    family_name: str
    part: str
    staff_id: uuid.UUID | None
    owner: str | None

    @property
    def name(self) -> str:
        """The person's name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def href(self) -> str:
        """The case page."""
        return address("case:page", self.case_id)


@dataclass(frozen=True, slots=True)
class CaseNow:
    """A case with what is due next and what is stuck, as far as the actor's party sees."""

    case: Assigned
    step: StepAhead | None
    signals: list[Signal]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the list."""

    rows: list[CaseNow]
    number: int
    has_more: bool


COLUMNS = (
    "case_id",
    "case__number",
    "case__person_id",
    "case__person__given_name",
    "case__person__family_name",
    "part",
    "staff_id",
    "owner",
)


@partial(Prepared, shape=("first", "most"))
def _assigned(*, actor: Actor, first: int, most: int) -> QuerySet[OwnAssignment, tuple[Any, ...]]:
    rows = Policy.all(OwnAssignment, actor).annotate(owner=_owner(actor)).order_by("sort_key", "id")
    return rows.values_list(*COLUMNS)[first : first + most]


@partial(Prepared, shape=("most",))
def _in_inbox(*, actor: Actor, most: int) -> QuerySet[InboxAssignment, tuple[Any, ...]]:
    nobody = Value(None, output_field=CharField())
    rows = Policy.all(InboxAssignment, actor).annotate(owner=nobody).order_by("sort_key", "id")
    return rows.values_list(*COLUMNS)[:most]


def _owner(actor: Actor) -> Subquery:
    """Who owns the case of the outer row, as "name (party)"; the page leaves out the reader's own party."""
    ours, theirs = Q(party_id=actor.party_id), OuterRef("party_id")
    both = Q(by_party_id=theirs, to_party_id=actor.party_id) | Q(by_party_id=actor.party_id, to_party_id=theirs)
    shared = live_disclosures().filter(both, case_id=OuterRef("case_id"))
    rows = CaseAssignment.objects.filter(
        ours | Q(Exists(shared)), live(clock.now()), case_id=OuterRef("case_id"), part=CaseAssignment.Part.OWNER
    )
    said = Concat("staff__user__name", Value(" ("), "party__short_name", Value(")"))
    return Subquery(rows.values_list(said)[:1])


def assigned(actor: Actor, *, first: int = 0, most: int = SIZE) -> list[Assigned]:
    """The actor's own cases in the order of names, with the owner: of another party when the two share in it.

    Only those they are named in: the unit's inbox is a page of its own, and one condition lets the list be a
    walk along one index, as long as the page and no longer.
    """
    return _once(_assigned(actor=actor, first=first, most=most))


def in_inbox(actor: Actor, *, most: int = SIZE) -> list[Assigned]:
    """What lies in the actor's unit's inbox, in the order of names."""
    return _once(_in_inbox(actor=actor, most=most))


def _once(rows: Iterable[tuple[Any, ...]]) -> list[Assigned]:
    """A case once."""
    found: dict[uuid.UUID, Assigned] = {}
    for values in rows:
        found.setdefault(values[0], Assigned._make(values))
    return list(found.values())


def case_list(actor: Actor, number: object) -> CasePage:
    """A page of the actor's cases, logged as read. Three queries, whatever the cases hold."""
    here = int(str(number)) if str(number).isdecimal() and 0 < int(str(number)) < MOST_PAGES else 1
    found = assigned(actor, first=(here - 1) * SIZE, most=SIZE + 1)
    shown = found[:SIZE]
    log(shown)
    known = ways((case.case_id for case in shown), actor)
    return CasePage(now(shown, known), here, len(found) > SIZE)


def now(cases: Iterable[Assigned], known: dict[uuid.UUID, Way]) -> list[CaseNow]:
    """Each case with its next step and its signals."""
    return [
        CaseNow(case, next(iter(steps_ahead(known[case.case_id])), None), signals(known[case.case_id]))
        for case in cases
    ]


def next_steps(case_ids: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, StepAhead]:
    """Per case the next thing that is due; cases without any are left out."""
    found = {key: next(iter(steps_ahead(way)), None) for key, way in ways(case_ids, actor).items()}
    return {key: step for key, step in found.items() if step}


def log(cases: Iterable[Assigned]) -> None:
    """Note that a page shows these persons."""
    for case in cases:
        Policy.log_person(case.person_id)
