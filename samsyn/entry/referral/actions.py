"""Writing a referral, sending it by consent or without identity, and what each side answers."""

import uuid
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment, Category, ItemKind
from samsyn.entry.case.queries import live_disclosures, open_assignments
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person import writing as persons
from samsyn.entry.person.models import Person
from samsyn.entry.referral.deidentify import check_text, names_of
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep
from samsyn.entry.referral.needs import check_needs, kept, method_of, orderer_misfit
from samsyn.entry.referral.queries import consent_status, is_running, to_make_known
from samsyn.entry.referral.rules import OPEN_STATES, age_misfit
from samsyn.entry.referral.writing import (
    copy_disclosures,
    keep_step,
    let_receiver_in,
    locked,
    move,
    release_covered,
    release_to,
    tell_receiver,
)
from samsyn.entry.selection.models import AgendaItem, QueueEntry
from samsyn.entry.selection.writing import leave_queue

CONTENT = ("origin", "origin_name", "reason", "why", "wishes")


@action(verb="referral.write", sentence=_("skrev ett utkast till remiss"), roles=CASE_WRITERS, elevated=True)
def write_draft(
    intervention: Intervention, *, by: Actor, case: Case | None = None, person: dict[str, Any] | None = None,
    confirmed_needs: Collection[str] = (), **content: str,
) -> Referral:  # fmt: skip
    """A draft in an own case, or around a new person (`person`: what `new_person` takes). Raises CLOSED."""
    if not is_running(intervention):
        raise RuleBroken("CLOSED", _("Insatsen tar inte emot remisser nu. Välj en annan insats."))
    _check_codes(content)
    found = case or writing.open_case(persons.new_person(by=by, **(person or {})), by=by)
    known = {"origin": "party", **{name: content[name] for name in CONTENT if name in content}}
    referral = Referral(
        intervention=intervention, to_unit_id=intervention.owner_unit_id, referrer_id=by.staff_id,
        confirmed_needs=kept(method_of(intervention), confirmed_needs) if confirmed_needs else [], **known,
    )  # fmt: skip
    writing.write(referral, case=found, kind=ItemKind.REFERRAL, category=Category.OTHER, by=by)
    keep_step(referral, "", by=by)
    return referral


def _check_codes(content: dict[str, str]) -> None:
    for name, list_name in (("reason", "reason"), ("origin", "referral_origin")):
        if content.get(name) and not code_list.is_known(list_name, content[name]):
            raise RuleBroken("UNKNOWN_CODE", _("Svaret finns inte i listan. Välj ett av svaren."), field=name)


@action(verb="referral.edit", sentence=_("ändrade ett utkast till remiss"), roles=CASE_WRITERS)
def edit_draft(
    referral: Referral, *, by: Actor, confirmed_needs: Collection[str] = (), **content: str
) -> Referral:
    """Change a draft in place: nobody else has read it. Raises STALE, WRONG_STATE."""
    found = locked(referral)
    if found.state != ReferralState.DRAFT or found.item.holder_id != by.party_id:
        raise RuleBroken("WRONG_STATE", _("Bara ett eget utkast kan ändras. Remissen är redan skickad."))
    check_seen(seen_mark(found), newer=found)
    _check_codes(content)
    for name in CONTENT:
        setattr(found, name, content.get(name, getattr(found, name)))
    if confirmed_needs:
        found.confirmed_needs = kept(method_of(found.intervention), confirmed_needs)
    found.save(update_fields=[*CONTENT, "confirmed_needs"])
    found.item.version += 1
    found.item.save(update_fields=["version"])
    touch(found, list(CONTENT), person_id=found.item.case.person_id)
    return found


def seen_mark(referral: Referral) -> str:
    """What a form on this referral was opened on."""
    return f"{referral.pk}:{referral.item.version}"


@action(verb="referral.send", sentence=_("skickade en remiss"), roles=CASE_WRITERS, elevated=True)
def send(
    referral: Referral, *, by: Actor, summary: str = "", confirmed: Collection[str] = (),
    to_staff: uuid.UUID | None = None,
) -> Referral:  # fmt: skip
    """Send with identity on a live consent, else without identity (`summary` is what is then read).

    Raises WRONG_STATE, INCOMPLETE, OUTSIDE_AGE, NEED_NOT_MET, NEED_UNKNOWN, WRONG_ORDERER, SUMMARY_MISSING,
    IDENTITY_MARKS, NAME_A_RECEIVER.
    """
    found = locked(referral)
    case = found.item.case
    _check_complete(found, case.person)
    _check_method(found, case, by)
    status = consent_status(found, by)
    found.is_deidentified = not status.may_name
    if found.is_deidentified:
        _check_summary(summary, confirmed, case.person)
        found.summary = summary
    found.sent_at = clock.now()
    found.save(update_fields=["is_deidentified", "summary", "sent_at"])
    let_receiver_in(found, by, to_staff)
    found = move(found, "send", by=by)
    release_to(found, found.to_unit.party_id, by)
    return found


def _check_complete(referral: Referral, person: Person) -> None:
    if not (referral.reason and referral.why.strip()):
        raise RuleBroken(
            "INCOMPLETE", _("Orsak eller motivering saknas. Öppna utkastet och fyll i det som saknas.")
        )
    if not is_running(referral.intervention):
        raise RuleBroken("CLOSED", _("Insatsen tar inte emot remisser nu. Välj en annan insats."))
    if message := age_misfit(referral.intervention, person.birth_year, clock.today()):
        raise RuleBroken("OUTSIDE_AGE", message)


def _check_method(referral: Referral, case: Case, by: Actor) -> None:
    method = method_of(referral.intervention)
    if message := orderer_misfit(method, referral.origin, by):
        raise RuleBroken("WRONG_ORDERER", message)
    check_needs(method, by, case=case, confirmed={need["id"] for need in referral.confirmed_needs})


def _check_summary(summary: str, confirmed: Collection[str], person: Person) -> None:
    if not summary.strip():
        raise RuleBroken(
            "SUMMARY_MISSING",
            _("Skriv en text utan namn och nummer, eller ta först ett samtycke och skicka med namn."),
            field="summary",
        )
    check_text(summary, field="summary", confirmed=confirmed, known_names=names_of(person))


@action(
    verb="referral.make_known",
    sentence=_("lät en mottagare veta vem en remiss gäller"),
    roles=PERSONAL_ROLES,
    elevated=True,
)
def make_known(referral: Referral, *, by: Actor) -> Referral:
    """A consent came after it was sent without identity, or in place of one taken back: the receiver reads it all.

    Number, state, wait and history stay. Who is not covered goes on reading the text without identity.
    Raises WRONG_STATE, CONSENT_MISSING, NAME_A_RECEIVER.
    """
    old = locked(referral)
    status = to_make_known(old, by)
    if status is None:
        raise RuleBroken("WRONG_STATE", _("Mottagaren vet redan vem remissen gäller, eller har svarat."))
    if not status.may_name:
        raise RuleBroken("CONSENT_MISSING", _("Samtycket räcker inte till att visa vem det gäller."))
    fresh = _made_known(old, by) if old.is_deidentified else _sent_again(old, by)
    keep_step(fresh, fresh.state, by=by, event=ReferralStep.Event.KNOWN)
    tell_receiver(fresh, "referral_known")
    return fresh


def _made_known(old: Referral, by: Actor) -> Referral:
    fresh = _copy(old, is_deidentified=False)
    writing.write(
        fresh, case=old.item.case, kind=ItemKind.REFERRAL, category=old.item.category, by=by, replaces=old.item
    )
    _hand_over_readers(old, fresh, by)
    return fresh


def _sent_again(referral: Referral, by: Actor) -> Referral:
    """The same version, on the new consent; to whoever has it there, else to the unit."""
    party_id = referral.to_unit.party_id
    if not any(row.party_id == party_id for row in open_assignments(referral.item.case_id)):
        let_receiver_in(referral, by, None)
    release_to(referral, party_id, by)
    return referral


def make_all_known(case: Case, *, by: Actor) -> None:
    """What the actor's party sent without identity in the case, wherever a consent now covers the receiver."""
    rows = Referral.objects.filter(
        item__case=case, item__holder_id=by.party_id, item__superseded_at__isnull=True, is_deidentified=True,
        state__in=OPEN_STATES,
    )  # fmt: skip
    for row in rows.select_related("item__case", "to_unit"):
        if consent_status(row, by).may_name:
            make_known(row, by=by)


def _hand_over_readers(old: Referral, fresh: Referral, by: Actor) -> None:
    """Those covered read the whole; a table where somebody is not covered keeps the text without identity."""
    readers = set(live_disclosures().filter(item=old.item).values_list("to_party_id", flat=True))
    release_to(fresh, fresh.to_unit.party_id, by)
    covered = release_covered(fresh.item, readers, by=by)
    QueueEntry.objects.filter(referral=old, left_at__isnull=True).update(referral=fresh)
    if readers <= covered:
        waiting = AgendaItem.objects.filter(referral=old, decision__isnull=True)
        waiting.update(referral=fresh, is_deidentified=False)


@action(verb="referral.receive", sentence=_("tog emot en remiss"), roles=CASE_WRITERS, elevated=True)
def receive(referral: Referral, *, by: Actor) -> Referral:
    """Somebody in the receiving unit has taken it. Raises NOT_YOURS, WRONG_STATE."""
    found = move(referral, "receive", by=by)
    taker = Staff.objects.select_related("party", "unit").get(pk=by.staff_id)
    mine = CaseAssignment.objects.filter(case=found.item.case, staff=taker, ends_at__isnull=True)
    if not mine.exists():
        writing.assign_staff(found.item.case, taker, CaseAssignment.Part.PARTICIPANT)
    return found


@action(
    verb="referral.ask", sentence=_("bad om komplettering av en remiss"), roles=CASE_WRITERS, elevated=True
)
def ask(referral: Referral, *, by: Actor, words: str) -> Referral:
    """Ask the referrer for more. Raises NOT_YOURS, WRONG_STATE, IDENTITY_MARKS."""
    _check_words(referral, words)
    return move(referral, "ask", by=by, words=words)


@action(verb="referral.answer", sentence=_("kompletterade en remiss"), roles=CASE_WRITERS, elevated=True)
def answer(
    referral: Referral, *, by: Actor, text: str, words: str = "", confirmed: Collection[str] = ()
) -> Referral:
    """Answer with a new version of the text; who read the old one reads the new.

    Raises NOT_YOURS, WRONG_STATE, IDENTITY_MARKS.
    """
    old = locked(referral)
    if old.is_deidentified:
        names = names_of(old.item.case.person)
        check_text(text, field="text", confirmed=confirmed, known_names=names)
        check_text(words, field="words", confirmed=confirmed, known_names=names)
    moved = move(old, "answer", by=by, words=words)
    field = "summary" if old.is_deidentified else "why"
    fresh = _copy(moved, **{field: text})
    writing.write(
        fresh,
        case=moved.item.case,
        kind=ItemKind.REFERRAL,
        category=moved.item.category,
        by=by,
        replaces=moved.item,
    )
    copy_disclosures(moved.item, fresh.item, by=by)
    AgendaItem.objects.filter(referral=moved, decision__isnull=True).update(referral=fresh)
    QueueEntry.objects.filter(referral=moved, left_at__isnull=True).update(referral=fresh)
    return fresh


def _copy(old: Referral, **changed: Any) -> Referral:
    kept = {f.attname: getattr(old, f.attname) for f in Referral._meta.concrete_fields if not f.primary_key}
    return Referral(**{**kept, **changed})


@action(verb="referral.decline", sentence=_("sade nej till en remiss"), roles=CASE_WRITERS, elevated=True)
def decline(referral: Referral, *, by: Actor, reason: str, words: str) -> Referral:
    """Say no and why. Raises NOT_YOURS, WRONG_STATE, UNKNOWN_CODE, REASON_MISSING, IDENTITY_MARKS."""
    if not code_list.is_known("decline_reason", reason):
        raise RuleBroken("UNKNOWN_CODE", _("Välj ett skäl i listan."), field="reason")
    if not words.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv skälet så att remittenten kan gå vidare."), field="words")
    _check_words(referral, words)
    return move(referral, "decline", by=by, reason=reason, words=words)


def _check_words(referral: Referral, words: str) -> None:
    if referral.is_deidentified:
        check_text(words, field="words")


@action(verb="referral.withdraw", sentence=_("tog tillbaka en remiss"), roles=CASE_WRITERS, elevated=True)
def withdraw(referral: Referral, *, by: Actor, words: str = "") -> Referral:
    """Take it back, also from the queue. Raises NOT_YOURS, WRONG_STATE, ALREADY_ENROLLED."""
    found = locked(referral)
    if Enrolment.objects.filter(referral__item__series=found.item.series).exists():
        raise RuleBroken("ALREADY_ENROLLED", _("Personen är redan inskriven. Gör ett avslut i stället."))
    _check_words(found, words)
    leave_queue(found, "withdrawn")
    return move(found, "withdraw", by=by, words=words)
