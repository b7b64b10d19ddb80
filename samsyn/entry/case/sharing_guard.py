"""Queued mail is sent only while the receiving party still reads the case."""

import uuid

from samsyn.access import outbox
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.queries import live_disclosures

NAME = "disclosure"


def guard_id(case: Case, party_id: uuid.UUID) -> str:
    """What `outbox.queue(checked_by="disclosure", checked_id=…)` is given."""
    return f"{case.pk}:{party_id}"


@outbox.guard(NAME)
def still_reads(checked_id: str) -> bool:
    """Whether the party holds, or has disclosed to it now, who the case is about."""
    case_id, party_id = (uuid.UUID(part) for part in checked_id.split(":"))
    identity = Item.objects.filter(case_id=case_id, kind=ItemKind.IDENTITY, superseded_at__isnull=True)
    if identity.filter(holder_id=party_id).exists():
        return True
    return live_disclosures().filter(item__in=identity, to_party_id=party_id).exists()
