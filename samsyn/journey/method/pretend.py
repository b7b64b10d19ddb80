"""A pretend person, to try a method on: all that has happened to them stands in the address, nothing is stored.

One happening is one word of the address: `sort.code.day`, with what else it has after it (`activity.studies.10.80`:
from day 10 to day 80). Days count from the enrolment; what lies after the day that is looked at has not happened yet.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.http import QueryDict

from samsyn.access import clock
from samsyn.basis.method.content import Form
from samsyn.basis.method.schema import Method
from samsyn.basis.party.models import PartyKind
from samsyn.entry.case.models import ItemKind
from samsyn.journey.form.filling import scores_of
from samsyn.journey.method.engine import standing
from samsyn.journey.method.happened import happened, record_of
from samsyn.journey.method.standing import DONE, Mark, Occasion, Standing
from samsyn.journey.timeline.way import Row

MOST = 100
MOST_PASSES, MOST_STEPS = 10, 60
LAST_DAY, FIRST_DAY = 3_650, -3_650
OLDEST = 100
MARKS = ("done", "skipped", "opened", "ended")
LISTED = {
    "activity": "activity_kind", "meeting": "meeting_kind", "assessment": "assessment_kind",
    "livelihood": "livelihood", "occupation": "occupation", "exit": "exit_outcome",
}  # fmt: skip
MOVES = ("forward", "sideways", "back")
ALONE = ("follow_up", "goal", "plan", "note", "request", "workplace")
LASTING = ("activity", "livelihood", "occupation", "workplace")
TRUTHS = {"true": True, "false": False, "ja": True, "nej": False}


class Happening(NamedTuple):
    """Something that happened to the pretend person."""

    sort: str
    code: str
    day: int
    more: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.sort, self.code, str(self.day), self.more) if part)

    @property
    def to(self) -> int | None:
        """The day after the last, of what goes on."""
        first = self.more.partition(".")[0]
        return int(first) if self.sort in LASTING and _is_day(first) else None


@dataclass(frozen=True)
class Pretend:
    """Who, on which day, with what has happened. `unread`: words of the address that say nothing."""

    started: dt.date
    day: int = 0
    age: int | None = None
    happenings: tuple[Happening, ...] = ()
    unread: int = 0

    @property
    def today(self) -> dt.date:
        """The day that is looked at."""
        return self.started + dt.timedelta(days=self.day)

    @property
    def until_today(self) -> tuple[Happening, ...]:
        """What has happened by then."""
        return tuple(one for one in self.happenings if one.day <= self.day)


def read(asked: QueryDict) -> Pretend:
    """What the address says; a step (`go`) and a row taken away (`drop`) are counted in."""
    words = asked.getlist("h")[: 2 * MOST]
    found = [one for one in map(_happening, words) if one]
    dropped = asked.get("drop", "")
    kept = tuple(one for one in found if str(one) != dropped)[:MOST]
    day = _number(asked.get("day"), 0) + _number(asked.get("go"), 0)
    age = _number(asked.get("age"), -1)
    return Pretend(
        _day(asked.get("start")), min(max(day, 0), LAST_DAY), age if 0 <= age <= OLDEST else None, kept,
        len(words) - len(found),
    )  # fmt: skip


def _number(text: str | None, other: int) -> int:
    return int(text) if text and _is_day(text) else other


def _is_day(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 4 and FIRST_DAY <= int(text) <= LAST_DAY


def _day(text: str | None) -> dt.date:
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return clock.today()
    return found if 1950 <= found.year <= 2150 else clock.today()


def _happening(word: str) -> Happening | None:
    sort, code, day, more = [*word.replace("\x00", "")[:300].split(".", 3), "", "", ""][:4]
    known = (*MARKS, *LISTED, *ALONE, "step", "form")
    return Happening(sort, code, int(day), more) if sort in known and code and _is_day(day) else None


def stand(method: Method, one: Pretend) -> Standing:
    """Where the pretend person stands: the same reckoning as for everybody."""
    rows = [_row(number, h, one) for number, h in enumerate(one.until_today, start=1) if h.sort not in MARKS]
    record = record_of(rows, started=one.started, today=one.today, party_kinds=PARTIES, age=one.age)
    record["forms"] = list(_filled(method, one))
    marks = [_mark(method, h, one) for h in one.until_today if h.sort in MARKS]
    events = happened(rows, one.today)
    return standing(method, started=one.started, today=one.today, happened=events, marks=marks, record=record)


PARTY_IDS = {kind: uuid.UUID(int=1000 + number) for number, kind in enumerate(PartyKind.values)}
PARTIES = {key: str(kind) for kind, key in PARTY_IDS.items()}


def _mark(method: Method, happening: Happening, one: Pretend) -> Mark:
    thing = method.expected(happening.code)
    outcomes = {option.id: option.text.sv for option in thing.options} if thing else {}
    outcome = happening.more if happening.more in outcomes else ""
    return Mark(happening.code, happening.sort, _on(one, happening.day), "", outcome, outcomes.get(outcome, ""))


def _on(one: Pretend, day: int) -> dt.date:
    return one.started + dt.timedelta(days=day)


def _row(number: int, happening: Happening, one: Pretend) -> Row:
    sort, code, day, more = happening
    to, _dot, party = more.partition(".") if sort in LASTING else ("", "", "")
    ends = _on(one, int(to)) if to and _is_day(to) else None
    lanes = [str(PARTY_IDS[party])] if party in PARTY_IDS else [str(PARTY_IDS["municipality"])]
    kind, state, code, amount = _face(sort, code, is_over=bool(ends and ends <= one.today), day=day)
    holder, starts = uuid.UUID(lanes[0]), _on(one, day)
    return Row(
        uuid.UUID(int=number), uuid.UUID(int=0), kind, holder, starts, ends, state, "", lanes, code=code, amount=amount
    )


def _face(sort: str, code: str, *, is_over: bool, day: int) -> tuple[str, str, str, int | None]:
    """Kind of item, state, code and amount, as the timeline has them."""
    if sort == "step":
        return ItemKind.STEP_MOVE, code, "work", 1
    if sort == "exit":
        return ItemKind.EXIT, "done", f"{code}/completed", None
    if sort == "follow_up":
        return ItemKind.FOLLOW_UP, "done", "", max(0, round(day / 30.4))
    states = {"activity": "done" if is_over else "under_way", "workplace": "under_way", "meeting": "held"}
    share = 100 if sort in ("livelihood", "occupation") else None
    return ItemKind(sort), states.get(sort, "done"), "" if sort in ALONE else code, share


def _filled(method: Method, one: Pretend) -> Iterable[dict[str, Any]]:
    forms = {form.id: form for form in method.forms}
    for happening in one.until_today:
        if happening.sort == "form" and happening.code in forms:
            form = forms[happening.code]
            answers = answers_of(form, happening.more)
            yield {"id": form.id, "day": happening.day, "answers": answers, "scores": scores_of(form, answers)}


def answers_of(form: Form, text: str) -> dict[str, Any]:
    """Answers written as `energy=3, agree=true, why=tired`; what the form does not ask is left out."""
    found: dict[str, Any] = {}
    for pair in text.split(","):
        name, _sign, value = (part.strip() for part in pair.partition("="))
        question = next((q for q in _questions(form) if name in (q, f"{q}_person", f"{q}_staff")), None)
        if question and value:
            found[name] = _value(value)
    return found


def _questions(form: Form) -> list[str]:
    return [question.id for question in form.questions if question.kind not in ("heading", "group")]


def _value(text: str) -> Any:
    if text.lower() in TRUTHS:
        return TRUTHS[text.lower()]
    if "+" in text:
        return [part.strip() for part in text.split("+")]
    return int(text) if _is_day(text) else text


def all_in_time(method: Method, one: Pretend) -> Pretend:
    """A person for whom everything is done when it is expected, up to the day looked at; days go by in some steps."""
    last = one.day
    step = max(7, last // MOST_STEPS)
    for day in [*range(0, last, step), last]:
        one = _all_done(method, replace(one, day=day))
    return one


def _all_done(method: Method, one: Pretend) -> Pretend:
    """What is expected on its day is done that day, and what that opens."""
    for _again in range(MOST_PASSES):
        open_now = [o for o in stand(method, one).occasions if o.state in ("expected", "late") and not o.one.optional]
        new = [_done(o, one.day) for o in open_now]
        if not new or len(one.happenings) + len(new) > MOST:
            break
        one = replace(one, happenings=(*one.happenings, *new))
    return one


def _done(occasion: Occasion, day: int) -> Happening:
    """Written in Samsyn where that is how it is done, otherwise ticked off."""
    thing = occasion.one
    if thing.what in ("activity", "assessment", "form") and thing.kind and not occasion.number:
        return Happening(thing.what, thing.kind, day)
    return Happening(DONE, thing.id, day, thing.options[0].id if thing.options else "")
