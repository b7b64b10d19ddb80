"""Agreements as other topics ask for them."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from samsyn.access.days import holds_on
from samsyn.basis.agreement.models import Agreement


def valid(day: dt.date | None = None) -> Q:
    """Condition on `Agreement`: it holds on `day` (today)."""
    return holds_on(day)


def listed(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Newest first, with their parties."""
    return rows.prefetch_related("parties").order_by("-starts_on", "title")


def may_call_sip_by_agreement(party_id: uuid.UUID) -> bool:
    """Whether an agreement that holds today lets every party in it call to a SIP, and the party is in it."""
    return Agreement.objects.filter(valid(), all_may_call_sip=True, parties=party_id).exists()
