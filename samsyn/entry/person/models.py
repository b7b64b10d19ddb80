"""A person as one party's vault knows them. Two vaults may hold the same person; nothing matches them unseen."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Party


class Sex(models.TextChoices):
    """A field of its own, never read from a number."""

    WOMAN = "woman", _("Kvinna")
    MAN = "man", _("Man")
    UNKNOWN = "unknown", _("Vet inte")


class Protection(models.TextChoices):
    """Protected identity (FBL 16-17 b §§, OSL 22:1): the higher, the less is written anywhere."""

    NONE = "none", _("Nej")
    MARKED = "marked", _("Sekretessmarkering")
    REGISTERED = "registered", _("Skyddad folkbokföring")
    FICTITIOUS = "fictitious", _("Fingerade personuppgifter")


class Person(models.Model):
    """Who the case is about. Contact fields stay empty for a protected person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_comment="Vault.")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=1200, db_comment="Folded name: sorts Å, Ä, Ö after Z in every engine.")
    sex = models.CharField(max_length=7, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=40, blank=True, db_comment="Language the person wants to speak.")
    needs_interpreter = models.BooleanField(default=False)
    protection = models.CharField(max_length=10, choices=Protection.choices, default=Protection.NONE)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "A person, as held by one party."

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def is_protected(self) -> bool:
        """Whether any level of protected identity holds."""
        return self.protection != Protection.NONE


class Identifier(models.Model):
    """A number that names the person: encrypted, with a blind index per vault. Shown masked."""

    class Kind(models.TextChoices):
        """What sort of number."""

        PERSONAL = "personal_identity_number", _("Personnummer")
        COORDINATION = "coordination_number", _("Samordningsnummer")
        RESERVE = "reserve_number", _("Reservnummer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    issuer = models.CharField(max_length=60, blank=True, db_comment="Issuer code of a reserve number.")
    key_id = models.CharField(max_length=12, db_comment="Which key it is encrypted with.")
    value = models.TextField(db_comment="AES-GCM, base64.")
    blind_index = models.CharField(max_length=64, db_index=True, db_comment="Keyed fingerprint in this vault.")
    masked = models.CharField(max_length=40, db_comment="What may be shown without revealing.")

    class Meta:
        db_table_comment = "Encrypted identity numbers."


class ConsentKind(models.TextChoices):
    """What somebody can say yes or no to. Kept apart: each has its own law and its own signature."""

    SECRECY = "secrecy", _("Lyfta sekretess mellan myndigheter")
    REGISTER = "register", _("Registrering för uppföljning (SUS)")
    PLAN = "plan", _("Samordnad individuell plan (SIP)")
    CONTACT = "contact", _("Kontakt med arbetsgivare eller närstående")


class Representative(models.Model):
    """Guardian, trustee (god man) or holder of a power of attorney, with scope and dates."""

    class Kind(models.TextChoices):
        """In what capacity."""

        GUARDIAN = "guardian", _("Vårdnadshavare")
        TRUSTEE = "trustee", _("God man")
        ADMINISTRATOR = "administrator", _("Förvaltare")
        ATTORNEY = "attorney", _("Fullmakt")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representatives")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    scope = models.CharField(max_length=300, db_comment="What they may decide, as the decision or power says.")
    decides = models.JSONField(default=list, db_comment="Kinds of consent within it; a guardian decides all.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")

    class Meta:
        db_table_comment = "Who may speak for the person, in what."

    def may_decide(self, kind: str) -> bool:
        """Whether a consent of this kind is within the scope."""
        return self.kind == self.Kind.GUARDIAN or kind in self.decides

    @property
    def decides_words(self) -> str:
        """What they may say yes or no to."""
        return ", ".join(str(label) for code, label in ConsentKind.choices if self.may_decide(code))

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"


class ProtectionStep(models.Model):
    """A change of protected identity: what it was, what it became, why. Lowering owes a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="protection_steps")
    before = models.CharField(max_length=10, choices=Protection.choices)
    after = models.CharField(max_length=10, choices=Protection.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("basis.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Changes of protected identity."


class LookupCount(models.Model):
    """How many look-ups one assignment made in one stretch of time, so that nobody tries numbers in bulk."""

    id = models.BigAutoField(primary_key=True)
    staff_id = models.UUIDField()
    window = models.BigIntegerField(db_comment="Ten-minute stretch since 1970.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table_comment = "Look-ups per assignment and ten minutes; holds nothing about whom."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff_id", "window"], name="lookup_window_once")
        ]
