"""A meeting that a method expects: the call begins with what the text says of it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.method import words
from samsyn.basis.method.content import MeetingKind
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.schema import Method
from samsyn.basis.party.models import PartyKind
from samsyn.basis.party.queries import kinds
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.meeting.actions import NOT_CALLED, PAPER
from samsyn.journey.meeting.queries import Candidate

ENROLMENT, PART = "inskrivning", "del"
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Planned:
    """What the form begins with, and what is kept of the text on the meeting."""

    own: MeetingKind
    calls: str
    missing: str
    initial: dict[str, object]

    @property
    def name(self) -> str:
        """What the text calls the meeting."""
        return words.say(self.own.name)

    @property
    def kept(self) -> dict[str, str]:
        """Which meeting of the text it is."""
        return {"method_meeting": self.own.id, "name": self.own.name.sv[:200]}


def planned(
    case: Case, actor: Actor, asked: Mapping[str, str], found: Sequence[Candidate]
) -> Planned | None:
    """The meeting of the text that an address asks for; None for none such."""
    enrolment = _enrolment(case, actor, asked.get(ENROLMENT, ""))
    if enrolment is None or enrolment.method_version is None:
        return None
    method = read_once(enrolment.method_version.text)
    thing = method.expected(asked.get(PART, ""))
    own = next((meeting for meeting in method.meetings if thing and meeting.id == thing.kind), None)
    return _planned(own, method, found) if own else None


def _enrolment(case: Case, actor: Actor, key: str) -> Enrolment | None:
    try:
        known = {"pk": uuid.UUID(key), "item__case": case}
    except ValueError:
        return None
    return Policy.all(Enrolment, actor).filter(**known).select_related("method_version").first()


def _planned(own: MeetingKind, method: Method, found: Sequence[Candidate]) -> Planned:
    parties, known = kinds(), _kinds_called(own, method)
    allowed = [one for one in found if not one.why_not]
    chosen = [one for one in allowed if known is None or parties.get(one.party_id) in known]
    reached = {parties.get(one.party_id) for one in chosen}
    missing = [kind for kind in known or () if kind not in reached]
    initial: dict[str, object] = {"kind": own.kind, "purpose": _purpose(own), "who": [one.value for one in chosen]}
    if own.minutes:
        initial["minutes_long"] = own.minutes
    if own.calls and PERSON not in own.calls:
        initial["person"] = NOT_CALLED
    else:
        initial["person"] = PAPER
    return Planned(own, words.people(own.calls, method), words.people(missing, method), initial)


def _kinds_called(own: MeetingKind, method: Method) -> list[str] | None:
    """Kinds of party that the text calls; None where it does not say of all of them."""
    parties = {role.id: role.party for role in method.who.roles}
    found: list[str] = []
    for name in own.calls:
        kind = name if name in PartyKind.values else parties.get(name)
        if kind:
            found.append(kind)
        elif name in parties or name in ("owner", "unit_manager", "group"):
            return None
    return list(dict.fromkeys(found)) or None


def _purpose(own: MeetingKind) -> str:
    """Agenda and questions as lines, to change freely."""
    agenda = [f"{number}. {words.say(line)}" for number, line in enumerate(own.agenda, start=1)]
    questions = [f"– {words.say(question)}" for question in own.questions]
    return "\n".join([*_part(_("Dagordning"), agenda), *_part(_("Frågor"), questions)])


def _part(title: str, lines: Iterable[str]) -> list[str]:
    told = list(lines)
    return [f"{title}:", *told] if told else []
