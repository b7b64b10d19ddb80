"""What derived rows are to hold: every participation with a method, as each reading party's pages reckon it.

Only reads; `samsyn rebuild` and the task worker write what comes out (web/operations/rebuild.py).
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Min

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.method.queries import of_versions
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active, actor_of
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.models import CaseAssignment
from samsyn.entry.case.queries import live, live_disclosures
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.method.models import MethodStanding
from samsyn.journey.method.queries import InMethod, standings
from samsyn.journey.method.standing import Awaited
from samsyn.journey.method.things import as_kept, awaited, outlives
from samsyn.journey.timeline.queries import whole_ways

Pair = tuple[uuid.UUID, uuid.UUID]


def following() -> set[uuid.UUID]:
    """Cases in which somebody follows a method now, or is expected something of after the exit."""
    rows = Enrolment.objects.filter(method_version__isnull=False, item__superseded_at__isnull=True)
    found = list(rows.values_list("item__case_id", "method_version_id", "ends_on"))
    methods = of_versions(version_id for _case, version_id, _ends in found)
    after = {version_id for version_id, method in methods.items() if outlives(method)}
    today = clock.today()
    return {case for case, version_id, ends in found if ends is None or ends > today or version_id in after}


def readers(case_ids: set[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Per assignment of staff the cases to read through it, so that each party's view of each case comes once."""
    staff = _staff()
    by_unit = {one.unit_id: one.pk for one in staff.values() if one.unit_id}
    named = CaseAssignment.objects.filter(live(clock.now())).order_by("staff_id")
    seen: set[Pair] = set()
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for case_id, party_id, staff_id, unit_id in named.values_list("case_id", "party_id", "staff_id", "unit_id"):
        reader = staff_id if staff_id else by_unit.get(unit_id)
        if case_id in case_ids and reader in staff and (case_id, party_id) not in seen:
            seen.add((case_id, party_id))
            found[reader].append(case_id)
    return found


def _staff() -> dict[uuid.UUID, Staff]:
    rows = Staff.objects.filter(active(), role__in=PERSONAL_ROLES).select_related("user", "party")
    return {one.pk: one for one in rows}


def actors(staff_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    """Who reads through these assignments."""
    return {one.pk: actor_of(one) for one in Staff.objects.filter(pk__in=staff_ids).select_related("user", "party")}


def made(actor: Actor, case_ids: Iterable[uuid.UUID]) -> Iterator[MethodStanding]:
    """The rows of the actor's party in these cases."""
    ways, today = whole_ways(case_ids, actor), clock.today()
    until = _run_out(ways, actor)
    for one in standings(ways, actor, today=today):
        if one.goes_on(today) or outlives(one.standing.method):
            yield _row(one, actor, today, until.get(one.case_id))


def _row(one: InMethod, actor: Actor, today: dt.date, until: dt.datetime | None) -> MethodStanding:
    things = awaited(one, today)
    return MethodStanding(
        enrolment_id=one.enrolment_id, party_id=actor.party_id, case_id=one.case_id, method_version_id=one.version_id,
        made_on=today, holds_until=until, tells_on=min(filter(None, map(tells_on, things)), default=None),
        waits=[as_kept(thing) for thing in things],
    )  # fmt: skip


def tells_on(thing: Awaited) -> dt.date | None:
    """From when somebody is to be reminded of it, or told that nothing happened."""
    one, due = thing.occasion.one, thing.occasion.due_on
    if due is None or not (one.remind or one.if_nothing):
        return None
    return one.remind.before(due) if one.remind else one.if_nothing.after.after(due) if one.if_nothing else None


def _run_out(case_ids: Iterable[uuid.UUID], actor: Actor) -> Mapping[uuid.UUID, dt.datetime]:
    """When the next ground of what the party reads in each case runs out."""
    rows = live_disclosures().filter(to_party_id=actor.party_id, case_id__in=list(case_ids))
    return dict(rows.values("case_id").annotate(at=Min("expires_at")).values_list("case_id", "at"))


