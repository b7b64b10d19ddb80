"""Signals that a method switches on, with its limits: each rule in one place, on what the reader's party may see.

Only while the person follows the method. Somebody in two methods has what either of them says, once, by the lower
limit. A list reads less far back than a case page: what cannot be known from that is not said there.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.entry.case.models import ItemKind
from samsyn.entry.case.record import OWN_WORDS
from samsyn.journey.timeline.signal import Signal
from samsyn.journey.timeline.way import DOING, Row, Way, is_open

NO_INCOME = ("none", "zero_placed")
AT_WORK = ("self_supporting", "wage_subsidy")
HOLDS = ("draft", "settled")
LOOK_BACK = dt.timedelta(days=366)
SOON = dt.timedelta(days=30)
ONE_DAY = dt.timedelta(days=1)
CONTACTS = (ItemKind.MEETING, ItemKind.FOLLOW_UP, ItemKind.ASSESSMENT, ItemKind.STEP_MOVE, ItemKind.RATING)
ACTS = (*CONTACTS, *DOING, ItemKind.NOTE, ItemKind.PLAN, ItemKind.GOAL, ItemKind.MINUTES, ItemKind.REQUEST)
NOT_HAPPENED = ("planned", "waiting", "called", "cancelled", "withdrawn", "retracted")
Span = tuple[dt.date, dt.date]


def of_methods(way: Way) -> list[Signal]:
    """Every signal that the methods the person follows have switched on."""
    if way.has_left:
        return []
    return [signal for name, limit in limits_of(way).items() for signal in RULES[name](way, limit)]


def limits_of(way: Way) -> dict[str, int]:
    """The union over the methods; of two limits the lower."""
    found: dict[str, int] = {}
    for method in way.methods:
        for name, limit in method.signals.limits.items():
            found[name] = min(limit, found.get(name, limit))
    return {name: found[name] for name in RULES if name in found}


def _said(
    way: Way, kind: str, since: dt.date, words: Text, why: Text, act: tuple[str, Text], *, tone: str = "warning",
    about: uuid.UUID | None = None,
) -> Signal:  # fmt: skip
    seen = _("Räknat på det er part får se.")
    return Signal(kind, way.case_id, since, words, f"{why} {seen}", *act, tone, about)


def in_series(way: Way, days: int) -> Iterator[Signal]:
    """One activity at a time for so long, though two could have gone on beside each other."""
    alone = _one_after_another(way, dt.timedelta(days=days))
    if len(alone) < 2 or alone[-1][1] <= way.today or (way.today - alone[0][0]).days < days:
        return
    since = alone[0][0]
    yield _said(
        way, "in_series", since, _("En sak i taget i %(days)d dagar") % {"days": (way.today - since).days},
        _("Sedan %(day)s har aktiviteterna kommit efter varandra. Inget har gått jämsides.") % {"day": since},
        ("activity:write", _("Planera något bredvid")),
    )  # fmt: skip


def _one_after_another(way: Way, longest_break: dt.timedelta) -> list[Span]:
    """The last periods that overlap nothing, with no longer break between; what must have its turn is left out."""
    in_turn = frozenset(kind for method in way.methods for kind in method.in_turn_kinds)
    states = ("planned", "under_way", "done", "")
    rows = [row for row in way.of(*DOING) if row.state in states and row.code not in in_turn]
    spans = sorted(span for row in rows if (span := _span(row, way.today)) and span[1] - span[0] > ONE_DAY)
    found: list[Span] = []
    for at in range(len(spans) - 1, -1, -1):
        begins, ends = spans[at]
        overlaps = any(other[0] < ends and begins < other[1] for n, other in enumerate(spans) if n != at)
        if overlaps or (found and found[0][0] - ends > longest_break):
            break
        found.insert(0, spans[at])
    return found


def _span(row: Row, today: dt.date) -> Span | None:
    if row.state == "done":
        return (row.starts_on, row.ends_on) if row.ends_on else None
    return row.starts_on, max(row.ends_on or dt.date.max, today + ONE_DAY) if is_open(row, today) else (
        row.ends_on or dt.date.max
    )


def only_when_forced(way: Way, days: int) -> Iterator[Signal]:
    """Every contact in a year lies near the end of a livelihood, at two ends or more, with nothing between."""
    near = dt.timedelta(days=days)
    first = way.today - LOOK_BACK
    ends = [end for end in _real_ends(way) if end >= first]
    days_met = sorted({row.starts_on for row in way.of(*CONTACTS) if _has_happened(row, way, first)})
    if any(is_open(row, way.today) and row.state == "under_way" for row in way.of(*DOING)):
        return
    met_at = {end for end in ends for day in days_met if abs(day - end) <= near}
    pauses = [later - day for day, later in zip(days_met, days_met[1:], strict=False)]
    if len(met_at) < 2 or max(pauses) <= 2 * near or not all(_is_near(day, ends, near) for day in days_met):
        return
    yield _said(
        way, "only_when_forced", days_met[0], _("Kontakt bara när en försörjning tar slut"),
        _("Allt som har hänt sedan %(day)s ligger inom %(days)d dagar från att en försörjning tog slut.")
        % {"day": days_met[0], "days": days},
        ("meeting:call", _("Boka ett möte däremellan")),
    )  # fmt: skip


def _is_near(day: dt.date, ends: Sequence[dt.date], near: dt.timedelta) -> bool:
    return any(abs(day - end) <= near for end in ends)


def _has_happened(row: Row, way: Way, first: dt.date) -> bool:
    return first <= row.starts_on <= way.today and row.state not in NOT_HAPPENED


def _real_ends(way: Way) -> set[dt.date]:
    """Days on which a livelihood ended; one that was only said anew went on."""
    rows = way.of(ItemKind.LIVELIHOOD)
    ended = [(row.code, row.ends_on) for row in rows if row.ends_on]
    return {day for code, day in ended if not any(row.code == code and _holds(row, day) for row in rows)}


def party_missing(way: Way, days: int) -> Iterator[Signal]:
    """A party that the plan counts on has done nothing for so long."""
    if way.complete_from and way.today - dt.timedelta(days=days) < way.complete_from:
        return
    seen = _last_seen(way)
    missing = {
        party: since for party, begun in _in_plan(way).items()
        if (way.today - (since := max(begun, seen.get(party, begun)))).days >= days
    }  # fmt: skip
    if not missing:
        return
    since = min(missing.values())
    count = {"n": len(missing), "days": (way.today - since).days}
    words = ngettext(
        "En part i planen har inte synts på %(days)d dagar", "%(n)d parter i planen har inte synts på %(days)d dagar",
        len(missing),
    )  # fmt: skip
    names = ", ".join(sorted(way.names[party] for party in missing if party in way.names))
    why = _("Parten har något att göra i planen, men inget har hänt: %(who)s.") if names else _(
        "Parten har något att göra i planen, men inget har hänt.")
    yield _said(
        way, "party_missing", since, words % count, why % {"who": names},
        ("meeting:call", _("Kalla till möte")),
    )  # fmt: skip


def _in_plan(way: Way) -> dict[uuid.UUID, dt.date]:
    """Parties that hold a plan or answer for something that has begun or was to, since when."""
    found: dict[uuid.UUID, dt.date] = {}
    for row in way.of(ItemKind.ACTIVITY, ItemKind.PLAN):
        waits = row.kind == ItemKind.ACTIVITY and row.state in ("planned", "waiting", "under_way")
        holds = row.kind == ItemKind.PLAN and row.state in HOLDS and row.ends_on is None
        if (waits or holds) and row.starts_on <= way.today:
            party = uuid.UUID(row.lanes[0]) if waits and row.lanes else row.holder_id
            found[party] = min(row.starts_on, found.get(party, row.starts_on))
    return found


def _last_seen(way: Way) -> dict[uuid.UUID, dt.date]:
    """Per party the last day on which it did something. Who was at a meeting stands on the page of the meeting."""
    found: dict[uuid.UUID, dt.date] = {}
    for row in way.of(*ACTS):
        if row.starts_on > way.today or row.state in NOT_HAPPENED:
            continue
        ends = row.last_day or (way.today if row.state == "under_way" else row.starts_on)
        took_part = row.lanes if row.kind in (ItemKind.MEETING, *DOING, ItemKind.REQUEST) else ()
        for party in (row.holder_id, *map(uuid.UUID, took_part)):
            found[party] = max(min(ends, way.today), found.get(party, dt.date.min))
    return found


def competing_plans(way: Way, times: int) -> Iterator[Signal]:
    """So many plans at once. A holder's draft beside its own settled plan is the next one, and does not compete."""
    plans = [row for row in way.of(ItemKind.PLAN) if row.state in HOLDS and _holds(row, way.today)]
    settled = [row for row in plans if row.state == "settled"]
    holders = {row.holder_id for row in settled}
    drafts = {row.holder_id: row for row in plans if row.holder_id not in holders}
    found = [*settled, *drafts.values()]
    # Plans of authorities are tied together by a joint plan; without one they stand beside each other.
    found = found or [row for row in way.of(ItemKind.LINKED_PLAN) if _holds(row, way.today)]
    if len(found) < times:
        return
    since = sorted(row.starts_on for row in found)[times - 1]
    yield _said(
        way, "competing_plans", since, _("%(count)d planer samtidigt") % {"count": len(found)},
        _("Flera planer gäller för personen. Kom överens om en, så att alla arbetar åt samma håll."),
        ("plan:page", _("Öppna planerna")),
    )  # fmt: skip


def _holds(row: Row, today: dt.date) -> bool:
    return row.starts_on <= today and (row.ends_on is None or row.ends_on > today)


def without_own_words(way: Way, days: int) -> Iterator[Signal]:
    """A plan has gone on for so long and no goal is in the person's own words."""
    begun = [row.starts_on for row in way.of(ItemKind.PLAN) if row.state in HOLDS and _holds(row, way.today)]
    own = any(row.code == OWN_WORDS for row in way.of(ItemKind.GOAL))
    if own or not begun or (way.today - min(begun)).days < days:
        return
    yield _said(
        way, "without_own_words", min(begun), _("Planen saknar personens egna ord"),
        _("Planen började %(day)s, och inget mål är skrivet som personen själv säger det.") % {"day": min(begun)},
        ("plan:page", _("Skriv vad personen vill")),
    )  # fmt: skip


def changed_caseworker(way: Way, times: int) -> Iterator[Signal]:
    """The same party has changed who works with the person so many times since the enrolment."""
    enrolled = min((row.starts_on for row in way.of(ItemKind.ENROLMENT) if is_open(row, way.today)), default=None)
    changes: dict[uuid.UUID, set[dt.date]] = {}
    for row in way.of(ItemKind.HANDOVER):
        if enrolled is None or row.starts_on >= enrolled:
            changes.setdefault(row.holder_id, set()).add(row.starts_on)
    most = max(changes.values(), key=len, default=set())
    if len(most) < times:
        return
    yield _said(
        way, "changed_caseworker", max(most), _("Handläggaren har bytts %(count)d gånger") % {"count": len(most)},
        _("Samma part har bytt handläggare %(count)d gånger sedan personen skrevs in.") % {"count": len(most)},
        ("meeting:call", _("Kalla till möte om vem som håller ihop")),
    )  # fmt: skip


def no_work_in_parallel(way: Way, days: int) -> Iterator[Signal]:
    """Something goes on, but nothing directed at work has for so long, and nothing such begins soon."""
    doing = [row for row in way.of(*DOING) if row.state in ("under_way", "") and is_open(row, way.today)]
    earning = any(row.code in AT_WORK and is_open(row, way.today) for row in way.of(ItemKind.LIVELIHOOD))
    enrolled = min((row.starts_on for row in way.of(ItemKind.ENROLMENT) if is_open(row, way.today)), default=None)
    if not doing or earning or enrolled is None:
        return
    at_work = [row for row in way.of(*DOING) if _is_at_work(row) and row.state not in ("interrupted", "waiting")]
    if any(row.starts_on <= way.today + SOON and (row.ends_on or dt.date.max) > way.today for row in at_work):
        return
    ended = max((row.ends_on for row in at_work if row.ends_on and row.ends_on <= way.today), default=enrolled)
    since = max(ended, enrolled, min(row.starts_on for row in doing))
    if (way.today - since).days < days:
        return
    yield _said(
        way, "no_work_in_parallel", since,
        _("Inget riktat mot arbete på %(days)d dagar") % {"days": (way.today - since).days},
        _("Något pågår, men inget som är riktat mot arbete går jämsides med det."),
        ("activity:write", _("Planera något riktat mot arbete")),
    )  # fmt: skip


def _is_at_work(row: Row) -> bool:
    if row.kind == ItemKind.WORKPLACE:
        return True
    return bool(code_lists.extra("activity_kind", row.code).get("job_focused"))  # noqa: S610 - no ORM


def livelihood_gap(way: Way, days: int) -> Iterator[Signal]:
    """A livelihood ends so long before the next begins, now or ahead; a break that is over is not said."""
    for begins, ends in _breaks(way):
        length = ((ends or way.today) - begins).days
        if length < days or (ends is not None and ends <= way.today):
            continue
        words = _("Försörjningen bryts i %(days)d dagar") if ends else _("Ingen försörjning på %(days)d dagar")
        why = _("Den ena tar slut %(day)s och nästa börjar först %(next)s.") if ends else _(
            "Den sista tog slut %(day)s, och ingen är inskriven efter den.")
        yield _said(
            way, "livelihood_gap", begins, words % {"days": length}, why % {"day": begins, "next": ends},
            ("livelihood:edit", _("Skriv in vad som gäller")), tone="danger",
        )  # fmt: skip


def _breaks(way: Way) -> Iterator[tuple[dt.date, dt.date | None]]:
    """Between one livelihood and the next, whoever wrote them; what says that there is none is none."""
    reach: dt.date | None = None
    for row in sorted(way.of(ItemKind.LIVELIHOOD), key=lambda row: row.starts_on):
        if row.code in NO_INCOME:
            continue
        if reach is not None and row.starts_on > reach:
            yield reach, row.starts_on
        reach = max(row.ends_on or dt.date.max, reach or dt.date.min)
    if reach is not None and reach < way.today:
        yield reach, None


Rule = Callable[[Way, int], Iterator[Signal]]
RULES: dict[str, Rule] = {
    rule.__name__: rule for rule in (
        livelihood_gap, party_missing, competing_plans, no_work_in_parallel, in_series, without_own_words,
        only_when_forced, changed_caseworker,
    )
}  # fmt: skip
