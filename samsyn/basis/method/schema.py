"""The text of a method as a checked form: what may stand in `methods/*.yaml` (docs/methods.md says it in words).

Times are written as text ("2 weeks", "3 months") and kept as `Span`. Words are Swedish, or a map of sv, en and
easy. Names (`id`) are unique within their kind; what refers to another part is checked in `reading.py`.
"""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from samsyn.basis.method.conditions import asked_of_others
from samsyn.basis.method.content import Course, Document, Form, Goal, Ladder, MeetingKind, Purse, Signals
from samsyn.basis.method.values import (
    Code,
    Codes,
    Condition,
    Name,
    Names,
    Part,
    Range,
    Said,
    Slug,
    Text,
    Texts,
    Time,
    _as_list,
)


class Source(Part):
    """Where the way of working is described."""

    report: Text
    year: int = Field(ge=1950, le=2100)
    by: Said | None = None
    note: Text | None = None


class Instrument(Part):
    """Somebody's instrument that the method uses; `included` only where its licence lets it be."""

    name: Said
    licence: Said
    included: bool = False


class Licence(Part):
    """Under which terms the text may be used, and what it needs from others."""

    text: Said
    instruments: tuple[Instrument, ...] = ()


class Role(Part):
    """Somebody with duties in the method, and the time set aside for them."""

    id: Name
    name: Text
    party: Code | None = None
    duties: Texts = ()
    hours_a_week: float | None = Field(None, ge=0, le=80)


class Need(Part):
    """What must hold before a person is referred (`name` says it); `otherwise` says what to do when it does not."""

    id: Name
    name: Text | None = None
    when: Condition
    otherwise: Text


class InvolvedParty(Part):
    """A kind of party that takes part."""

    kind: Code
    needed: bool = True
    contact: Text | None = None


class Who(Part):
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


class IfNothing(Part):
    """What happens when nothing happens: who is told, how long after the last day."""

    after: Time
    tell: Names
    say: Text | None = None


What = Literal[
    "activity", "meeting", "form", "rating", "document", "assessment", "decision", "course", "note", "request",
    "follow_up", "step_move", "livelihood", "plan", "goal", "workplace", "purchase", "contact",
]  # fmt: skip


# What is written each time it holds: what was written before belongs to an earlier time.
SAID_ANEW = frozenset({"livelihood", "note", "request", "follow_up", "step_move"})


class Outcome(Part):
    """One way a decision can go."""

    id: Name
    text: Text


class Expected(Part):
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
    after_exit: bool = False
    optional: bool = False
    in_turn: bool = False
    per: Literal["person", "group"] = "person"
    remind: Time | None = None
    if_nothing: IfNothing | None = None

    @property
    def outlives_exit(self) -> bool:
        """Whether it is expected also of somebody who has left."""
        return self.after_exit or self.since == "exit"

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


class Lasts(Part):
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


class Opens(Part):
    """What opens a phase; without anything it opens with the enrolment."""

    after: Names = ()
    when: Condition | None = None
    earliest: Time | None = None
    latest: Time | None = None


class Ends(Part):
    """What ends a phase; without it, that everything it expects is done."""

    when: Condition


class Phase(Part):
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


class Method(Part):
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
        """Expected things that count from when their phase opened: what is said anew each time, and what something
        of the same sort and kind could belong to as well."""
        kinds = {meeting.id: meeting.kind for meeting in self.meetings}
        of_sort: dict[str, list[tuple[str, str | None]]] = {}
        for _phase, one in self.expectations():
            of_sort.setdefault(one.what, []).append((one.id, kinds.get(one.kind or "", one.kind)))
        return frozenset(
            name for sort, things in of_sort.items() for name, kind in things
            if sort in SAID_ANEW or any(other != name and (None in (kind, of) or kind == of) for other, of in things)
        )  # fmt: skip

    @cached_property
    def in_turn_kinds(self) -> frozenset[str]:
        """Kinds of activities that must not overlap others."""
        things = [one for _phase, one in self.expectations() if one.in_turn and one.what == "activity"]
        return frozenset(one.kind for one in things if one.kind)

    @cached_property
    def by_id(self) -> dict[str, tuple[Phase | None, Expected]]:
        """Each expected thing by its id, with its phase."""
        return {one.id: (phase, one) for phase, one in self.expectations()}

    def expected(self, part: str) -> Expected | None:
        """The expected thing with this id."""
        return self.by_id[part][1] if part in self.by_id else None

    @cached_property
    def asks_party(self) -> bool:
        """Whether a condition or a goal asks of which kind the party of an activity is."""
        texts = [goal.met for goal in self.goals]
        for phase in self.way:
            texts += [phase.opens.when or "", phase.ends.when if phase.ends else ""]
        texts += [one.when or "" for _phase, one in self.expectations()]
        return any(".party" in text for text in texts)

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
