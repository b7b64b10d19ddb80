"""Mappings, assessments of every kind of the list, and each party's own view of work ability."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.code_list import queries as codes
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, Item, ItemContent


class Assessment(ItemContent):
    """One assessment. Mapping has areas, each optional; work ability is one party's own view."""

    class Kind:
        """Codes of assessment_kind that have ways of their own; the other kinds of the list are alike."""

        MAPPING, FUNCTIONAL, WORK_ABILITY = "mapping", "functional", "work_ability"

    class Outcome(models.TextChoices):
        """What it led to."""

        STATEMENT = "statement", _("Utlåtande")
        REFERRAL_ONWARDS = "referral_onwards", _("Remiss vidare")

    kind = models.CharField(max_length=40, db_comment="Code of assessment_kind.")
    made_on = models.DateField()
    made_by = models.CharField(max_length=160, blank=True, db_comment="Who assessed, and as what.")
    areas = models.JSONField(default=dict, db_comment="Mapping: code of assessment_area -> words.")
    summary = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    referred_to = models.CharField(max_length=160, blank=True)
    work_ability = models.CharField(
        max_length=200, blank=True, db_comment="Work ability: the view in a line."
    )
    extent = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Work ability, percent 0-100."
    )

    @property
    def kind_words(self) -> str:
        """What the kind is called."""
        return codes.words("assessment_kind", self.kind)

    def face(self) -> Face:
        """A moment."""
        return Face(self.made_on, self.kind_words, code=self.kind)

    def words(self) -> list[tuple[str, str]]:
        """Everything it says."""
        extent = f"{self.extent} %" if self.extent is not None else ""
        return [
            (str(_("Slag")), self.kind_words),
            (str(_("Dag")), str(self.made_on)),
            (str(_("Gjord av")), self.made_by),
            *((codes.words("assessment_area", area), text) for area, text in self.areas.items()),
            (str(_("Sammanfattning")), self.summary),
            (str(_("Ledde till")), f"{self.get_outcome_display()} {self.referred_to}".strip()),
            (str(_("Arbetsförmåga")), self.work_ability),
            (str(_("Omfattning")), extent),
        ]


class AssessmentUse(models.Model):
    """What a receiver did with it: relied on, or reassessed because; shown to its author."""

    class Use(models.TextChoices):
        """Relied on or made anew."""

        RELIED_ON = "relied_on", _("Vi utgår från bedömningen")
        REASSESSED = "reassessed", _("Vi gör en ny bedömning, därför att")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assessment_uses")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=10, choices=Use.choices)
    because = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "How a receiving party used an assessment."
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "party"], name="used_once")]
