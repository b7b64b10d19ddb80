"""Livelihood and occupation: several sources at once, each with extent and period; unknown is an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.models import Face, ItemContent


class Moment(models.TextChoices):
    """At which moment of the way it was asked."""

    BEFORE = "before", _("Före")
    START = "start", _("Vid start")
    UNDER_WAY = "under_way", _("Under tiden")
    EXIT = "exit", _("Vid avslut")
    FOLLOW_UP = "follow_up", _("Vid uppföljning")


class Livelihood(ItemContent):
    """One source of income for a period. Extents need not sum to 100."""

    source = models.CharField(max_length=40, db_comment="Code of livelihood; unknown is a code.")
    extent = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Percent; empty = not stated.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    is_main = models.BooleanField(default=False)

    def face(self) -> Face:
        """A band."""
        return Face(self.starts_on, f"{self.source}|{self.extent or ''}", self.ends_on)

    def words(self) -> list[tuple[str, str]]:
        """Source, extent and period."""
        return [(str(_("Försörjning")), self.source), (str(_("Omfattning")), str(self.extent or ""))]


class Occupation(ItemContent):
    """What the person does by day: work, studies, job-seeking, other."""

    code = models.CharField(max_length=40, db_comment="Code of occupation; unknown is a code.")
    extent = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Percent.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    moment = models.CharField(max_length=10, choices=Moment.choices)

    def face(self) -> Face:
        """A band."""
        return Face(self.starts_on, f"{self.code}|{self.extent or ''}", self.ends_on)

    def words(self) -> list[tuple[str, str]]:
        """What and how much."""
        return [(str(_("Sysselsättning")), self.code), (str(_("Omfattning")), str(self.extent or ""))]
