"""Follow-ups: every third month on the way, and at 3, 6 and 12 months after the exit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.models import Face, ItemContent
from samsyn.journey.progress.models import StepMove


class FollowUp(ItemContent):
    """A planned look: what now, has a step been taken, what next."""

    class Kind(models.TextChoices):
        """Which one."""

        QUARTERLY = "quarterly", _("Var tredje månad")
        AFTER_3 = "after_3", _("3 månader efter avslut")
        AFTER_6 = "after_6", _("6 månader efter avslut")
        AFTER_12 = "after_12", _("12 månader efter avslut")

    class Livelihood(models.TextChoices):
        """What happened to the income since last time."""

        UNCHANGED = "unchanged", _("Oförändrad")
        CHANGED = "changed", _("Ändrad")
        UNKNOWN = "unknown", _("Vet inte")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    not_reached = models.BooleanField(default=False, db_comment="The person could not be reached: unknown.")
    livelihood = models.CharField(max_length=9, choices=Livelihood.choices, blank=True)
    direction = models.CharField(max_length=8, choices=StepMove.Direction.choices, blank=True)
    what_now = models.TextField(blank=True)
    what_next = models.TextField(blank=True)

    def face(self) -> Face:
        """A moment on the day it was done or is due."""
        return Face(
            self.done_on or self.due_on,
            str(self.get_kind_display()),
            state="done" if self.done_on else "planned",
            code=self.kind,
            amount=int(self.kind.removeprefix("after_")) if self.kind.startswith("after_") else None,
        )

    def words(self) -> list[tuple[str, str]]:
        """What was found."""
        reached = _("Personen gick inte att nå.") if self.not_reached else ""
        return [
            (str(_("Uppföljning")), str(self.get_kind_display())),
            (str(_("Planerad till")), str(self.due_on)),
            (str(_("Gjord")), f"{self.done_on or ''} {reached}".strip()),
            (str(_("Försörjning")), str(self.get_livelihood_display())),
            (str(_("Steg")), str(self.get_direction_display())),
            (str(_("Nu")), self.what_now),
            (str(_("Härnäst")), self.what_next),
        ]
