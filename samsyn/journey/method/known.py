"""What is known of many participations: their part of the timeline, ticks, forms, documents, ratings.

One query each, however many. Both where people stand and the count of goals ask here, so that they agree.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document.models import Document
from samsyn.journey.form.models import FilledForm
from samsyn.journey.ladder.models import Rating
from samsyn.journey.method.happened import record_of
from samsyn.journey.method.models import MethodMark
from samsyn.journey.method.standing import Mark
from samsyn.journey.timeline.way import Row

M = TypeVar("M", bound=Model)
D = TypeVar("D", FilledForm, Rating)
ONE_DAY = dt.timedelta(days=1)


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


class Known:
    """Of many enrolments, as a reader sees it; None: all that is written, for numbers only."""

    def __init__(self, enrolled: Sequence[Enrolled], ways: Mapping[uuid.UUID, Sequence[Row]], reader: Actor | None):
        keys, self.ways = [row.id for row in enrolled], ways
        self.marks, self.forms = _marks(keys, reader), _moments(FilledForm, keys, reader)
        self.documents = _documents(_keys(ways, ItemKind.DOCUMENT), reader)
        self.ratings = _moments(Rating, keys, reader) if _keys(ways, ItemKind.RATING) else {}

    def rows(self, row: Enrolled) -> list[Row]:
        """What belongs to one participation, and no other's documents."""
        own = {one.pk for one in self.documents.get(row.id, ())}
        inside = of_enrolment(self.ways.get(row.case_id, ()), row)
        return [one for one in inside if one.kind != ItemKind.DOCUMENT or one.id in own]

    def record(
        self, row: Enrolled, rows: Sequence[Row], *, party_kinds: Mapping[uuid.UUID, str], today: dt.date
    ) -> dict[str, Any]:
        """The record of one participation, as conditions ask it; without what is ticked off (`engine.standing`)."""
        found = record_of(
            rows, started=row.starts_on, today=today, party_kinds=party_kinds,
            age=today.year - row.born if row.born else None, ratings=self.ratings.get(row.id, ()),
        )  # fmt: skip
        found["forms"] = [
            {"id": one.form, "day": (one.on - row.starts_on).days, "answers": one.answers, "scores": one.scores}
            for one in self.forms.get(row.id, ())
        ]
        found["documents"] = [
            {"id": one.document, "state": one.state, "day": ((one.signed_on or one.on) - row.starts_on).days}
            for one in self.documents.get(row.id, ()) if one.state != Document.State.DRAFT
        ]  # fmt: skip
        return found


def of_enrolment(rows: Iterable[Row], of: Enrolled | Enrolment) -> list[Row]:
    """What belongs to one participation: what goes on at its first day or comes after, and no other's exit."""
    starts_on = of.starts_on
    return [
        row for row in rows
        if (row.starts_on >= starts_on or row.ends_on is None or row.ends_on > starts_on)
        and (row.kind != ItemKind.EXIT or row.state != "done" or row.starts_on + ONE_DAY == of.ends_on)
    ]  # fmt: skip


def _keys(ways: Mapping[uuid.UUID, Sequence[Row]], kind: str) -> list[uuid.UUID]:
    return [row.id for rows in ways.values() for row in rows if row.kind == kind]


def _newest(model: type[M], enrolment_ids: Sequence[uuid.UUID], actor: Actor | None) -> QuerySet[M]:
    """What was written in these participations, in its newest version."""
    return reached(model, actor).filter(enrolment_id__in=enrolment_ids, item__superseded_at__isnull=True)


def _marks(enrolment_ids: Sequence[uuid.UUID], actor: Actor | None) -> dict[uuid.UUID, list[Mark]]:
    found: dict[uuid.UUID, list[Mark]] = defaultdict(list)
    columns = ("enrolment_id", "part", "state", "on", "said", "outcome", "outcome_name")
    rows = _newest(MethodMark, enrolment_ids, actor).values_list(*columns) if enrolment_ids else ()
    for enrolment_id, part, state, on, said, outcome, name in rows:
        found[enrolment_id].append(Mark(part, state, on, said, outcome, name))
    return found


def _moments(model: type[D], enrolment_ids: Sequence[uuid.UUID], actor: Actor | None) -> dict[uuid.UUID, list[D]]:
    """Forms or ratings of each participation, in the order of days."""
    found: dict[uuid.UUID, list[D]] = defaultdict(list)
    for one in _newest(model, enrolment_ids, actor).order_by("on", "pk") if enrolment_ids else ():
        found[one.enrolment_id].append(one)
    return found


def _documents(keys: Sequence[uuid.UUID], actor: Actor | None) -> dict[uuid.UUID, list[Document]]:
    """Of the newest versions that the timeline shows; the text of each is left where it is."""
    found: dict[uuid.UUID, list[Document]] = defaultdict(list)
    rows = reached(Document, actor).filter(pk__in=keys).defer("parts").order_by("on", "pk") if keys else ()
    for one in rows:
        found[one.enrolment_id].append(one)
    return found
