"""Interventions (insatser): what can be offered, to whom, how many at a time, who pays."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access.ids import new_id
from samsyn.basis.group.models import Group
from samsyn.basis.method.models import Method
from samsyn.basis.party.models import Association, Party, Unit


class Intervention(models.Model):
    """An offered intervention. Individual ones enrol people; structural ones count volumes only."""

    class Orientation(models.TextChoices):
        """Inriktning."""

        INDIVIDUAL = "individual", _("Individinriktad")
        STRUCTURAL = "structural", _("Strukturövergripande")

    class Registration(models.TextChoices):
        """Mätmetod: identity with consent, or numbers only."""

        PERSONAL = "personal", _("Personuppgifter")
        VOLUME = "volume", _("Endast antal (volym)")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="interventions")
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True, db_comment="What the person meets, in plain words.")
    orientation = models.CharField(max_length=10, choices=Orientation.choices, default=Orientation.INDIVIDUAL)
    registration = models.CharField(max_length=8, choices=Registration.choices, default=Registration.PERSONAL)
    target_groups = models.JSONField(default=list, db_comment="Codes of code list target_group.")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Lowest age, years.")
    age_to = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Highest age, years, included."
    )
    places = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="At the same time; empty = no limit."
    )
    owner_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="interventions")
    owner_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="interventions",
        db_comment="Whose inbox referrals come to.",
    )
    circle = models.ManyToManyField(
        Party, related_name="in_circle_of", blank=True  # preset of a consent conversation
    )
    selection_group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="interventions",
        db_comment="Group that selects jointly; empty = the owner unit decides alone.",
    )  # fmt: skip
    method = models.ForeignKey(
        Method, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions",
        db_comment="Way of working; those enrolled begin with its newest version.",
    )  # fmt: skip
    funding = models.CharField(max_length=120, blank=True, db_comment="Who pays.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")

    class Meta:
        db_table_comment = "Intervention (insats)."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association", "name"], name="intervention_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
