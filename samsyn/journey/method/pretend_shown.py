"""What the pages of a pretend person show: rows in words, each with the word that ticks it off."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method import words
from samsyn.basis.method.conditions import holds
from samsyn.basis.method.picture import picture
from samsyn.basis.method.record import SINGLE, THINGS
from samsyn.basis.method.schema import Method, Phase
from samsyn.entry.case.models import ItemKind
from samsyn.journey.method.pretend import LISTED, Happening, Pretend, stand
from samsyn.journey.method.shown import phase_states, states, when
from samsyn.journey.method.standing import Occasion, PhaseNow

OPEN = ("expected", "late", "planned", "coming", "waiting")


@dataclass(frozen=True, slots=True)
class Door:
    """A button: what it says, and the word it puts into the address."""

    label: Text
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """An expected thing of the pretend person."""

    name: str
    hint: str
    state: Text
    tone: str
    doors: list[Door]


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase of the pretend person, with what it expects."""

    name: str
    hint: str
    state: Text
    tone: str
    doors: list[Door]
    lines: list[Line]
    is_open: bool


def of(method: Method, one: Pretend) -> dict[str, Any]:
    """The context of the page."""
    now = stand(method, one)
    shown = {
        "late": _lines(now.of("late"), method, one), "could": _lines(now.could_start, method, one),
        "rhythm": _lines([o for o in now.rhythm if o.is_asked], method, one),
        "phases": [
            _phase(phase, [o for o in now.in_phase(phase.phase) if o.is_asked], method, one) for phase in now.phases
        ],
    }  # fmt: skip
    names = {now.phase.id: (now.state, phase_states()[now.state][0]) for now in now.phases}
    return shown | {
        "picture": picture(method, states=names), "goals": _goals(method, now.record), "words": words,
        "happened": [(str(h), *_said(h, method, one)) for h in one.happenings], "method": method,
        "refused": [words.say(need.otherwise) for need in method.who.requires if holds(need.when, now.record) is False],
    }  # fmt: skip


def _lines(found: list[Occasion], method: Method, one: Pretend) -> list[Line]:
    return [_line(occasion, method, one) for occasion in found]


def _line(occasion: Occasion, method: Method, one: Pretend) -> Line:
    thing = occasion.one
    state, tone = states()[occasion.state]
    hint = " · ".join(part for part in (
        words.sort(thing, method), words.people(thing.by, method), when(occasion), _times(occasion),
    ) if part)  # fmt: skip
    name = words.say(thing.name) + (f" ({_('om det behövs')})" if thing.optional else "")
    return Line(name, hint, state, tone, _doors(occasion, one) if occasion.state in OPEN else [])


def _times(occasion: Occasion) -> str:
    return _("gång %(n)s") % {"n": occasion.number} if occasion.number else ""


def _doors(occasion: Occasion, one: Pretend) -> list[Door]:
    """Ways to tick it off or leave it out, today."""
    thing = occasion.one
    done = Happening("done", thing.id, one.day)
    outcomes = [Door(words.say(option.text), str(done._replace(more=option.id))) for option in thing.options]
    doors = outcomes or [Door(_("Klart"), str(done))]
    return [*doors, Door(_("Hoppa över"), str(done._replace(sort="skipped")))]


def _phase(now: PhaseNow, found: list[Occasion], method: Method, one: Pretend) -> PhaseLine:
    state, tone = phase_states()[now.state]
    days = [
        _("öppnade dag %(n)s") % {"n": (now.opened_on - one.started).days} if now.opened_on else "",
        _("slutade dag %(n)s") % {"n": (now.ended_on - one.started).days} if now.ended_on and now.opened_on else "",
    ]
    told = ", ".join(part for part in days if part) or f"{_('Öppnar')} {words.opens(now.phase, method)}"
    doors = _phase_doors(now.phase, now.state, one)
    name, rows = words.say(now.phase.name), _lines(found, method, one)
    return PhaseLine(name, told, state, tone, doors, rows, now.state == "open")


def _phase_doors(phase: Phase, state: str, one: Pretend) -> list[Door]:
    doors = []
    if state == "waiting":
        doors.append(Door(_("Öppna"), str(Happening("opened", phase.id, one.day))))
    if state == "open":
        doors.append(Door(_("Avsluta"), str(Happening("ended", phase.id, one.day))))
    if state in ("waiting", "open") and phase.may_skip:
        doors.append(Door(_("Hoppa över"), str(Happening("skipped", phase.id, one.day))))
    return doors


def _goals(method: Method, record: dict[str, Any]) -> list[tuple[str, Text, str]]:
    said = {
        True: (_("Uppfyllt"), "success"), False: (_("Inte uppfyllt"), "neutral"), None: (_("Räknas inte"), "info"),
    }  # fmt: skip
    return [(words.say(goal.name), *said[holds(goal.met, record)]) for goal in method.goals]


def _said(happening: Happening, method: Method, one: Pretend) -> tuple[str, str]:
    """What happened, and when."""
    day = str(_("dag %(n)s") % {"n": happening.day})
    if happening.to is not None:
        day = str(_("dag %(n)s till och med %(last)s") % {"n": happening.day, "last": happening.to - 1})
    ahead = "" if happening.day <= one.day else f" · {_('har inte hänt än')}"
    return _what(happening, method), day + ahead


def _what(happening: Happening, method: Method) -> str:
    sort, code, _day, more = happening
    marks = {"done": _("klart"), "skipped": _("hoppas över"), "opened": _("öppnad"), "ended": _("avslutad")}
    if sort in marks:
        names = {phase.id: phase.name for phase in method.way} | {o.id: o.name for _p, o in method.expectations()}
        thing = method.expected(code)
        outcomes = {option.id: words.say(option.text) for option in thing.options} if thing else {}
        return f"{words.say(names.get(code)) or code}: {outcomes.get(more) or marks[sort]}"
    if sort == "form":
        name = next((words.say(form.name) for form in method.forms if form.id == code), code)
        return f"{ItemKind.FORM.label}: {name}" + (f" ({more})" if more else "")
    if sort == "step":
        return str(ItemKind.STEP_MOVE.label)
    label = str(ItemKind(sort).label)
    return f"{label}: {code_lists.words(LISTED[sort], code)}" if sort in LISTED else label


def lines(record: dict[str, Any]) -> list[tuple[str, str]]:
    """The record as it may be asked, one name a row."""
    return [(f"p.{name}", _value(record.get(name))) for name in (*SINGLE, *THINGS, "exit")]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value)
