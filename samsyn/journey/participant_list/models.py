"""The list that a project keeps of its participants: the file as it was given, how its columns are read, whose rows."""

import json
import uuid
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock, crypto
from samsyn.access.ids import new_id
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.enrolment.models import Enrolment

Told = dict[str, Any]  # line, who, kind, faults [{heading, words}], changes [{label, before, after}]


class ParticipantList(models.Model):
    """One file for one intervention. The file is kept encrypted, so that the same file can be given back."""

    class State(models.TextChoices):
        """Until it is being taken in, nothing of it is saved on any person."""

        DRAFT = "draft", _("Utkast")
        TRYING = "trying", _("Provas")
        TRIED = "tried", _("Provad")
        TAKING = "taking", _("Läses in")
        TAKEN = "taken", _("Inläst")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="participant_lists")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_comment="Vault of the file.")
    name = models.CharField(max_length=160, db_comment="File name as given.")
    columns = models.JSONField(default=dict, db_comment="Heading -> what it is; left out: kept, not read.")
    words = models.JSONField(default=dict, db_comment="What a column is -> {text in the file: code}.")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    key_id = models.CharField(max_length=12, db_comment="Which key the file is encrypted with.")
    sealed = models.BinaryField(db_comment="AES-GCM.")
    outcomes = models.BinaryField(default=b"", db_comment="What became of each row, AES-GCM under the same key.")
    good_rows = models.BooleanField(default=False, db_comment="Rows with faults are left out.")
    done = models.PositiveIntegerField(default=0, db_comment="Rows that were tried, or taken in.")
    of = models.PositiveIntegerField(default=0, db_comment="Rows in all.")
    worked_at = models.DateTimeField(default=clock.now, db_comment="When the last rows were done.")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table_comment = "A project's own list of participants (deltagarlista)."
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["intervention", "party"], condition=Q(state="taken"), name="one_taken_list",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def seal(self, data: bytes) -> None:
        """Keep the file's bytes; saved by the caller."""
        self.key_id, self.sealed = crypto.seal_bytes(data, about=str(self.pk))

    def data(self) -> bytes:
        """The file's bytes again."""
        return crypto.open_bytes(self.key_id, bytes(self.sealed), about=str(self.pk))

    def keep_outcomes(self, rows: list[Told]) -> None:
        """What became of each row so far; saved by the caller. File and outcomes are always under one key."""
        data, text = self.data(), json.dumps(rows, ensure_ascii=False).encode()
        self.seal(data)
        self.outcomes = crypto.seal_bytes(text, about=f"{self.pk} outcomes")[1]

    def told(self) -> list[Told]:
        """What became of each row so far."""
        if not self.outcomes:
            return []
        text = crypto.open_bytes(self.key_id, bytes(self.outcomes), about=f"{self.pk} outcomes")
        return cast("list[Told]", json.loads(text))


class ListRow(models.Model):
    """Which line of a list is whose participation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant_list = models.ForeignKey(ParticipantList, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(db_comment="As a person counts: the heading's line comes before the first.")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="list_rows")

    class Meta:
        db_table_comment = "A line of a participant list and the participation it is of."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant_list", "line"], name="list_line_once"),
            models.UniqueConstraint(fields=["participant_list", "enrolment"], name="list_enrolment_once"),
        ]
