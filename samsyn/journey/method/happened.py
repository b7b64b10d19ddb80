"""What has happened, as a method counts it: the timeline's rows by sort, with the day they count from."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from samsyn.entry.case.models import ItemKind
from samsyn.entry.case.record import NOT_AT_ALL, of_person
from samsyn.journey.ladder.models import Rating
from samsyn.journey.timeline.way import Row

# Which sort of expected thing each kind of item is, and the states in which it has not happened.
SORTS: dict[str, str] = {
    ItemKind.ACTIVITY: "activity", ItemKind.MEETING: "meeting", ItemKind.ASSESSMENT: "assessment",
    ItemKind.STEP_MOVE: "step_move", ItemKind.FOLLOW_UP: "follow_up", ItemKind.LIVELIHOOD: "livelihood",
    ItemKind.NOTE: "note", ItemKind.REQUEST: "request", ItemKind.PLAN: "plan", ItemKind.GOAL: "goal",
    ItemKind.WORKPLACE: "workplace", ItemKind.FORM: "form", ItemKind.DOCUMENT: "document",
    ItemKind.COURSE: "course", ItemKind.PURCHASE: "purchase",
}  # fmt: skip
RATING = "rating"
NOT_YET: dict[str, frozenset[str]] = {
    "activity": frozenset({"planned", "waiting"}),
    "meeting": frozenset({"called"}),
    "follow_up": frozenset({"planned"}),
    "plan": frozenset({"draft"}),
    "document": frozenset({"draft", "waiting"}),
    "course": frozenset({"waiting", "called"}),
    "purchase": frozenset({"waiting", "planned"}),
}


class Happened(NamedTuple):
    """One thing on the timeline. `is_done`: it counts; otherwise it is planned."""

    id: uuid.UUID
    sort: str
    code: str
    on: dt.date
    until: dt.date | None
    is_done: bool
    state: str

    def taken_as(self, kind: str | None) -> tuple[uuid.UUID, str]:
        """Each thing counts once; a rating of many modules once for each of those that are expected by name."""
        return self.id, (kind or "") if self.sort == RATING else ""


def happened(rows: Iterable[Row], today: dt.date, ratings: Iterable[Rating] = ()) -> list[Happened]:
    """In the order of days. An activity whose first day has come has begun."""
    found = _rated(ratings)
    for row in rows:
        sort = SORTS.get(row.kind)
        if sort is None or row.state in NOT_AT_ALL:
            continue
        begun = sort == "activity" and row.state == "planned" and row.starts_on <= today
        is_done = begun or row.state not in NOT_YET.get(sort, ())
        if sort == "course" and row.starts_on > today:
            is_done = False  # there is a place; the course has not begun
        found.append(Happened(row.id, sort, row.code, row.starts_on, row.ends_on, is_done, row.state))
    return sorted(found, key=lambda one: (one.on, one.id))


def _rated(ratings: Iterable[Rating]) -> list[Happened]:
    """Ratings as things that happened: of the ladder, and of each module that got a step."""
    found = []
    for one in ratings:
        modules = dict.fromkeys(module for module, _rater, step in one.steps() if step is not None)
        codes = dict.fromkeys([one.ladder, *modules])
        found += [Happened(one.pk, RATING, code, one.on, None, is_done=True, state="") for code in codes]
    return found


def _ratings(ratings: Iterable[Rating], started: dt.date) -> list[dict[str, Any]]:
    """Each module of each rating, with the step of those who were asked; null: not asked, or not judged."""
    return [
        {"module": module, "person": given.get("person"), "staff": given.get("staff"), "day": (one.on - started).days}
        for one in ratings for module, given in one.values.items()
    ]


def record_of(
    rows: Iterable[Row], *, started: dt.date, today: dt.date, party_kinds: Mapping[uuid.UUID, str],
    age: int | None = None, ratings: Iterable[Rating] = (),
) -> dict[str, Any]:  # fmt: skip
    """One person's record for conditions, as far as the reader sees; days count from `started`."""
    record = of_person(rows, started=started, today=today, party_kinds=party_kinds, age=age)
    return record | {"ratings": _ratings(ratings, started)}
