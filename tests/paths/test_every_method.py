"""Somebody who does whatever is expected on its first day comes through every phase of every method in methods/."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from samsyn.basis.method.asked import questions_of
from samsyn.basis.method.conditions import bodies, compared_codes
from samsyn.basis.method.content import Form, Question
from samsyn.basis.method.reading import read
from samsyn.basis.method.record import empty
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.journey.method.engine import standing
from samsyn.journey.method.happened import Happened
from samsyn.journey.method.standing import Mark, Occasion, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
PACKS = sorted(Path(settings.SAMSYN_METHODS).glob("*.yaml"))
START = dt.date(2026, 1, 5)
YEARS = 3
TICKED = ("decision", "contact", "purchase")
SIMPLE = {"meeting": "other", "activity": "other", "assessment": "other"}
FIELDS = {
    "activity": "activities", "meeting": "meetings", "assessment": "assessments", "form": "forms",
    "workplace": "workplaces", "follow_up": "follow_ups", "step_move": "steps",
}  # fmt: skip


class Walker:
    """A person who does everything at once, and of two ways takes the one that leads to a phase."""

    def __init__(self, method: Method, towards: Phase) -> None:
        self.method, self.towards, self.today = method, towards, START
        self.happened: list[Happened] = []
        self.marks: list[Mark] = []
        self.record: dict[str, Any] = empty() | {"age": 25}
        self.wanted = list(_conditions_towards(method, towards))
        self.reached: dict[str, dt.date] = {}
        self.late: set[str] = set()
        self.tried: set[tuple[str, int, dt.date]] = set()
        self._begin_with()

    def _begin_with(self) -> None:
        """What a condition asks of somebody's livelihood or occupation is so from the first day."""
        for text in self.wanted:
            for name, code in compared_codes(text):
                thing, field = name.split(".")
                if thing in ("livelihoods", "occupations") and field == "kind" and "!p." not in text:
                    self.record[thing].append({"kind": code, "extent": 100, "from": 0, "to": None})
                if thing == "activities" and field == "kind":
                    known = {"state": "under_way", "party": "municipality", "directed_at_work": True}
                    self.record[thing].append({"kind": code, "from": 0, "to": None} | known)

    def stand(self) -> Standing:
        self.record["day"] = (self.today - START).days
        found = standing(
            self.method, started=START, today=self.today, happened=self.happened, marks=self.marks, record=self.record
        )
        self.reached |= {now.phase.id: now.opened_on for now in found.phases if now.opened_on}
        self.late |= {f"{one.one.id} {one.due_on}" for one in found.of("late")}
        return found

    def walk(self) -> Standing:
        last = START + dt.timedelta(days=365 * YEARS)
        found = self.stand()
        while self.today < last:
            ready = [one for one in found.occasions if one.state in ("expected", "late")]
            for one in ready:
                self.do(one)
            if not ready:
                if self._has_ended(found) and not self._comes_once(found):
                    break
                self.today = self._next_day(found)
            found = self.stand()
        return found

    def leave(self) -> Standing:
        """The exit, and whatever is said to come after it."""
        day = (self.today - START).days
        self.record |= {
            "exit": {"day": day, "reason": "completed", "outcome": "work", "has_receiver": True}, "has_left": True,
        }  # fmt: skip
        found, last = self.stand(), self.today + dt.timedelta(days=800)
        while self.today < last:
            ready = [one for one in found.occasions if one.state in ("expected", "late")]
            for one in ready:
                self.do(one)
            self.today = self.today if ready else self._next_day(found)
            found = self.stand()
        return found

    def _has_ended(self, found: Standing) -> bool:
        states = {now.phase.id: now.state for now in found.phases}
        return states[self.towards.id] in ("ended", "skipped")

    def _comes_once(self, found: Standing) -> bool:
        return any(one.state in ("expected", "late", "coming") and not one.one.every for one in found.occasions)

    def _next_day(self, found: Standing) -> dt.date:
        days = {self.today + dt.timedelta(days=30)}
        days |= {one.opens_on for one in found.occasions if one.state == "coming" and one.opens_on}
        for now in found.phases:
            if most := now.phase.lasts.most or now.phase.lasts.usual:
                days |= {most.after(now.opened_on)} if now.opened_on else set()
            if now.phase.opens.earliest:
                days.add(now.phase.opens.earliest.after(START))
        for text in self.wanted:
            days |= {START + dt.timedelta(days=int(number)) for number in re.findall(r"\b\d{1,4}\b", text)}
        return min(day for day in days if day > self.today)

    def do(self, occasion: Occasion) -> None:
        one = occasion.one
        asked = (one.id, occasion.number, self.today)
        assert asked not in self.tried, f"done, and still expected: {asked}"
        self.tried.add(asked)
        if one.what in TICKED:
            outcome = self._outcome(one)
            self.marks.append(Mark(one.id, "done", self.today, "" if outcome else "gjort", outcome))
            return
        code = self._code(one)
        self.happened.append(Happened(uuid.uuid4(), one.what, code, self.today, None, True, ""))
        if one.what == "goal":
            self.record["goals"] += 1
        if one.what in FIELDS:
            self.record[FIELDS[one.what]].append(self._row(one, code))

    def _code(self, one: Expected) -> str:
        meeting = next((m for m in self.method.meetings if m.id == one.kind), None)
        return meeting.kind if meeting and one.what == "meeting" else one.kind or SIMPLE.get(one.what, "")

    def _row(self, one: Expected, code: str) -> dict[str, Any]:
        day = (self.today - START).days
        if one.what == "form":
            form = next(form for form in self.method.forms if form.id == one.kind)
            return {"id": form.id, "day": day, "answers": self._answers(form), "scores": {}}
        rows: dict[str, dict[str, Any]] = {
            "activity": {
                "kind": code, "state": "under_way", "from": day, "to": None, "party": "municipality",
                "directed_at_work": True,
            },
            "workplace": {"state": "under_way", "from": day, "to": None},
            "meeting": {"kind": code, "state": "held", "day": day},
            "assessment": {"kind": code, "day": day},
            "follow_up": {"month": day // 30, "day": day},
            "step_move": {"direction": "forward", "area": "work", "has_next": True, "day": day},
        }  # fmt: skip
        return rows[one.what]

    def _answers(self, form: Form) -> dict[str, Any]:
        return {key: self._answer(form, key, question) for key, question in questions_of(form).items()}

    def _answer(self, form: Form, key: str, question: Question) -> Any:
        if question.kind == "choices":
            return [option.id for option in question.options]
        if question.kind == "choice":
            chosen = [option.id for option in question.options if self._is_wanted(form.id, key, option.id)]
            return (chosen or [question.options[-1].id])[0]
        if question.kind == "scale" and question.scale:
            return question.scale.low
        return {"yes_no": True, "check": True, "number": 1}.get(question.kind, "svar")

    def _is_wanted(self, form: str, key: str, option: str) -> bool:
        """Whether a condition that leads on names this answer, and does not ask that it is not so."""
        positive = [re.sub(r"!p\.forms\.exists\(", "!(", text) for text in self.wanted]
        return any(
            f"'{form}'" in body and f".{key}" in body and f"'{option}'" in body
            for text in positive for _variable, body in bodies(text, "forms")
        )  # fmt: skip

    def _outcome(self, one: Expected) -> str:
        named = [text for text in self.wanted if f"'{one.id}'" in text]
        chosen = [option.id for option in one.options if any(f"'{option.id}'" in text for text in named)]
        return (chosen or [option.id for option in one.options[-1:]] or [""])[0]


def _conditions_towards(method: Method, towards: Phase) -> Iterator[str]:
    """The conditions of a phase, of what it expects, and of the phases and things before it."""
    phases = {phase.id: phase for phase in method.way}
    ahead, seen = [towards.id], set()
    while ahead:
        phase = phases[ahead.pop(0)]
        if phase.id in seen:
            continue
        seen.add(phase.id)
        yield from ([phase.opens.when] if phase.opens.when else [])
        yield from ([phase.ends.when] if phase.ends else [])
        yield from (one.when for one in phase.expects if one.when)
        ahead += phase.opens.after
        named = re.findall(r"'(\w+)' in p\.done", phase.opens.when or "")
        ahead += [other.id for other in method.way if any(one.id in named for one in other.expects)]


def _phases(path: Path) -> list[Phase]:
    return [phase for phase in read(path.read_bytes()).way if not phase.before_enrolment]


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_phase_can_be_reached_and_ends_and_nothing_done_at_once_is_late(path):
    method = read(path.read_bytes())
    found = {}
    for phase in _phases(path):
        walker = Walker(method, phase)
        walker.walk()
        after = {now.phase.id: now.state for now in walker.leave().phases}
        found[phase.id] = (phase.id in walker.reached, after[phase.id], sorted(walker.late)[:3])
    assert found == {phase.id: (True, "ended", []) for phase in _phases(path)}


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_nothing_is_late_for_somebody_who_is_newly_enrolled(path):
    method = read(path.read_bytes())
    first = standing(method, started=START, today=START, happened=[], record=empty() | {"age": 25})
    assert [one.one.id for one in first.of("late", "missed")] == []
    soon = START + dt.timedelta(days=2)
    assert [
        one.one.id for one in standing(method, started=START, today=soon, happened=[], record=empty()).of("late")
    ] == []
    assert [now.phase.id for now in first.phases if now.state == "open"] != []
