"""The goals of a person's method, in words: reached, not yet, not counted and why. Told, never counted here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.access.errors import Text
from samsyn.basis.method import words
from samsyn.basis.method.content import Goal
from samsyn.basis.method.goals import is_yet, judged, reached_on, why
from samsyn.journey.method.queries import InMethod


@dataclass(frozen=True, slots=True)
class GoalNow:
    """One goal of one person: how it stands and why; `reached` is the day it was reached, when that is known."""

    name: str
    state: Text
    tone: str
    why: str
    reached: dt.date | None = None


def goals_now(one: InMethod) -> list[GoalNow]:
    """Every goal of the method that an enrolment follows, as far as the reader's party sees."""
    record = one.standing.record
    return [_now(goal, record, one.started) for goal in one.standing.method.goals]


def _now(goal: Goal, record: Mapping[str, Any], started: dt.date) -> GoalNow:
    found, name = judged(goal, record), words.say(goal.name)
    if found.met:
        day = reached_on(goal, record)
        return GoalNow(name, _("Nått"), "success", "", started + dt.timedelta(days=day) if day is not None else None)
    if found.met is None:
        state = _("Inte än") if is_yet(goal, found.reason) else _("Räknas inte")
        return GoalNow(name, state, "neutral", why(goal, found.reason))
    if record["has_left"]:
        return GoalNow(name, _("Inte nått"), "warning", "")
    return GoalNow(name, _("Inte än"), "neutral", _("Målet räknas redan. Än är det inte nått."))
