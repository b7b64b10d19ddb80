"""A workplace: contact, supervisor, adaptations, introduction; what the employer may know is a consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.models import Face, ItemContent


class Workplace(ItemContent):
    """A work placement at an employer."""

    employer = models.CharField(max_length=160)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_number = models.CharField(max_length=40, blank=True)
    supervisor = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=160, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="How many places the workplace has.")
    tasks = models.TextField(blank=True)
    adaptations = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    extent = models.CharField(max_length=80, blank=True)

    def face(self) -> Face:
        """A bar."""
        return Face(self.starts_on, self.employer[:100], self.ends_on, "under_way")

    def words(self) -> list[tuple[str, str]]:
        """Everything but what only a consent lets the employer know."""
        return [
            (str(_("Arbetsplats")), self.employer),
            (str(_("Kontakt")), f"{self.contact_name} {self.contact_number}".strip()),
            (str(_("Handledare")), self.supervisor),
            (str(_("Arbetsuppgifter")), self.tasks),
            (str(_("Anpassningar")), self.adaptations),
            (str(_("Introduktion")), self.introduction),
        ]
