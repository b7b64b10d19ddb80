"""Livelihood and occupation: several sources at once, each with extent and period; unknown is an answer."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access.days import last_day
from samsyn.basis.code_list import queries as codes
from samsyn.entry.case.models import Face, ItemContent


class Moment(models.TextChoices):
    """At which moment of the way it was asked."""

    BEFORE = "before", _("Före")
    START = "start", _("Vid start")
    UNDER_WAY = "under_way", _("Under tiden")
    EXIT = "exit", _("Vid avslut")
    FOLLOW_UP = "follow_up", _("Vid uppföljning")


def _percent(extent: int | None) -> str:
    return f"{extent} %" if extent else ""


def _label(code: str, extent: int | None) -> str:
    """Such as "sickness_benefit|50"; said as "Sjukpenning 50 %" (`labels.said`)."""
    return f"{code}|{extent}" if extent else code


class Band(ItemContent):
    """What goes on for a period, with an extent, as it was said at one moment of the way."""

    extent = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Percent; empty = not stated."
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    written_over = models.BooleanField(
        default=False, db_comment="Said anew for the same moment the same day: it never held."
    )

    class Meta:
        abstract = True

    @property
    def last_day(self) -> dt.date | None:
        """The last day it goes on, as people say it."""
        return last_day(self.ends_on)

    @property
    def period(self) -> str:
        """First and last day; the day alone for what was said anew the same day."""
        if self.ends_on == self.starts_on:
            return str(self.starts_on)
        return f"{self.starts_on} – {self.last_day or ''}".rstrip()


class Livelihood(Band):
    """One source of income for a period. Extents need not sum to 100."""

    source = models.CharField(max_length=40, db_comment="Code of livelihood; unknown is a code.")
    is_main = models.BooleanField(default=False)

    @property
    def code(self) -> str:
        """Which source, under the name that occupations have too."""
        return self.source

    def face(self) -> Face:
        """A band."""
        label = _label(self.source, self.extent)
        return Face(self.starts_on, label, self.ends_on, code=self.source, amount=self.extent)

    def words(self) -> list[tuple[str, str]]:
        """Source, extent and period."""
        return [
            (str(_("Försörjning")), codes.words("livelihood", self.source)),
            (str(_("Omfattning")), _percent(self.extent)),
            (str(_("Tid")), self.period),
            (str(_("Uppgiften gäller")), str(self.get_moment_display())),
        ]


class Occupation(Band):
    """What the person does by day: work, studies, job-seeking, other."""

    code = models.CharField(max_length=40, db_comment="Code of occupation; unknown is a code.")

    def face(self) -> Face:
        """A band."""
        return Face(self.starts_on, _label(self.code, self.extent), self.ends_on, code=self.code, amount=self.extent)

    def words(self) -> list[tuple[str, str]]:
        """What, how much, when."""
        return [
            (str(_("Sysselsättning")), codes.words("occupation", self.code)),
            (str(_("Omfattning")), _percent(self.extent)),
            (str(_("Tid")), self.period),
            (str(_("Uppgiften gäller")), str(self.get_moment_display())),
        ]
