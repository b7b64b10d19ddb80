"""Where people stand in their methods: from the timeline as the reader sees it, in two queries however many."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.method.queries import of_versions
from samsyn.basis.method.schema import Method
from samsyn.basis.party.queries import kinds
from samsyn.entry.case.models import ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document.models import Document
from samsyn.journey.document.queries import made_of
from samsyn.journey.form.models import FilledForm
from samsyn.journey.ladder.models import Rating
from samsyn.journey.method.engine import standing
from samsyn.journey.method.happened import happened, record_of
from samsyn.journey.method.models import MethodMark
from samsyn.journey.method.standing import Awaited, Mark, Occasion, Standing
from samsyn.journey.timeline.way import Row, Way

M = TypeVar("M", bound=Model)
ONE_DAY = dt.timedelta(days=1)
COLUMNS = (
    "item_id", "item__case_id", "method_version_id", "starts_on", "ends_on", "intervention__name",
    "item__case__person__birth_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InMethod:
    """An enrolment in an intervention that has chosen a method, and where the person stands."""

    enrolment_id: uuid.UUID
    case_id: uuid.UUID
    version_id: uuid.UUID
    intervention: str
    started: dt.date
    ended: dt.date | None
    standing: Standing
    said: Mapping[str, str] = field(default_factory=dict)
    """What was said of each part that is ticked off, by its id."""
    documents: Sequence[Document] = ()
    """What was made of the method's documents for this person."""

    def goes_on(self, day: dt.date) -> bool:
        """Whether the person takes part on a day."""
        return self.ended is None or self.ended > day

    def awaits(self, occasion: Occasion, turn: int = 0) -> Awaited:
        """One of its occasions with whose it is."""
        return Awaited(self.case_id, self.enrolment_id, self.version_id, self.standing.method, occasion, turn)


def standings(
    ways: Mapping[uuid.UUID, Way], actor: Actor, *, today: dt.date, instead: Mapping[uuid.UUID, uuid.UUID] | None = None
) -> list[InMethod]:
    """Every enrolment with a method in these cases, those that go on first. The ways must be whole.

    `instead`: as it would be if an enrolment followed another version.
    """
    rows = _enrolments([case_id for case_id, way in ways.items() if way.of(ItemKind.ENROLMENT)], actor)
    rows = [row._replace(version_id=(instead or {}).get(row.id, row.version_id)) for row in rows]
    methods = of_versions(row.version_id for row in rows)
    keys = [row.id for row in rows]
    marks, forms, documents = marks_of(keys, actor), forms_of(keys, actor), made_of(ways.values(), actor)
    party_kinds = kinds() if any(method.asks_party for method in methods.values()) else {}
    has_ratings = any(way.of(ItemKind.RATING) for way in ways.values())
    ratings = ratings_of(keys, actor) if has_ratings else {}
    found = [
        InMethod(
            row.id, row.case_id, row.version_id, row.intervention, row.starts_on, row.ends_on,
            _standing(
                row, ways[row.case_id].rows, methods[row.version_id], marks.get(row.id, []), forms.get(row.id, []),
                documents.get(row.id, []), ratings.get(row.id, []), party_kinds, today,
            ),
            {mark.part: mark.words for mark in marks.get(row.id, []) if mark.words},
            documents.get(row.id, []),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.ended is not None, one.started, one.enrolment_id))


class Enrolled(NamedTuple):
    """What is needed of an enrolment to say where its person stands."""

    id: uuid.UUID
    case_id: uuid.UUID
    version_id: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date | None
    intervention: str
    born: int | None


def reached(model: type[M], reader: Actor | None) -> QuerySet[M]:
    """What a reader reaches; None: the whole record, for numbers only (`counting.numbers_across_vaults`)."""
    return Policy.all(model, reader) if reader else model._default_manager.all()


def _enrolments(case_ids: Sequence[uuid.UUID], actor: Actor) -> list[Enrolled]:
    rows = reached(Enrolment, actor).filter(
        item__case_id__in=case_ids, item__superseded_at__isnull=True, method_version__isnull=False
    )
    return [Enrolled(*values) for values in rows.values_list(*COLUMNS)] if case_ids else []


def marks_of(enrolment_ids: Sequence[uuid.UUID], actor: Actor | None) -> dict[uuid.UUID, list[Mark]]:
    if not enrolment_ids:
        return {}
    rows = reached(MethodMark, actor).filter(enrolment_id__in=enrolment_ids, item__superseded_at__isnull=True)
    found: dict[uuid.UUID, list[Mark]] = defaultdict(list)
    columns = ("enrolment_id", "part", "state", "on", "said", "outcome", "outcome_name")
    for enrolment_id, part, state, on, said, outcome, name in rows.values_list(*columns):
        found[enrolment_id].append(Mark(part, state, on, said, outcome, name))
    return found


def forms_of(enrolment_ids: Sequence[uuid.UUID], actor: Actor | None) -> dict[uuid.UUID, list[FilledForm]]:
    if not enrolment_ids:
        return {}
    rows = reached(FilledForm, actor).filter(enrolment_id__in=enrolment_ids, item__superseded_at__isnull=True)
    found: dict[uuid.UUID, list[FilledForm]] = defaultdict(list)
    for one in rows.order_by("on", "pk"):
        found[one.enrolment_id].append(one)
    return found


def ratings_of(enrolment_ids: Sequence[uuid.UUID], actor: Actor | None) -> dict[uuid.UUID, list[Rating]]:
    if not enrolment_ids:
        return {}
    rows = reached(Rating, actor).filter(enrolment_id__in=enrolment_ids, item__superseded_at__isnull=True)
    found: dict[uuid.UUID, list[Rating]] = defaultdict(list)
    for one in rows.order_by("on", "pk"):
        found[one.enrolment_id].append(one)
    return found


def record(
    row: Enrolled, rows: Sequence[Row], forms: Sequence[FilledForm], *, party_kinds: Mapping[uuid.UUID, str],
    today: dt.date, documents: Sequence[Document] = (), ratings: Sequence[Rating] = (),
) -> dict[str, Any]:  # fmt: skip
    """The record of one participation, as conditions ask it; without what is ticked off (`engine.standing`)."""
    found = record_of(
        rows, started=row.starts_on, today=today, party_kinds=party_kinds,
        age=today.year - row.born if row.born else None, ratings=ratings,
    )  # fmt: skip
    found["forms"] = [
        {"id": one.form, "day": (one.on - row.starts_on).days, "answers": one.answers, "scores": one.scores}
        for one in forms
    ]
    found["documents"] = [
        {"id": one.document, "state": one.state, "day": ((one.signed_on or one.on) - row.starts_on).days}
        for one in documents if one.state != Document.State.DRAFT
    ]  # fmt: skip
    return found


def _standing(
    row: Enrolled, rows: Iterable[Row], method: Method, marks: Sequence[Mark], forms: Sequence[FilledForm],
    documents: Sequence[Document], ratings: Sequence[Rating], party_kinds: Mapping[uuid.UUID, str], today: dt.date,
) -> Standing:  # fmt: skip
    own = {one.pk for one in documents}
    inside = [one for one in of_enrolment(rows, row) if one.kind != ItemKind.DOCUMENT or one.id in own]
    known = record(row, inside, forms, party_kinds=party_kinds, today=today, documents=documents, ratings=ratings)
    events = happened(inside, today, ratings)
    return standing(method, started=row.starts_on, today=today, happened=events, marks=marks, record=known)


def of_enrolment(rows: Iterable[Row], enrolled: Enrolled | Enrolment) -> list[Row]:
    """What belongs to one participation: what goes on at its first day or comes after, and no other's exit."""
    starts_on = enrolled.starts_on
    return [
        row for row in rows
        if (row.starts_on >= starts_on or row.ends_on is None or row.ends_on > starts_on)
        and (row.kind != ItemKind.EXIT or row.state != "done" or row.starts_on + ONE_DAY == enrolled.ends_on)
    ]  # fmt: skip
