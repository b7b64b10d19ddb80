"""What became of the applications to an intervention, and how long people waited: counted from the record.

It looks across vaults and gives numbers only; for roles that see no persons small numbers are hidden, and
then at least two of the parts, so that a hidden one cannot be had by subtraction.
"""

import datetime as dt
import math
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.small_numbers import to_hide
from samsyn.basis.group.models import GroupMember
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.enrolment.counting import numbers_across_vaults
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep
from samsyn.entry.selection.models import SelectionDecision
from samsyn.entry.selection.rules import membership

AGGREGATE_ROLES = frozenset({Role.INTERVENTION_MANAGER, Role.ASSOCIATION_OFFICER, Role.EVALUATOR})
PARTS = ("enrolled", "other", "returned", "declined", "withdrawn", "waiting")


@dataclass(frozen=True)
class Period:
    """Days, both included; an open end is None."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Spread:
    """How long it took, in days."""

    count: int
    median: float
    lower: float
    upper: float
    longest: int | None


@dataclass(frozen=True)
class Flow:
    """Applications sent in a period and what became of them until now. None: too few to show."""

    applications: int | None
    enrolled: int | None
    other: int | None
    returned: int | None
    declined: int | None
    withdrawn: int | None
    waiting: int | None
    to_decision: Spread | None
    to_start: Spread | None
    has_hidden: bool = False


@dataclass(frozen=True)
class _Way:
    """One application's way as three days and an end."""

    sent_on: dt.date
    end: str
    decided_on: dt.date | None
    started_on: dt.date | None


def period_for(actor: Actor, wanted: Period) -> Period:
    """Whole years for roles that see no persons: periods a week apart would tell who came then."""
    return wanted if actor.sees_persons else whole_years(wanted)


def whole_years(wanted: Period) -> Period:
    """From the first day of the first year to the last of the last."""
    first = wanted.first.replace(month=1, day=1) if wanted.first else None
    last = wanted.last.replace(month=12, day=31) if wanted.last else None
    return Period(first, last)


def flow(intervention: Intervention, period: Period) -> Flow:
    """The flow of one intervention. Numbers only leave here."""
    return _counted(_read(intervention, period))


def _read(intervention: Intervention, period: Period) -> list[_Way]:
    with numbers_across_vaults():
        return _ways(intervention, period)


def _counted(ways: list[_Way]) -> Flow:
    count: dict[str, Any] = {part: sum(way.end == part for way in ways) for part in PARTS}
    return Flow(
        applications=len(ways), **count,
        to_decision=spread((w.decided_on - w.sent_on).days for w in ways if w.decided_on),
        to_start=spread((w.started_on - w.decided_on).days for w in ways if w.decided_on and w.started_on),
    )  # fmt: skip


def _ways(intervention: Intervention, period: Period) -> list[_Way]:
    rows = _sent(intervention, period).values_list("item__series", "state", "sent_at")
    decided = _last_decisions(intervention)
    answered, started = _answers(intervention), _starts(intervention)
    return [
        _way(
            clock.local(sent_at).date(), state, decided.get(series), answered.get(series), started.get(series)
        )
        for series, state, sent_at in rows
        if sent_at
    ]


def _way(
    sent_on: dt.date,
    state: str,
    decision: tuple[str, dt.date] | None,
    answered: dt.date | None,
    start: dt.date | None,
) -> _Way:
    decided_on = decision[1] if decision else answered if state == ReferralState.DECLINED else None
    return _Way(sent_on, _end(state, decision[0] if decision else "", start), decided_on, start)


def _end(state: str, outcome: str, start: dt.date | None) -> str:
    if start:
        return "enrolled"
    closed = {
        ReferralState.WITHDRAWN: "withdrawn",
        ReferralState.RETURNED: "returned",
        ReferralState.DECLINED: "declined",
    }
    if state in closed:
        return closed[ReferralState(state)]
    return "other" if outcome == SelectionDecision.Outcome.OTHER else "waiting"


def _sent(intervention: Intervention, period: Period) -> QuerySet[Referral]:
    rows = Referral.objects.filter(
        intervention=intervention, sent_at__isnull=False, item__superseded_at__isnull=True
    )
    if period.first:
        rows = rows.filter(sent_at__gte=clock.start_of(period.first))
    if period.last:
        rows = rows.filter(sent_at__lt=clock.start_of(period.last + dt.timedelta(days=1)))
    return rows


def _last_decisions(intervention: Intervention) -> dict[uuid.UUID, tuple[str, dt.date]]:
    rows = SelectionDecision.objects.filter(referral__intervention=intervention).order_by("item__at")
    return {
        series: (outcome, on)
        for series, outcome, on in rows.values_list("referral__item__series", "outcome", "decided_on")
    }


def _answers(intervention: Intervention) -> dict[uuid.UUID, dt.date]:
    """When each was answered no, from the steps."""
    rows = ReferralStep.objects.filter(referral__intervention=intervention, to_state=ReferralState.DECLINED)
    return {series: clock.local(at).date() for series, at in rows.values_list("referral__item__series", "at")}


def _starts(intervention: Intervention) -> dict[uuid.UUID, dt.date]:
    rows = Enrolment.objects.filter(
        intervention=intervention, referral__isnull=False, item__superseded_at__isnull=True
    )
    return dict(rows.order_by("-starts_on").values_list("referral__item__series", "starts_on"))


def spread(days: Iterable[int]) -> Spread | None:
    """Median, quartiles (linear between the nearest two) and the longest; None for nothing."""
    known = sorted(days)
    if not known:
        return None
    return Spread(
        len(known), _quantile(known, 0.5), _quantile(known, 0.25), _quantile(known, 0.75), known[-1]
    )


def _quantile(known: list[int], share: float) -> float:
    place = (len(known) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(known) - 1)
    return known[low] + (known[high] - known[low]) * (place - low)


def shown_to(actor: Actor, intervention: Intervention, period: Period) -> Flow:
    """The flow as this role may see it: those who see the persons see all, others no small numbers."""
    ways = _read(intervention, period_for(actor, period))
    if actor.sees_persons:
        return _counted(ways)
    shown = without_small_numbers(_counted(ways), settings.SAMSYN_SMALLEST_CELL)
    ever = _read(intervention, Period(None, None))
    gone: dict[str, Any] = {} if len(ways) == len(ever) else dict.fromkeys(_small_some_year(ever))
    return replace(shown, **gone, has_hidden=True) if gone else shown


def _small_some_year(ever: list[_Way]) -> set[str]:
    """What is too small in some year: shown for all time only, or that year's could be had by subtraction."""
    small: set[str] = set()
    for year in {way.sent_on.year for way in ever}:
        found = _counted([way for way in ever if way.sent_on.year == year])
        shown = without_small_numbers(found, settings.SAMSYN_SMALLEST_CELL)
        names = (f.name for f in fields(Flow) if getattr(found, f.name) is not None)
        small |= {name for name in names if getattr(shown, name) is None}
    return small


def without_small_numbers(found: Flow, smallest: int) -> Flow:
    """Hide parts below `smallest`, and more until two are hidden that cover `smallest` people."""
    counts = {part: getattr(found, part) for part in PARTS}
    if 0 < (found.applications or 0) < smallest:
        return _nothing()
    hidden = to_hide(counts, smallest=smallest)
    gone: dict[str, Any] = dict.fromkeys(hidden)
    shown = replace(found, **gone, has_hidden=bool(hidden))
    return replace(
        shown, to_decision=_many(found.to_decision, smallest), to_start=_many(found.to_start, smallest)
    )


def _nothing() -> Flow:
    """So few applications that not even their number is shown."""
    return Flow(None, None, None, None, None, None, None, None, None, has_hidden=True)


def _many(found: Spread | None, smallest: int) -> Spread | None:
    """A spread over too few tells about one of them; the longest wait is one person's, so it is left out."""
    return replace(found, longest=None) if found and found.count >= smallest else None


def visible_interventions(actor: Actor) -> QuerySet[Intervention]:
    """Interventions whose flow an actor may see: the group's members, the owner's people, the association."""
    mine = GroupMember.objects.filter(membership(actor), group_id=OuterRef("selection_group_id"))
    seen = Q(Exists(mine))
    if actor.role in CASE_LEADERS or actor.role == Role.INTERVENTION_MANAGER:
        seen |= Q(owner_party_id=actor.party_id)
    rows = Intervention.objects.filter(association=actor.association_id)
    if actor.role in AGGREGATE_ROLES - {Role.INTERVENTION_MANAGER}:
        return rows.order_by("name")
    return rows.filter(seen).order_by("name")
