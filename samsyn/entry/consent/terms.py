"""Whether the terms of a consent hold together: its dates, and who and what it covers."""

import uuid

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
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


def check_circle(consent: Consent, parties: list[uuid.UUID], categories: list[str]) -> None:
    """A yes to sharing names somebody and something. Raises EMPTY_CIRCLE, NO_CATEGORY."""
    if consent.kind not in gate.SHARING_KINDS or consent.is_refusal:
        return
    if len(parties) < 2:
        raise RuleBroken(
            "EMPTY_CIRCLE", _("Välj minst en part som får läsa, eller skriv in ett nej."), field="circle"
        )
    if not categories and consent.kind == Consent.Kind.PLAN:
        raise RuleBroken(
            "NO_CATEGORY",
            _("En samordnad individuell plan kan bara delas när ”Plan och aktiviteter” är ikryssat."),
            field="categories",
        )
    if not categories:
        raise RuleBroken(
            "NO_CATEGORY",
            _("Välj minst en sorts uppgift som får delas, eller skriv in ett nej."),
            field="categories",
        )
