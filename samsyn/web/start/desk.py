"""The start page of somebody who works with persons: what is due, what is stuck, what waits for me."""

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.http import may_open
from samsyn.access.policy import Policy
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case.models import ItemKind
from samsyn.entry.consent.queries import attention
from samsyn.journey.method.kept import following
from samsyn.journey.timeline.addresses import address, item_address
from samsyn.journey.timeline.my_cases import Assigned, assigned, in_inbox
from samsyn.journey.timeline.queries import ways
from samsyn.journey.timeline.signal import Signal
from samsyn.journey.timeline.signals import signals
from samsyn.journey.timeline.steps_ahead import StepAhead, steps_ahead
from samsyn.journey.timeline.way import Row, Way
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.pilot_case.queries import due_question
from samsyn.web.start import awaited
from samsyn.web.start.section import MOST_ROWS, Link, Section, Task

MOST_CASES = 200
AHEAD_DAYS = 14
ASKING = (ItemKind.REQUEST, ItemKind.REFERRAL, ItemKind.EXIT)


def sections(actor: Actor) -> list[Section]:
    """What the actor's cases ask for now. Six reads, whatever the cases hold."""
    found = assigned(actor, most=MOST_CASES + 1)
    inbox = in_inbox(actor, most=MOST_CASES) if actor.unit_id else []
    named = {case.case_id for case in found}
    found += [case for case in inbox if case.case_id not in named]
    cases = {case.case_id: case for case in found[:MOST_CASES]}
    known = ways(cases, actor)
    steps = sorted(
        (s for way in known.values() for s in steps_ahead(way, within=AHEAD_DAYS)), key=lambda s: s.day
    )
    today = [s for s in steps if s.is_meeting and s.day == clock.today()]
    due = [s for s in steps if s not in today and not s.has_signal]
    stuck = [signal for way in known.values() for signal in signals(way)]
    stuck.sort(key=lambda signal: (signal.tone != "danger", signal.since))
    waiting = [*_asked_of_me(known, cases, actor), *_consents(actor, cases), *_pilot_cases(actor)]
    made = [
        Section(_("Väntar på mig"), waiting, _("Ingen väntar på dig.")),
        Section(_("Möten i dag"), [_step(step, cases) for step in today], _("Inga möten i dag.")),
        Section(
            _("Ska göras"), [_step(s, cases) for s in due], _("Inget ska göras de närmaste två veckorna.")
        ),
        *([awaited.section(known, cases, actor)] if any(map(following, known.values())) else []),
        Section(
            _("Har fastnat"),
            [_signal(s, cases, actor) for s in stuck],
            _("Inget har fastnat, så långt er part ser."),
        ),
        _people(len(named), len(found) - len(named), actor),
    ]
    if cases:
        made.append(_lists(known, actor, is_whole=len(found) <= MOST_CASES))
    _log(made)
    return made


def _log(made: list[Section]) -> None:
    """Note who is shown; what is left out of a long list is not."""
    for person in [task.person for section in made for task in section.shown if task.person]:
        Policy.log_person(person)


def _people(count: int, in_unit: int, actor: Actor) -> Section:
    """The way to all the actor's people, and what to do first when there are none."""
    refer = [Link(_("Ny remiss"), "referral:start")] if actor.role in CASE_WRITERS else []
    inbox = Link(_("Enhetens inkorg"), "case:inbox", in_unit or None)
    if not count:
        if not refer:
            return Section(_("Mina personer"), [], _("Du har inga ärenden än. De kommer hit när någon ger dig ett."))
        empty = _("Du har inga ärenden än. Börja med en remiss, eller ta ett ärende ur enhetens inkorg.")
        return Section(_("Mina personer"), [], empty, [*refer, inbox])
    words = ngettext("%(n)d ärende", "%(n)d ärenden", count) % {"n": count}
    if count > MOST_CASES:
        words = _("Mer än %(n)d ärenden. Här visas de första i bokstavsordning.") % {"n": MOST_CASES}
    links = [
        Link(_("Alla mina ärenden"), "case:list"),
        Link(_("Sök"), "person:search"),
        *refer,
    ]
    return Section(_("Mina personer"), [], words, [*links, inbox] if in_unit else links)


def _lists(known: dict[uuid.UUID, Way], actor: Actor, *, is_whole: bool) -> Section:
    """The ways to what stands in many cases, with how much there is when every case was read."""
    rows = [(way, row) for way in known.values() for row in way.rows]
    own = [(row.kind, row.state) for _way, row in rows if row.holder_id == actor.party_id]
    follow_ups, exits = own.count((ItemKind.FOLLOW_UP, "planned")), own.count((ItemKind.EXIT, "prepared"))
    exits += sum(row.kind == ItemKind.EXIT and bool(_asks(row, way, actor)) for way, row in rows)
    links = [
        Link(_("Uppföljningar att göra"), "follow_up:mine", follow_ups if is_whole else None),
        Link(_("Dags att fråga om steg"), "progress:due"),
        Link(_("Avslut på gång"), "exit:waiting", exits if is_whole else None),
        Link(_("Avvikelser"), "deviation:list"),
        Link(_("Kopior i egen akt"), "case:filed"),
    ]
    return Section(_("I alla dina ärenden"), [], _("Samma sak från alla dina ärenden, i en lista."), links)


def _step(step: StepAhead, cases: dict[uuid.UUID, Assigned]) -> Task:
    tone, case = "danger" if step.is_late else "info", cases[step.case_id]
    return Task(case.name, step.words, step.href, _("Öppna"), tone, step.when, case.href, case.person_id)


def _signal(signal: Signal, cases: dict[uuid.UUID, Assigned], actor: Actor) -> Task:
    case = cases[signal.case_id]
    acts = may_open(signal.act, actor)
    href, label = (signal.act_href, signal.act_label) if acts else (case.href, _("Öppna"))
    return Task(case.name, signal.words, href, label, signal.tone, "", case.href, case.person_id)


def _asked_of_me(known: dict[uuid.UUID, Way], cases: dict[uuid.UUID, Assigned], actor: Actor) -> list[Task]:
    found = [
        (row, _asks(row, way, actor)) for way in known.values() for row in way.rows if row.kind in ASKING
    ]
    mine = [(row, act) for row, act in found if act]
    return [_question(row, act, cases[row.case_id]) for row, act in mine]


def _question(row: Row, act: str, case: Assigned) -> Task:
    days = (clock.today() - row.starts_on).days
    mark = ngettext("väntat %(n)d dag", "väntat %(n)d dagar", days) % {"n": days}
    href = item_address(row.kind, row.id, row.case_id)
    return Task(
        case.name,
        _kind_and_words(row),
        href,
        act,
        "warning",
        mark,
        case.href,
        case.person_id,
    )


def _kind_and_words(row: Row) -> str:
    kind = str(ItemKind(row.kind).label)
    return kind if row.says in ("", kind) else f"{kind}: {row.says}"


def _asks(row: Row, way: Way, actor: Actor) -> str:
    """What this row asks the actor to do; nothing when it asks somebody else."""
    detail = way.detail(row)
    if row.kind == ItemKind.REQUEST and row.state == "waiting":
        mine = _is_mine(detail.asked_staff, detail.asked_unit, actor)
        return _("Svara") if mine else ""
    if row.kind == ItemKind.REFERRAL and row.state in ("sent", "received"):
        return _("Läs och svara") if detail.referred_unit == actor.unit_id else ""
    if row.kind == ItemKind.EXIT and detail.receiver == "asked":
        return _("Säg ja eller nej") if _is_mine(detail.receiver_staff, detail.receiver_unit, actor) else ""
    return ""


def _is_mine(staff_id: uuid.UUID | None, unit_id: uuid.UUID | None, actor: Actor) -> bool:
    return staff_id == actor.staff_id if staff_id else unit_id is not None and unit_id == actor.unit_id


def _consents(actor: Actor, cases: dict[uuid.UUID, Assigned]) -> Iterator[Task]:
    """Consents to confirm, ending soon or withdrawn."""
    for found in attention(actor, cases):
        consent = found.consent
        case = consent.item.case
        confirm = found.why == "to_confirm"
        href = address("consent:read", consent.pk) if confirm else address("consent:list", case.pk)
        act = _("Bekräfta") if confirm else _("Öppna")
        yield Task(
            str(case.person),
            found.words,
            href,
            act,
            found.tone,
            "",
            address("case:page", case.pk),
            case.person_id,
        )


def _pilot_cases(actor: Actor) -> Iterator[Task]:
    """The actor's own questions without a name where it is time to tell what happened then."""
    today = clock.today()
    rows = (
        Policy.all(PilotCase, actor).filter(asked_by_id=actor.staff_id).exclude(state=PilotCase.State.CLOSED)
    )
    for pilot in rows.order_by("asked_at")[:MOST_ROWS]:
        if due_question(pilot, today):
            href = address("pilot:then", pilot.pk)
            yield Task(_("Fråga utan namn"), pilot.question[:80], href, _("Berätta hur det gick"), "info")
