"""Asking another party or unit, answering, taking back, and reminding those who do not answer."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock, outbox
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import stand_ins
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment, Category, ItemKind
from samsyn.entry.case.queries import open_assignments
from samsyn.journey.note.actions import write_note
from samsyn.journey.request import queries
from samsyn.journey.request.models import Request

State = Request.State
ANSWER_WITHIN = dt.timedelta(days=14)


@action(verb="request.ask", sentence=_("ställde en förfrågan"), roles=CASE_WRITERS, elevated=True)
def ask(
    case: Case, *, by: Actor, asks: str, question: str, to_unit: Unit, to_name: str = "",
    answer_by: dt.date | None = None, category: str = Category.OTHER,
) -> Request:  # fmt: skip
    """Ask a unit, or somebody there by name (or address): they get to read the question and reach the case.

    Raises ANSWER_BY_PASSED, CONSENT_MISSING, NAMED_ACCESS_ONLY, NOBODY_CALLED, SEVERAL_CALLED, ASKED_ONESELF.
    """
    wanted_by = answer_by or clock.today() + ANSWER_WITHIN
    if wanted_by < clock.today():
        raise RuleBroken(
            "ANSWER_BY_PASSED", _("Dagen har redan varit. Välj en senare dag."), field="answer_by"
        )
    staff = named_in_unit(to_unit, to_name, by)
    if staff is None and case.person.is_protected:
        raise RuleBroken(
            "NAMED_ACCESS_ONLY",
            _("Skriv namnet på den som ska svara. Inkorgen går inte att använda här."),
            field="to_name",
        )
    request = Request(
        asks=asks, question=question, to_party_id=to_unit.party_id, to_unit=to_unit, to_staff=staff,
        substitute=staff.substitute if staff else None, answer_by=wanted_by,
    )  # fmt: skip
    _write(request, case, category, by)
    _let_in(request)
    _tell_asked(request, "request_asked")
    return request


def named_in_unit(unit: Unit, text: str, by: Actor) -> Staff | None:
    """The one person meant by a name or address in a unit; nobody for no text.

    Raises NOBODY_CALLED, SEVERAL_CALLED, ASKED_ONESELF.
    """
    if not text.strip():
        return None
    found = queries.named_in(unit, text)
    if not found:
        raise RuleBroken(
            "NOBODY_CALLED",
            _("Ingen med det namnet arbetar på enheten. Kontrollera stavningen."),
            field="to_name",
        )
    if len(found) > 1:
        raise RuleBroken(
            "SEVERAL_CALLED", _("Flera heter så. Skriv e-postadressen i stället."), field="to_name"
        )
    if found[0].pk == by.staff_id:
        raise RuleBroken(
            "ASKED_ONESELF", _("Du kan inte fråga dig själv. Välj någon annan."), field="to_name"
        )
    return found[0]


def _write(request: Request, case: Case, category: str, by: Actor) -> None:
    share = [] if request.to_party_id == by.party_id else [request.to_party_id]
    try:
        writing.write(request, case=case, kind=ItemKind.REQUEST, category=category, by=by, share=share)
    except RuleBroken as broken:
        if broken.code != "CONSENT_MISSING":
            raise
        raise RuleBroken(
            "CONSENT_MISSING",
            _("Den parten får inte läsa frågan: samtycket räcker inte. Välj någon annan."),
            field="to_unit",
        ) from broken


def _let_in(request: Request) -> None:
    """By name when somebody is named; else the unit's inbox, unless somebody there has the case already."""
    case, there = request.case, open_assignments(request.case.pk).filter(party_id=request.to_party_id)
    if request.to_staff:
        if not there.filter(staff=request.to_staff).exists():
            writing.assign_staff(case, request.to_staff, CaseAssignment.Part.PARTICIPANT)
    elif not there.filter(unit=request.to_unit).exists():
        writing.assign_inbox(case, request.to_unit)


@action(verb="request.answer", sentence=_("besvarade en förfrågan"), roles=PERSONAL_ROLES, elevated=True)
def answer(request: Request, *, by: Actor, text: str) -> Request:
    """The answer is a note that the answering party holds, disclosed back; the request says answered.

    Raises NOT_ASKED, NOT_WAITING, CONSENT_MISSING.
    """
    if by.party_id != request.to_party_id:
        raise RuleBroken("NOT_ASKED", _("Bara den part som fick frågan kan svara."))
    found = _locked(request)
    asker = found.item.holder_id
    try:
        note = write_note(
            found.case,
            by=by,
            text=text,
            category=found.item.category,
            share=[] if asker == by.party_id else [asker],
        )
    except RuleBroken as broken:
        raise _cannot_send(broken) from broken
    found.answer_item, found.answered_at, found.answered_by_id = note.item, clock.now(), by.staff_id
    _moved(found, State.ANSWERED, ["answer_item", "answered_at", "answered_by"])
    waiting = open_assignments(found.case.pk).filter(party_id=asker, staff__isnull=False)
    for row in waiting.exclude(staff_id=by.staff_id):
        if row.staff:
            _notice(row.staff, "request_answered", found)
    return found


def _cannot_send(broken: RuleBroken) -> RuleBroken:
    if broken.code != "CONSENT_MISSING":
        return broken
    words = _(
        "Svaret kan inte skickas: samtycket räcker inte. Bekräfta det eller ta ett nytt, och svara sedan."
    )
    return RuleBroken("CONSENT_MISSING", words, field="text")


@action(verb="request.withdraw", sentence=_("tog tillbaka en förfrågan"), roles=CASE_WRITERS, elevated=True)
def withdraw(request: Request, *, by: Actor) -> Request:
    """No answer is needed any more. Raises NOT_YOURS, NOT_WAITING."""
    if by.party_id != request.item.holder_id:
        raise RuleBroken("NOT_YOURS", _("Bara den part som frågade kan ta tillbaka frågan."))
    found = _locked(request)
    _moved(found, State.WITHDRAWN, [])
    _tell_asked(found, "request_withdrawn")
    return found


def _locked(request: Request) -> Request:
    found = (
        Request.objects.select_for_update(of=("self",))
        .select_related("item__case__person")
        .get(pk=request.pk)
    )
    if found.state != State.WAITING:
        raise RuleBroken(
            "NOT_WAITING", _("Frågan är redan besvarad eller återtagen. Öppna den igen och läs.")
        )
    return found


def _moved(request: Request, state: str, fields: list[str]) -> None:
    request.state = state
    request.save(update_fields=["state", *fields])
    writing.show_face(request)
    touch(request, ["state", *fields], person_id=request.case.person_id)


@action(verb="request.remind", sentence=_("påminde om förfrågningar utan svar"), elevated=True)
def remind_waiting(*, by: Actor | None = None) -> int:
    """For the scheduler: the day after answer-by remind the one asked, a week later tell the unit's managers.

    Mail and lines name no person. Returns how many requests moved on.
    """
    late, raised = list(queries.to_remind(clock.today())), list(queries.to_raise(clock.now()))
    for request in late:
        request.reminded_at = clock.now()
        request.save(update_fields=["reminded_at"])
        touch(request, ["reminded_at"])
        _tell_asked(request, "request_reminder", mail=True)
    for request in raised:
        request.raised_at = clock.now()
        request.save(update_fields=["raised_at"])
        touch(request, ["raised_at"])
        managers = queries.managers_of(request.to_unit)
        for manager in managers:
            _notice(manager, "request_raised", request)
        _mail(managers, "request_raised")
    return len(late) + len(raised)


def _tell_asked(request: Request, kind: str, *, mail: bool = False) -> None:
    """A line, and a mail when reminding, to who should answer now; the unit's inbox when nobody is named."""
    told = _answering(request)
    if not told:
        unit = request.to_unit
        writing.tell(
            party_id=unit.party_id,
            unit_id=unit.pk,
            kind=kind,
            case_number=request.case.number,
            address=_address(request),
        )
        told = list(queries.people_in([unit.pk])) if mail else []
        _mail(told, kind)
        return
    for staff in told:
        _notice(staff, kind, request)
    if mail:
        _mail([*told, *stand_ins(staff.pk for staff in told)], kind)


def _answering(request: Request) -> list[Staff]:
    """The one named; their substitute, let in to the case, when they have left or their account is closed."""
    staff = request.to_staff
    if staff is None or queries.is_here(staff):
        return [staff] if staff else []
    substitute = staff.substitute
    if substitute is None or substitute.party_id != request.to_party_id or not queries.is_here(substitute):
        return []
    writing.assign_staff(request.case, substitute, CaseAssignment.Part.PARTICIPANT)
    return [substitute]


def _notice(staff: Staff, kind: str, request: Request) -> None:
    writing.tell(
        party_id=staff.party_id,
        staff_id=staff.pk,
        kind=kind,
        case_number=request.case.number,
        address=_address(request),
    )


def _address(request: Request) -> str:
    return reverse("request:read", args=[request.pk])


def _mail(told: Iterable[Staff], kind: str) -> None:
    """Words without a name, a case number or a unit: whoever signs in sees which it is."""
    subject = now_in_words("En förfrågan väntar på svar")
    body = now_in_words("Dagen för svar har passerat. Logga in i Samsyn och öppna Förfrågningar.")
    if kind == "request_raised":
        body = now_in_words("En förfrågan till er enhet har väntat länge på svar. Logga in i Samsyn.")
    for staff in told:
        outbox.queue(to=staff.user.email, subject=subject, body=body, by=None)
