"""How full an intervention is: a read that looks across vaults and gives numbers, never rows.

Free places and queue length are told to everybody who may refer, so they are counted over all holders.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Count, Q

from samsyn.access import clock, db
from samsyn.access.actor import context
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.selection.models import QueueEntry


@dataclass(frozen=True)
class Places:
    """How many there are, and how many are taken."""

    places: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """Places left; None where there is no limit."""
        return None if self.places is None else max(0, self.places - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether nobody more gets a place now."""
        return self.free == 0


@dataclass(frozen=True)
class Load(Places):
    """Places of an intervention now."""

    queue: int


@contextmanager
def numbers_across_vaults() -> Iterator[None]:
    """Lift the database wall for a read whose result is numbers: places, queue length, flow. Never for rows."""
    with db.elevated(context().actor):
        yield


def loads(interventions: Iterable[Intervention]) -> dict[uuid.UUID, Load]:
    """Each intervention's places, taken and queue: two queries, however many there are."""
    rows = list(interventions)
    keys = [row.pk for row in rows]
    with numbers_across_vaults():
        going_on = Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today())
        taken = Enrolment.objects.filter(going_on, intervention_id__in=keys, item__superseded_at__isnull=True)
        queue = QueueEntry.objects.filter(intervention_id__in=keys, left_at__isnull=True)
        enrolled = dict(taken.values_list("intervention_id").annotate(n=Count("pk")))
        queued = dict(queue.values_list("intervention_id").annotate(n=Count("pk")))
    return {row.pk: Load(row.places, enrolled.get(row.pk, 0), queued.get(row.pk, 0)) for row in rows}


def load_of(intervention: Intervention) -> Load:
    """The same for one."""
    return loads([intervention])[intervention.pk]
