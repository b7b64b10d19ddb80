"""Who reads held mail: its receiver, and the system administrator. In a demo only."""

from django.conf import settings
from django.db.models import Q

from samsyn.access import policy
from samsyn.access.actor import Actor
from samsyn.access.models import OutboxMail
from samsyn.basis.staff.models import Role


def held_mail(actor: Actor) -> Q:
    """Condition on `OutboxMail`."""
    if not (settings.SAMSYN_DEMO and settings.SAMSYN_MAIL_HELD):
        return policy.NOTHING
    own = Q(dropped_at__isnull=True)
    return own if actor.role == Role.SYSTEM_ADMINISTRATOR else own & Q(to__iexact=actor.email)


policy.register(OutboxMail, held_mail)
