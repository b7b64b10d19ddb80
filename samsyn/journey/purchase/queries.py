"""What was bought for somebody, and what is left of the purse for them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.purchase.models import Purchase
from samsyn.journey.purchase.rules import purse_of

State = Purchase.State
COUNTED = (State.APPROVED, State.BOUGHT)


def of_case(case: Case, actor: Actor) -> list[Purchase]:
    """Purchases of a case that the actor reads, the newest first."""
    rows = Policy.all(Purchase, actor).filter(item__case=case, item__superseded_at__isnull=True)
    return list(rows.select_related("item__holder", "intervention").order_by("-item__at"))


def with_purse(case: Case, actor: Actor) -> list[Enrolment]:
    """The person's participations that go on, as the actor reads them, in methods with a purse."""
    going_on = Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today())
    rows = Policy.all(Enrolment, actor).filter(
        going_on, item__case=case, item__superseded_at__isnull=True, method_version__isnull=False
    )
    found = rows.select_related("intervention", "method_version", "item__case__person").order_by("starts_on")
    return [one for one in found if purse_of(one.method_version)]


@dataclass(frozen=True, slots=True)
class Spent:
    """What is decided for one person in one intervention, beside one purchase. `is_seen`: the actor reads all of it."""

    amount: Decimal
    is_seen: bool


def spent(purchase: Purchase, actor: Actor) -> Spent:
    """Over every participation of the person in the intervention, whoever holds it: the purse is one.

    For actions, which lock the person first; what is not read by the actor is told to nobody as a sum.
    """
    rows = _counted(Purchase.objects.all(), purchase)
    seen = _counted(Policy.all(Purchase, actor), purchase)
    amount = rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)
    return Spent(amount, rows.count() == seen.count())


def _counted(rows: QuerySet[Purchase], beside: Purchase) -> QuerySet[Purchase]:
    same = rows.filter(item__case__person_id=beside.item.case.person_id, intervention_id=beside.intervention_id)
    return same.filter(state__in=COUNTED, item__superseded_at__isnull=True).exclude(pk=beside.pk)


def receipts(purchase: Purchase, actor: Actor) -> list[Attachment]:
    """Papers that were added to it, as far as the actor reads them."""
    rows = Policy.all(Attachment, actor).filter(belongs_to_id=purchase.pk, item__superseded_at__isnull=True)
    return list(rows.order_by("item__at"))
