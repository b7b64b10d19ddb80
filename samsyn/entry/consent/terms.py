"""Whether the terms of a consent hold together: its dates, and who and what it covers."""

import uuid

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Party
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent

YEARS_AHEAD = 10


def check_period(consent: Consent) -> None:
    """The dates can be true. Raises GIVEN_LATER, ENDS_BEFORE_START, ENDED_ALREADY, FAR_AWAY."""
    today = clock.today()
    if consent.given_on > today:
        raise RuleBroken(
            "GIVEN_LATER", _("Samtycket kan inte ha lämnats efter i dag. Ändra datumet."), field="given_on"
        )
    if consent.ends_on is None:
        return
    if consent.ends_on <= consent.starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Samtycket slutar innan det börjar. Ändra datumen."), field="ends_on"
        )
    if consent.ends_on <= today and not consent.is_refusal:
        raise RuleBroken(
            "ENDED_ALREADY", _("Samtycket har redan slutat gälla. Ändra datumet."), field="ends_on"
        )
    if consent.ends_on.year > today.year + YEARS_AHEAD:
        raise RuleBroken(
            "FAR_AWAY", _("Slutdatumet ligger mycket långt fram. Kontrollera årtalet."), field="ends_on"
        )


def check_circle(consent: Consent, of_each: dict[uuid.UUID, list[str]]) -> None:
    """A yes to sharing names somebody and something for each, by party. Raises EMPTY_CIRCLE, NO_CATEGORY."""
    if consent.kind not in gate.SHARING_KINDS or consent.is_refusal:
        return
    if len(of_each) < 2:
        raise RuleBroken(
            "EMPTY_CIRCLE", _("Välj minst en part som får läsa, eller skriv in ett nej."), field="circle"
        )
    if any(of_each.values()):
        _check_each(consent, of_each)
    elif consent.kind == Consent.Kind.PLAN:
        words = _("En samordnad individuell plan kan bara delas när ”Plan och aktiviteter” är ikryssat.")
        raise RuleBroken("NO_CATEGORY", words, field="categories")
    else:
        words = _("Välj minst en sorts uppgift som får delas, eller skriv in ett nej.")
        raise RuleBroken("NO_CATEGORY", words, field="categories")


def _check_each(consent: Consent, of_each: dict[uuid.UUID, list[str]]) -> None:
    """Whoever would read nothing at all is not in it."""
    without = [party for party, categories in of_each.items() if not categories]
    if without:
        words = _(
            "%(party)s får då inte läsa något med stöd av ”%(kind)s”. Ta bort parten, eller ta det samtycket för sig."
        )
        names = ", ".join(Party.objects.filter(pk__in=without).order_by("name").values_list("name", flat=True))
        raise RuleBroken("NO_CATEGORY", words % {"party": names, "kind": consent.get_kind_display()}, field="circle")
