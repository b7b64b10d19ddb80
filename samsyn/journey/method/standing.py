"""Where a person stands in a method: each phase, and each expected thing each time it comes."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from samsyn.basis.method.schema import Expected, Method, Phase

DONE, PLANNED, EXPECTED, LATE, COMING, WAITING, SKIPPED, MISSED = (
    "done", "planned", "expected", "late", "coming", "waiting", "skipped", "missed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What staff ticked off: the phase or thing, done, skipped, opened or ended, when."""

    part: str
    state: str
    on: dt.date
    said: str = ""
    outcome: str = ""
    outcome_name: str = ""

    @property
    def words(self) -> str:
        """The outcome and what was said, in one line."""
        return " · ".join(part for part in (self.outcome_name, self.said) if part)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One expected thing, once. `number` counts the times of what comes back (0: it comes once)."""

    one: Expected
    phase: Phase | None
    state: str
    number: int = 0
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    by: uuid.UUID | None = None
    could_start: bool = False
    is_asked: bool = True  # False: its condition does not hold for this person

    def now(self, state: str, *, done_on: dt.date | None = None, by: uuid.UUID | None = None) -> "Occasion":
        """The same in another state."""
        return Occasion(
            self.one, self.phase, state, self.number, self.opens_on, self.due_on, done_on or self.done_on,
            by or self.by, self.could_start, self.is_asked,
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it is to be done now."""
        return self.state in (EXPECTED, LATE, PLANNED)


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """Where a phase stands: waiting, open, ended or skipped."""

    phase: Phase
    state: str
    opened_on: dt.date | None = None
    ended_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's way in one method on a day."""

    method: Method
    phases: list[PhaseNow]
    occasions: list[Occasion]
    record: dict[str, Any] = field(default_factory=dict)

    def of(self, *states: str) -> list[Occasion]:
        """Occasions in some states, the soonest due first."""
        found = [one for one in self.occasions if one.state in states]
        return sorted(found, key=lambda one: (one.due_on or dt.date.max, one.one.id))

    @property
    def could_start(self) -> list[Occasion]:
        """What nothing stands in the way of, though something else goes on."""
        return [one for one in self.occasions if one.could_start]

    def in_phase(self, phase: Phase) -> list[Occasion]:
        """What one phase expects, in the order of the text."""
        return [one for one in self.occasions if one.phase is not None and one.phase.id == phase.id]

    @property
    def rhythm(self) -> list[Occasion]:
        """What comes back: of each, the last that was done or missed and the one that is next."""
        found: list[Occasion] = []
        for one in self.method.rhythm:
            times = [o for o in self.occasions if o.phase is None and o.one.id == one.id]
            ahead = next((at for at, o in enumerate(times) if o.state not in (DONE, MISSED)), len(times))
            found += times[max(0, ahead - 1) : ahead + 1]
        return found


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that is expected or late, of one person in one method. `turn`: which of its sort in the period."""

    case_id: uuid.UUID
    enrolment_id: uuid.UUID
    version_id: uuid.UUID
    method: Method
    occasion: Occasion
    turn: int = 0

    @property
    def order(self) -> tuple[Any, ...]:
        """Late first, then the soonest due."""
        return self.occasion.state != LATE, self.occasion.due_on or dt.date.max, self.occasion.one.id
