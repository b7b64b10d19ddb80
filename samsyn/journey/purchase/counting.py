"""What the association may know of a purse: kronor by intervention, kind and quarter, never a person.

A cell stands for at least so many persons (`SAMSYN_SMALLEST_CELL`); others are hidden. Sums are made of the cells
that are shown and of nothing else, so a hidden one cannot be had by subtraction. Only quarters that are over are
shown: numbers that grow while one looks would tell who was added.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.small_numbers import is_shown
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.enrolment.counting import numbers_across_vaults
from samsyn.journey.purchase.models import Purchase


class Quarter(NamedTuple):
    """A quarter of a year, 1–4."""

    year: int
    number: int



def quarter_of(day: dt.date) -> Quarter:
    """The quarter that a day is in."""
    return Quarter(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Cell:
    """Kronor of one kind in one quarter; None where too few persons stand behind it."""

    amount: Decimal | None


@dataclass(slots=True)
class Sums:
    """One intervention: kinds, the quarters there is something of, and each cell."""

    intervention: Intervention
    quarters: list[Quarter] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    cells: dict[tuple[str, Quarter], Cell] = field(default_factory=dict)

    @property
    def has_hidden(self) -> bool:
        """Whether something is too small to show."""
        return any(cell.amount is None for cell in self.cells.values())

    def headers(self) -> list[dict[str, object]]:
        """One for each quarter, as a table takes them."""
        told = _("kvartal %(n)s, %(year)s")
        return [{"label": told % {"n": q.number, "year": q.year}, "numeric": True} for q in self.quarters]

    def shown_of_kind(self, kind: str) -> Decimal:
        """The sum of what is shown of a kind."""
        return sum((c.amount for (k, _q), c in self.cells.items() if k == kind and c.amount), Decimal(0))


class Bought(NamedTuple):
    """A bought thing, without words."""

    intervention: uuid.UUID
    kind: str
    quarter: Quarter
    person: uuid.UUID
    amount: Decimal


def sums(actor: Actor) -> list[Sums]:
    """Of every intervention in the actor's association that anything was bought in. Numbers only leave here."""
    known = {one.pk: one for one in Policy.all(Intervention, actor).order_by("name")}
    rows = _bought(list(known))
    found = [_of(one, [row for row in rows if row.intervention == key]) for key, one in known.items()]
    return [one for one in found if one.cells]


def _bought(interventions: list[uuid.UUID]) -> list[Bought]:
    with numbers_across_vaults():
        rows = Purchase.objects.filter(
            state=Purchase.State.BOUGHT, intervention_id__in=interventions, item__superseded_at__isnull=True
        )
        columns = ("intervention_id", "kind_name", "bought_on", "item__case__person_id", "amount")
        found = list(rows.values_list(*columns))
    now = quarter_of(clock.today())
    all_of_them = [Bought(key, kind, quarter_of(on), person, amount) for key, kind, on, person, amount in found]
    return [one for one in all_of_them if one.quarter < now]


def _of(intervention: Intervention, rows: Iterable[Bought]) -> Sums:
    behind: dict[tuple[str, Quarter], list[Bought]] = defaultdict(list)
    for row in rows:
        behind[row.kind, row.quarter].append(row)
    made = Sums(intervention, sorted({q for _kind, q in behind}), sorted({kind for kind, _q in behind}))
    made.cells = {key: _cell(bought) for key, bought in behind.items()}
    return made


def _cell(bought: list[Bought]) -> Cell:
    persons = {one.person for one in bought}
    shown = is_shown(len(persons), smallest=settings.SAMSYN_SMALLEST_CELL)
    return Cell(sum((one.amount for one in bought), Decimal(0)) if shown else None)
