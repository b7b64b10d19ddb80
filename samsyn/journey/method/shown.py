"""What the pages show of a method: rows in words, each with a way to do it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.errors import Text
from samsyn.basis.method import words
from samsyn.basis.method.picture import picture
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.schema import Outcome
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import may_write
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document.queries import listed
from samsyn.journey.ladder.scales import ladder_with
from samsyn.journey.meeting.of_method import ENROLMENT, PART
from samsyn.journey.method import kept
from samsyn.journey.method.goals import goals_now
from samsyn.journey.method.queries import InMethod, standings
from samsyn.journey.method.standing import Awaited, Occasion, PhaseNow
from samsyn.journey.method.things import awaited, soon, together
from samsyn.journey.timeline.addresses import address
from samsyn.journey.timeline.queries import CaseView, happenings, ways

# Where each sort of thing is written; the rest is ticked off by hand.
DOORS: dict[str, str] = {
    "activity": "activity:write", "meeting": "meeting:call", "assessment": "assessment:write",
    "follow_up": "follow_up:case", "step_move": "progress:write", "livelihood": "livelihood:edit",
    "note": "note:write", "request": "request:ask", "plan": "plan:page", "goal": "plan:page",
    "workplace": "workplace:write", "course": "course:give", "purchase": "purchase:ask",
}  # fmt: skip
OF_KIND = ("activity", "assessment")
OWN_DOORS = {
    ("assessment", "mapping"): "assessment:mapping",
    ("assessment", "work_ability"): "assessment:write_work_ability",
}
WITHIN_DAYS = 30
MOST_ON_CASE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One expected thing as a row: what, when, how it stands, where to do it."""

    name: str
    sort: str
    who: str
    when: str
    state: Text
    tone: str
    occasion: Occasion
    enrolment_id: uuid.UUID
    href: str = ""
    said: str = ""
    methods: tuple[str, ...] = ()
    """Names of the methods that expect it, where several do."""


def states() -> dict[str, tuple[Text, str]]:
    """What each state is called, and its tone."""
    return {
        "done": (_("Klart"), "success"), "planned": (_("Planerat"), "info"), "expected": (_("Väntas nu"), "info"),
        "late": (_("Sent"), "danger"), "coming": (_("Kommer"), "neutral"), "waiting": (_("Inte än"), "neutral"),
        "skipped": (_("Hoppas över"), "neutral"), "missed": (_("Blev inte av"), "neutral"),
    }  # fmt: skip


def phase_states() -> dict[str, tuple[Text, str]]:
    """The same of phases."""
    return {
        "waiting": (_("Inte öppen än"), "neutral"), "open": (_("Pågår"), "info"), "ended": (_("Klar"), "success"),
        "skipped": (_("Hoppas över"), "neutral"),
    }  # fmt: skip


def line(thing: Awaited, *, writes: bool = True, said: str = "", methods: tuple[str, ...] = ()) -> Line:
    """An expected thing in words."""
    occasion, method = thing.occasion, thing.method
    state, tone = states()[occasion.state]
    href = _door(thing) if writes and occasion.is_open else ""
    return Line(
        words.say(occasion.one.name), words.sort(occasion.one, method), words.people(occasion.one.by, method),
        when(occasion), state, tone, occasion, thing.enrolment_id, href, said, methods,
    )  # fmt: skip


def _door(thing: Awaited) -> str:
    """Where it is written; nothing for what is ticked off by hand."""
    one = thing.occasion.one
    if one.what == "form" and one.kind:
        return reverse("form:fill", args=[thing.enrolment_id, one.kind])
    if one.what == "document" and one.kind:
        new = reverse("document:make", args=[thing.enrolment_id, one.kind])
        return address("document:read", thing.occasion.by) if thing.occasion.by else new
    if one.what == "meeting" and one.kind:
        asked = urlencode({ENROLMENT: str(thing.enrolment_id), PART: one.id})
        call = f"{address('meeting:call', thing.case_id)}?{asked}"
        return address("meeting:read", thing.occasion.by) if thing.occasion.by else call
    if one.what == "rating":
        return _to_rate(thing)
    if one.what in OF_KIND and one.kind:
        own = OWN_DOORS.get((one.what, one.kind))
        return address(own, thing.case_id) if own else f"{address(DOORS[one.what], thing.case_id)}?kind={one.kind}"
    return address(DOORS[one.what], thing.case_id) if one.what in DOORS else ""


def _to_rate(thing: Awaited) -> str:
    """The page of the area, where its module stands; the overview where the text does not say which area."""
    kind, ladder = thing.occasion.one.kind, ladder_with(thing.method, thing.occasion.one.kind)
    if ladder is None:
        return address("ladder:overview", thing.enrolment_id)
    href = reverse("ladder:rate", args=[thing.enrolment_id, ladder.id])
    return href if kind == ladder.id else f"{href}?modul={kind}#modul-{kind}"


def to_do(thing: Awaited) -> str:
    """Where it is done: its door, or where it is ticked off."""
    return _door(thing) or reverse("method:mark", args=[thing.enrolment_id, thing.occasion.one.id, "done"])


def when(occasion: Occasion) -> str:
    """When it was done, or is to be, in words."""
    if occasion.done_on:
        return str(occasion.done_on)
    if occasion.due_on:
        return _("senast %(day)s") % {"day": occasion.due_on}
    return words.when(occasion.one)


@dataclass(frozen=True, slots=True)
class PhaseShown:
    """A phase with its rows."""

    now: PhaseNow
    name: str
    purpose: str
    state: Text
    tone: str
    lines: list[Line]
    said: str = ""


def in_methods(view: CaseView, actor: Actor) -> list[InMethod]:
    """Where the person of a case stands in each method."""
    return standings({view.way.case_id: view.way}, actor, today=clock.today())


def of_case(found: Sequence[InMethod], actor: Actor) -> list[Line]:
    """What is expected now, for the case and the plan: late first, once what several methods expect."""
    return _in_words(going_on(found), actor)


def of_plan(case: Case, actor: Actor) -> list[Line]:
    """The same for a page that does not read the whole case."""
    return _in_words(kept.expected(ways([case.pk], actor), actor), actor)


def going_on(found: Iterable[InMethod]) -> list[Awaited]:
    """What is expected or late in the methods that the person follows, or is expected after the exit."""
    today = clock.today()
    return [thing for one in found for thing in awaited(one, today)]


def _in_words(things: Iterable[Awaited], actor: Actor) -> list[Line]:
    writes = may_write(actor)
    groups = together(soon(things, clock.today(), within=WITHIN_DAYS))
    return [line(group[0], writes=writes, methods=_names(group)) for group in groups]


def _names(group: list[Awaited]) -> tuple[str, ...]:
    """The methods that expect the same thing; nothing where one does."""
    return tuple(words.say(thing.method.name) for thing in group) if len(group) > 1 else ()


def with_ladders(found: Sequence[InMethod]) -> list[tuple[str, str]]:
    """Where the ladders of each method stand: the intervention and the address."""
    rows = [one for one in found if one.standing.method.ladders]
    return [(one.intervention, address("ladder:overview", one.enrolment_id)) for one in rows]


def way(case: Case, actor: Actor) -> dict[str, Any]:
    """The context of the page of the way."""
    view, writes = happenings(case, actor), may_write(actor)
    found = in_methods(view, actor)
    return {
        "joint": of_case(found, actor) if len(found) > 1 else [],
        "methods": [{
            "one": one, "name": words.say(one.standing.method.name), "picture": picture(one.standing.method),
            "has_ladders": bool(one.standing.method.ladders), "phases": _phases(one, writes=writes),
            "rhythm": _lines(one.standing.rhythm, one, writes=writes),
            "late": _lines(one.standing.of("late"), one, writes=writes),
            "goals": goals_now(one),
            "documents": listed(one.standing.method, one.documents),
            "could": _lines(one.standing.could_start, one, writes=writes),
        } for one in found],
        "may_write": writes,
    }  # fmt: skip


def _lines(occasions: list[Occasion], one: InMethod, *, writes: bool) -> list[Line]:
    return [line(one.awaits(occasion), writes=writes, said=_said(occasion, one)) for occasion in occasions]


def _said(occasion: Occasion, one: InMethod) -> str:
    """What was said when it was ticked off, or how far a document has come; nothing where nobody has yet."""
    if occasion.state == "planned" and occasion.one.what == "document":
        return next((row.stands for row in one.documents if row.pk == occasion.by), "")
    return one.said.get(occasion.one.id, "") if occasion.state in ("done", "skipped") else ""


def _phases(one: InMethod, *, writes: bool) -> list[PhaseShown]:
    found = []
    for now in one.standing.phases:
        state, tone = phase_states()[now.state]
        rows = _lines(one.standing.in_phase(now.phase), one, writes=writes)
        name, purpose, said = words.say(now.phase.name), words.say(now.phase.purpose), one.said.get(now.phase.id, "")
        found.append(PhaseShown(now, name, purpose, state, tone, rows, said))
    return found


def outcomes(enrolment: Enrolment, part: str) -> Sequence[Outcome]:
    """How a decision of the enrolment's method can go, where the text says it."""
    if enrolment.method_version is None:
        return ()
    method = read_once(enrolment.method_version.text)
    thing = method.expected(part)
    return thing.options if thing else ()


def name_of(enrolment: Enrolment, part: str) -> str | None:
    """What a part of the enrolment's method is called; None for none such."""
    if enrolment.method_version is None:
        return None
    method = read_once(enrolment.method_version.text)
    names = {phase.id: phase.name for phase in method.way} | {one.id: one.name for _phase, one in method.expectations()}
    return words.say(names[part]) if part in names else None
