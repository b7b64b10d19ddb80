"""A study asks the record; each party decides what of its own leaves for it; a snapshot is what left on a day."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Association, Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.person.models import Person


class Study(models.Model):
    """What is asked, by whom. A party's own reads only what the party may read; the others wait for decisions."""

    class Kind(models.TextChoices):
        """Who asks. It says the audience too: inside the party, or the association."""

        ASSOCIATION = "association", _("Förbundets löpande statistik")
        PROJECT = "project", _("Utvärdering")
        PARTY = "party", _("Er egen statistik")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="studies")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="own_studies",
        db_comment="Whose vault it reads, for a party's own.",
    )  # fmt: skip
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True, db_comment="What the answer is for.")
    receiver = models.CharField(max_length=160, blank=True, db_comment="Who works with the tables.")
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included; its tables are removed from then.")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table_comment = "What is asked of the record (studie)."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association", "name"], name="study_name_once"),
            models.UniqueConstraint(fields=["party"], condition=Q(kind="party"), name="party_study_once"),
            models.UniqueConstraint(
                fields=["association"], condition=Q(kind="association"), name="association_study_once"
            ),
            models.CheckConstraint(condition=Q(kind="party") ^ Q(party__isnull=True), name="study_of_party"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """What pages call it: the sort of study in the reader's language, or the evaluation's own name."""
        return self.name if self.kind == self.Kind.PROJECT else str(self.get_kind_display())

    @property
    def audience(self) -> str:
        """Who sees its numbers, as `samsyn.evidence.disclosure` says it: inside or association."""
        return "inside" if self.kind == self.Kind.PARTY else "association"

    @property
    def needs_decisions(self) -> bool:
        """Whether parties must decide before anything of theirs leaves."""
        return self.kind != self.Kind.PARTY


class ReleaseDecision(models.Model):
    """What one party, as controller, lets leave for a study: which tables, which sorts of data, for what, how long."""

    class Ground(models.TextChoices):
        """On what the party rests it."""

        CONSENT = "consent", _("Personernas samtycke till registrering för uppföljning")
        STATISTICS = "statistics", _("Statistiksekretess: uppgifterna går bara till statistik (OSL 24 kap. 8 §)")
        RESEARCH = "research", _("Forskning med godkänd etikprövning")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="decisions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    is_refusal = models.BooleanField(default=False, db_comment="The party said no.")
    tables = models.JSONField(default=list, db_comment="Names of the tables that may leave.")
    categories = models.JSONField(default=list, db_comment="Codes of category that may leave.")
    purpose = models.CharField(max_length=300, blank=True)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    reference = models.CharField(max_length=80, blank=True, db_comment="Number of the party's own decision.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table_comment = "A party's decision on what leaves for a study (utlämnandebeslut)."
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "party"], condition=Q(withdrawn_at__isnull=True), name="one_decision_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.study}"


class StudyPerson(models.Model):
    """Who somebody is called in one study: random, kept, the same in no other. The key back never leaves."""

    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, db_comment="Study id: random.")
    record_key = models.BigIntegerField(db_comment="Random, below 2^32: for noise that is the same each time.")

    class Meta:
        db_table_comment = "Random study id of a person, one study's own."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "person"], name="person_once_a_study"),
            models.UniqueConstraint(fields=["study", "code"], name="study_code_once"),
        ]


class StudyWorker(models.Model):
    """What somebody at work is called in one study: random, so that a change of caseworker shows and no name does."""

    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, db_comment="Study id: random.")

    class Meta:
        db_table_comment = "Random study id of somebody at work, one study's own."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "user"], name="worker_once_a_study"),
        ]


class Snapshot(models.Model):
    """The tables of a study as they were on a day. What is made from it names it, and goes when it goes.

    The files stand in SAMSYN_DATA_DIR/snapshots/<study>/<id>/ (`samsyn.learning.extract`).
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Väntar")
        RUNNING = "running", _("Görs")
        READY = "ready", _("Klart")
        SUPERSEDED = "superseded", _("Ersatt")
        FAILED = "failed", _("Gick inte")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="snapshots")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_comment="Empty = the clock."
    )
    started_at = models.DateTimeField(null=True, blank=True, db_comment="What it rests on was asked from then.")
    made_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    parts = models.PositiveIntegerField(default=0, db_comment="How many it is made in.")
    parts_done = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict, db_comment="Table -> rows.")
    left_out = models.JSONField(default=dict, db_comment="Why -> how many were left out.")
    size = models.BigIntegerField(default=0, db_comment="Bytes.")
    error = models.CharField(max_length=300, blank=True, db_comment="Why it could not be made.")

    class Meta:
        db_table_comment = "Immutable tables of a study (uttag)."
        indexes: ClassVar = [models.Index(fields=["study", "state"], name="snapshot_of_study")]

    def __str__(self) -> str:
        return f"{self.study} {self.made_at or self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        """How much is done."""
        return 100 * self.parts_done // self.parts if self.parts else 0

    @property
    def is_being_made(self) -> bool:
        """Whether it waits or is under way."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
