"""Published reports hold no secrets; they stand with the statistics, so who sees statistics sees them."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.basis.party.rules import own_association
from samsyn.basis.staff.models import Role
from samsyn.learning.published.models import ConstructedTable, PublishedReport
from samsyn.learning.statistics.audience import READERS

IMPORTERS = frozenset({Role.EVALUATOR, Role.ASSOCIATION_OFFICER})


def report_rule(actor: Actor) -> Q:
    """Condition on `PublishedReport`: the installation's, and those of the own association."""
    return own_association(actor) | Q(association__isnull=True) if actor.role in READERS else NOTHING


register(PublishedReport, report_rule)
register(
    ConstructedTable,
    lambda actor: Q(report_id__in=PublishedReport.objects.filter(report_rule(actor)).values("pk")),
)
