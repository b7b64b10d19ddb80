"""What is bought for one person from the purse of a method: asked for, decided by party staff, bought."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment


class Purchase(ItemContent):
    """What no party has and is bought instead. The association learns amount and kind, summed over many."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Väntar på beslut")
        APPROVED = "approved", _("Beviljat")
        DECLINED = "declined", _("Avslag")
        BOUGHT = "bought", _("Köpt")
        WITHDRAWN = "withdrawn", _("Återtaget")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="purchases")
    intervention = models.ForeignKey(
        Intervention, on_delete=models.PROTECT, related_name="+", db_comment="Whose purse: read without the enrolment."
    )
    method_version = models.ForeignKey(
        MethodVersion, on_delete=models.PROTECT, related_name="+", db_comment="Whose text says who decides."
    )
    kind = models.CharField(max_length=60, blank=True, db_comment="Id of the kind in the text's purse.")
    kind_name = models.CharField(max_length=200, blank=True, db_comment="What the kind was called then.")
    what_for = models.TextField()
    asked = models.DecimalField(max_digits=10, decimal_places=2, db_comment="SEK asked for.")
    amount = models.DecimalField(
        max_digits=10, decimal_places=2, default=Decimal(0), db_comment="SEK decided; when bought, what it cost."
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_in = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=300, blank=True, db_comment="What was said of the decision.")
    bought_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table_comment = "Bought for a person from a purse (inköp)."

    FACES: ClassVar[dict[str, str]] = {
        State.ASKED: "waiting", State.APPROVED: "planned", State.DECLINED: "declined", State.BOUGHT: "done",
        State.WITHDRAWN: "withdrawn",
    }  # fmt: skip

    @property
    def counts(self) -> bool:
        """Whether its amount is taken from the purse."""
        return self.state in (self.State.APPROVED, self.State.BOUGHT)

    def face(self) -> Face:
        """The day it was asked for, or bought; which kind, never what for or how much."""
        on = self.bought_on or clock.local(self.item.at).date()
        return Face(on, self.kind_name[:160], state=self.FACES[self.state], code=self.kind)

    def words(self) -> list[tuple[str, str]]:
        """What is bought, for how much, and what was decided."""
        return [
            (str(_("Slag")), self.kind_name),
            (str(_("Vad det ska användas till")), self.what_for),
            (str(_("Begärt, kronor")), f"{self.asked:.2f}".replace(".", ",")),
            (str(_("Läge")), str(self.get_state_display())),
            (str(_("Belopp, kronor")), f"{self.amount:.2f}".replace(".", ",") if self.counts else ""),
            (str(_("Beslutat")), str(self.decided_on or "")),
            (str(_("Om beslutet")), self.said),
            (str(_("Köpt")), str(self.bought_on or "")),
        ]
