"""Building blocks for actions: change a referral's state, tell both sides, release. Only inside an action."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace as with_changes
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.access import clock, outbox
from samsyn.access.action import touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.access.models import User
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.entry.case import writing
from samsyn.entry.case.models import CaseAssignment, Disclosure, Item, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep
from samsyn.entry.referral.queries import receivers_by_name
from samsyn.entry.referral.rules import CLOSED_STATES, REFERRER, check_move

DAYS_TO_READ_AFTER = 30
TOLD_RECEIVER = {"send": "referral_sent", "answer": "referral_answered", "withdraw": "referral_withdrawn"}


def locked(referral: Referral) -> Referral:
    """The newest version, locked until the act is done, so that two deciders cannot both win."""
    series = Referral.objects.filter(item__series=referral.item.series, item__superseded_at__isnull=True)
    related = series.select_related("item__case", "to_unit", "intervention")
    return related.select_for_update(of=("self",)).get()


def move(
    referral: Referral, verb: str, *, by: Actor, words: str = "", reason: str = "", named_receiver: str = ""
) -> Referral:
    """Go one way in the table, keep the step, and tell the other side. Raises NOT_YOURS, WRONG_STATE."""
    found = locked(referral)
    goal = check_move(verb, found, by)
    before = found.state
    found.state, found.state_since = goal.target, clock.now()
    if goal.target in CLOSED_STATES or goal.target == ReferralState.ACCEPTED:
        found.closed_at = found.state_since
    found.save(update_fields=["state", "state_since", "closed_at"])
    writing.show_face(found)
    touch(found, ["state"], person_id=found.item.case.person_id)
    keep_step(found, before, by=by, words=words, reason=reason, named_receiver=named_receiver)
    if found.state in CLOSED_STATES:
        _let_go(found)
    if goal.side == REFERRER:
        tell_receiver(found, TOLD_RECEIVER[verb])
    else:
        tell_referrer(found, by=by)
    return found


def keep_step(
    referral: Referral, before: str, *, by: Actor, words: str = "", reason: str = "", named_receiver: str = "",
    event: str = "",
) -> ReferralStep:  # fmt: skip
    """One line in the referral's history, read by both sides."""
    return ReferralStep.objects.create(
        referral=referral, from_state=before, to_state=referral.state, by_id=by.staff_id,
        party_id=by.party_id, event=event,
        reason=reason, words=words, named_receiver=named_receiver,
    )  # fmt: skip


def _let_go(referral: Referral) -> None:
    """The receivers may read the answered referral for thirty days more; then it is the referrer's alone."""
    ends = clock.now() + dt.timedelta(days=DAYS_TO_READ_AFTER)
    versions = list(Item.objects.filter(series=referral.item.series).values_list("pk", flat=True))
    longer = Q(expires_at__isnull=True) | Q(expires_at__gt=ends)
    live_disclosures().filter(longer, item_id__in=versions).update(expires_at=ends)
    if referral.is_deidentified:
        open_rows = CaseAssignment.objects.filter(case=referral.item.case, ends_at__isnull=True)
        open_rows.exclude(party_id=referral.item.holder_id).update(ends_at=ends)


def tell_receiver(referral: Referral, kind: str) -> None:
    """A line in the receiving unit; for a protected person only to those named."""
    path = reverse("referral:page", args=[referral.pk])
    known: dict[str, Any] = {"kind": kind, "case_number": referral.item.case.number, "address": path}
    party_id = referral.to_unit.party_id
    named = CaseAssignment.objects.filter(case=referral.item.case, party_id=party_id, staff__isnull=False)
    if referral.state == ReferralState.WITHDRAWN and not referral.sent_at:
        return
    if not CaseAssignment.objects.filter(
        case=referral.item.case, unit=referral.to_unit, part="inbox"
    ).exists():
        for row in named.exclude(staff_id=referral.referrer_id):
            writing.tell(party_id=party_id, staff_id=row.staff_id, **known)
        return
    writing.tell(party_id=party_id, unit_id=referral.to_unit_id, **known)


def tell_referrer(referral: Referral, *, by: Actor, kind: str = "") -> None:
    """The referrer is always told, also by a mail without names; when they have left, their unit is."""
    if referral.referrer_id == by.staff_id:
        return
    path = reverse("referral:page", args=[referral.pk])
    known: dict[str, Any] = {
        "kind": kind or f"referral_{referral.state}",
        "case_number": referral.item.case.number,
        "address": path,
    }
    referrer = Staff.objects.select_related("user").get(pk=referral.referrer_id)
    if Staff.objects.filter(active(), pk=referrer.pk).exists():
        writing.tell(party_id=referrer.party_id, staff_id=referrer.pk, **known)
        mail(referrer.user, path, by=by)
    else:
        writing.tell(party_id=referrer.party_id, unit_id=referrer.unit_id, **known)


def mail(to: User, path: str, *, by: Actor) -> None:
    """A mail that says only that there is something to read."""
    body = _(
        "Hej!\n\nDet finns ett besked om en remiss. Logga in och läs:\n%(link)s\n\n"
        "Svara inte på det här mejlet."
    )
    link = f"{settings.SAMSYN_BASE_URL}{path}"
    outbox.queue(to=to.email, subject=_("Besked i Samsyn"), body=body % {"link": link}, by=by)


def release_covered(item: Item, parties: Iterable[UUID], *, by: Actor, purpose: str = "") -> set[UUID]:
    """Release an item, whoever holds it, to the parties a live consent covers; returns which they were."""
    wanted = [p for p in dict.fromkeys(parties) if p != item.holder_id]
    if not wanted:
        return set()
    grounds = {
        r.party_id: r
        for r in gate.receivers(item.case, with_changes(by, party_id=item.holder_id), item.category)
    }
    has = set(
        live_disclosures().filter(item=item, to_party_id__in=wanted).values_list("to_party_id", flat=True)
    )
    allowed = {p: g for p in wanted if (g := grounds.get(p)) and g.allowed}
    for party, ground in allowed.items():
        if party not in has:
            writing.release_on(
                item, party, by=by, ground=Disclosure.Ground.CONSENT, consent_id=ground.consent_id,
                purpose=purpose or str(ground.purpose), expires_at=ground.expires_at,
            )  # fmt: skip
    return set(allowed)


def release_without_identity(item: Item, parties: Iterable[UUID], *, by: Actor, purpose: str = "") -> None:
    """Release an item whose shared text carries no identity, to parties that have it not already."""
    wanted = {p for p in parties if p != item.holder_id}
    has = set(
        live_disclosures().filter(item=item, to_party_id__in=wanted).values_list("to_party_id", flat=True)
    )
    for party in sorted(wanted - has):
        writing.release_on(item, party, by=by, ground=Disclosure.Ground.PERSON, purpose=purpose)


def copy_disclosures(old: Item, new: Item, *, by: Actor) -> None:
    """Who reads the old version reads the new one, on the same ground."""
    for row in live_disclosures().filter(item=old):
        writing.release_on(
            new, row.to_party_id, by=by, ground=row.ground, statute=row.statute, purpose=row.purpose,
            consent_id=row.consent_id, expires_at=row.expires_at,
        )  # fmt: skip


def let_receiver_in(referral: Referral, by: Actor, to_staff: UUID | None) -> None:
    """The unit's inbox; for a protected person one named receiver instead."""
    case = referral.item.case
    if not case.person.is_protected:
        writing.assign_inbox(case, referral.to_unit)
        return
    named = receivers_by_name(referral).filter(pk=to_staff).first() if to_staff else None
    if named is None:
        raise RuleBroken(
            "NAME_A_RECEIVER", _("Välj vem på enheten som ska ta emot remissen."), field="to_staff"
        )
    writing.assign_staff(case, named, CaseAssignment.Part.PARTICIPANT)


def release_to(referral: Referral, party_id: UUID, by: Actor) -> None:
    """The referral to the receiver; with consent also who it is about and the register consent."""
    if party_id == referral.item.holder_id:
        return
    purpose = str(_("Remiss till %(name)s") % {"name": referral.intervention.name})[:80]
    if referral.is_deidentified:
        release_without_identity(referral.item, [party_id], by=by, purpose=purpose)
        return
    own = Item.objects.filter(case=referral.item.case, holder_id=by.party_id)
    register = Consent.objects.filter(kind=Consent.Kind.REGISTER, withdrawn_at__isnull=True).values("pk")
    for item in (referral.item, *own.filter(kind=ItemKind.IDENTITY), *own.filter(pk__in=register)):
        release_covered(item, [party_id], by=by, purpose=purpose)
