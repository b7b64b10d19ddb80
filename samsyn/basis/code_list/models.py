"""Code lists as loaded: every version keeps its own values, so that what was once registered can be read."""

from typing import ClassVar

from django.db import models


class CodeListVersion(models.Model):
    """One version of one list, from a file: in use from its day until that of the next. Where two have the same
    day, the one loaded last is the corrected one."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=40)
    title_sv = models.CharField(max_length=200, default="", db_comment="What the list is called.")
    title_en = models.CharField(max_length=200, default="")
    valid_from = models.DateField()
    source_sv = models.TextField(default="", db_comment="Which document or law the list comes from.")
    source_en = models.TextField(default="")
    confidence = models.CharField(
        max_length=12, default="configurable", db_comment="confirmed, or configurable: the user sets it."
    )
    note_sv = models.TextField(default="", db_comment="What is not confirmed, and what to do about it.")
    note_en = models.TextField(default="")
    sha256 = models.CharField(max_length=64, db_comment="Of the file it was read from.")
    loaded_at = models.DateTimeField()

    class Meta:
        db_table_comment = "A loaded version of a code list."
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "sha256"], name="list_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


class Code(models.Model):
    """One value of one version; retired values keep their words."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(CodeListVersion, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=60)
    sv = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    easy_read = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=dict, db_comment="Further marks of the value, such as job_focused.")
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True, db_comment="Retired from this day; still readable.")

    class Meta:
        db_table_comment = "A value of a code list."
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "code"], name="code_once_a_version")]

    def __str__(self) -> str:
        return f"{self.version.name}:{self.code}"
