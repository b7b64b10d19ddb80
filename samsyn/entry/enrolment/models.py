"""Enrolment: a person in an intervention, several at once and again; and what the register may know of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.days import last_day
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.person.models import Sex
from samsyn.entry.referral.models import Referral


class Enrolment(ItemContent):
    """The participation. Background is asked only here, at most eight questions, each may be unknown."""

    class Register(models.TextChoices):
        """How the follow-up register counts it."""

        CONSENT = "consent", _("Med personuppgifter (registersamtycke finns)")
        ANONYMOUS = "anonymous", _("Anonymt (bara kön och startår)")

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="enrolments")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    method_version = models.ForeignKey(
        MethodVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments",
        db_comment="Way of working that the person began with, or was moved to.",
    )  # fmt: skip
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included; set by exit.")
    register = models.CharField(max_length=9, choices=Register.choices)
    background = models.JSONField(default=dict, db_comment="Question -> code; unknown is a code.")
    registered_on = models.DateField(null=True, blank=True, db_comment="When it was entered in SUS.")
    registered_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def face(self) -> Face:
        """A bar in the owner's lane."""
        return Face(
            self.starts_on, self.intervention.name, self.ends_on, "done" if self.ends_on else "under_way"
        )

    def words(self) -> list[tuple[str, str]]:
        """Intervention and period."""
        return [
            (str(_("Insats")), self.intervention.name),
            (str(_("Från")), str(self.starts_on)),
            (str(_("Till")), str(last_day(self.ends_on) or "")),
        ]


class RegisterRow(models.Model):
    """An anonymous participant: sex and start year only. There is no key back to a person, on purpose."""

    # Random, not by time: a key that tells when the row was made would lead to the enrolment made then.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="register_rows")
    sex = models.CharField(max_length=7, choices=Sex.choices)
    start_year = models.PositiveSmallIntegerField()

    class Meta:
        db_table_comment = "Anonymous participants for follow-up; no key to a person."


class VolumeRegistration(models.Model):
    """Other joint measures and structural efforts: counted, at most with birth year and sex."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="volumes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=clock.today)
    count = models.PositiveIntegerField(default=1)
    sex = models.CharField(max_length=7, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    about = models.CharField(max_length=120, blank=True, db_comment="Kind of measure; no names.")

    class Meta:
        db_table_comment = "Volume counts (volyminsats)."
