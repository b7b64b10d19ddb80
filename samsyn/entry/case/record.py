"""One person's record for conditions (`basis/method/record.py`), made of the faces of items."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method.record import empty
from samsyn.entry.case.models import ItemKind

OWN_WORDS = "own_words"  # code of the item of a goal that the person has put into words
NOT_AT_ALL = frozenset({"cancelled", "retracted", "withdrawn", "declined"})


class Thing(Protocol):
    """What is asked of an item, or of a row of the timeline."""

    @property
    def kind(self) -> str: ...
    @property
    def holder_id(self) -> uuid.UUID: ...
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date | None: ...
    @property
    def state(self) -> str: ...
    @property
    def lanes(self) -> Sequence[str]: ...
    @property
    def code(self) -> str: ...
    @property
    def amount(self) -> int | None: ...


def of_person(
    rows: Iterable[Thing], *, started: dt.date, today: dt.date, party_kinds: Mapping[uuid.UUID, str],
    age: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One person's record for conditions, as far as the reader sees; days count from `started`."""
    record = empty() | {"age": age, "day": (today - started).days}

    def day(at: dt.date | None) -> int | None:
        return (at - started).days if at else None

    for row in rows:
        if row.state not in NOT_AT_ALL:
            _add(record, row, day, party_kinds)
    return record


def _add(record: dict[str, Any], row: Thing, day: Any, party_kinds: Mapping[uuid.UUID, str]) -> None:
    span = {"from": day(row.starts_on), "to": day(row.ends_on)}
    if row.kind == ItemKind.LIVELIHOOD:
        record["livelihoods"].append({"kind": row.code, "extent": row.amount, **span})
    elif row.kind == ItemKind.OCCUPATION:
        record["occupations"].append({"kind": row.code, "extent": row.amount, **span})
    elif row.kind == ItemKind.ACTIVITY:
        holder = uuid.UUID(row.lanes[0]) if row.lanes else row.holder_id
        at_work = bool(code_lists.extra("activity_kind", row.code).get("job_focused"))  # noqa: S610 - no ORM
        known = {"party": party_kinds.get(holder, "other"), "directed_at_work": at_work}
        record["activities"].append({"kind": row.code, "state": row.state, **span, **known})
    elif row.kind == ItemKind.WORKPLACE:
        record["workplaces"].append({"state": row.state, **span})
    elif row.kind == ItemKind.EXIT and row.state == "done":
        outcome, _slash, reason = row.code.partition("/")
        record["exit"] = {"day": span["from"], "reason": reason, "outcome": outcome, "has_receiver": bool(row.lanes)}
        record["has_left"] = True
    elif row.kind == ItemKind.GOAL:
        record["goals"] += row.code == OWN_WORDS
    elif of := MOMENTS.get(row.kind):
        name, fields = of
        record[name].append({"day": span["from"], **fields(row)})


MOMENTS: dict[str, tuple[str, Any]] = {
    ItemKind.MEETING: ("meetings", lambda row: {"kind": row.code.partition("/")[0], "state": row.state}),
    ItemKind.ASSESSMENT: ("assessments", lambda row: {"kind": row.code}),
    ItemKind.FOLLOW_UP: ("follow_ups", lambda row: {"month": row.amount}),
    ItemKind.STEP_MOVE: (
        "steps", lambda row: {"direction": row.state, "area": row.code, "has_next": bool(row.amount)}
    ),
}  # fmt: skip
