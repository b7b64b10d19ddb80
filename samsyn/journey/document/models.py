"""A document of a method made for one person: the words as they were kept, who signs, and who has signed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.labels import beginning
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document import parts as of_parts


class Document(ItemContent):
    """One version of a paper. Once anybody has signed it nothing in it changes."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("Utkast")
        MADE = "made", _("Klart")
        SIGNED = "signed", _("Underskrivet")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="documents")
    method_version = models.ForeignKey(
        MethodVersion, on_delete=models.PROTECT, related_name="+", db_comment="The text it was made from."
    )
    document = models.CharField(max_length=60, db_comment="Id of the document in the text.")
    name = models.CharField(max_length=200, db_comment="What it was called then.")
    kind = models.CharField(max_length=20, db_comment="agreement, certificate, letter ...")
    language = models.CharField(max_length=4, default="sv", db_comment="sv, en or easy (easy-read Swedish).")
    on = models.DateField()
    parts = models.JSONField(default=list, db_comment="What stands in it, part by part, as it was kept.")
    signers = models.JSONField(default=list, db_comment="Who is to sign: [{who, name}].")
    state = models.CharField(max_length=6, choices=State.choices, default=State.MADE)
    signed_on = models.DateField(null=True, blank=True, db_comment="Day of the last signature.")
    sha256 = models.CharField(max_length=64, db_comment="Fingerprint of what it says (fingerprint.py).")

    class Meta:
        db_table_comment = "Document of a method (dokument): agreement, certificate, checklist ..."
        indexes: ClassVar = [models.Index(fields=["enrolment", "document"], name="document_of_enrolment")]

    @property
    def waits(self) -> bool:
        """Whether it is made and somebody has yet to sign."""
        return self.state == self.State.MADE and bool(self.signers)

    @property
    def stands(self) -> str:
        """Draft, made, waiting for signatures, or signed, in words."""
        return str(_("Väntar på underskrift") if self.waits else self.get_state_display())

    def face(self) -> Face:
        """A moment, on the day it was signed or else made; `waiting` while somebody has yet to sign."""
        state = "waiting" if self.waits else self.state
        return Face(self.signed_on or self.on, beginning(self.name), state=state, code=self.document)

    def words(self) -> list[tuple[str, str]]:
        """What it says, part by part, and who has signed."""
        signed: Any = self.signatures.all() if self.pk else []
        return [
            (str(_("Dokument")), self.name),
            (str(_("Dag")), str(self.on)),
            (str(_("Läge")), self.stands),
            (str(_("Text")), of_parts.as_text(self.parts)),
            (str(_("Underskrifter")), "\n".join(f"{one.name}, {one.on}" for one in signed)),
        ]


class Signature(models.Model):
    """That one of those who are to sign has done so: who, which day, on paper or here, and what it was they signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    who = models.CharField(max_length=60, db_comment="Which of the signers.")
    name = models.CharField(max_length=160, db_comment="Who signed, by name.")
    on = models.DateField()
    on_paper = models.BooleanField(db_comment="Signed on paper and noted here; otherwise signed in Samsyn.")
    sha256 = models.CharField(max_length=64, db_comment="Fingerprint of what was signed.")
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Signature on a document."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "who"], name="signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"
