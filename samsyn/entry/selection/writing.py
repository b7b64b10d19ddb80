"""Building blocks of selection: what a decision owes, and the queue's places. Only inside an action."""

from collections.abc import Collection

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as code_list
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral.deidentify import check_text
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep
from samsyn.entry.referral.writing import keep_step, move, tell_referrer
from samsyn.entry.selection.models import QueueEntry, SelectionDecision

Outcome = SelectionDecision.Outcome


def check_said(
    referral: Referral,
    outcome: str,
    reason: str,
    because: str,
    receiver: str,
    measure: str,
    confirmed: Collection[str],
) -> None:
    if outcome not in Outcome.values:
        raise RuleBroken("UNKNOWN_CODE", _("Välj ett av de tre besluten."), field="outcome")
    if outcome == Outcome.RETURN:
        if not code_list.is_known("return_reason", reason):
            raise RuleBroken("REASON_MISSING", _("Välj skäl till att remissen går tillbaka."), field="reason")
        if not receiver.strip():
            raise RuleBroken(
                "RECEIVER_MISSING", _("Skriv vem som tar över, med namn."), field="named_receiver"
            )
    if outcome == Outcome.OTHER and measure and not code_list.is_known("measure_type", measure):
        raise RuleBroken("UNKNOWN_CODE", _("Välj ett svar i listan."), field="measure")
    if referral.is_deidentified:
        check_text(because, field="because", confirmed=confirmed)


def check_may_change(referral: Referral, outcome: str) -> None:
    """A decision to enrol can still be changed while nobody is enrolled. Raises ALREADY_ENROLLED, DECIDED."""
    same = {"referral__item__series": referral.item.series}
    if Enrolment.objects.filter(**same).exists():
        raise RuleBroken("ALREADY_ENROLLED", _("Personen är redan inskriven. Gör ett avslut i stället."))
    last = SelectionDecision.objects.filter(**same).order_by("-item__at").first()
    if outcome == Outcome.ENROL or last is None or last.outcome != Outcome.ENROL:
        raise RuleBroken("DECIDED", _("Det är redan beslutat. Ladda om sidan och se vad som gäller."), field="outcome")


def answer(referral: Referral, outcome: str, *, by: Actor, words: str, **said: str) -> Referral:
    """Take the referral where the decision leads, and out of the queue when it is changed. Part of an act."""
    is_changed = referral.state == ReferralState.ACCEPTED
    if is_changed:
        leave_queue(referral, "returned" if outcome == Outcome.RETURN else "other")
    if outcome == Outcome.RETURN:
        return move(referral, "return", by=by, words=words, **said)
    if not is_changed:
        return move(referral, "accept", by=by, words=words)
    keep_step(referral, referral.state, by=by, words=words, event=ReferralStep.Event.DECIDED)
    tell_referrer(referral, by=by, kind="referral_decided")
    return referral


def join_queue(referral: Referral) -> QueueEntry:
    """Last in the queue. Part of an act."""
    rows = QueueEntry.objects.filter(intervention=referral.intervention, left_at__isnull=True)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = QueueEntry.objects.create(
        intervention=referral.intervention, referral=referral, party_id=referral.intervention.owner_party_id,
        position=last + 1,
    )  # fmt: skip
    touch(row, ["position"], person_id=referral.item.case.person_id)
    return row


def leave_queue(referral: Referral, because: str) -> None:
    """Free the place in the queue and let those behind move up. Part of an act."""
    rows = QueueEntry.objects.filter(referral__item__series=referral.item.series, left_at__isnull=True)
    for row in rows.select_for_update():
        QueueEntry.objects.filter(pk=row.pk).update(left_at=clock.now(), left_because=because)
        close_gap(row)


def leave_unread(case: Case) -> None:
    """Where the queue's keeper may read the referral no longer: its place is given up and the referrer is told."""
    rows = QueueEntry.objects.filter(referral__item__case=case, left_at__isnull=True)
    for row in rows.select_related("referral__item", "intervention"):
        item = row.referral.item
        given = live_disclosures().filter(item=item, to_party_id=row.party_id)
        if item.holder_id != row.party_id and not given.exists():
            leave_queue(row.referral, "no_consent")
            path = reverse("referral:page", args=[item.pk])
            writing.tell(
                party_id=item.holder_id, staff_id=row.referral.referrer_id, kind="queue_left",
                case_number=case.number, address=path,
            )  # fmt: skip


def close_gap(left: QueueEntry) -> None:
    """Number the rest of the queue anew from one."""
    rest = QueueEntry.objects.filter(intervention_id=left.intervention_id, left_at__isnull=True)
    for position, row in enumerate(rest.order_by("position", "since"), start=1):
        if row.position != position:
            QueueEntry.objects.filter(pk=row.pk).update(position=position)
