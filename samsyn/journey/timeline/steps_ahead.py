"""What is due next in a case, as far as the reader's party sees."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.entry.case.models import ItemKind
from samsyn.journey.timeline.addresses import item_address
from samsyn.journey.timeline.way import Row, Way

PLANNED: dict[str, str] = {
    ItemKind.MEETING: "called",
    ItemKind.FOLLOW_UP: "planned",
    ItemKind.ACTIVITY: "planned",
    ItemKind.MILESTONE: "planned",
    ItemKind.REQUEST: "waiting",
    ItemKind.EXIT: "prepared",
    ItemKind.COURSE: "called",
}


@dataclass(frozen=True, slots=True)
class StepAhead:
    """Something with a day."""

    case_id: uuid.UUID
    day: dt.date
    words: str
    href: str
    is_late: bool
    kind: str
    at: str = ""

    @property
    def is_meeting(self) -> bool:
        """Whether people meet."""
        return self.kind == ItemKind.MEETING

    @property
    def has_signal(self) -> bool:
        """Whether a signal already says that it is late."""
        return self.is_late and self.kind in (ItemKind.FOLLOW_UP, ItemKind.REQUEST)

    @property
    def when(self) -> str:
        """The day, and the time of a meeting."""
        return f"{self.day} {self.at}".strip()


def steps_ahead(way: Way, *, within: int | None = None) -> list[StepAhead]:
    """What is due, the earliest first; meetings and planned starts of the past are no longer ahead."""
    last = way.today + dt.timedelta(days=within) if within is not None else None
    found = [step for row in way.rows if (step := _step(row, way)) and (last is None or step.day <= last)]
    return sorted(found, key=lambda step: (step.day, step.words))


def _step(row: Row, way: Way) -> StepAhead | None:
    if PLANNED.get(row.kind) != row.state:
        return None
    day = (way.detail(row).answer_by or row.starts_on) if row.kind == ItemKind.REQUEST else row.starts_on
    late = day < way.today
    if late and row.kind in (ItemKind.MEETING, ItemKind.ACTIVITY, ItemKind.COURSE):
        return None
    meets_at = way.detail(row).meets_at
    at = clock.local(meets_at).strftime("%H:%M") if meets_at else ""
    href = item_address(row.kind, row.id, row.case_id)
    return StepAhead(way.case_id, day, words_of(row), href, late, row.kind, at)


def words_of(row: Row) -> str:
    """What is due, in few words."""
    if row.kind == ItemKind.REQUEST:
        return _("Svar: %(what)s") % {"what": row.says}
    if row.kind == ItemKind.FOLLOW_UP:
        return _("Uppföljning: %(what)s") % {"what": row.says}
    return row.says or str(ItemKind(row.kind).label)
