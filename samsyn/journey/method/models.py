"""What staff say of a person's way in a method; what is derived of it for start pages; reminders that were sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.party.models import Party
from samsyn.entry.case.models import Case, Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person.models import Person


class MethodMark(ItemContent):
    """A phase or an expected thing ticked off by hand. What is written in Samsyn needs no mark."""

    class State(models.TextChoices):
        """What is said of it."""

        DONE = "done", _("Klart")
        SKIPPED = "skipped", _("Hoppas över")
        OPENED = "opened", _("Öppnat")
        ENDED = "ended", _("Avslutat")
        TAKEN_BACK = "taken_back", _("Ångrat")
        MOVED = "moved", _("Flyttat till en annan version")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    part = models.CharField(
        max_length=60, blank=True, db_comment="Id of the phase or expected thing in the text; empty for a move."
    )
    name = models.CharField(max_length=200, db_comment="What it was called then.")
    state = models.CharField(max_length=10, choices=State.choices)
    on = models.DateField()
    outcome = models.CharField(max_length=60, blank=True, db_comment="Id of the chosen outcome of a decision.")
    outcome_name = models.CharField(max_length=200, blank=True, db_comment="What the outcome was called then.")
    said = models.CharField(max_length=300, blank=True, db_comment="Outcome, or why it is skipped or moved.")
    moved_from = models.ForeignKey(
        MethodVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="Version that the person followed before the move.",
    )  # fmt: skip
    moved_to = models.ForeignKey(
        MethodVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="Version that the person was moved to.",
    )  # fmt: skip

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


class MethodStanding(models.Model):
    """What one party's readers are to see that a method waits for. Derived, made anew by `samsyn rebuild`; never
    the source: it holds for the day it was made for, until the case changes (`ChangedCase`)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="standings", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    method_version = models.ForeignKey(MethodVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    made_on = models.DateField(db_comment="The day that it holds for.")
    holds_until = models.DateTimeField(null=True, db_comment="When the next ground of what the party reads runs out.")
    tells_on = models.DateField(null=True, db_comment="From when somebody is to be reminded of something in it.")
    waits = models.JSONField(default=list, db_comment="What is expected or late: part, number, state, days.")

    class Meta:
        db_table_comment = "Derived: what a method waits for, per participation and reading party."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "party"], name="standing_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["tells_on"], name="standing_tells")]


class ChangedCase(models.Model):
    """A case that changed since its derived rows were made; the database itself notes it, in the transaction that
    changes the case. A row for each party that works with it, and each change: nobody waits for anybody."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        db_table_comment = "Cases whose derived rows are to be made anew."
        indexes: ClassVar = [models.Index(fields=["case", "party"], name="changed_case")]


class Reminder(models.Model):
    """A reminder that was sent. Once a person, thing and period, in however many methods the thing is expected."""

    class Kind(models.TextChoices):
        """What was said."""

        REMIND = "remind", _("Påminnelse")
        NOTHING = "nothing", _("Ingenting hände")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    thing = models.CharField(max_length=160, db_comment="Sort and kind of what is expected: meeting:three_party.")
    period = models.CharField(max_length=10, db_comment="Month (2026-11) or, of what is often, week (2026-W47).")
    turn = models.PositiveSmallIntegerField(default=0, db_comment="Which of its sort and kind in the period, from 0.")
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Reminders that were sent (påminnelser)."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "thing", "period", "turn"], name="reminded_once"),
        ]
