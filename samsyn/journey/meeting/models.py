"""Meetings any party or the person may call; decisions are booked at the table; minutes have versions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, Item, ItemContent


class Meeting(ItemContent):
    """A meeting around the person."""

    class Kind(models.TextChoices):
        """What sort of meeting."""

        THREE_PARTY = "three_party", _("Trepartsmöte")
        FOUR_PARTY = "four_party", _("Fyrpartsmöte")
        RECONCILIATION = "reconciliation", _("Avstämningsmöte")
        NETWORK = "network", _("Nätverksmöte")
        PLAN = "plan", _("SIP-möte")
        OTHER = "other", _("Annat möte")

    class State(models.TextChoices):
        """Where it stands."""

        CALLED = "called", _("Kallat")
        HELD = "held", _("Hållet")
        CANCELLED = "cancelled", _("Inställt")

    kind = models.CharField(max_length=14, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True, db_comment="What the method calls it; empty = its kind.")
    method_meeting = models.CharField(
        max_length=60, blank=True, db_comment="Id of the meeting in the text of a method that it was called as."
    )
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True, db_comment="Room or link.")
    purpose = models.TextField(blank=True)
    called_by_person = models.BooleanField(default=False, db_comment="The person asked for it.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.CALLED)
    cancelled_because = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, db_comment="iCalendar SEQUENCE.")

    def face(self) -> Face:
        """A joint moment across the lanes of those invited (the item keeps the lanes)."""
        code = f"{self.kind}/{self.method_meeting}" if self.method_meeting else self.kind
        return Face(clock.local(self.starts_at).date(), self.title[:160], state=self.state, code=code)

    @property
    def title(self) -> str:
        """What it is called: by the method, else by its kind."""
        return self.name or str(self.get_kind_display())

    def words(self) -> list[tuple[str, str]]:
        """What, when, why."""
        return [
            (str(_("Möte")), self.title),
            (str(_("Tid")), clock.local(self.starts_at).strftime("%Y-%m-%d %H:%M")),
            (str(_("Syfte")), self.purpose),
            (str(_("Läge")), str(self.get_state_display())),
        ]

    def whereabouts(self) -> list[tuple[str, str]]:
        """The room or link."""
        return [(str(_("Plats")), self.place)]


class Invitee(models.Model):
    """One who is called: staff of a party, or somebody by name (the person, a relative, an employer)."""

    class Reply(models.TextChoices):
        """Answer to the call."""

        NONE = "none", _("Inte svarat")
        YES = "yes", _("Kommer")
        NO = "no", _("Kan inte")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="invitees")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, db_comment="When not staff.")
    is_person = models.BooleanField(default=False, db_comment="The person the case is about.")
    email = models.EmailField(blank=True, db_comment="Empty for the person: called on paper.")
    reply = models.CharField(max_length=4, choices=Reply.choices, default=Reply.NONE)
    attended = models.BooleanField(null=True, db_comment="Empty until the meeting was held.")

    class Meta:
        db_table_comment = "Who is called to a meeting."
        ordering: ClassVar = ["id"]

    @property
    def who(self) -> str:
        """The name to show: of the staff, the party's inbox, or as written."""
        if self.staff:
            return str(self.staff)
        if self.is_person:
            return str(_("Personen själv"))
        return self.name or (self.party.short_name if self.party else "")


class Minutes(ItemContent):
    """Minutes of a meeting: corrected as a new version with reason, or retracted."""

    meeting = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="minutes_of")
    text = models.TextField()
    correction_reason = models.CharField(max_length=300, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_because = models.CharField(max_length=300, blank=True)

    def face(self) -> Face:
        """A moment."""
        state = "retracted" if self.retracted_at else ""
        return Face(clock.local(self.item.at).date(), str(_("Minnesanteckning")), state=state)

    def words(self) -> list[tuple[str, str]]:
        """The text, unless retracted."""
        return [(str(_("Minnesanteckning")), "" if self.retracted_at else self.text)]


class MeetingReplyToken(models.Model):
    """Lets an invited person without an account answer by a link; holds no data of the meeting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invitee = models.OneToOneField(Invitee, on_delete=models.CASCADE, related_name="token")
    digest = models.CharField(max_length=64, unique=True, db_comment="SHA-256 of the secret in the link.")
    expires_at = models.DateTimeField()

    class Meta:
        db_table_comment = "Answer links for those called without an account."
        ordering: ClassVar = ["id"]
