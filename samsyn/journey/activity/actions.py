"""Writing an activity, moving its state, and noting attendance."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.journey.activity.models import Activity, Attendance
from samsyn.journey.activity.queries import OPEN_STATES, newest_of, of_case, waits_for
from samsyn.journey.activity.rules import may_move
from samsyn.journey.activity.writing import as_holder, carried
from samsyn.journey.plan.rules import check_plan

State = Activity.State
ONE_DAY = dt.timedelta(days=1)
KEPT = (
    "state",
    "waiting_for",
    "waiting_since",
    "interrupted_because",
    "done_on",
    "plan_series",
    "meeting_id",
)


@action(verb="activity.write", sentence=_("skrev en aktivitet"), roles=CASE_WRITERS)
def write_activity(
    case: Case, *, by: Actor, title: str, starts_on: dt.date, share: Iterable[uuid.UUID] = (),
    replaces: Activity | None = None, **said: Any,
) -> Activity:  # fmt: skip
    """An activity, or the next version of one (its state stays as it is).

    `said` takes the other fields of `Activity` (kind, responsible_party_id, ends_on, depends_on ...).
    Raises ENDS_BEFORE_START, WAITS_IN_CIRCLE, PLAN_NOT_READ, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    check_plan(case, by, said.get("plan_series"))
    if said.get("ends_on") and said["ends_on"] <= starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Slutet ligger före starten. Ändra något av datumen."), field="last_day"
        )
    if replaces:
        _check_circle(replaces, by, said.get("depends_on", []))
    kept = {name: getattr(newest_of(replaces), name) for name in KEPT} if replaces else {}
    activity = Activity(title=title, starts_on=starts_on, **{**kept, **said})
    old = replaces.item if replaces else None
    return writing.write(
        activity, case=case, kind=ItemKind.ACTIVITY, category=Category.PLAN, by=by, share=share, replaces=old
    )


def _check_circle(activity: Activity, by: Actor, first: Iterable[str]) -> None:
    """Refuse to wait for something that itself waits, however far off, for this activity."""
    known = {str(one.item.series): one for one in of_case(activity.case, by)}
    ahead, seen = [str(series) for series in first], set[str]()
    while ahead:
        series = ahead.pop()
        if series == str(activity.item.series):
            raise RuleBroken(
                "WAITS_IN_CIRCLE",
                _("Aktiviteterna väntar då på varandra, och ingen kan bli klar. Ta bort något av valen."),
                field="depends_on",
            )
        if series not in seen and series in known:
            ahead += [str(next_one) for next_one in known[series].depends_on]
        seen.add(series)


@action(verb="activity.move", sentence=_("ändrade läget för en aktivitet"), roles=CASE_WRITERS, elevated=True)
def move(
    activity: Activity, *, by: Actor, state: str, waiting_for: str = "", waiting_since: dt.date | None = None,
    interrupted_because: str = "",
) -> Activity:  # fmt: skip
    """A new version with another state, carried to the same live receivers. The same state twice is once.

    Open to the holder and to the party that answers for the activity. The latter's words go into the holder's
    vault (which is why the act is elevated), to no new reader, and the trace tells who wrote them.
    Raises NOT_YOURS, STALE, WAITING_FOR_MISSING, REASON_MISSING, WAITS_FROM_LATER, NOT_YET_POSSIBLE.
    """
    now = newest_of(activity)
    _check_right(now, by)
    new = _moved(now, State(state), waiting_for.strip(), waiting_since, interrupted_because.strip())
    if (new.state, new.waiting_for, new.interrupted_because) == (
        now.state,
        now.waiting_for,
        now.interrupted_because,
    ):
        return now
    check_seen(now.pk, newer=now)
    if new.state == State.DONE:
        _check_first(now, by)
    holder = as_holder(now.item, by)
    return writing.write(
        new, case=now.case, kind=ItemKind.ACTIVITY, category=now.item.category, by=holder,
        share=carried(now.item, by=holder), replaces=now.item,
    )  # fmt: skip


def _check_first(now: Activity, by: Actor) -> None:
    """Nothing is done before what had to be done first, as far as the actor sees; an interrupted one stops nobody."""
    first = [one for one in waits_for(now, of_case(now.case, by)) if one.state in OPEN_STATES]
    if first:
        what = ", ".join(one.title for one in first)
        told = _(
            "Först ska det här bli klart: %(what)s. Markera det som klart, eller ändra vad aktiviteten väntar på."
        )
        raise RuleBroken("NOT_YET_POSSIBLE", str(told) % {"what": what}, field="state")


def _check_right(now: Activity, by: Actor) -> None:
    """Holder, or responsible and still a reader: nobody moves a version they may not see."""
    ours = now.item.holder_id == by.party_id
    reads = ours or live_disclosures().filter(item_id=now.pk, to_party_id=by.party_id).exists()
    if not (reads and may_move(now, by)):
        raise RuleBroken(
            "NOT_YOURS",
            _("Bara den som skrev aktiviteten eller ansvarar för den kan ändra här. Be dem om det."),
        )


def _moved(now: Activity, state: State, waiting_for: str, since: dt.date | None, because: str) -> Activity:
    """A copy of `now` in another state. Words of a state that is over stay in the older version."""
    today = clock.today()
    _check_words(state, waiting_for, since, because)
    columns = [f.attname for f in Activity._meta.concrete_fields if not f.primary_key]
    new = Activity(**{name: getattr(now, name) for name in columns})
    new.state = state
    new.waiting_for = waiting_for if state == State.WAITING else ""
    new.waiting_since = (since or today) if state == State.WAITING else None
    new.interrupted_because = because if state == State.INTERRUPTED else ""
    new.done_on = today if state == State.DONE else None
    if state in (State.UNDER_WAY, State.DONE):
        new.starts_on = min(new.starts_on, today)  # it began, whatever was planned
    if state == State.UNDER_WAY and new.ends_on and new.ends_on <= today:
        new.ends_on = None  # it goes on, whatever was planned
    if state in (State.INTERRUPTED, State.DONE) and new.ends_on:
        new.ends_on = max(min(new.ends_on, today + ONE_DAY), new.starts_on + ONE_DAY)
    return new


def _check_words(state: State, waiting_for: str, since: dt.date | None, because: str) -> None:
    if state == State.WAITING and not waiting_for:
        raise RuleBroken("WAITING_FOR_MISSING", _("Skriv vem eller vad ni väntar på."), field="waiting_for")
    if state == State.WAITING and since and since > clock.today():
        raise RuleBroken(
            "WAITS_FROM_LATER", _("Dagen ligger framåt. Skriv när väntan började."), field="waiting_since"
        )
    if state == State.INTERRUPTED and not because:
        raise RuleBroken(
            "REASON_MISSING", _("Skriv varför aktiviteten avbröts."), field="interrupted_because"
        )


@action(verb="activity.attend", sentence=_("noterade närvaro"), roles=CASE_WRITERS, elevated=True)
def note_attendance(
    activity: Activity, *, by: Actor, on: dt.date, was_present: bool, words: str = ""
) -> Attendance:
    """Whether the person was there on a day; noted again, the day is corrected. Same right as `move`.

    Raises NOT_YOURS, DAY_AHEAD, BEFORE_START, AFTER_END.
    """
    now = newest_of(activity)
    _check_right(now, by)
    not_ahead(on, field="on")
    if on < now.starts_on:
        raise RuleBroken("BEFORE_START", _("Dagen ligger före aktivitetens start."), field="on")
    if now.ends_on and on >= now.ends_on:
        told = _("Aktiviteten slutade %(day)s. Ändra sista dagen först om den pågick längre.")
        raise RuleBroken("AFTER_END", str(told) % {"day": now.last_day}, field="on")
    row = Attendance.objects.filter(item__series=now.item.series, on=on).first() or Attendance(
        item=now.item, on=on
    )
    row.was_present, row.words, row.at = was_present, words.strip(), clock.now()
    row.save()
    touch(row, ["on", "was_present", "words"], person_id=now.case.person_id)
    return row
