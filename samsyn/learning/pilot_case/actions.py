"""Asking without identity, giving advice, telling what happened then, and going on to a referral."""

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Notice
from samsyn.entry.referral.deidentify import check_text
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.pilot_case.queries import digest, due_question, due_questions
from samsyn.learning.pilot_case.rules import may_advise

State = PilotCase.State
SAME_QUESTION_WITHIN = dt.timedelta(minutes=10)
THEN = "pilot_then"


@action(verb="pilot.ask", sentence=_("ställde en fråga utan identitet"))
def ask(
    association: Association, *, by: Actor | None, key: str, question: str,
    origin: str = PilotCase.Origin.CASEWORKER,
    need: str = "", confirmed: Collection[str] = (),
) -> PilotCase:  # fmt: skip
    """A question, with or without an account; of the key only its digest is kept. The same key is the same question.

    Raises EMPTY, UNKNOWN_CODE, IDENTITY_MARKS, ALREADY_ASKED.
    """
    if not question.strip():
        raise RuleBroken("EMPTY", _("Skriv din fråga."), field="question")
    if origin not in PilotCase.Origin.values:
        raise RuleBroken("UNKNOWN_CODE", _("Välj vem som frågar."), field="origin")
    check_text(question, field="question", confirmed=confirmed)
    check_text(need, field="need", confirmed=confirmed)
    recent = PilotCase.objects.filter(
        association=association, asked_at__gt=clock.now() - SAME_QUESTION_WITHIN
    ).exclude(key_digest=digest(key))
    if by is None and recent.filter(question=question, asked_by=None).exists():
        raise RuleBroken("ALREADY_ASKED", _("Frågan är redan skickad. Nyckeln visades när du skickade den."))
    known = {
        "association": association, "asked_by_id": by.staff_id if by else None,
        "asked_from_id": by.party_id if by else None, "origin": origin, "question": question, "need": need,
    }  # fmt: skip
    pilot, _is_new = PilotCase.objects.get_or_create(key_digest=digest(key), defaults=known)
    touch(pilot, ["question"])
    return pilot


@action(verb="pilot.advise", sentence=_("gav råd i ett lotsärende"), roles=PERSONAL_ROLES)
def advise(pilot: PilotCase, *, by: Actor, advice: str, confirmed: Collection[str] = ()) -> PilotCase:
    """Advice, or better advice. Raises NOT_YOURS, EMPTY, IDENTITY_MARKS, WRONG_STATE."""
    if by.association_id != pilot.association_id or not may_advise(by):
        raise RuleBroken("NOT_YOURS", _("Bara samordnare och gruppmedlemmar ger råd."))
    if not advice.strip():
        raise RuleBroken("EMPTY", _("Skriv ditt råd."), field="advice")
    check_text(advice, field="advice", confirmed=confirmed)
    found = _locked(pilot)
    found.advice, found.advised_by_id, found.advised_at = advice, by.staff_id, clock.now()
    if found.state == State.ASKED:
        found.state = State.ADVISED
    found.save(update_fields=["advice", "advised_by", "advised_at", "state"])
    touch(found, ["advice"])
    if found.asked_by_id and found.asked_by_id != by.staff_id:
        _tell(found, "pilot_advised")
    return found


def _locked(pilot: PilotCase) -> PilotCase:
    found = PilotCase.objects.select_for_update().get(pk=pilot.pk)
    if found.state == State.CLOSED:
        raise RuleBroken("WRONG_STATE", _("Frågan är avslutad."))
    return found


def _tell(pilot: PilotCase, kind: str) -> Notice | None:
    asker = Staff.objects.filter(active(), pk=pilot.asked_by_id).first() if pilot.asked_by_id else None
    if asker is None:
        return None
    path = reverse("pilot:page", args=[pilot.pk])
    return writing.tell(party_id=asker.party_id, staff_id=asker.pk, kind=kind, address=path)


@action(verb="pilot.then", sentence=_("berättade vad som hände efter ett råd"))
def answer_then(
    pilot: PilotCase, *, by: Actor | None, text: str, confirmed: Collection[str] = ()
) -> PilotCase:
    """What happened then, after 30 or 90 days. By who asked, or by whoever holds the key (`by` None).

    Raises NOT_YOURS, NOT_DUE, EMPTY, IDENTITY_MARKS.
    """
    found = _locked(pilot)
    if by is not None and found.asked_by_id != by.staff_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som frågade kan svara på det här."))
    days = due_question(found, clock.today())
    if days is None:
        raise RuleBroken("NOT_DUE", _("Det finns ingen fråga att svara på just nu."))
    if not text.strip():
        raise RuleBroken("EMPTY", _("Skriv vad som hände. Skriv ”inget” om inget har hänt."), field="text")
    check_text(text, field="text", confirmed=confirmed)
    setattr(found, f"then_{days}", text)
    setattr(found, f"then_{days}_at", clock.now())
    if found.state != State.REFERRED:
        found.state = State.FOLLOWED
    found.save()
    touch(found, [f"then_{days}"])
    return found


@action(verb="pilot.remind", sentence=_("påminde om vad som hände efter ett råd"))
def remind_askers(*, by: Actor | None = None) -> int:
    """Ask each with an account whose question turned 30 or 90 days, once. Returns how many were asked."""
    told = 0
    for pilot, days in due_questions(clock.today()):
        due_from = pilot.asked_at + dt.timedelta(days=days - 1)
        path = reverse("pilot:page", args=[pilot.pk])
        asked = Notice.objects.filter(kind=THEN, address=path, at__gte=due_from).exists()
        if not asked and _tell(pilot, THEN):
            told += 1
    return told


@action(verb="pilot.refer", sentence=_("gick vidare från en fråga till en remiss"), roles=CASE_WRITERS)
def refer(pilot: PilotCase, *, by: Actor) -> PilotCase:
    """It becomes a referral: only the state is kept, nothing that leads to the case. Raises NOT_YOURS."""
    if pilot.asked_by_id != by.staff_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som frågade kan göra en remiss av frågan."))
    return _ended(pilot, State.REFERRED)


@action(verb="pilot.close", sentence=_("avslutade en fråga"), roles=PERSONAL_ROLES)
def close(pilot: PilotCase, *, by: Actor) -> PilotCase:
    """No more questions about it. Raises NOT_YOURS."""
    if pilot.asked_by_id != by.staff_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som frågade kan avsluta frågan."))
    return _ended(pilot, State.CLOSED)


def _ended(pilot: PilotCase, state: State) -> PilotCase:
    found = _locked(pilot)
    found.state = state
    found.save(update_fields=["state"])
    touch(found, ["state"])
    return found
