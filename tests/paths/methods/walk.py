"""A constructed person walks through a method: what happens is written by the acts, what is expected is asked.

    ada = walks("viim", age=19)
    ada.do("first_meeting", "own_goal", on=5)
    ada.fill("about_me", on=6, wants_support="yes")
    assert ada.late(on=30) == ["placement"]

Days count from the enrolment. An act asserts that the expected thing is then done, on that day.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.test import Client
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.method.goals import judged
from samsyn.basis.method.schema import Expected
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.exit import actions as exits
from samsyn.journey.method.actions import mark
from samsyn.journey.method.shown import in_methods
from samsyn.journey.method.standing import Occasion, Standing
from samsyn.journey.timeline.queries import happenings
from tests.paths.methods.acts import Acts

START = dt.date(2026, 1, 12)
OPEN = ("expected", "late", "planned")
SETTLED = ("done", "skipped")


class Walk:
    """One person's way in one method."""

    def __init__(
        self, enrolment: Enrolment, *, by: Actor, answering: Actor, sign_in: Callable[[Actor], Client]
    ) -> None:
        self.enrolment, self.by, self.answering, self.sign_in = enrolment, by, answering, sign_in
        self.today, self._moments = 0, 0
        self._known: dict[tuple[int, int], Standing] = {}
        self.method = self.stand().method
        self.acts = Acts(self.method, enrolment, by=by, answering=answering)
        self.parts = {one.id: one for _phase, one in self.method.expectations()}

    # Time

    def _at(self, day: int) -> dt.datetime:
        """A moment of a day, each later than the one before: nobody writes in the past."""
        assert day >= self.today, f"day {day} is before day {self.today}"
        self.today, self._moments = day, self._moments + 1
        noon = dt.datetime.combine(START + dt.timedelta(days=day), dt.time(10), tzinfo=clock.STOCKHOLM)
        return noon + dt.timedelta(seconds=self._moments)

    def day_of(self, day: dt.date | None) -> int | None:
        """Days since the enrolment."""
        return (day - START).days if day else None

    # What happens

    def do(self, *parts: str, on: int, **how: Any) -> "Walk":
        """Expected things are done on a day, one after another."""
        for part in parts:
            with clock.at(self._at(on)):
                self.acts.act(self.parts[part], **how)
        found = self.stand()
        for part in parts:
            times = [(o.state, self.day_of(o.done_on)) for o in found.occasions if o.one.id == part]
            assert ("done", on) in times, f"{part} is not done on day {on}: {times}"
        return self

    def again(self, part: str, *, on: int, **how: Any) -> "Walk":
        """What was done before is done once more."""
        with clock.at(self._at(on)):
            self.acts.act(self.parts[part], **how)
        return self

    def fill(self, part: str, *, on: int, **answers: Any) -> "Walk":
        """A form is filled in."""
        return self.do(part, on=on, **answers)

    def decide(self, part: str, outcome: str = "", *, on: int, said: str = "Så blev det") -> "Walk":
        """A decision is ticked off."""
        return self.do(part, on=on, outcome=outcome, said=said)

    def live(self, part: str, source: str, *, on: int, **known: Any) -> "Walk":
        """What the person lives on is written."""
        return self.do(part, on=on, source=source, **known)

    def skip(self, *parts: str, because: str, on: int) -> "Walk":
        """A thing or a phase is skipped, with the reason."""
        return self._mark(parts, "skipped", on, because)

    def divide(self, module: str, *names: str, on: int) -> "Walk":
        """A module is broken into smaller ones for the person."""
        with clock.at(self._at(on)):
            self.acts.divide(module, *names)
        return self

    def open(self, phase: str, *, on: int) -> "Walk":
        """A phase is opened before its time."""
        return self._mark((phase,), "opened", on, "")

    def end(self, phase: str, *, on: int) -> "Walk":
        """Somebody says that a phase has ended."""
        return self._mark((phase,), "ended", on, "")

    def _mark(self, parts: Iterable[str], state: str, on: int, said: str) -> "Walk":
        for part in parts:
            with clock.at(self._at(on)):
                mark(self.enrolment, by=self.by, part=part, state=state, said=said)
        return self

    def keep_up(self, *only: str, until: int, **how: dict[str, Any]) -> list[tuple[str, int]]:
        """What comes back is done on each of its last days up to one day; what was done, and when."""
        kept: list[tuple[str, int]] = []
        while due := self._next_due(only, until):
            day, one = due
            self.do(one.id, on=max(day, self.today), **how.get(one.id, {}))
            kept.append((one.id, self.today))
        self._at(until)
        return kept

    def _next_due(self, only: Iterable[str], until: int) -> tuple[int, Expected] | None:
        """Seen from today; when nothing more is due, from the last day, for what opens on the way."""
        for day in (self.today, until):
            rows = [
                (self.day_of(o.due_on), o.one) for o in self.stand(day).occasions
                if o.number and o.state in (*OPEN, "coming") and o.due_on and not o.one.optional
                and (not only or o.one.id in only) and self.today <= self.day_of(o.due_on) <= until
            ]  # fmt: skip
            if rows:
                return min(rows, key=lambda row: row[0])
        return None

    def leave(self, *, on: int, outcome: str, reason: str = "completed", receiver: bool = True) -> "Walk":
        """The exit: prepared with a receiver who says yes, completed; follow-ups after it are planned."""
        unit = exits.Unit.objects.get(pk=self.answering.unit_id) if receiver else None
        ending = exits.Ending(
            on=START + dt.timedelta(days=on), reason=reason, outcome=outcome, next_step="Ring om tre veckor",
            outcome_extent=100 if outcome == "returned_to_own_employer" else None,
            without_because="" if receiver else "Behöver ingen mer",
        )  # fmt: skip
        with clock.at(self._at(on)):
            prepared = exits.prepare(self.enrolment, by=self.by, ending=ending, to_unit=unit)
            if receiver:
                exits.answer(prepared, by=self.answering, accepts=True)
            exits.complete(prepared, by=self.by)
        self.enrolment.refresh_from_db()
        return self

    # What the engine says

    def stand(self, on: int | None = None) -> Standing:
        """Where the person stands on a day (today)."""
        day = self.today if on is None else on
        if (self._moments, day) not in self._known:
            self._known[self._moments, day] = self._stand(day)
        return self._known[self._moments, day]

    def _stand(self, day: int) -> Standing:
        with clock.at(START + dt.timedelta(days=day)):
            case = self.enrolment.item.case
            [found] = in_methods(happenings(case, self.by), self.by)
        return found.standing

    def _of(self, on: int, *states: str) -> list[str]:
        found = self.stand(on).of(*states)
        return sorted({o.one.id for o in found if not o.one.optional})

    def expected(self, on: int) -> list[str]:
        """What is to be done now, beside what is only offered."""
        return self._of(on, "expected")

    def late(self, on: int) -> list[str]:
        """What should have been done."""
        return self._of(on, "late")

    def could(self, on: int) -> list[str]:
        """What nothing stands in the way of."""
        return sorted(o.one.id for o in self.stand(on).could_start)

    def phases(self, on: int, *states: str) -> list[str]:
        """The phases in these states (open)."""
        return [now.phase.id for now in self.stand(on).phases if now.state in (states or ("open",))]

    def asked(self, on: int, part: str) -> bool:
        """Whether a thing is asked of this person."""
        return any(o.is_asked for o in self.stand(on).occasions if o.one.id == part)

    def times(self, part: str, state: str = "done") -> list[int | None]:
        """The days on which something was done; the last days of what was not."""
        rows = [o for o in self.stand().occasions if o.one.id == part and o.state == state]
        return [self.day_of(o.done_on if state == "done" else o.due_on) for o in rows]

    def goals(self, on: int) -> dict[str, bool | None]:
        """Each goal as asked of this person."""
        record = self.stand(on).record
        return {goal.id: judged(goal, record).met for goal in self.method.goals}

    def page(self, on: int, *words: str) -> None:
        """The page of the way and the case's own page open, and the way says these words."""
        with clock.at(self._at(on)):
            client, key = self.sign_in(self.by), self.enrolment.item.case_id
            pages = [client.get(reverse(name, args=[key])) for name in ("method:way", "case:page")]
        assert [page.status_code for page in pages] == [200, 200]
        text = pages[0].content.decode()
        assert [word for word in words if word not in text] == []

    def has_walked_it_all(self, on: int, *, never: Iterable[str] = (), missed: Iterable[str] = ()) -> None:
        """Every phase has ended or is skipped (but for those that `never` opened for this person), and everything
        that is not only offered is done or skipped (but for what was `missed`)."""
        found = self.stand(on)
        assert [now.phase.id for now in found.phases if now.state not in ("ended", "skipped")] == list(never)
        left = [o for o in found.occasions if self._is_left(o, never)]
        assert sorted({o.one.id for o in left}) == sorted(missed)
        reached = {o.one.id for o in found.rhythm if o.is_asked and not o.one.optional and o.one.since != "exit"}
        assert sorted(part for part in reached if not self.times(part)) == []
        self.page(on)

    def _is_left(self, occasion: Occasion, never: Iterable[str]) -> bool:
        if occasion.phase is None:
            return occasion.state in ("expected", "late") and not occasion.one.optional
        asked = occasion.is_asked and not occasion.one.optional and not occasion.one.every
        return asked and occasion.phase.id not in never and not occasion.phase.before_enrolment \
            and occasion.state not in SETTLED
