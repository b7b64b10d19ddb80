"""The queue: a place moved with a reason, or left with a named receiver."""

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_LEADERS, CASE_WRITERS
from samsyn.entry.referral.deidentify import check_text
from samsyn.entry.referral.models import Referral, ReferralStep
from samsyn.entry.referral.writing import keep_step, move
from samsyn.entry.selection.models import QueueEntry
from samsyn.entry.selection.rules import is_owner
from samsyn.entry.selection.writing import Outcome, check_said, leave_queue


@action(verb="queue.move", sentence=_("flyttade en plats i kön"), roles=CASE_LEADERS, elevated=True)
def move_in_queue(entry: QueueEntry, *, by: Actor, up: bool, because: str) -> QueueEntry:
    """One step up or down, with a reason that both sides read.

    Raises NOT_YOURS, WRONG_STATE, REASON_MISSING, AT_THE_END.
    """
    found = _queued(entry, by)
    if not because.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför platsen ändras."), field="because")
    if found.referral.is_deidentified:
        check_text(because, field="because")
    rows = QueueEntry.objects.filter(intervention=found.intervention, left_at__isnull=True)
    near = (
        rows.filter(position__lt=found.position).order_by("-position")
        if up
        else rows.filter(position__gt=found.position).order_by("position")
    )
    other = near.first()
    if other is None:
        raise RuleBroken(
            "AT_THE_END", _("Personen är redan först i kön.") if up else _("Personen är redan sist i kön.")
        )
    found.position, other.position = other.position, found.position
    QueueEntry.objects.bulk_update([found, other], ["position"])
    touch(found, ["position"], person_id=found.referral.item.case.person_id)
    keep_step(found.referral, found.referral.state, by=by, words=because, event=ReferralStep.Event.MOVED)
    return found


def _queued(entry: QueueEntry, by: Actor) -> QueueEntry:
    rows = QueueEntry.objects.select_for_update(of=("self",)).select_related(
        "referral__item__case", "referral__intervention", "intervention"
    )
    found = rows.get(pk=entry.pk)
    if not is_owner(by, found.referral):
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen ändrar kön."))
    if found.left_at:
        raise RuleBroken("WRONG_STATE", _("Personen har redan lämnat kön. Ladda om sidan."))
    return found


@action(verb="queue.leave", sentence=_("tog någon ur kön"), roles=CASE_WRITERS, elevated=True)
def return_from_queue(
    entry: QueueEntry, *, by: Actor, reason: str, because: str, named_receiver: str
) -> Referral:
    """Out of the queue and back to the referrer, with reason and named receiver. Raises as `decide`."""
    found = _queued(entry, by)
    check_said(found.referral, Outcome.RETURN, reason, because, named_receiver, "", ())
    leave_queue(found.referral, "returned")
    return move(found.referral, "return", by=by, words=because, reason=reason, named_receiver=named_receiver)
