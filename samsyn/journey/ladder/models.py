"""Ratings on the ladders of a method, and a module broken into smaller parts for one person."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment


class Rating(ItemContent):
    """The steps of one area as they were set on a day: by the person, by staff, or by both together."""

    class RatedBy(models.TextChoices):
        """Whose steps are set."""

        TOGETHER = "together", _("Tillsammans")
        PERSON = "person", _("Personen")
        STAFF = "staff", _("Personalen")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="ratings")
    ladder = models.CharField(max_length=60, db_comment="Id of the ladder in the text.")
    name = models.CharField(max_length=200, db_comment="What it was called then.")
    on = models.DateField()
    rated_by = models.CharField(max_length=8, choices=RatedBy.choices, default=RatedBy.TOGETHER)
    values = models.JSONField(
        default=dict, db_comment="Module -> {person, staff} -> step; null: was not judged, left out: not asked."
    )
    own = models.JSONField(default=dict, db_comment="The person's own parts among them: id -> {name, part_of, steps}.")
    told = models.JSONField(default=list, db_comment="Module and steps in words, as they were then.")
    said = models.CharField(max_length=500, blank=True, db_comment="What was said about it.")

    class Meta:
        db_table_comment = "Rating on a ladder (trappa) of a method."
        indexes: ClassVar = [models.Index(fields=["enrolment", "ladder"], name="rating_of_enrolment")]

    def face(self) -> Face:
        """A moment in the person's lane."""
        return Face(self.on, self.name[:160], code=self.ladder)

    def words(self) -> list[tuple[str, str]]:
        """Every module with its steps in words."""
        return [*((name, said) for name, said in self.told), (str(_("Att veta")), self.said)]

    def steps(self) -> list[tuple[str, str, int | None]]:
        """Module, whose (`person`, `staff`) and step of each."""
        return [(module, rater, step) for module, given in self.values.items() for rater, step in given.items()]


class ModuleParts(ItemContent):
    """A module broken into smaller ones for one person."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="module_parts")
    module = models.CharField(max_length=60, db_comment="Id of the module in the text.")
    name = models.CharField(max_length=200, db_comment="What it was called then.")
    on = models.DateField()
    parts = models.JSONField(default=list, db_comment="Each: id, name, steps (empty: those of the module).")

    class Meta:
        db_table_comment = "Module of a method broken into smaller parts for one person."
        indexes: ClassVar = [models.Index(fields=["enrolment", "module"], name="parts_of_enrolment")]

    def face(self) -> Face:
        """A moment."""
        return Face(self.on, self.name[:160], code=self.module)

    def words(self) -> list[tuple[str, str]]:
        """The module and its parts."""
        return [(self.name, _named(self.parts))]


def _named(parts: list[dict[str, Any]]) -> str:
    return ", ".join(part["name"] for part in parts)
