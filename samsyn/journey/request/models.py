"""Requests (förfrågan): a statement, a decision or a call back asked of another party, answered by a day."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, Item, ItemContent


class Request(ItemContent):
    """What is asked, of whom, answered by when; days waiting are shown to both sides."""

    class Asks(models.TextChoices):
        """What is wanted."""

        STATEMENT = "statement", _("Utlåtande")
        DECISION = "decision", _("Beslut")
        CALL_BACK = "call_back", _("Ring upp")
        INFORMATION = "information", _("Uppgift")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Väntar på svar")
        ANSWERED = "answered", _("Besvarad")
        WITHDRAWN = "withdrawn", _("Återtagen")

    asks = models.CharField(max_length=11, choices=Asks.choices)
    question = models.TextField()
    to_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="requests")
    to_staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    substitute = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateField(db_comment="Answer wanted by this day.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    answer_item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="answers",
        db_comment="The answer: a note held by the answering party and disclosed back.",
    )  # fmt: skip
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True, db_comment="First reminder, to the one asked.")
    raised_at = models.DateTimeField(null=True, blank=True, db_comment="When the unit manager was told.")

    def days_waiting(self, day: dt.date) -> int:
        """Whole days from asking to answer, or to `day`."""
        until = clock.local(self.answered_at).date() if self.answered_at else day
        return (until - clock.local(self.item.at).date()).days

    def face(self) -> Face:
        """A bar from asking to answer, across both lanes."""
        start = clock.local(self.item.at).date()
        end = clock.local(self.answered_at).date() + dt.timedelta(days=1) if self.answered_at else None
        return Face(start, str(self.get_asks_display()), end, self.state, (str(self.to_party_id),))

    def words(self) -> list[tuple[str, str]]:
        """The question and where it stands; the answer is the answering party's own note."""
        return [
            (str(_("Vill ha")), str(self.get_asks_display())),
            (str(_("Fråga")), self.question),
            (str(_("Till")), f"{self.to_party} · {self.to_unit}"),
            (str(_("Svar senast")), str(self.answer_by)),
            (str(_("Läge")), str(self.get_state_display())),
        ]
