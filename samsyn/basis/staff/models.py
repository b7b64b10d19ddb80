"""Assignments: a person at work is an actor only through one active assignment (party, role)."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Party, Unit


class Role(models.TextChoices):
    """What an assignment lets one do. Kept apart as SUS keeps its roles apart."""

    CASEWORKER = "caseworker", _("Handläggare")
    COORDINATOR = "coordinator", _("Samordnare")
    COACH = "coach", _("Coach")
    GROUP_MEMBER = "group_member", _("Gruppmedlem")
    UNIT_MANAGER = "unit_manager", _("Enhetschef")
    INTERVENTION_MANAGER = "intervention_manager", _("Insatsansvarig")
    EVALUATOR = "evaluator", _("Utvärderare")
    ASSOCIATION_OFFICER = "association_officer", _("Förbundstjänsteman")
    AUDITOR = "auditor", _("Loggranskare")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("Systemadministratör")


class Staff(models.Model):
    """An assignment: this account works for this party (and unit) in this role, from–to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="staff")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    role = models.CharField(max_length=22, choices=Role.choices)
    title = models.CharField(max_length=80, blank=True, db_comment="Title in their own organisation.")
    phone = models.CharField(max_length=40, blank=True, db_comment="Direct number.")
    substitute = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        db_comment="Who answers when this person is away.",
    )  # fmt: skip
    away_from = models.DateField(null=True, blank=True, db_comment="First day of an absence.")
    back_on = models.DateField(null=True, blank=True, db_comment="First day back.")
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")

    class Meta:
        db_table_comment = "Assignment of an account to a party in a role."
        indexes: ClassVar = [models.Index(fields=["user", "starts_on"], name="staff_of_user")]

    def __str__(self) -> str:
        return f"{self.user.name} · {self.party.short_name}"

    def answered_by(self, day: dt.date) -> uuid.UUID | None:
        """Who answers for them on a day they are away."""
        is_away = self.away_from and self.back_on and self.away_from <= day < self.back_on
        return self.substitute_id if is_away else None
