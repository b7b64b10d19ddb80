"""Deviations: one line from a case page, "this went wrong", kept for later handling."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.entry.case.models import Face, ItemContent


class Deviation(ItemContent):
    """When collaboration failed, seen from the person."""

    line = models.CharField(max_length=300)

    def face(self) -> Face:
        """A moment."""
        return Face(clock.local(self.item.at).date(), self.line[:80])

    def words(self) -> list[tuple[str, str]]:
        """The line."""
        return [(str(_("Det här gick fel")), self.line)]
