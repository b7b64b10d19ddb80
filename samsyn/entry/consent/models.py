"""Consent: what the person said yes to, in one conversation, as directional rows (OSL 10 kap. 1 §)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.days import last_day
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.person.models import ConsentKind, Representative


class Consent(ItemContent):
    """One consent of one kind; a recorded no (`is_refusal`) opens the de-identified route."""

    Kind = ConsentKind

    class Capacity(models.TextChoices):
        """In what capacity it was given."""

        PERSON = "person", _("Personen själv")
        GUARDIAN = "guardian", _("Vårdnadshavare")
        TRUSTEE = "trustee", _("God man")
        ADMINISTRATOR = "administrator", _("Förvaltare")
        ATTORNEY = "attorney", _("Med fullmakt")

    class How(models.TextChoices):
        """How it was given."""

        WRITTEN = "written", _("Skriftligt, på papper")
        ORAL = "oral", _("Muntligt")
        ELECTRONIC = "electronic", _("Elektroniskt")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    is_refusal = models.BooleanField(default=False, db_comment="The person said no.")
    given_as = models.CharField(max_length=13, choices=Capacity.choices, default=Capacity.PERSON)
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.WRITTEN)
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    purpose = models.CharField(max_length=200, blank=True)
    not_covered = models.TextField(blank=True, db_comment="What it shall NOT cover, in the person's words.")
    alternatives = models.TextField(blank=True, db_comment="Which alternatives the person was offered.")
    language = models.CharField(max_length=40, blank=True)
    with_interpreter = models.BooleanField(default=False)
    employer_may_know = models.TextField(blank=True, db_comment="For kind contact: what may be told.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_via = models.CharField(max_length=120, blank=True, db_comment="Who told, and how.")

    def face(self) -> Face:
        """A moment in the person's lane; withdrawn is a state."""
        state = "declined" if self.is_refusal else "withdrawn" if self.withdrawn_at else ""
        return Face(self.given_on, str(self.get_kind_display()), state=state)

    def words(self) -> list[tuple[str, str]]:
        """The consent's own terms."""
        return [
            (str(_("Slag")), str(self.get_kind_display())),
            (str(_("Svar")), str(_("Nej") if self.is_refusal else _("Ja"))),
            (str(_("Gäller")), f"{self.starts_on} – {last_day(self.ends_on) or ''}"),
            (str(_("Gäller inte")), self.not_covered),
        ]

class ConsentRow(models.Model):
    """One direction: from a holder to a receiver, for categories. Written by the system from the circle."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="rows")
    from_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    to_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(
        default=list, db_comment="Codes of category; what is not listed is excepted."
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, db_comment="When the person took one party out of it."
    )
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table_comment = "Directional row of a consent."
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consent", "from_party", "to_party"], name="consent_direction_once"
            ),
        ]


class ConsentConfirmation(models.Model):
    """The holder examined the consent itself (JO 5162-2013) and set its presets."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="confirmations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "A holder's own confirmation of a consent."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consent", "party"], name="confirmed_once"),
        ]
