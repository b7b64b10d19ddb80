"""Pilot cases (lotsärenden): a question without identity, advice, "what then?". The asker has the key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.group.models import Group
from samsyn.basis.party.models import Association, Party
from samsyn.basis.staff.models import Staff


class PilotCase(models.Model):
    """A de-identified question. Nothing here leads to a person; the asker's key is stored as a digest."""

    class Origin(models.TextChoices):
        """Who wonders."""

        CASEWORKER = "caseworker", _("Handläggare")
        PERSON = "person", _("Personen själv")
        RELATIVE = "relative", _("Närstående")

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Ställd")
        ADVISED = "advised", _("Råd givet")
        FOLLOWED = "followed", _("Uppföljd")
        REFERRED = "referred", _("Blev en remiss")
        CLOSED = "closed", _("Avslutad")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="pilot_cases")
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="pilot_cases"
    )
    key_digest = models.CharField(max_length=64, unique=True, db_comment="SHA-256 of the asker's key.")
    asked_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="pilot_cases",
        db_comment="Who registered it and is asked what then; empty when asked without an account.",
    )  # fmt: skip
    asked_from = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    question = models.TextField(db_comment="Checked for names, numbers, phones and addresses.")
    need = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    advice = models.TextField(blank=True)
    advised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    advised_at = models.DateTimeField(null=True, blank=True)
    then_30 = models.TextField(blank=True, db_comment="What then, after 30 days.")
    then_30_at = models.DateTimeField(null=True, blank=True)
    then_90 = models.TextField(blank=True, db_comment="What then, after 90 days.")
    then_90_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table_comment = "De-identified advice to a caseworker, a person or a relative."
