"""What a condition or a goal in a method may ask of one person's record: the names, and what they hold.

Days are counted from the first day of the enrolment (day 0); before it they are negative. `null` is unknown.
"""

from collections.abc import Mapping
from typing import Any

NUMBER, WORD, TRUTH, WORDS = "number", "word", "truth", "words"

THINGS: dict[str, dict[str, str]] = {
    "livelihoods": {"kind": WORD, "extent": NUMBER, "from": NUMBER, "to": NUMBER},
    "occupations": {"kind": WORD, "extent": NUMBER, "from": NUMBER, "to": NUMBER},
    "activities": {"kind": WORD, "state": WORD, "from": NUMBER, "to": NUMBER, "party": WORD, "directed_at_work": TRUTH},
    "workplaces": {"state": WORD, "from": NUMBER, "to": NUMBER},
    "meetings": {"kind": WORD, "state": WORD, "day": NUMBER},
    "assessments": {"kind": WORD, "day": NUMBER},
    "documents": {"id": WORD, "state": WORD, "day": NUMBER},
    "forms": {"id": WORD, "day": NUMBER, "answers": "answers", "scores": "answers"},
    "ratings": {"module": WORD, "person": NUMBER, "staff": NUMBER, "day": NUMBER},
    "steps": {"direction": WORD, "area": WORD, "has_next": TRUTH, "day": NUMBER},
    "follow_ups": {"month": NUMBER, "day": NUMBER},
    "decisions": {"id": WORD, "outcome": WORD, "day": NUMBER},
}
SINGLE: dict[str, str] = {
    "age": NUMBER,
    "day": NUMBER,
    "has_left": TRUTH,
    "done": WORDS,
    "phases": "answers",
    "goals": NUMBER,
}
EXIT = {"day": NUMBER, "reason": WORD, "outcome": WORD, "has_receiver": TRUTH}
_SAMPLES: dict[str, Any] = {NUMBER: 1, WORD: "other", TRUTH: True, WORDS: ["other"], "answers": {}}


def empty() -> dict[str, Any]:
    """The record of somebody about whom nothing is known."""
    single: dict[str, Any] = {
        "age": None, "day": 0, "has_left": False, "done": [], "phases": {}, "goals": 0,
    }  # fmt: skip
    return {**single, **{name: [] for name in THINGS}, "exit": None}


def sample() -> dict[str, Any]:
    """A record with one of everything, to try an expression on."""
    filled = {name: _SAMPLES[kind] for name, kind in SINGLE.items()}
    things = {name: [{field: _SAMPLES[kind] for field, kind in of.items()}] for name, of in THINGS.items()}
    return {**filled, **things, "exit": {field: _SAMPLES[kind] for field, kind in EXIT.items()}}


def days_in(record: Mapping[str, Any], condition: str) -> set[int]:
    """Every day on which something begins, ends or happens that a condition asks of."""
    left = [record["exit"]] if record["exit"] else []
    things = [thing for name in THINGS if f"p.{name}" in condition for thing in record[name]] + left
    days = {thing.get(field) for thing in things for field in ("day", "from", "to")}
    return {day for day in days if day is not None}


def as_of(record: Mapping[str, Any], day: int) -> dict[str, Any]:
    """The record as it was on an earlier day: without what had not begun."""

    def had_begun(thing: Mapping[str, Any]) -> bool:
        began = thing["from"] if "from" in thing else thing["day"]
        return began is None or began <= day

    found = dict(record) | {name: [thing for thing in record[name] if had_begun(thing)] for name in THINGS}
    left = record["exit"] if record["exit"] and had_begun(record["exit"]) else None
    return found | {"day": day, "exit": left, "has_left": left is not None}
