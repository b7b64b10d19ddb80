"""What happened to the people I referred: each as far as my party sees; colleagues' as numbers that are not small."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.small_numbers import is_shown, to_hide
from samsyn.basis.code_list.queries import words
from samsyn.entry.enrolment.counting import numbers_across_vaults
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral.models import Referral, ReferralState
from samsyn.entry.selection.flows import Period, whole_years
from samsyn.journey.exit.models import Exit
from samsyn.journey.livelihood.models import Livelihood, Moment

MOST = 500
ENROLLED, ENDED, WAITING = "enrolled", "ended", "waiting"
BECAME = {
    WAITING: _("Väntar på svar"), "accepted": _("Antagen, har inte börjat"), ENROLLED: _("I insatsen nu"),
    ENDED: _("Har avslutat"), "declined": _("Fick nej"), "returned": _("Tillbaka hos er"),
    "withdrawn": _("Återtagen"),
}  # fmt: skip
BY_STATE = {
    ReferralState.ACCEPTED: "accepted", ReferralState.DECLINED: "declined", ReferralState.RETURNED: "returned",
    ReferralState.WITHDRAWN: "withdrawn",
}  # fmt: skip
LATER = (Moment.EXIT, Moment.FOLLOW_UP)


@dataclass
class Way:
    """One referral and what followed, as far as the reader's party sees. Empty: not seen."""

    referral: Referral
    became: str
    began_on: dt.date | None = None
    ended_on: dt.date | None = None
    outcome: str = ""
    livelihoods: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """My referrals, one by one and counted; my colleagues' counted. None: too few to show."""

    ways: list[Way]
    counts: list[tuple[str, int]]
    outcomes: list[tuple[str, int]]
    livelihoods: list[tuple[str, int]]
    unseen: int
    colleagues: list[tuple[str, int | None]]
    has_more: bool


def told(actor: Actor, period: Period) -> Told:
    """In a fixed number of questions, however many are referred. Those shown are logged as read."""
    rows = list(_mine(actor, period)[: MOST + 1])
    ways = [_way(row) for row in rows[:MOST]]
    _follow(ways, actor)
    Policy.log_read(way.referral for way in ways)
    ended = [way for way in ways if way.became == ENDED]
    return Told(
        ways, _counted(way.became for way in ways), _tally(way.outcome for way in ended if way.outcome),
        _tally(one for way in ended for one in way.livelihoods),
        sum(way.became in ("accepted", ENDED) and not way.outcome for way in ways), _colleagues(actor, period),
        len(rows) > MOST,
    )  # fmt: skip


def _sent(rows: QuerySet[Referral], actor: Actor, period: Period) -> QuerySet[Referral]:
    """The party's own, sent in the period."""
    rows = rows.filter(item__holder_id=actor.party_id, item__superseded_at__isnull=True, sent_at__isnull=False)
    if period.first:
        rows = rows.filter(sent_at__gte=clock.start_of(period.first))
    if period.last:
        rows = rows.filter(sent_at__lt=clock.start_of(period.last + dt.timedelta(days=1)))
    return rows


def _mine(actor: Actor, period: Period) -> QuerySet[Referral]:
    rows = _sent(Policy.all(Referral, actor), actor, period).filter(referrer_id=actor.staff_id)
    return Policy.joined(rows, actor, "item__case__person", "intervention").order_by("-sent_at", "pk")


def _way(row: Referral) -> Way:
    return Way(row, BY_STATE.get(ReferralState(row.state), WAITING))


def _follow(ways: list[Way], actor: Actor) -> None:
    """What the party sees of enrolments, exits and livelihoods after."""
    started = _started(ways, actor)
    exits = _exits(list(started.values()), actor)
    said = _livelihoods([row.item.case_id for row in started.values()], actor)
    for way in ways:
        if found := started.get(way.referral.item.series):
            way.became, way.began_on = (ENDED if _is_over(found) else ENROLLED), found.starts_on
            way.ended_on = found.ends_on if way.became == ENDED else None
            left = exits.get(found.item.series)
            way.outcome = words("exit_outcome", left.outcome) if left else ""
            way.livelihoods = said.get(found.item.case_id, []) if way.became == ENDED else []


def _is_over(row: Enrolment) -> bool:
    return row.ends_on is not None and row.ends_on <= clock.today()


def _started(ways: list[Way], actor: Actor) -> dict[uuid.UUID, Enrolment]:
    """By the referral's series: the first enrolment."""
    series = [way.referral.item.series for way in ways]
    rows = Policy.all(Enrolment, actor).filter(
        referral__item__series__in=series, item__superseded_at__isnull=True
    )
    found = rows.select_related("item", "referral__item").order_by("-starts_on")
    return {row.referral.item.series: row for row in found if row.referral}


def _exits(enrolments: list[Enrolment], actor: Actor) -> dict[uuid.UUID, Exit]:
    series = [row.item.series for row in enrolments]
    rows = Policy.all(Exit, actor).filter(
        state=Exit.State.DONE, enrolment__series__in=series, item__superseded_at__isnull=True
    )
    return {row.enrolment.series: row for row in rows.select_related("enrolment").order_by("on") if row.enrolment}


def _livelihoods(cases: list[uuid.UUID], actor: Actor) -> dict[uuid.UUID, list[str]]:
    """Sources by case, as last said at exit or after."""
    rows = Policy.all(Livelihood, actor).filter(
        item__case_id__in=cases, moment__in=LATER, written_over=False, item__superseded_at__isnull=True
    )
    found: dict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    now = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today()))
    for case_id, source in now.order_by("starts_on").values_list("item__case_id", "source"):
        found[case_id][words("livelihood", source)] = None
    return {case_id: list(sources) for case_id, sources in found.items()}


def _counted(became: Any) -> list[tuple[str, int]]:
    """In the order of the way, those that are none left out."""
    counts = Counter(became)
    return [(str(said), counts[name]) for name, said in BECAME.items() if counts[name]]


def _tally(said: Any) -> list[tuple[str, int]]:
    return Counter(said).most_common()


def _colleagues(actor: Actor, period: Period) -> list[tuple[str, int | None]]:
    """The unit's other referrals: what became of them, as numbers that are not small. Whole years."""
    if actor.unit_id is None:
        return []
    with numbers_across_vaults():
        others = Referral.objects.filter(referrer__unit_id=actor.unit_id).exclude(referrer_id=actor.staff_id)
        rows = _sent(others, actor, whole_years(period)).values_list("item__series", "state")
        states = dict(rows)
        begun = Enrolment.objects.filter(referral__item__series__in=states, item__superseded_at__isnull=True)
        started = set(begun.values_list("referral__item__series", flat=True))
    parts = Counter(
        ENROLLED if series in started else BY_STATE.get(ReferralState(state), WAITING)
        for series, state in states.items()
    )
    smallest = settings.SAMSYN_SMALLEST_CELL
    if not parts or not is_shown(parts.total(), smallest=smallest):
        return []
    hidden = to_hide(parts, smallest=smallest)
    return [(_colleague(name), None if name in hidden else parts[name]) for name in BECAME if parts[name]]


def _colleague(name: str) -> str:
    return str(_("Började i insatsen") if name == ENROLLED else BECAME[name])
