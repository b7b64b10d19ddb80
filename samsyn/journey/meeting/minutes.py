"""Minutes: written, corrected as a new version with a reason, or retracted with a reason. Actions."""

import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, Disclosure, Item, ItemKind
from samsyn.entry.case.queries import live_disclosures, open_assignments
from samsyn.entry.consent import gate
from samsyn.journey.meeting.models import Meeting, Minutes


@action(verb="minutes.write", sentence=_("skrev minnesanteckningar"), roles=CASE_WRITERS)
def write_minutes(
    meeting: Meeting, *, by: Actor, text: str, category: str = Category.PLAN, share: Iterable[uuid.UUID] = ()
) -> Minutes:
    """A party's minutes of a meeting it reads. Raises CONSENT_MISSING."""
    minutes = Minutes(meeting=meeting.item, text=text)
    writing.write(minutes, case=meeting.case, kind=ItemKind.MINUTES, category=category, by=by, share=share)
    _tell(minutes, minutes.item.disclosures.all(), "minutes_written", by)
    return minutes


@action(verb="minutes.correct", sentence=_("rättade minnesanteckningar"), roles=CASE_WRITERS)
def correct_minutes(
    minutes: Minutes,
    *,
    by: Actor,
    text: str,
    reason: str,
    category: str = "",
    share: Iterable[uuid.UUID] = (),
) -> Minutes:
    """A new version with its reason. Those who read the old one read it no more, and are told.

    Raises RETRACTED, REASON_MISSING, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    _check(minutes, reason, "reason")
    new = Minutes(meeting=minutes.meeting, text=text, correction_reason=reason)
    _replace(minutes, new, by, category or minutes.item.category, share)
    _close_older(new, "corrected", "minutes_corrected", by)
    return new


@action(verb="minutes.retract", sentence=_("återtog minnesanteckningar"), roles=CASE_WRITERS)
def retract_minutes(minutes: Minutes, *, by: Actor, because: str) -> Minutes:
    """A version without text that says why. The old text stays in the holder's own history only.

    Raises RETRACTED, REASON_MISSING, STALE, NOT_HOLDER.
    """
    _check(minutes, because, "because")
    new = Minutes(meeting=minutes.meeting, text="", retracted_at=clock.now(), retracted_because=because)
    _replace(minutes, new, by, minutes.item.category, _readers(minutes.item, by))
    _close_older(new, "retracted", "minutes_retracted", by)
    return new


def _check(minutes: Minutes, reason: str, field: str) -> None:
    if minutes.retracted_at:
        raise RuleBroken("RETRACTED", _("Anteckningarna är redan återtagna. Skriv nya i stället."))
    if not reason.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför."), field=field)


def _replace(old: Minutes, new: Minutes, by: Actor, category: str, share: Iterable[uuid.UUID]) -> None:
    writing.write(
        new, case=old.case, kind=ItemKind.MINUTES, category=category, by=by, share=share, replaces=old.item
    )


def _readers(item: Item, by: Actor) -> list[uuid.UUID]:
    """Who reads any version now and may still be given the next: they must learn that it is gone."""
    reading = set(live_disclosures().filter(item__series=item.series).values_list("to_party_id", flat=True))
    return [
        r.party_id
        for r in gate.receivers(item.case, by, item.category)
        if r.allowed and r.party_id in reading
    ]


def _close_older(new: Minutes, because: str, kind: str, by: Actor) -> None:
    """End what was released of the older versions, and tell those parties."""
    older = list(live_disclosures().filter(item__series=new.item.series).exclude(item_id=new.pk))
    writing.end_disclosures(older, because)
    _tell(new, older, kind, by)


def _tell(minutes: Minutes, rows: Iterable[Disclosure], kind: str, by: Actor) -> None:
    """A line for each named person of the receiving parties."""
    parties = {row.to_party_id for row in rows}
    staff = open_assignments(minutes.case.pk).filter(party_id__in=parties, staff__isnull=False)
    for staff_id, party_id in {(row.staff_id, row.party_id) for row in staff}:
        writing.tell(
            party_id=party_id, staff_id=staff_id, kind=kind, case_number=minutes.case.number,
            address=reverse("meeting:read", args=[minutes.meeting_id]),
        )  # fmt: skip
