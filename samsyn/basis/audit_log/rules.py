"""Only the auditor of a party reads its trace. Who read about one person is another page's matter."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.models import AuditEntry
from samsyn.access.policy import NOTHING, register
from samsyn.basis.staff.models import Role

REVIEWERS = frozenset({Role.AUDITOR})


def own_chain(actor: Actor) -> Q:
    """The entries of the auditor's own party."""
    return Q(party_id=actor.party_id) if actor.role in REVIEWERS else NOTHING


register(AuditEntry, own_chain)
