"""Exit: only when the next step is connected; a receiver accepts or declines in the system."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.basis.code_list import queries as codes
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, Item, ItemContent


class Exit(ItemContent):
    """The end of an enrolment: reason, outcome, final documentation, next step and its receiver."""

    class Receiver(models.TextChoices):
        """What the receiver said."""

        ASKED = "asked", _("Frågad")
        ACCEPTED = "accepted", _("Tar emot")
        DECLINED = "declined", _("Tar inte emot")
        NONE = "none", _("Utan mottagare, med skäl")

    class State(models.TextChoices):
        """Open until the receiver answered or a reason was stated."""

        PREPARED = "prepared", _("Förbereds")
        DONE = "done", _("Avslutad")

    enrolment = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="exits")
    on = models.DateField()
    reason = models.CharField(max_length=40, db_comment="Code of exit_reason.")
    outcome = models.CharField(max_length=40, db_comment="Code of exit_outcome.")
    outcome_extent = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Percent, back to employer."
    )
    documentation = models.TextField(
        blank=True, db_comment="Final documentation, prefilled from the timeline."
    )
    next_step = models.CharField(max_length=300)
    receiver = models.CharField(max_length=8, choices=Receiver.choices, default=Receiver.ASKED)
    receiver_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receiver_staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver_words = models.TextField(blank=True, db_comment="Why declined, or what the receiver will do.")
    without_because = models.TextField(blank=True, db_comment="Why there is no receiver.")
    keeps_livelihood = models.BooleanField(default=False, db_comment="Livelihood is unchanged at the exit.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREPARED)

    def face(self) -> Face:
        """A moment, across to the receiver's lane."""
        lanes = (str(self.receiver_party_id),) if self.receiver_party_id else ()
        return Face(self.on, str(_("Avslut")), state=self.state, lanes=lanes, code=f"{self.outcome}/{self.reason}")

    def extent_words(self) -> str:
        """Such as "50 %"."""
        return f"{self.outcome_extent} %" if self.outcome_extent else ""

    def words(self) -> list[tuple[str, str]]:
        """Final documentation and the next step."""
        return [
            (str(_("Avslutsdag")), str(self.on)),
            (str(_("Orsak")), codes.words("exit_reason", self.reason)),
            (
                str(_("Resultat")),
                f"{codes.words('exit_outcome', self.outcome)} {self.extent_words()}".strip(),
            ),
            (str(_("Slutdokumentation")), self.documentation),
            (str(_("Nästa steg")), self.next_step),
            (str(_("Mottagare")), str(self.receiver_unit or "")),
            (str(_("Mottagarens svar")), ". ".join(filter(None, (self.get_receiver_display(), self.receiver_words)))),
            (str(_("Utan mottagare, därför att")), self.without_because),
        ]
