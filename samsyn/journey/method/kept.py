"""What methods wait for in many cases: from derived rows while they hold, otherwise reckoned at once.

A row holds on the day it was made for, until the case changes or a ground of what the party reads runs out; so pages
show what they would show without it. Reading never writes: rows are made anew by the task worker (`making.py`).
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.prepared import Prepared
from samsyn.basis.method.queries import of_versions
from samsyn.entry.case.models import ItemKind
from samsyn.journey.method.models import ChangedCase, MethodStanding
from samsyn.journey.method.queries import standings
from samsyn.journey.method.standing import Awaited
from samsyn.journey.method.things import awaited, from_kept, outlives
from samsyn.journey.timeline.queries import whole_ways
from samsyn.journey.timeline.way import Way

COLUMNS = ("enrolment_id", "case_id", "method_version_id", "waits")


def expected(known: Mapping[uuid.UUID, Way], actor: Actor) -> list[Awaited]:
    """Everything that methods wait for in these cases, as far as the actor's party sees. One question where the
    rows hold; five more, whatever the number of cases, where some do not."""
    wanted = {key: way.case_id for way in known.values() for key in following(way)}
    rows = _kept(actor=actor, enrolment_ids=tuple(wanted)) if wanted else []
    found = {key: values for key, *values in rows}
    missing = {case_id for key, case_id in wanted.items() if key not in found}
    return [*_from_rows(found), *_reckoned(missing, actor, wanted.keys() - found.keys())]


def following(way: Way) -> list[uuid.UUID]:
    """Participations that follow a method and go on, or are expected something of after the exit."""
    rows = {row.id: way.detail(row).method_version for row in way.of(ItemKind.ENROLMENT)}
    ended = {row.id for row in way.of(ItemKind.ENROLMENT) if row.ends_on and row.ends_on <= way.today}
    methods = of_versions(version for key in ended if (version := rows[key]))
    return [
        key for key, version in rows.items()
        if version and (key not in ended or (version in methods and outlives(methods[version])))
    ]  # fmt: skip


@Prepared
def _kept(*, actor: Actor, enrolment_ids: tuple[uuid.UUID, ...]) -> QuerySet[MethodStanding, tuple[Any, ...]]:
    return holding(Policy.all(MethodStanding, actor)).filter(enrolment_id__in=enrolment_ids).values_list(*COLUMNS)


def holding(rows: QuerySet[MethodStanding]) -> QuerySet[MethodStanding]:
    """Rows that hold now."""
    ground = Q(holds_until__isnull=True) | Q(holds_until__gt=clock.now())
    changed = ChangedCase.objects.filter(case_id=OuterRef("case_id"), party_id=OuterRef("party_id"))
    return rows.filter(ground, ~Exists(changed), made_on=clock.today())


def _from_rows(found: Mapping[uuid.UUID, list[Any]]) -> Iterable[Awaited]:
    methods = of_versions(version for _case, version, _waits in found.values())
    for key, (case_id, version_id, waits) in found.items():
        known = {"case_id": case_id, "enrolment_id": key, "version_id": version_id}
        for values in waits:
            yield from_kept(values, known, methods[version_id])


def _reckoned(case_ids: Iterable[uuid.UUID], actor: Actor, wanted: Iterable[uuid.UUID]) -> list[Awaited]:
    these = set(wanted)
    today = clock.today()
    found = standings(whole_ways(case_ids, actor), actor, today=today)
    return [thing for one in found if one.enrolment_id in these for thing in awaited(one, today)]
