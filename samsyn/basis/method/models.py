"""Methods: a way of working as one text, in versions. The text is the truth; everything else is read from it."""

from typing import ClassVar

from django.db import models

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Staff


class Method(models.Model):
    """A way of working. Those that came with Samsyn belong to no association and are read by all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="methods",
        db_comment="Whose own it is; empty = came with Samsyn.",
    )  # fmt: skip
    slug = models.CharField(max_length=40, db_comment="The id in the text.")
    name = models.CharField(max_length=200, db_comment="Swedish name of the newest text.")
    draft = models.TextField(default="", db_comment="Text being written; may not hold yet.")
    drafted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table_comment = "Method (metod): a way of working."
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["association", "slug"], nulls_distinct=False, name="method_slug_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MethodVersion(models.Model):
    """A published text. It is never changed: people go on with the version they began with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(db_comment="The version in the text.")
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_comment="Of the text.")
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="Empty = came with Samsyn.",
    )  # fmt: skip

    class Meta:
        db_table_comment = "Published version of a method."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["method", "number"], name="method_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.number}"
