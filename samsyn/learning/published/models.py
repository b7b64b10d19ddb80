"""Reports that were printed without their people: what they print, and people constructed to give the same tables."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Staff


class PublishedReport(models.Model):
    """One report, as printed. Reading it again replaces it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="Who read it in; empty = the installation, for all.",
    )  # fmt: skip
    name = models.CharField(max_length=60, db_comment="Its short name, such as kv.")
    title_sv = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    people = models.PositiveIntegerField(db_comment="How many people it is about.")
    printed: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        db_comment="Its tables as printed, what they are about, and its contradictions."
    )
    imported_at = models.DateTimeField(default=clock.now)
    imported_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_comment="Empty = the command."
    )

    class Meta:
        db_table_comment = "A report's published tables (publicerad uppföljning). Facts of a printed text, no cases."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association", "name"], name="published_name_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(association__isnull=True), name="published_name_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_sv


class ConstructedTable(models.Model):
    """One table of the people constructed from a report, in the contract of `samsyn.evidence`. Nobody in it exists."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(PublishedReport, on_delete=models.CASCADE, related_name="constructed")
    name = models.CharField(max_length=30, db_comment="people, participations, livelihoods, occupations or answers.")
    parquet = models.BinaryField(db_comment="The rows, as a Parquet file marked as constructed.")

    class Meta:
        db_table_comment = "Constructed people of a published report; they are never counted among cases."
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "name"], name="constructed_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.name}"
