"""What a method waits for, one thing at a time: which is the same thing in another method, and in which period."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from samsyn.basis.method.schema import Expected, Method
from samsyn.basis.method.values import Span
from samsyn.journey.method.needed import codes
from samsyn.journey.method.queries import InMethod
from samsyn.journey.method.standing import EXPECTED, LATE, Awaited, Occasion

OF_THE_TEXT = ("form", "rating", "document", "course", "decision", "contact", "purchase")
OFTEN_DAYS = 28


def same(thing: Awaited) -> tuple[str, str, int]:
    """Alike for what is one and the same thing in two methods."""
    return thing_of(thing.method, thing.occasion.one), period_of(thing.occasion), thing.turn


def thing_of(method: Method, one: Expected) -> str:
    """Sort and kind: `meeting:three_party`. What only the text of the method names is of that method alone."""
    if one.what in OF_THE_TEXT:
        return f"{one.what}:{method.id}.{one.kind or one.id}"
    kinds = codes(method, one) - {one.kind} if one.what == "meeting" else codes(method, one)
    return ":".join([one.what, *sorted(kinds or codes(method, one))])


def period_of(occasion: Occasion) -> str:
    """The month of its last day, or the week of what comes more often than every month; empty without a day."""
    day = occasion.due_on or occasion.opens_on
    if day is None:
        return ""
    if _is_often(occasion.one.at, occasion.one.every):
        year, week, _day = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day.year}-{day.month:02}"


@lru_cache(maxsize=4096)
def _is_often(at: tuple[Span, ...], every: Span | None) -> bool:
    days = sorted(time.days for time in at)
    gaps = [later - before for before, later in zip(days, days[1:], strict=False)]
    return any(gap < OFTEN_DAYS for gap in gaps) or bool(every and every.days < OFTEN_DAYS)


def awaited(one: InMethod, today: dt.date) -> list[Awaited]:
    """Everything in a method that is expected or late, late first; after the exit what outlives it."""
    method, before = one.standing.method, Counter[tuple[str, str]]()
    goes_on = one.goes_on(today)

    def waits(o: Occasion) -> bool:
        return o.state in (LATE, EXPECTED) and (goes_on or o.one.outlives_exit)

    sorts = {o.one.what for o in one.standing.occasions if waits(o)}
    rows = [o for o in one.standing.occasions if o.one.what in sorts]
    named = {o.one.id: thing_of(method, o.one) for o in {o.one.id: o for o in rows}.values()}
    found = []
    for occasion in sorted(rows, key=lambda o: (o.due_on or dt.date.max, o.number, o.one.id)):
        key = (named[occasion.one.id], period_of(occasion))
        if waits(occasion):
            found.append(one.awaits(occasion, before[key]))
        before[key] += 1
    return sorted(found, key=lambda thing: thing.order)


def outlives(method: Method) -> bool:
    """Whether it expects something after the exit."""
    return any(one.outlives_exit for _phase, one in method.expectations())


def soon(things: Iterable[Awaited], today: dt.date, *, within: int) -> list[Awaited]:
    """What is late, what has no last day, and what is to be done within some days; late first."""
    last = today + dt.timedelta(days=within)
    rows = [t for t in things if t.occasion.state == LATE or t.occasion.due_on is None or t.occasion.due_on <= last]
    return sorted(rows, key=lambda thing: thing.order)


def together(things: Iterable[Awaited]) -> list[list[Awaited]]:
    """The same thing of the same person stands once, with each method that expects it, in the order given."""
    found: dict[tuple[Any, ...], list[Awaited]] = {}
    for thing in things:
        found.setdefault((thing.case_id, *same(thing)), []).append(thing)
    return list(found.values())


def as_kept(thing: Awaited) -> list[Any]:
    """As a derived row keeps it."""
    o = thing.occasion
    opens, due = (day.isoformat() if day else None for day in (o.opens_on, o.due_on))
    return [o.one.id, o.number, o.state, opens, due, o.could_start, thing.turn]


def from_kept(values: list[Any], known: Mapping[str, Any], method: Method) -> Awaited:
    """What `as_kept` kept. `known`: case_id, enrolment_id, version_id."""
    part, number, state, opens, due, could_start, turn = values
    phase, one = method.by_id[part]
    opens_on, due_on = (dt.date.fromisoformat(day) if day else None for day in (opens, due))
    occasion = Occasion(one, phase, state, number, opens_on, due_on, could_start=could_start)
    return Awaited(**known, method=method, occasion=occasion, turn=turn)
