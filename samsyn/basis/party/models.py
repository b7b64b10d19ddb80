"""The tenant, its parties as secrecy areas, and their units (a municipality has several boards)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id


class PartyKind(models.TextChoices):
    """What sort of authority a party is; SIP responsibility and colours follow from it."""

    PES = "pes", _("Arbetsförmedlingen")
    SIA = "sia", _("Försäkringskassan")
    MUNICIPALITY = "municipality", _("Kommun")
    REGION = "region", _("Region")
    ASSOCIATION = "association", _("Samordningsförbund")
    OTHER = "other", _("Annan")


class Association(models.Model):
    """Samordningsförbund (lag 2003:1210): the tenant. Sees aggregates only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True, db_comment="Name in full.")
    is_demo = models.BooleanField(
        default=False, db_comment="Invented, to try with: may be removed whole, and is never served as real."
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Coordination association, the tenant."

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """One secrecy area (sekretessområde): everything written is held by one of these."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=14, choices=PartyKind.choices, db_comment="Sort of authority.")
    name = models.CharField(
        max_length=120, db_comment="Name of the authority, with board for a municipality."
    )
    short_name = models.CharField(max_length=24, db_comment="Short name for lanes and lists.")
    starts_on = models.DateField(default=clock.today, db_comment="Member from this day.")
    ends_on = models.DateField(null=True, blank=True, db_comment="Member until this day (not included).")

    class Meta:
        db_table_comment = "A secrecy area: AF, FK, one board of a municipality, the region."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association", "name"], name="party_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit of a party with an inbox that its staff share."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    municipality = models.CharField(max_length=80, blank=True, db_comment="Place, for contact lists.")
    is_intake = models.BooleanField(
        default=False, db_comment="Joint matters for the party come to this unit's inbox first."
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table_comment = "A unit with an inbox."
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name
