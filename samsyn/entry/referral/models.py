"""A referral (remiss): from anyone, to an intervention's unit, through named states; waiting has a length."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, ItemContent


class ReferralState(models.TextChoices):
    """Where the referral stands."""

    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Skickad")
    RECEIVED = "received", _("Mottagen")
    ASKED = "asked", _("Komplettering begärd")
    ACCEPTED = "accepted", _("Antagen")
    DECLINED = "declined", _("Nej, med skäl")
    RETURNED = "returned", _("Åter till remittenten")
    WITHDRAWN = "withdrawn", _("Återtagen")


class Referral(ItemContent):
    """Why this person, to what. The state changes; the content changes only as a draft."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="referrals")
    origin = models.CharField(max_length=10, db_comment="Code of code list referral_origin.")
    origin_name = models.CharField(max_length=120, blank=True, db_comment="Who referred, when not a party.")
    reason = models.CharField(max_length=40, db_comment="Code of code list reason.")
    why = models.TextField(db_comment="What has happened and what is needed.")
    wishes = models.TextField(blank=True, db_comment="What the person wants, in their words.")
    confirmed_needs = models.JSONField(
        default=list, blank=True,
        db_comment="What the method needs and the referrer has confirmed: id and words, as said then.",
    )  # fmt: skip
    is_deidentified = models.BooleanField(default=False, db_comment="Sent without identity: no consent.")
    summary = models.TextField(blank=True, db_comment="The text that is shared without identity.")
    state = models.CharField(max_length=9, choices=ReferralState.choices, default=ReferralState.DRAFT)
    state_since = models.DateTimeField(default=clock.now)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    referrer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_comment="Who is told.")
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, db_comment="When it got its answer.")

    def face(self) -> Face:
        """A bar from sent to answer: the wait is seen."""
        start = clock.local(self.sent_at or self.item.at).date()
        end = clock.local(self.closed_at).date() + dt.timedelta(days=1) if self.closed_at else None
        return Face(start, self.intervention.name, end, self.state, (str(self.to_unit.party_id),))

    def words(self) -> list[tuple[str, str]]:
        """Why, and what the person wants."""
        return [
            (str(_("Insats")), self.intervention.name),
            (str(_("Varför")), self.summary if self.is_deidentified else self.why),
            (str(_("Personens önskan")), "" if self.is_deidentified else self.wishes),
            (str(_("Bekräftat av remittenten")), "; ".join(need["text"] for need in self.confirmed_needs)),
        ]


class ReferralStep(models.Model):
    """One change of state, or something else that happened in it, with reason where one is owed."""

    class Event(models.TextChoices):
        """What happened without a change of state."""

        MOVED = "moved", _("Ändrad plats i kön")
        KNOWN = "known", _("Mottagaren får veta vem det gäller")
        DECIDED = "decided", _("Nytt beslut")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=9, choices=ReferralState.choices, blank=True)
    to_state = models.CharField(max_length=9, choices=ReferralState.choices)
    event = models.CharField(max_length=7, choices=Event.choices, blank=True, db_comment="When the state stayed.")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(
        max_length=40, blank=True, db_comment="Code of decline_reason or return_reason."
    )
    words = models.TextField(blank=True, db_comment="Reason or question in words, shown to both sides.")
    named_receiver = models.CharField(max_length=160, blank=True, db_comment="Who takes over on return.")

    class Meta:
        db_table_comment = "What happened in a referral."
        ordering: ClassVar = ["at"]

    @property
    def what(self) -> str:
        """What the history calls it."""
        return str(self.get_event_display() or self.get_to_state_display())
