"""Contact routes are read by everyone in the association."""

from django.db.models import Q

from samsyn.access.policy import register
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.party.rules import units_of

register(ContactRoute, lambda actor: Q(unit_id__in=units_of(actor).values("pk")))
