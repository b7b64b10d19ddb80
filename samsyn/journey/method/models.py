"""What staff say of a person's way in a method: done, skipped with a reason, opened early, ended."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment


class MethodMark(ItemContent):
    """A phase or an expected thing ticked off by hand. What is written in Samsyn needs no mark."""

    class State(models.TextChoices):
        """What is said of it."""

        DONE = "done", _("Klart")
        SKIPPED = "skipped", _("Hoppas över")
        OPENED = "opened", _("Öppnat")
        ENDED = "ended", _("Avslutat")
        TAKEN_BACK = "taken_back", _("Ångrat")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    part = models.CharField(max_length=60, db_comment="Id of the phase or expected thing in the text.")
    name = models.CharField(max_length=200, db_comment="What it was called then.")
    state = models.CharField(max_length=10, choices=State.choices)
    on = models.DateField()
    outcome = models.CharField(max_length=60, blank=True, db_comment="Id of the chosen outcome of a decision.")
    outcome_name = models.CharField(max_length=200, blank=True, db_comment="What the outcome was called then.")
    said = models.CharField(max_length=300, blank=True, db_comment="Outcome, or why it is skipped.")

    class Meta:
        db_table_comment = "Ticked off in a method (metod)."
        indexes: ClassVar = [models.Index(fields=["enrolment", "part"], name="mark_of_enrolment")]

    def face(self) -> Face:
        """A moment."""
        return Face(self.on, self.name[:160], state=self.state, code=self.part)

    def words(self) -> list[tuple[str, str]]:
        """What is ticked off, and what was said of it."""
        state = " · ".join(part for part in (str(self.get_state_display()), self.outcome_name, self.said) if part)
        return [(str(_("I metoden")), self.name), (str(_("Läge")), state)]
