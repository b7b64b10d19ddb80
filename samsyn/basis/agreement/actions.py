"""Writing down what parties have agreed."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.party.models import Association, Party
from samsyn.basis.party.rules import refuse_other_association
from samsyn.basis.staff.rules import BASIS_ROLES
from samsyn.basis.versions import version_of


@action(verb="agreement.write", sentence=_("skrev in en överenskommelse"), roles=BASIS_ROLES)
def write_agreement(
    association: Association,
    *,
    by: Actor,
    title: str,
    parties: Collection[Party],
    starts_on: dt.date,
    **said: Any,
) -> Agreement:
    """`said` takes about, ends_on, all_may_call_sip.

    Raises OTHER_ASSOCIATION, TOO_FEW_PARTIES, ENDS_BEFORE_START.
    """
    refuse_other_association(association.pk, by)
    _check(parties, starts_on, said.get("ends_on"), by)
    agreement = Agreement.objects.create(association=association, title=title, starts_on=starts_on, **said)
    agreement.parties.set(parties)
    touch(agreement, ["title", "parties", "starts_on", *said])
    return agreement


@action(verb="agreement.change", sentence=_("ändrade en överenskommelse"), roles=BASIS_ROLES)
def change_agreement(
    agreement: Agreement,
    *,
    by: Actor,
    title: str,
    parties: Collection[Party],
    starts_on: dt.date,
    **said: Any,
) -> Agreement:
    """Raises OTHER_ASSOCIATION, STALE, TOO_FEW_PARTIES, ENDS_BEFORE_START."""
    refuse_other_association(agreement.association_id, by)
    check_seen(version_of(agreement))
    _check(parties, starts_on, said.get("ends_on"), by)
    for name, value in {"title": title, "starts_on": starts_on, **said}.items():
        setattr(agreement, name, value)
    agreement.save()
    agreement.parties.set(parties)
    touch(agreement, ["title", "parties", "starts_on", *said])
    return agreement


def _check(parties: Collection[Party], starts: dt.date, ends: dt.date | None, by: Actor) -> None:
    for party in parties:
        refuse_other_association(party.association_id, by)
    if len(parties) < 2:
        raise RuleBroken(
            "TOO_FEW_PARTIES", _("En överenskommelse har minst två parter. Bocka för fler."), field="parties"
        )
    if ends and ends <= starts:
        raise RuleBroken(
            "ENDS_BEFORE_START",
            _("Överenskommelsen slutar innan den börjar. Ändra datumen."),
            field="ends_on",
        )
