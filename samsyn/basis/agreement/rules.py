"""Who reaches agreements: the own association."""

from samsyn.access.policy import register
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.party.rules import own_association

register(Agreement, own_association)
