"""Livelihood and occupation: several sources at once, each with extent and period; unknown is an answer."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

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


def _period(starts_on: dt.date, ends_on: dt.date | None) -> str:
    """First and last day, both included, as people say it."""
    return f"{starts_on} – {ends_on - dt.timedelta(days=1) if ends_on else ''}".rstrip()


class Livelihood(ItemContent):
    """One source of income for a period. Extents need not sum to 100."""

    source = models.CharField(max_length=40, db_comment="Code of livelihood; unknown is a code.")
    extent = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Percent; empty = not stated."
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    is_main = models.BooleanField(default=False)

    def face(self) -> Face:
        """A band."""
        return Face(self.starts_on, _label(self.source, self.extent), self.ends_on)

    def words(self) -> list[tuple[str, str]]:
        """Source, extent and period."""
        return [
            (str(_("Försörjning")), codes.words("livelihood", self.source)),
            (str(_("Omfattning")), _percent(self.extent)),
            (str(_("Tid")), _period(self.starts_on, self.ends_on)),
            (str(_("Uppgiften gäller")), str(self.get_moment_display())),
        ]


class Occupation(ItemContent):
    """What the person does by day: work, studies, job-seeking, other."""

    code = models.CharField(max_length=40, db_comment="Code of occupation; unknown is a code.")
    extent = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Percent.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    moment = models.CharField(max_length=10, choices=Moment.choices)

    def face(self) -> Face:
        """A band."""
        return Face(self.starts_on, _label(self.code, self.extent), self.ends_on)

    def words(self) -> list[tuple[str, str]]:
        """What, how much, when."""
        return [
            (str(_("Sysselsättning")), codes.words("occupation", self.code)),
            (str(_("Omfattning")), _percent(self.extent)),
            (str(_("Tid")), _period(self.starts_on, self.ends_on)),
            (str(_("Uppgiften gäller")), str(self.get_moment_display())),
        ]
