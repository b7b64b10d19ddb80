"""Which law a coordinated individual plan stands on: told by the day it was begun, never rewritten later."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.basis.party.models import PartyKind

NEW_SOCIAL_SERVICES_ACT = dt.date(2025, 7, 1)
OVERALL_RESPONSIBLE_KINDS = frozenset({PartyKind.MUNICIPALITY, PartyKind.REGION})


def sip_law(day: dt.date) -> str | Promise:
    """The provisions of a SIP begun on `day`."""
    if day < NEW_SOCIAL_SERVICES_ACT:
        return _(
            "2 kap. 7 § socialtjänstlagen (2001:453) och 16 kap. 4 § hälso- och sjukvårdslagen (2017:30)"
        )
    return _("10 kap. 8 § socialtjänstlagen (2025:400) och 16 kap. 4 § hälso- och sjukvårdslagen (2017:30)")


def overall_refusal(day: dt.date) -> str:
    """Why another party cannot have the overall responsibility, and what to do instead."""
    words = _(
        "Bara kommunen eller regionen kan ha det övergripande ansvaret för en SIP (%(law)s)."
        " Välj en av dem. Andra parter kan ansvara för egna aktiviteter i planen."
    )
    return str(words) % {"law": sip_law(day)}
