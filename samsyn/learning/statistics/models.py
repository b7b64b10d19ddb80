"""Answers that are kept, questions that are shared, and tables that are published. None holds a person's key."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Staff
from samsyn.learning.statistics.question import Question
from samsyn.learning.study.models import Snapshot


class Answer(models.Model):
    """What one question gave on one snapshot for one audience. It goes when the snapshot goes."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("Väntar")
        UNDER_WAY = "under_way", _("Räknas")
        READY = "ready", _("Klart")
        REFUSED = "refused", _("Gick inte att svara på")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="answers")
    audience = models.CharField(max_length=12, db_comment="inside or association (disclosure control).")
    question = models.TextField(db_comment="The question as in the address, in its one form.")
    digest = models.CharField(max_length=64, db_comment="SHA-256 of the question.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0, db_comment="Percent done.")
    content = models.JSONField(default=dict, db_comment="The answer: numbers with base, definition and exclusions.")
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table_comment = "A statistical answer, kept by snapshot, question and audience."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "audience", "digest"], name="answered_once"),
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether it waits or is being counted."""
        return self.state in (self.State.WAITING, self.State.UNDER_WAY)

    @property
    def has_failed(self) -> bool:
        """Whether counting broke, which says nothing of the question: it may be asked again."""
        return self.state == self.State.REFUSED and self.content.get("code") == "FAILED"


class SavedQuestion(models.Model):
    """A question with a name; another who opens it gets the answer that they may see."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, db_comment="What it is called in lists; no names of persons.")
    question = models.TextField(db_comment="The question as in the address, in its one form.")
    is_shared = models.BooleanField(default=False, db_comment="Whether everybody in the association finds it.")
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table_comment = "A saved statistical question (no numbers)."

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """Tables that were audited together and published as they were. Never counted anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    questions = models.JSONField(default=dict, db_comment="Of whom, in the one form, and which tables.")
    taken_at = models.DateTimeField(db_comment="When the snapshot was made that it was counted on.")
    is_published = models.BooleanField(default=False, db_comment="No: refused, and why stands in verdict.")
    content = models.JSONField(default=list, db_comment="The tables as published, hidden cells marked.")
    verdict = models.JSONField(default=dict, db_comment="What the attacker found, and how many cells were hidden.")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Fixed public tables, audited as a whole before they left."

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> str:
        """The years it counts."""
        asked = Question.from_canonical(self.questions["of"])
        return f"{asked.first or ''} – {asked.last or ''}"
