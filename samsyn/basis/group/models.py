"""Groups: members per party with mandate and substitute; a group is not a secrecy area."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Staff


class GroupKind(models.TextChoices):
    """What a group is for."""

    STEERING = "steering", _("Styrgrupp")
    BOARD = "board", _("Styrelse")
    WORKING = "working", _("Arbetsgrupp")
    LOCAL = "local", _("Lokal samverkansgrupp")
    SELECTION = "selection", _("Urvalsgrupp")


class Group(models.Model):
    """People from several parties who meet; selection groups choose who is enrolled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=10, choices=GroupKind.choices)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table_comment = "A group of members from several parties."

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """One member: through which assignment, with what mandate, replaced by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="memberships")
    mandate = models.CharField(
        max_length=200, blank=True, db_comment="What the member may decide for the party."
    )
    substitute = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")

    class Meta:
        db_table_comment = "Membership of a group."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "staff", "starts_on"], name="member_once"),
        ]
