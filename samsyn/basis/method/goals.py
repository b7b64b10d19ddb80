"""Whether one person has reached a goal, and why they are not counted: asked of the record, never stored.

Nobody fails a goal whose time has not passed: whoever has not reached it yet is left out as "not yet". A text may
name its own reasons (`excluded`); the rest is found by asking the goal once more, as if the time had passed, or as
if the person had left.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from samsyn.basis.method import words
from samsyn.basis.method.conditions import fails, holds
from samsyn.basis.method.content import Goal
from samsyn.basis.method.record import as_of, days_in

NOT_LEFT, NOT_YET, UNKNOWN, OUTSIDE, LEFT_UNKNOWN = "not_left", "not_yet", "unknown", "outside", "left_unknown"
OWN = "own_"
WELL_AFTER = 3_653  # days: longer than any time that a method may state


class Verdict(NamedTuple):
    """Reached, not reached or (None) not counted; then `reason` says why: a word above, or `own_` and a number."""

    met: bool | None
    reason: str = ""


def judged(goal: Goal, record: Mapping[str, Any]) -> Verdict:
    """What a goal gives for one person's record."""
    for number, one in enumerate(goal.excluded):
        if holds(one.when, record) is True:
            return Verdict(None, f"{OWN}{number}")
    met = holds(goal.met, record)
    return Verdict(met) if met is not None else Verdict(None, _reason(goal, record))


def _reason(goal: Goal, record: Mapping[str, Any]) -> str:
    text = goal.met
    later = dict(record) | {"day": record["day"] + WELL_AFTER}
    if "p.day" in text and holds(text, later) is not None:
        return NOT_YET
    if not record["has_left"] and ("p.has_left" in text or "p.exit" in text):
        left = {"day": record["day"], "reason": "completed", "outcome": "unknown", "has_receiver": False}
        if holds(text, later | {"has_left": True, "exit": left}) is not None:
            return NOT_LEFT
    return UNKNOWN if fails(text, record) else OUTSIDE


def is_yet(goal: Goal, reason: str) -> bool:
    """Whether somebody left out for this reason may be counted later."""
    if reason.startswith(OWN):
        return goal.excluded[int(reason.removeprefix(OWN))].yet
    return reason in (NOT_LEFT, NOT_YET)


def why(goal: Goal, reason: str) -> str:
    """The reason in the reader's words."""
    if reason.startswith(OWN):
        return words.say(goal.excluded[int(reason.removeprefix(OWN))].why)
    among = words.say(goal.among)
    said = {
        NOT_LEFT: _("Har inte avslutats än"),
        NOT_YET: _("Tiden har inte gått än"),
        UNKNOWN: _("Det som målet frågar efter är inte känt"),
        LEFT_UNKNOWN: _("Avslutades utan att det är känt hur det gick"),
        OUTSIDE: _("Hör inte till dem som målet gäller: %(among)s") % {"among": among} if among
        else _("Hör inte till dem som målet gäller"),
    }  # fmt: skip
    return said[reason]


def reached_on(goal: Goal, record: Mapping[str, Any]) -> int | None:
    """The first day on which it was reached; None where the goal asks what has no day (what is done, phases)."""
    if "p.done" in goal.met or "p.phases" in goal.met:
        return None
    days = sorted(day for day in days_in(record, goal.met) if day <= record["day"])
    return next((day for day in days if judged(goal, as_of(record, day)).met), None)
