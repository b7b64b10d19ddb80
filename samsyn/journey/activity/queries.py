"""Activities as an actor sees them: of a case, under way, and ending soon."""

import datetime as dt
import uuid
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Party
from samsyn.basis.party.queries import member
from samsyn.entry.case.models import Case, Disclosure, Item, ItemContent, ItemKind
from samsyn.entry.case.queries import items_of, known_parties, live_disclosures, open_assignments
from samsyn.journey.activity.models import Activity, Attendance

C = TypeVar("C", bound=ItemContent)
NO_ASSOCIATION = uuid.UUID(int=0)
OPEN_STATES = (Activity.State.PLANNED, Activity.State.WAITING, Activity.State.UNDER_WAY)


def of_case(case: Case, actor: Actor) -> list[Activity]:
    """The activities of a case that the actor reads, each in its newest readable version. One query."""
    items = items_of(case, actor, ItemKind.ACTIVITY).select_related("activity__responsible_party")
    return [item.activity for item in items]


def under_way(case: Case, actor: Actor) -> list[Activity]:
    """What is going on in a case now, as far as the actor sees. One query."""
    return [activity for activity in of_case(case, actor) if activity.state == Activity.State.UNDER_WAY]


def ending_soon(actor: Actor, within: int = 30) -> QuerySet[Activity]:
    """Open activities in the actor's cases that end within so many days, the first to end first."""
    today = clock.today()
    soon = Q(ends_on__gt=today, ends_on__lte=today + dt.timedelta(days=within + 1), state__in=OPEN_STATES)
    rows = newest(Policy.all(Activity, actor), actor).filter(soon)
    return Policy.joined(rows, actor, "item__case__person", "item__holder").order_by("ends_on", "pk")


def newest(rows: QuerySet[C], actor: Actor) -> QuerySet[C]:
    """Of the versions an actor reads, the newest of each thing."""
    newer = Policy.all(Item, actor).filter(
        series=OuterRef("item__series"), version__gt=OuterRef("item__version")
    )
    return rows.filter(Q(item__superseded_at__isnull=True) | ~Exists(newer))


def newest_of(activity: Activity) -> Activity:
    """The last version that was written of an activity; for actions, which act on what holds now."""
    rows = Activity.objects.filter(item__series=activity.item.series).select_related("item__case__person")
    return rows.order_by("-item__version")[0]


def attendance_of(activity: Activity, actor: Actor) -> QuerySet[Attendance]:
    """The days that were noted on any version the actor reads, newest first."""
    rows = Policy.all(Attendance, actor).filter(item__series=activity.item.series)
    return rows.order_by("-on", "-at")


def waits_for(activity: Activity, others: list[Activity]) -> list[Activity]:
    """Which of `others` (those the reader sees) must be done first and are not yet."""
    wanted = set(activity.depends_on)
    return [o for o in others if str(o.item.series) in wanted and o.state != Activity.State.DONE]


def newer_than(activity: Activity, newest_ones: list[Activity]) -> Activity | None:
    """The newer version of an activity among the newest that the reader sees."""
    same = (one for one in newest_ones if one.item.series == activity.item.series)
    return next((one for one in same if one.pk != activity.pk), None)


def parties_around(actor: Actor) -> QuerySet[Party]:
    """The parties of the actor's association that can answer for something now."""
    return (
        Party.objects.filter(member(), association_id=actor.association_id or NO_ASSOCIATION)
        .exclude(kind="association")
        .order_by("name")
    )


def names_around(case: Case, actor: Actor) -> list[str]:
    """Names of those who work with the case in the parties that the actor's party knows to take part."""
    rows = open_assignments(case.pk).filter(party_id__in=known_parties(case, actor), staff__isnull=False)
    return sorted({row.staff.user.name for row in rows if row.staff})


def readers_of(item: Item, actor: Actor) -> list[Disclosure]:
    """For the holder's page: the live disclosures of this version. Nothing for anybody else."""
    if item.holder_id != actor.party_id:
        return []
    return list(
        live_disclosures().filter(item_id=item.pk).select_related("to_party").order_by("to_party__name")
    )


def reader_ids(items: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Short names of the parties that read each of these versions now. One query."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = (
        live_disclosures()
        .filter(item_id__in=items)
        .select_related("to_party")
        .order_by("to_party__short_name")
    )
    for row in rows:
        if row.to_party.short_name not in found.setdefault(row.item_id, []):
            found[row.item_id].append(row.to_party.short_name)
    return found
