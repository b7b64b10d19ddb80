"""The text of a method as a checked form: what may stand in `methods/*.yaml` (docs/methods.md says it in words).

Times are written as text ("2 weeks", "3 months") and kept as `Span`. Words are Swedish, or a map of sv, en and
easy. Names (`id`) are unique within their kind; what refers to another part is checked in `reading.py`.
"""

import datetime as dt
import re
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from samsyn.access import clock
from samsyn.basis.method.conditions import ConditionError, asked_of_others, check

DAYS = {"day": 1, "week": 7, "month": 30.4375, "year": 365.25}
LONGEST_DAYS = 3653
_SPAN = re.compile(r"\A(\d{1,4}) (day|week|month|year)s?\Z")


class Span(BaseModel):
    """A length of time in whole days, weeks, months or years."""

    model_config = ConfigDict(frozen=True)
    count: int
    unit: Literal["day", "week", "month", "year"]

    @property
    def days(self) -> int:
        """About how many days."""
        return round(self.count * DAYS[self.unit])

    def after(self, day: dt.date, *, times: int = 1) -> dt.date:
        """The day so long after `day`; months keep the day of the month where there is one."""
        if self.unit in ("day", "week"):
            return day + dt.timedelta(days=self.count * times * int(DAYS[self.unit]))
        return clock.months_after(day, self.count * times * (12 if self.unit == "year" else 1))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def _as_span(value: object) -> object:
    if isinstance(value, Span):
        return value
    found = _SPAN.match(value.strip()) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("span", "span")
    span = Span(count=int(found[1]), unit=found[2])  # type: ignore[arg-type]
    if span.days > LONGEST_DAYS:
        raise PydanticCustomError("span_long", "span_long")
    return span


def _as_words(value: object) -> object:
    return {"sv": value} if isinstance(value, str) else value


def _as_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _condition(text: str) -> str:
    try:
        check(text)
    except ConditionError as error:
        raise PydanticCustomError("condition", "condition", {"words": str(error.words)}) from None
    return text


Name = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9]*(_[a-z0-9]+)*\z", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z", max_length=40)]
Code = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9_]*\z", max_length=60)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Time = Annotated[Span, BeforeValidator(_as_span)]
Condition = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_condition)]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Words(_Part):
    """Something said to a reader; `easy` is easy-read Swedish. What is left out is said in Swedish."""

    sv: Said
    en: Said | None = None
    easy: Said | None = None

    def say(self, language: str = "sv") -> str:
        """In `sv`, `en` or `easy`."""
        return getattr(self, language, None) or self.sv


Text = Annotated[Words, BeforeValidator(_as_words)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_as_list)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_as_list)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]


class Range(_Part):
    """From and to, both included; one may be left out."""

    low: int | None = Field(None, alias="from", ge=0, le=10_000)
    high: int | None = Field(None, alias="to", ge=0, le=10_000)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise PydanticCustomError("range", "range")
        return self


class Source(_Part):
    """Where the way of working is described."""

    report: Text
    year: int = Field(ge=1950, le=2100)
    by: Said | None = None
    note: Text | None = None


class Instrument(_Part):
    """Somebody's instrument that the method uses; `included` only where its licence lets it be."""

    name: Said
    licence: Said
    included: bool = False


class Licence(_Part):
    """Under which terms the text may be used, and what it needs from others."""

    text: Said
    instruments: tuple[Instrument, ...] = ()


class Role(_Part):
    """Somebody with duties in the method, and the time set aside for them."""

    id: Name
    name: Text
    party: Code | None = None
    duties: Texts = ()
    hours_a_week: float | None = Field(None, ge=0, le=80)


class Need(_Part):
    """Something that must hold before a person is referred; `otherwise` says what to do when it does not."""

    id: Name
    when: Condition
    otherwise: Text


class InvolvedParty(_Part):
    """A kind of party that takes part."""

    kind: Code
    needed: bool = True
    contact: Text | None = None


class Who(_Part):
    """For whom, by order of whom, with whom."""

    ages: Range | None = None
    livelihoods: Codes = ()
    target_groups: Codes = ()
    needs: Texts = ()
    requires: tuple[Need, ...] = ()
    orderers: Codes = ()
    parties: tuple[InvolvedParty, ...] = ()
    roles: tuple[Role, ...] = ()
    group_size: Range | None = None


class IfNothing(_Part):
    """What happens when nothing happens: who is told, how long after the last day."""

    after: Time
    tell: Names
    say: Text | None = None


What = Literal[
    "activity", "meeting", "form", "rating", "document", "assessment", "decision", "course", "note", "request",
    "follow_up", "step_move", "livelihood", "plan", "goal", "workplace", "purchase", "contact",
]  # fmt: skip


class Outcome(_Part):
    """One way a decision can go."""

    id: Name
    text: Text


class Expected(_Part):
    """Something that is to happen: once, at stated times, or again and again.

    Times count from when the phase opened; in `rhythm` from `since`. `kind` is a code of the matching code list,
    or the id of a form, ladder, document, meeting or course of this text.
    """

    id: Name
    name: Text
    what: What
    kind: Code | None = None
    about: Text | None = None
    options: tuple[Outcome, ...] = ()
    by: Names = ()
    together_with: Names = Field((), alias="with")
    when: Condition | None = None
    after: Names = ()
    since: Name | None = None
    earliest: Time | None = None
    latest: Time | None = None
    at: Annotated[tuple[Time, ...], BeforeValidator(_as_list)] = ()
    every: Time | None = None
    first: Time | None = None
    until: Time | None = None
    optional: bool = False
    in_turn: bool = False
    per: Literal["person", "group"] = "person"
    remind: Time | None = None
    if_nothing: IfNothing | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.earliest and self.latest and self.latest.days < self.earliest.days:
            raise PydanticCustomError("times", "times")
        if self.options and self.what != "decision":
            raise PydanticCustomError("options_without_decision", "options_without_decision")
        if self.at and self.every:
            raise PydanticCustomError("at_and_every", "at_and_every")
        if self.every and self.every.days == 0:
            raise PydanticCustomError("every_nothing", "every_nothing")
        return self


class Lasts(_Part):
    """How long a phase goes on, counted from when it opened."""

    least: Time | None = None
    usual: Time | None = None
    most: Time | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = [span.days for span in (self.least, self.usual, self.most) if span]
        if known != sorted(known):
            raise PydanticCustomError("lasts", "lasts")
        return self


class Opens(_Part):
    """What opens a phase; without anything it opens with the enrolment."""

    after: Names = ()
    when: Condition | None = None
    earliest: Time | None = None
    latest: Time | None = None


class Ends(_Part):
    """What ends a phase; without it, that everything it expects is done."""

    when: Condition


class Phase(_Part):
    """A part of the way. No phase is a wall: it may be opened early or skipped with a reason."""

    id: Name
    name: Text
    purpose: Text | None = None
    before_enrolment: bool = False
    opens: Opens = Opens()
    ends: Ends | None = None
    lasts: Lasts = Lasts()
    may_skip: bool = True
    expects: tuple[Expected, ...] = ()


class Step(_Part):
    """One step of a scale, in words; the picture is a name in the method's own set."""

    text: Text
    picture: Slug | None = None


def _as_step(value: object) -> object:
    return value if isinstance(value, dict) and "text" in value else {"text": value}


class Module(_Part):
    """Something to grow in, on a scale with words for every step."""

    id: Name
    name: Text
    kind: Literal["overview", "training"] = "training"
    part_of: Name | None = None
    about: Text | None = None
    steps: tuple[Annotated[Step, BeforeValidator(_as_step)], ...] = Field((), max_length=10)


class Ladder(_Part):
    """An area with its modules, rated by the person and the staff."""

    id: Name
    name: Text
    about: Text | None = None
    area: Code | None = None
    steps: tuple[Annotated[Step, BeforeValidator(_as_step)], ...] = Field((), max_length=10)
    modules: tuple[Module, ...] = ()


class Option(_Part):
    """An answer to choose; `points` count in scores."""

    id: Name
    text: Text
    points: float | None = None


class Scale(_Part):
    """Whole numbers from–to, with words at the ends."""

    low: int = Field(alias="from", ge=0, le=100)
    high: int = Field(alias="to", ge=1, le=100)
    low_text: Text | None = None
    high_text: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high <= self.low:
            raise PydanticCustomError("range", "range")
        return self


Kind = Literal[
    "words", "long_words", "yes_no", "choice", "choices", "scale", "number", "day", "time", "check", "heading",
    "group",
]  # fmt: skip


class Question(_Part):
    """One question. `group` holds others and may be repeated."""

    id: Name
    text: Text
    kind: Kind = "words"
    help: Text | None = None
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    unit: Said | None = None
    required: bool = False
    when: Expression | None = None
    rated_by: tuple[Literal["person", "staff"], ...] = ()
    most: int | None = Field(None, ge=1, le=50)
    questions: tuple["Question", ...] = ()

    NEEDS: ClassVar[dict[str, str]] = {
        "choice": "options", "choices": "options", "scale": "scale", "group": "questions",
    }  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = self.NEEDS.get(self.kind)
        if needed and not getattr(self, needed):
            raise PydanticCustomError("question_needs", "question_needs", {"kind": self.kind, "needs": needed})
        return self


class Score(_Part):
    """A number made of the answers (`a`), or of points (`points`)."""

    id: Name
    name: Text
    value: Expression


class Form(_Part):
    """Questions on one page, on screen or on paper."""

    id: Name
    name: Text
    about: Text | None = None
    asked: Literal["person", "staff", "together", "employer"] = "together"
    questions: tuple[Question, ...] = Field(min_length=1)
    scores: tuple[Score, ...] = ()


class Block(_Part):
    """A piece of a document; exactly one of its parts. Words may hold {{ expressions }}."""

    heading: Text | None = None
    text: Text | None = None
    items: Texts = ()
    checks: Texts = ()
    answers: Name | None = None
    lines: int | None = Field(None, ge=1, le=30)
    record: Literal["goals", "activities", "steps", "ratings", "livelihoods", "meetings"] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("block", "block")
        return self


class Document(_Part):
    """A paper: filled in from the record, signed, printed."""

    id: Name
    name: Text
    kind: Literal["agreement", "certificate", "final_documentation", "question_list", "checklist", "letter"]
    signed_by: Names = ()
    body: tuple[Block, ...] = Field(min_length=1)


class MeetingKind(_Part):
    """A kind of meeting of this method."""

    id: Name
    name: Text
    kind: Code
    calls: Names = ()
    agenda: Texts = ()
    minutes: int | None = Field(None, ge=5, le=600)


class Course(_Part):
    """A course or group activity with sessions and places."""

    id: Name
    name: Text
    about: Text | None = None
    weeks: Range | None = None
    times_a_week: int | None = Field(None, ge=1, le=14)
    hours: float | None = Field(None, gt=0, le=12)
    places: Range | None = None
    led_by: Names = ()
    topics: Texts = ()


class Purse(_Part):
    """Money per person for what no party has. The association sees amount and kind only."""

    most_per_person: int | None = Field(None, gt=0, le=10_000_000)
    decided_by: Names
    kinds: tuple[Option, ...] = ()
    about: Text | None = None


class Limit(_Part):
    """A signal that is switched on, with its limit."""

    days: int | None = Field(None, ge=1, le=3_650)
    times: int | None = Field(None, ge=1, le=100)


class Signals(_Part):
    """Signals beyond those that everybody has; what is left out is off."""

    in_series: Limit | None = None
    only_when_forced: Limit | None = None
    party_missing: Limit | None = None
    competing_plans: Limit | None = None
    without_own_words: Limit | None = None
    changed_caseworker: Limit | None = None
    no_work_in_parallel: Limit | None = None
    livelihood_gap: Limit | None = None


class Goal(_Part):
    """What is to be reached, asked of one person: true, false, or null where the person does not count."""

    id: Name
    name: Text
    met: Condition
    share: float | None = Field(None, gt=0, le=1)
    among: Text | None = None
    note: Text | None = None


class Method(_Part):
    """A way of working."""

    id: Slug
    version: int = Field(ge=1, le=9_999)
    name: Text
    about: Text
    source: Source | None = None
    licence: Licence
    who: Who = Who()
    way: tuple[Phase, ...] = Field(min_length=1, max_length=40)
    rhythm: tuple[Expected, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    forms: tuple[Form, ...] = ()
    documents: tuple[Document, ...] = ()
    meetings: tuple[MeetingKind, ...] = ()
    courses: tuple[Course, ...] = ()
    purse: Purse | None = None
    signals: Signals = Signals()
    goals: tuple[Goal, ...] = ()

    def expectations(self) -> list[tuple[Phase | None, Expected]]:
        """Everything that is to happen, with its phase; the rhythm belongs to none."""
        return [(phase, one) for phase in self.way for one in phase.expects] + [(None, one) for one in self.rhythm]

    @cached_property
    def alike(self) -> frozenset[str]:
        """Expected things that something of the same sort and kind could belong to as well."""
        kinds = {meeting.id: meeting.kind for meeting in self.meetings}
        of_sort: dict[str, list[tuple[str, str | None]]] = {}
        for _phase, one in self.expectations():
            of_sort.setdefault(one.what, []).append((one.id, kinds.get(one.kind or "", one.kind)))
        return frozenset(
            name for things in of_sort.values() for name, kind in things
            if any(other != name and (None in (kind, of) or kind == of) for other, of in things)
        )  # fmt: skip

    @cached_property
    def looks_ahead(self) -> bool:
        """Whether something waits for what stands after it in the text."""
        known: set[str] = set()
        for phase in self.way:
            if self._asks_of(phase) - known - {phase.id}:
                return True
            for one in phase.expects:
                if self._named_by(one) - known - {phase.id}:
                    return True
                known.add(one.id)
            known.add(phase.id)
        return any(self._named_by(one) - known for one in self.rhythm)

    def _asks_of(self, phase: Phase) -> set[str]:
        ending = asked_of_others(phase.ends.when) if phase.ends else set()
        own = {one.id for one in phase.expects}
        asked = asked_of_others(phase.opens.when) if phase.opens.when else set()
        return asked | (ending - own) | set(phase.opens.after)

    def _named_by(self, one: Expected) -> set[str]:
        since = {one.since} - {None, "enrolment", "exit"}
        return {str(name) for name in since} | set(one.after) | (asked_of_others(one.when) if one.when else set())


def known_parts() -> dict[str, Any]:
    """The names of the top parts, for help."""
    return dict(Method.model_fields)
