"""Change of caseworker: old and new overlap, open things move, the person is told."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, ItemContent


class Handover(ItemContent):
    """From one named caseworker to another within a party."""

    from_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    to_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    overlap_until = models.DateField(
        db_comment="The old caseworker still reads until this day (not included)."
    )
    person_told_on = models.DateField(null=True, blank=True)
    person_told_how = models.CharField(max_length=120, blank=True)
    moved = models.JSONField(default=dict, db_comment="How many of each open thing moved.")

    @property
    def last_day(self) -> dt.date | None:
        """The last day both read, as people say it; None when there was no such day."""
        return self.overlap_until - dt.timedelta(days=1) if self.overlap_until > self.on else None

    def face(self) -> Face:
        """A moment."""
        return Face(self.on, str(_("Ny handläggare")))

    def words(self) -> list[tuple[str, str]]:
        """Who to whom."""
        return [(str(_("Från")), str(self.from_staff)), (str(_("Till")), str(self.to_staff))]
