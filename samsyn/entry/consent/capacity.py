"""Who may say yes for the person: the person from 16, a guardian before that, a trustee within the scope."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.days import holds_on
from samsyn.access.errors import RuleBroken
from samsyn.access.policy import Policy
from samsyn.entry.consent.models import Consent
from samsyn.entry.person.models import Person, Representative
from samsyn.entry.person.writing import age_on

DECIDES_FROM = 16


def representatives(person: Person, actor: Actor) -> QuerySet[Representative]:
    """Those who may speak for the person today, by name."""
    rows = Policy.all(Representative, actor).filter(holds_on(), person_id=person.pk)
    return rows.order_by("name", "id")


def is_surely_a_child(person: Person, day: dt.date) -> bool:
    """Whether even the earliest birthday of the known year gives an age below 16."""
    age = age_on(person, day)
    return age is not None and age < DECIDES_FROM


def is_surely_of_age(person: Person, day: dt.date) -> bool:
    """Whether even the latest birthday of the known year gives 16 or more."""
    age = age_on(person, day)
    return age is not None and age > DECIDES_FROM


def check_capacity(consent: Consent, person: Person) -> None:
    """Whoever gave it could give it. Raises GUARDIAN_NEEDED, DECIDES_SELF, REPRESENTATIVE_…"""
    given_as, given_on = consent.given_as, consent.given_on
    if given_as == Consent.Capacity.PERSON:
        if is_surely_a_child(person, given_on):
            raise RuleBroken(
                "GUARDIAN_NEEDED",
                _("Personen är under 16 år. En vårdnadshavare måste lämna samtycket."),
                field="given_by",
            )
        return
    if given_as == Consent.Capacity.GUARDIAN and is_surely_of_age(person, given_on):
        raise RuleBroken(
            "DECIDES_SELF", _("Från 16 år bestämmer personen själv. Välj personen själv."), field="given_by"
        )
    _check_representative(consent, person)


def _check_representative(consent: Consent, person: Person) -> None:
    speaker = consent.representative
    if speaker is None or speaker.person_id != person.pk or speaker.kind != consent.given_as:
        raise RuleBroken(
            "REPRESENTATIVE_MISSING",
            _("Välj vilken ställföreträdare som lämnade samtycket."),
            field="given_by",
        )
    if not Representative.objects.filter(holds_on(consent.given_on), pk=speaker.pk).exists():
        raise RuleBroken(
            "REPRESENTATIVE_NOT_LIVE",
            _("Ställföreträdaren hade inte uppdraget den dagen. Ändra dag eller vem som lämnade det."),
            field="given_by",
        )  # fmt: skip
    if not speaker.may_decide(consent.kind):
        words = _("Uppdraget omfattar inte ”%(kind)s”. Välj någon som får bestämma det, eller ta bort det svaret.")
        raise RuleBroken("OUTSIDE_SCOPE", words % {"kind": consent.get_kind_display()}, field="given_by")
