"""Interventions as other topics ask for them."""

import datetime as dt

from django.db.models import Q, QuerySet

from samsyn.access import clock
from samsyn.access.days import holds_on
from samsyn.basis.intervention.models import Intervention


def running(day: dt.date | None = None) -> Q:
    """Condition on `Intervention`: it runs on `day` (today)."""
    return holds_on(day)


def open_for_referral(
    rows: QuerySet[Intervention], *, day: dt.date | None = None, age: int | None = None
) -> QuerySet[Intervention]:
    """Which of them take a person in on `day`: running, for individuals, for that age when it is known."""
    rows = rows.filter(running(day), orientation=Intervention.Orientation.INDIVIDUAL)
    if age is not None:
        rows = rows.filter(Q(age_from__isnull=True) | Q(age_from__lte=age))
        rows = rows.filter(Q(age_to__isnull=True) | Q(age_to__gte=age))
    return rows.select_related("owner_party", "owner_unit", "selection_group").order_by("name")


def listed(rows: QuerySet[Intervention], *, ended: bool = False) -> QuerySet[Intervention]:
    """For the list: what runs or will run, or what has ended."""
    over = Q(ends_on__isnull=False, ends_on__lte=clock.today())
    rows = rows.filter(over) if ended else rows.exclude(over)
    return rows.select_related("owner_party", "owner_unit").order_by("name")
