"""What a reader sees of a person's way, as plain rows: the one source of picture, signals and lists."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from samsyn.access.days import last_day
from samsyn.basis.method.schema import Method
from samsyn.entry.case.labels import said
from samsyn.entry.case.models import ItemKind

DOING = (ItemKind.ACTIVITY, ItemKind.WORKPLACE, ItemKind.COURSE)
BANDS = (ItemKind.LIVELIHOOD, ItemKind.OCCUPATION)
ENDED = ("done", "interrupted", "declined", "withdrawn", "cancelled", "returned", "superseded", "retracted")


class Row(NamedTuple):
    """The newest version of one thing that the reader may see."""

    id: uuid.UUID
    case_id: uuid.UUID
    kind: str
    holder_id: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date | None
    state: str
    label: str
    lanes: list[str]
    written: str = ""  # when, as text that sorts
    code: str = ""  # which of its kind
    amount: int | None = None

    @property
    def last_day(self) -> dt.date | None:
        """The last day it goes on, as people say it."""
        return last_day(self.ends_on)

    @property
    def says(self) -> str:
        """Its label in the reader's language."""
        return said(self.kind, self.label)


class Detail(NamedTuple):
    """What only some kinds have; read for the few rows that are still open."""

    id: uuid.UUID
    answer_by: dt.date | None = None
    asked_unit: uuid.UUID | None = None
    asked_staff: uuid.UUID | None = None
    receiver: str | None = None
    receiver_unit: uuid.UUID | None = None
    receiver_staff: uuid.UUID | None = None
    intervention_ends_on: dt.date | None = None
    intervention_owner: uuid.UUID | None = None
    meets_at: dt.datetime | None = None
    referred_unit: uuid.UUID | None = None
    method_version: uuid.UUID | None = None


NO_DETAIL = Detail(uuid.UUID(int=0))


@dataclass(frozen=True, slots=True)
class Way:
    """One case as one reader sees it on a day.

    `reader` is the reader's party. `complete_from`: older ended rows were left out (what lasts is read a year back).
    `methods`: those that the person follows now. `names`: of the parties, where they were read.
    """

    case_id: uuid.UUID
    rows: Sequence[Row]
    details: dict[uuid.UUID, Detail]
    today: dt.date
    reader: uuid.UUID
    complete_from: dt.date | None = None
    methods: Sequence[Method] = ()
    names: Mapping[uuid.UUID, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Row]:
        """Rows of some kinds, oldest first."""
        return [row for row in self.rows if row.kind in kinds]

    def detail(self, row: Row) -> Detail:
        """What only its kind has."""
        return self.details.get(row.id, NO_DETAIL)

    @property
    def has_left(self) -> bool:
        """Whether the way has ended: an exit is done and nobody is enrolled after it."""
        exits = [row.starts_on for row in self.rows if row.kind == ItemKind.EXIT and row.state == "done"]
        if not exits:
            return False
        last = max(exits)
        return not any(
            row.kind == ItemKind.ENROLMENT and row.ends_on is None and row.starts_on > last
            for row in self.rows
        )


def is_open(row: Row, day: dt.date) -> bool:
    """Whether a period is under way on a day."""
    return row.starts_on <= day and (row.ends_on is None or row.ends_on > day) and row.state not in ENDED
