"""Joint selection: a meeting with an agenda of referrals, each party's picture, one decision, one queue."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.group.models import Group
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.referral.models import Referral


class SelectionMeeting(models.Model):
    """A meeting of a selection group. Its minutes hold no names; each decision is an item of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    called_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True, db_comment="When the meeting was closed.")
    minutes = models.TextField(blank=True, db_comment="General matters; no persons.")
    present = models.JSONField(default=list, db_comment="Staff ids who took part.")

    class Meta:
        db_table_comment = "A meeting of a selection group."


class AgendaItem(models.Model):
    """One referral on the agenda, with or without identity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(SelectionMeeting, on_delete=models.PROTECT, related_name="agenda")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    is_deidentified = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "A referral on a selection meeting's agenda."
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "referral"], name="on_agenda_once"),
        ]


class Picture(ItemContent):
    """What one party knows that matters for the selection; held by that party."""

    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="pictures")
    text = models.TextField()

    def face(self) -> Face:
        """A moment."""
        return Face(clock.local(self.item.at).date(), str(_("Underlag till urval")))

    def words(self) -> list[tuple[str, str]]:
        """The text."""
        return [(str(_("Underlag")), self.text)]


class SelectionDecision(ItemContent):
    """What the group decided for one referral, and who decided."""

    class Outcome(models.TextChoices):
        """The three outcomes, as in KV."""

        ENROL = "enrol", _("Skrivs in")
        OTHER = "other_measure", _("Annan gemensam insats")
        RETURN = "return", _("Åter till ordinarie handläggare")

    agenda_item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, related_name="decision", null=True, blank=True,
        db_comment="Empty when the owner unit decided alone.",
    )  # fmt: skip
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=13, choices=Outcome.choices)
    reason = models.CharField(max_length=40, blank=True, db_comment="Code of return_reason.")
    because = models.TextField(blank=True, db_comment="Reason in words, shown to both sides.")
    named_receiver = models.CharField(max_length=160, blank=True)
    decided_on = models.DateField()
    took_part = models.JSONField(default=list, db_comment="Names and parties present, as text.")

    def face(self) -> Face:
        """A joint moment across the parties that took part."""
        lanes = tuple(dict.fromkeys(str(p["party_id"]) for p in self.took_part if p.get("party_id")))
        return Face(self.decided_on, str(self.get_outcome_display()), lanes=lanes)

    def words(self) -> list[tuple[str, str]]:
        """Outcome, reason and who takes over."""
        return [
            (str(_("Beslut")), str(self.get_outcome_display())),
            (str(_("Skäl")), self.because),
            (str(_("Vem tar över")), self.named_receiver),
        ]


class QueueEntry(models.Model):
    """A place in an intervention's queue; waiting is a state with its own length."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="queue")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="queue_entries")
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="+", db_comment="Who keeps the queue."
    )
    since = models.DateTimeField(default=clock.now)
    position = models.PositiveSmallIntegerField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.CharField(
        max_length=12, blank=True, db_comment="enrolled, withdrawn, returned, other or no_consent."
    )

    class Meta:
        db_table_comment = "Queue to an intervention."
