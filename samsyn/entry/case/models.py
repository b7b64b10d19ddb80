"""The joint matter around one person: its items, each held by one party, and the disclosures between them."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.kinds import Category, ItemKind
from samsyn.entry.case.labels import said
from samsyn.entry.person.models import Person

__all__ = [
    "Case", "CaseAssignment", "Category", "Disclosure", "Face", "InboxAssignment", "Item", "ItemContent", "ItemKind",
    "Notice", "OwnAssignment", "StandingDisclosure",
]  # fmt: skip


class Case(models.Model):
    """The joint matter (ärende). Reached only by who reaches its identity item."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=14, unique=True, db_comment="Year and random letters; counts nothing.")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_comment="Vault it began in.")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table_comment = "Joint matter around one person."

    def __str__(self) -> str:
        return self.number


class CaseAssignment(models.Model):
    """Who works with the case: a named person, or a unit's inbox until somebody takes it."""

    class Part(models.TextChoices):
        """What part they have."""

        OWNER = "owner", _("Ansvarig handläggare")
        PARTICIPANT = "participant", _("Deltar")
        COACH = "coach", _("Coach")
        INBOX = "inbox", _("Enhetens inkorg")
        SELECTION = "selection", _("Urval")
        SUBSTITUTE = "substitute", _("Ersättare")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="case_assignments", db_index=False
    )
    part = models.CharField(max_length=11, choices=Part.choices)
    sort_key = models.CharField(
        max_length=1200, db_comment="The person's sort key, so a list or a search by name is one index walk."
    )
    starts_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True, db_comment="Not included.")
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table_comment = "Assignment of staff or a unit's inbox to a case."
        indexes: ClassVar = [
            models.Index(fields=["staff", "sort_key", "id"], name="assigned_staff"),
            models.Index(fields=["unit", "sort_key", "id"], name="assigned_unit"),
            models.Index(fields=["unit", "sort_key", "id"], name="assigned_inbox", condition=Q(staff__isnull=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(staff__isnull=False) | Q(part="inbox"), name="named_or_inbox"),
        ]


class OwnAssignment(CaseAssignment):
    """A case that a person has by name."""

    class Meta:
        proxy = True


class InboxAssignment(CaseAssignment):
    """A case that lies in a unit's inbox."""

    class Meta:
        proxy = True


class Item(models.Model):
    """One version of something written about a person, held by the party that wrote it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    holder = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="+", db_comment="Controller.", db_index=False
    )
    category = models.CharField(max_length=14, choices=Category.choices)
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now, db_comment="When it was written.")
    series = models.UUIDField(default=new_id, db_comment="Same for all versions of one thing.")
    version = models.PositiveSmallIntegerField(default=1)
    superseded_at = models.DateTimeField(null=True, blank=True, db_comment="When a newer version came.")
    starts_on = models.DateField(db_comment="Derived from the content: when it happens.")
    ends_on = models.DateField(null=True, blank=True, db_comment="Derived: until (not included).")
    label = models.CharField(max_length=160, blank=True, db_comment="Derived: its words on the timeline.")
    state = models.CharField(max_length=16, blank=True, db_comment="Derived: planned, waiting, under_way ...")
    code = models.CharField(
        max_length=100, default="", blank=True, db_comment="Derived: which of its kind, such as three_party."
    )
    amount = models.SmallIntegerField(
        null=True, blank=True, db_comment="Derived: extent in percent, month of a follow-up."
    )
    is_joint = models.BooleanField(default=False, db_comment="Derived: several parties act in it.")
    lanes = models.JSONField(default=list, db_comment="Derived: ids of other parties that take part.")

    class Meta:
        db_table_comment = "What is written about a person; one row a version."
        indexes: ClassVar = [
            models.Index(fields=["case", "kind"], name="item_of_case"),
            models.Index(fields=["series"], name="item_series"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version"], name="item_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="identity", superseded_at__isnull=True), name="one_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def says(self) -> str:
        """Its label in the reader's language."""
        return said(self.kind, self.label)


@dataclass(frozen=True)
class Face:
    """What a content shows on the timeline; copied to its item, never the source."""

    starts_on: dt.date
    label: str
    ends_on: dt.date | None = None
    state: str = ""
    lanes: tuple[str, ...] = ()
    code: str = ""
    amount: int | None = None


class ItemContent(models.Model):
    """Base of everything that is an item: the item is its primary key."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s")

    class Meta:
        abstract = True

    def face(self) -> Face:
        """What the timeline shows of it. Every content says."""
        raise NotImplementedError

    def words(self) -> list[tuple[str, str]]:
        """What it says, as (label, value) rows of plain text: for copying, filing and printing."""
        raise NotImplementedError

    def whereabouts(self) -> list[tuple[str, str]]:
        """Rows that tell where the person is to be found: left out for whoever is protected (`contents.told`)."""
        return []

    @property
    def case(self) -> Case:
        """The case of its item."""
        return self.item.case

    def __str__(self) -> str:
        return self.item.says


class Disclosure(models.Model):
    """One version of one item released to one party: by whom, when, on what ground, for what, until when."""

    class Ground(models.TextChoices):
        """Why the holder may release it."""

        CONSENT = "consent", _("Samtycke")
        STATUTE = "statute", _("Lag")
        PERSON = "person", _("Personen själv")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="disclosures")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    by_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
    ground = models.CharField(max_length=8, choices=Ground.choices)
    consent = models.ForeignKey("entry.Consent", on_delete=models.PROTECT, null=True, related_name="disclosures")
    statute = models.CharField(max_length=80, blank=True, db_comment="Which law, when ground is statute.")
    purpose = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField(null=True, db_comment="When the ground runs out; tested at every read.")
    ended_at = models.DateTimeField(null=True, db_comment="When it was withdrawn or stopped.")
    ended_because = models.CharField(max_length=40, blank=True)
    filed_at = models.DateTimeField(null=True, db_comment="When the receiver took a copy into its own file.")
    receipt = models.CharField(max_length=20, blank=True, db_comment="Receipt number of that copy.")

    class Meta:
        db_table_comment = "An item's version released to a party."
        indexes: ClassVar = [
            models.Index(fields=["item", "to_party"], name="disclosed_item"),
            models.Index(fields=["case", "to_party"], name="disclosed_case"),
        ]


class StandingDisclosure(models.Model):
    """A preset: when this holder saves something of these categories, propose this receiver."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="standing_disclosures")
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    categories = models.JSONField(default=list)
    consent = models.ForeignKey("entry.Consent", on_delete=models.PROTECT, related_name="standing_disclosures")
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table_comment = "Preset receivers per holder and case."


class Notice(models.Model):
    """A line on somebody's start page: an answer came, a consent is gone. Holds no personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_comment="Receiving party.")
    to_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="notices")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=24, db_comment="What happened; the page has the words.")
    case_number = models.CharField(max_length=14, blank=True)
    address = models.CharField(max_length=200, blank=True, db_comment="Path of the page to open, if reachable.")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table_comment = "Lines for a start page, without personal data."
        indexes: ClassVar = [models.Index(fields=["to_staff", "seen_at"], name="notice_staff")]
