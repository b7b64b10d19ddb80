"""A workplace: contact, supervisor, adaptations, introduction; what the employer may know is a consent."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access.days import last_day
from samsyn.entry.case.models import Face, ItemContent


class Workplace(ItemContent):
    """A work placement at an employer."""

    employer = models.CharField(max_length=160)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_number = models.CharField(max_length=40, blank=True)
    supervisor = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=160, blank=True)
    places = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="How many places the workplace has."
    )
    tasks = models.TextField(blank=True)
    adaptations = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    extent = models.CharField(max_length=80, blank=True)

    def face(self) -> Face:
        """A bar while it goes on. Where a protected person works stands in no label."""
        protected = self.item.case.person.is_protected
        label = str(_("Arbetsplats")) if protected else self.employer[:100]
        return Face(self.starts_on, label, self.ends_on, "under_way")

    def words(self) -> list[tuple[str, str]]:
        """What is done there and when."""
        return [
            (str(_("Antal platser")), "" if self.places is None else str(self.places)),
            (str(_("Arbetsuppgifter")), self.tasks),
            (str(_("Anpassningar")), self.adaptations),
            (str(_("Introduktion")), self.introduction),
            (str(_("Tid")), f"{self.starts_on} – {self.last_day or ''}"),
            (str(_("Omfattning")), self.extent),
        ]

    def whereabouts(self) -> list[tuple[str, str]]:
        """The employer and who can be reached there."""
        return [
            (str(_("Arbetsplats")), self.employer),
            (str(_("Kontakt")), f"{self.contact_name} {self.contact_number}".strip()),
            (str(_("Handledare")), self.supervisor),
            (str(_("Plats")), self.place),
        ]

    def summary(self) -> list[dict[str, str]]:
        """What it says, without what is empty, for a summary list."""
        rows = [*self.whereabouts()[1:], *self.words()]
        return [{"key": label, "value": value} for label, value in rows if value]

    @property
    def last_day(self) -> dt.date | None:
        """The last day, as people say it."""
        return last_day(self.ends_on)
