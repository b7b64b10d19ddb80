"""Signals: what stands in the way, each rule in one place, on what the reader's own party may see.

Never stored: computed from the rows of a `Way` whenever they are shown.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.access.errors import Text
from samsyn.entry.case.models import ItemKind
from samsyn.journey.timeline.method_signals import of_methods
from samsyn.journey.timeline.signal import Signal
from samsyn.journey.timeline.way import BANDS, DOING, Row, Way, is_open

IDLE_DAYS = 30
SOON_DAYS = 30
PROJECT_DAYS = 60
ONE_DAY = dt.timedelta(days=1)
MOMENTS = (
    ItemKind.IDENTITY,
    ItemKind.ENROLMENT,
    ItemKind.ASSESSMENT,
    ItemKind.STEP_MOVE,
    ItemKind.RATING,
    ItemKind.MEETING,
    ItemKind.FOLLOW_UP,
)
NOT_AN_ACT = (
    *BANDS, ItemKind.IDENTITY, ItemKind.LINKED_PLAN, ItemKind.REQUEST, ItemKind.REFERRAL, ItemKind.ENROLMENT,
)  # fmt: skip
NOT_DONE = ("planned", "waiting", "called", "cancelled")


def gap(way: Way) -> Iterator[Signal]:
    """Nothing has been under way for 30 days."""
    if way.has_left or any(is_open(row, way.today) and row.state == "under_way" for row in way.of(*DOING)):
        return
    since = max((end for row in way.rows if (end := busy_until(row, way.today))), default=None)
    at_least = since is None and way.complete_from is not None
    since = since or way.complete_from
    if since is None or (days := (way.today - since).days) < IDLE_DAYS:
        return
    words = _("Glapp i minst %(days)d dagar") if at_least else _("Glapp i %(days)d dagar")
    yield Signal(
        "gap",
        way.case_id,
        since,
        words % {"days": days},
        _("Ingen aktivitet har pågått och inget möte har hållits på 30 dagar eller mer."),
        "activity:write",
        _("Planera en aktivitet"),
        "danger",
    )


NOT_BEGUN = ("planned", "waiting", "called", "declined", "withdrawn")


def busy_until(row: Row, today: dt.date) -> dt.date | None:
    """The first day that this row no longer fills; None when it fills none."""
    if row.starts_on > today:
        return None
    if row.kind in DOING:
        return None if row.state in NOT_BEGUN else _done_until(row, today)
    if row.kind not in MOMENTS or row.state in ("planned", "called", "cancelled"):
        return None
    return row.starts_on + ONE_DAY


def _done_until(row: Row, today: dt.date) -> dt.date:
    """Until when it was done: its end, today while it is under way without an end, else its first day."""
    if row.ends_on is None and row.state == "under_way":
        return max(today, row.starts_on + ONE_DAY)
    has_length = row.ends_on is not None and row.ends_on > row.starts_on
    return min(row.ends_on, today) if has_length and row.ends_on else row.starts_on + ONE_DAY


def ends_soon(way: Way) -> Iterator[Signal]:
    """An activity, a benefit or an intervention ends within 30 days and nothing follows."""
    if way.has_left:
        return
    exits = bool(way.of(ItemKind.EXIT))
    for kinds, wait in ((DOING, SOON_DAYS), ((ItemKind.LIVELIHOOD,), 0), ((ItemKind.ENROLMENT,), 0)):
        rows = way.of(*kinds)
        for row in rows:
            end = _end_of(row, way)
            soon = end is not None and 0 < (end - way.today).days <= SOON_DAYS and is_open(row, way.today)
            if not soon or end is None or any(_follows(other, row, end, wait, way) for other in rows):
                continue
            if row.kind != ItemKind.ENROLMENT or not exits:
                yield _soon(way, row, end)


def _end_of(row: Row, way: Way) -> dt.date | None:
    if row.kind != ItemKind.ENROLMENT:
        return row.ends_on
    ends = [day for day in (row.ends_on, way.detail(row).intervention_ends_on) if day]
    return min(ends) if ends else None


def _follows(other: Row, row: Row, end: dt.date, wait: int, way: Way) -> bool:
    if other.id == row.id or other.state in ("done", "interrupted"):
        return False
    last = _end_of(other, way)
    return other.starts_on <= end + dt.timedelta(days=wait) and (last is None or last > end)


ENDING: dict[str, tuple[Text, str, Text]] = {
    ItemKind.LIVELIHOOD: (_("Försörjningen"), "livelihood:edit", _("Skriv in vad som kommer efter")),
    ItemKind.ENROLMENT: (_("Insatsen"), "exit:prepare", _("Förbered avslut")),
}
ENDING_OTHERWISE = (_("Aktiviteten"), "activity:write", _("Planera vad som kommer efter"))


def _soon(way: Way, row: Row, end: dt.date) -> Signal:
    days = (end - way.today).days
    what, act, label = ENDING.get(row.kind, ENDING_OTHERWISE)
    when = ngettext("%(what)s tar slut om %(days)d dag", "%(what)s tar slut om %(days)d dagar", days)
    return Signal(
        "ends_soon",
        way.case_id,
        end,
        when % {"what": what, "days": days},
        _("Den tar slut inom 30 dagar och inget är inskrivet som tar vid."),
        act,
        label,
    )


def no_receiver(way: Way) -> Iterator[Signal]:
    """The own party's exit is at most 30 days away, or its receiver said no, and nobody has accepted."""
    for row in way.of(ItemKind.EXIT):
        receiver = way.detail(row).receiver
        if row.holder_id != way.reader or row.state != "prepared" or receiver in ("accepted", "none"):
            continue
        if receiver == "declined" or (row.starts_on - way.today).days <= SOON_DAYS:
            yield Signal(
                "no_receiver",
                way.case_id,
                row.starts_on,
                _("Ingen mottagare vid avslut"),
                _("Avslutet är förberett, men ingen har sagt ja till att ta emot."),
                "exit:read",
                _("Ordna mottagare"),
                "danger",
                row.id,
            )


def follow_up_overdue(way: Way) -> Iterator[Signal]:
    """A follow-up's day has passed without it being done."""
    for row in way.of(ItemKind.FOLLOW_UP):
        if row.state == "planned" and row.starts_on < way.today:
            days = (way.today - row.starts_on).days
            words = ngettext("Uppföljningen är %(days)d dag sen", "Uppföljningen är %(days)d dagar sen", days)
            yield Signal(
                "follow_up_overdue",
                way.case_id,
                row.starts_on,
                words % {"days": days},
                _("Dagen för uppföljningen har passerat."),
                "follow_up:do",
                _("Gör uppföljningen"),
                "warning",
                row.id,
            )


def request_unanswered(way: Way) -> Iterator[Signal]:
    """A request was to be answered by a day that has passed."""
    for row in way.of(ItemKind.REQUEST):
        answer_by = way.detail(row).answer_by
        if row.state == "waiting" and answer_by and answer_by < way.today:
            days = (way.today - row.starts_on).days
            words = ngettext("Obesvarad förfrågan i %(days)d dag", "Obesvarad förfrågan i %(days)d dagar", days)
            yield Signal(
                "request_unanswered",
                way.case_id,
                answer_by,
                words % {"days": days},
                _("Svaret skulle ha kommit senast %(day)s.") % {"day": answer_by},
                "request:read",
                _("Öppna förfrågan"),
                "danger",
                row.id,
            )


def only_project(way: Way) -> Iterator[Signal]:
    """For 60 days only the party that owns the intervention has done anything."""
    first = way.today - dt.timedelta(days=PROJECT_DAYS)
    owners = {
        owner: row.starts_on
        for row in way.of(ItemKind.ENROLMENT)
        if is_open(row, way.today) and (owner := way.detail(row).intervention_owner)
    }
    if len(owners) != 1 or way.has_left:
        return
    owner, begun = next(iter(owners.items()))
    acting = {party for row in way.rows for party in _acting(row, first, way)}
    if begun > first or acting != {owner}:
        return
    yield Signal(
        "only_project",
        way.case_id,
        first,
        _("Bara insatsen arbetar"),
        _("Bara den part som äger insatsen har gjort något de senaste 60 dagarna."),
        "meeting:call",
        _("Kalla till möte"),
    )


def _acting(row: Row, first: dt.date, way: Way) -> list[uuid.UUID]:
    """Parties that did something through this row after `first`.

    Of others that took part only the reader's own party counts: whether the rest are known is not asked here.
    """
    if row.kind in NOT_AN_ACT or row.starts_on > way.today or row.state in NOT_DONE:
        return []
    goes_on = row.state == "under_way" and row.kind in DOING
    last = row.ends_on or (way.today if goes_on else row.starts_on + ONE_DAY)
    if last <= first:
        return []
    return [row.holder_id, way.reader] if str(way.reader) in row.lanes else [row.holder_id]


Rule = Callable[[Way], Iterator[Signal]]
RULES: tuple[Rule, ...] = (gap, no_receiver, request_unanswered, follow_up_overdue, ends_soon, only_project)


def signals(way: Way) -> list[Signal]:
    """Every signal of a case, the most pressing rule first; then those that the person's methods have switched on.

    A livelihood that is known to be broken says more than that it ends soon.
    """
    further = of_methods(way) if way.methods else []
    broken = any(signal.kind == "livelihood_gap" for signal in further)
    general = [signal for rule in RULES for signal in rule(way)]
    return [s for s in general if not (broken and s.act == "livelihood:edit")] + further
