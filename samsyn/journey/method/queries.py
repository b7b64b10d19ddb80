"""Where people stand in their methods: from the timeline as the reader sees it, in two queries however many."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samsyn.access.actor import Actor
from samsyn.basis.method.queries import of_versions
from samsyn.basis.method.schema import Method
from samsyn.basis.party.queries import kinds
from samsyn.entry.case.models import ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document.models import Document
from samsyn.journey.method.engine import standing
from samsyn.journey.method.happened import happened
from samsyn.journey.method.known import Enrolled, Known, reached
from samsyn.journey.method.standing import Awaited, Occasion, Standing
from samsyn.journey.timeline.way import Way

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
    known = Known(rows, {case_id: way.rows for case_id, way in ways.items()} if rows else {}, actor)
    party_kinds = kinds() if any(method.asks_party for method in methods.values()) else {}
    found = [
        InMethod(
            row.id, row.case_id, row.version_id, row.intervention, row.starts_on, row.ends_on,
            _standing(row, known, methods[row.version_id], party_kinds, today),
            {mark.part: mark.words for mark in known.marks.get(row.id, []) if mark.words},
            known.documents.get(row.id, []),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.ended is not None, one.started, one.enrolment_id))


def _enrolments(case_ids: Sequence[uuid.UUID], actor: Actor) -> list[Enrolled]:
    rows = reached(Enrolment, actor).filter(
        item__case_id__in=case_ids, item__superseded_at__isnull=True, method_version__isnull=False
    )
    return [Enrolled(*values) for values in rows.values_list(*COLUMNS)] if case_ids else []


def _standing(
    row: Enrolled, known: Known, method: Method, party_kinds: Mapping[uuid.UUID, str], today: dt.date
) -> Standing:
    rows, marks = known.rows(row), known.marks.get(row.id, [])
    record = known.record(row, rows, party_kinds=party_kinds, today=today)
    events = happened(rows, today, known.ratings.get(row.id, ()))
    return standing(method, started=row.starts_on, today=today, happened=events, marks=marks, record=record)
