"""What a method holds beside its way: ladders, forms, documents, meetings, courses, a purse, signals and goals."""

from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from samsyn.basis.method.values import Code, Condition, Expression, Name, Names, Part, Range, Said, Slug, Text, Texts


class Step(Part):
    """One step of a scale, in words; the picture is one of those in `pictograms.py`."""

    text: Text
    picture: Slug | None = None


def _as_step(value: object) -> object:
    return value if isinstance(value, dict) and "text" in value else {"text": value}


class Module(Part):
    """Something to grow in, on a scale with words for every step."""

    id: Name
    name: Text
    kind: Literal["overview", "training"] = "training"
    part_of: Name | None = None
    about: Text | None = None
    picture: Slug | None = None
    steps: tuple[Annotated[Step, BeforeValidator(_as_step)], ...] = Field((), max_length=10)


class Ladder(Part):
    """An area with its modules, rated by the person and the staff."""

    id: Name
    name: Text
    about: Text | None = None
    area: Code | None = None
    steps: tuple[Annotated[Step, BeforeValidator(_as_step)], ...] = Field((), max_length=10)
    modules: tuple[Module, ...] = ()


class Option(Part):
    """An answer to choose; `points` count in scores."""

    id: Name
    text: Text
    points: float | None = None


class Scale(Part):
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


class Question(Part):
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


class Score(Part):
    """A number made of the answers (`a`), or of points (`points`)."""

    id: Name
    name: Text
    value: Expression


class Form(Part):
    """Questions on one page, on screen or on paper."""

    id: Name
    name: Text
    about: Text | None = None
    asked: Literal["person", "staff", "together", "employer"] = "together"
    questions: tuple[Question, ...] = Field(min_length=1)
    scores: tuple[Score, ...] = ()


class Block(Part):
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


class Document(Part):
    """A paper: filled in from the record, signed, printed."""

    id: Name
    name: Text
    kind: Literal["agreement", "certificate", "final_documentation", "question_list", "checklist", "letter"]
    signed_by: Names = ()
    body: tuple[Block, ...] = Field(min_length=1)


class MeetingKind(Part):
    """A kind of meeting of this method."""

    id: Name
    name: Text
    kind: Code
    calls: Names = ()
    agenda: Texts = ()
    questions: Texts = ()
    minutes: int | None = Field(None, ge=5, le=600)


class Course(Part):
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


class Purse(Part):
    """Money per person for what no party has. The association sees amount and kind only."""

    most_per_person: int | None = Field(None, gt=0, le=10_000_000)
    decided_by: Names
    kinds: tuple[Option, ...] = ()
    about: Text | None = None


class Limit(Part):
    """A signal that is switched on, with its limit."""

    days: int | None = Field(None, ge=1, le=3_650)
    times: int | None = Field(None, ge=1, le=100)


class Signals(Part):
    """Signals beyond those that everybody has; what is left out is off."""

    in_series: Limit | None = None
    only_when_forced: Limit | None = None
    party_missing: Limit | None = None
    competing_plans: Limit | None = None
    without_own_words: Limit | None = None
    changed_caseworker: Limit | None = None
    no_work_in_parallel: Limit | None = None
    livelihood_gap: Limit | None = None

    COUNTED: ClassVar = {"changed_caseworker": 3, "competing_plans": 2}
    DAYS: ClassVar = {
        "in_series": 90, "only_when_forced": 30, "party_missing": 90, "without_own_words": 30,
        "no_work_in_parallel": 90, "livelihood_gap": 1,
    }  # fmt: skip

    @model_validator(mode="after")
    def _own_limits(self) -> Self:
        for name in self.model_fields_set:
            limit = getattr(self, name)
            if limit and (limit.days if name in self.COUNTED else limit.times):
                needs = "times" if name in self.COUNTED else "days"
                raise PydanticCustomError("signal_limit", "signal_limit", {"name": name, "needs": needs})
        return self

    @cached_property
    def limits(self) -> dict[str, int]:
        """Those that are on, each with its days or times; where the text says none, ours."""
        on = {name: getattr(self, name) for name in (*self.DAYS, *self.COUNTED)}
        days = {name: limit.days or self.DAYS[name] for name, limit in on.items() if limit and name in self.DAYS}
        times = {n: limit.times or self.COUNTED[n] for n, limit in on.items() if limit and n in self.COUNTED}
        return days | times


class LeftOut(Part):
    """For whom a goal is not counted, and why; `yet`: they may be counted later."""

    when: Condition
    why: Text
    yet: bool = False


class Goal(Part):
    """What is to be reached, asked of one person: true, false, or null where the person does not count.

    `excluded` is asked first: the first that holds says why the person does not count.
    """

    id: Name
    name: Text
    met: Condition
    excluded: tuple[LeftOut, ...] = ()
    share: float | None = Field(None, gt=0, le=1)
    among: Text | None = None
    note: Text | None = None
