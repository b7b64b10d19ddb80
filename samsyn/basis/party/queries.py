"""Parties and units as other topics ask for them."""

import datetime as dt
import uuid

from django.db.models import Prefetch, Q, QuerySet

from samsyn.access.days import holds_on
from samsyn.basis.party.models import Party, Unit


def member(day: dt.date | None = None) -> Q:
    """Condition on `Party`: a member on `day` (today)."""
    return holds_on(day)


def with_units(parties: QuerySet[Party]) -> QuerySet[Party]:
    """The parties by name, each with its units (intake first), in two questions."""
    units = Unit.objects.order_by("-is_active", "-is_intake", "name")
    return parties.order_by("name").prefetch_related(Prefetch("units", queryset=units))


def intake_unit(party_id: uuid.UUID) -> Unit | None:
    """Where joint matters for a party come first: its intake unit, else its first active one."""
    return Unit.objects.filter(party_id=party_id, is_active=True).order_by("-is_intake", "name").first()


def kinds() -> dict[uuid.UUID, str]:
    """Every party's kind."""
    return dict(Party.objects.values_list("pk", "kind"))
