"""Follow-ups: every third month on the way, and at 3, 6 and 12 months after the exit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.models import Face, ItemContent


class FollowUp(ItemContent):
    """A planned look: what now, has a step been taken, what next."""

    class Kind(models.TextChoices):
        """Which one."""

        QUARTERLY = "quarterly", _("Var tredje månad")
        AFTER_3 = "after_3", _("3 månader efter avslut")
        AFTER_6 = "after_6", _("6 månader efter avslut")
        AFTER_12 = "after_12", _("12 månader efter avslut")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    not_reached = models.BooleanField(default=False, db_comment="The person could not be reached: unknown.")
    livelihood_unchanged = models.BooleanField(null=True)
    what_now = models.TextField(blank=True)
    what_next = models.TextField(blank=True)

    def face(self) -> Face:
        """A moment on the day it was done or is due."""
        return Face(self.done_on or self.due_on, str(self.get_kind_display()), state="done" if self.done_on else "planned")

    def words(self) -> list[tuple[str, str]]:
        """What was found."""
        return [(str(_("Nu")), self.what_now), (str(_("Härnäst")), self.what_next)]
