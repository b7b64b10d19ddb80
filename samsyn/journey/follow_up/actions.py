"""Planning and doing follow-ups. An enrolment plans the first, a done one the next, an exit 3, 6 and 12 months."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.writing import on_enrolment
from samsyn.journey.activity.writing import carried
from samsyn.journey.follow_up import queries
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.livelihood import actions as livelihood
from samsyn.journey.livelihood import queries as livelihoods
from samsyn.journey.livelihood.models import Moment
from samsyn.journey.progress.actions import write_step_move

Kind, Livelihood = FollowUp.Kind, FollowUp.Livelihood
AFTER_EXIT = ((Kind.AFTER_3, 3), (Kind.AFTER_6, 6), (Kind.AFTER_12, 12))
QUARTER = 3
EARLY, FAR = dt.timedelta(days=30), dt.timedelta(days=731)


@action(verb="follow_up.plan", sentence=_("planerade en uppföljning"), roles=CASE_WRITERS)
def plan(
    case: Case, *, by: Actor, due_on: dt.date, kind: str = Kind.QUARTERLY, replaces: FollowUp | None = None
) -> FollowUp:
    """One follow-up on a day, or another day for one that is planned.

    Raises DAY_PASSED, DAY_FAR, ALREADY_DONE, STALE, NOT_HOLDER.
    """
    if due_on < clock.today():
        raise RuleBroken(
            "DAY_PASSED", _("Dagen har redan varit. Välj en dag från och med i dag."), field="due_on"
        )
    if due_on > clock.today() + FAR:
        raise RuleBroken("DAY_FAR", _("Året ser fel ut. Välj en dag inom två år."), field="due_on")
    if replaces is None:
        return _new(case, kind, due_on, by)
    if replaces.done_on:
        raise RuleBroken("ALREADY_DONE", _("Uppföljningen är redan gjord."))
    return _save(FollowUp(kind=replaces.kind, due_on=due_on), replaces, by, carried(replaces.item, by=by))


@action(verb="follow_up.plan_quarterly", sentence=_("planerade nästa uppföljning"), roles=CASE_WRITERS)
def plan_quarterly(case: Case, *, by: Actor, since: dt.date | None = None) -> FollowUp:
    """The next one, three months after `since` (today). Asked twice is once: an open one is given back."""
    known = queries.open_of(case, by, Kind.QUARTERLY).first()
    due_on = max(clock.months_after(since or clock.today(), QUARTER), clock.today())
    return known or _new(case, Kind.QUARTERLY, due_on, by)


@on_enrolment
def plan_first(enrolment: Enrolment, by: Actor) -> FollowUp:
    """Part of enrolling somebody."""
    return plan_quarterly(enrolment.item.case, by=by, since=enrolment.starts_on)


@action(
    verb="follow_up.plan_after_exit", sentence=_("planerade uppföljningar efter avslut"), roles=CASE_WRITERS
)
def plan_after_exit(case: Case, *, by: Actor, exit_on: dt.date) -> FollowUp:
    """Those 3, 6 and 12 months after an exit; returns the first. Asked twice is once.

    A quarterly one that was still to come becomes the first of them, unless another enrolment goes on.
    """
    rows = []
    for kind, months in AFTER_EXIT:
        due_on = clock.months_after(exit_on, months)
        known = queries.open_of(case, by, kind).filter(due_on=due_on).first()
        rows.append(known or _new(case, kind, due_on, by, replaces=_left_over(case, by)))
    return rows[0]


def _left_over(case: Case, by: Actor) -> FollowUp | None:
    return None if queries.is_enrolled(case, by) else queries.open_of(case, by, Kind.QUARTERLY).first()


@action(verb="follow_up.do", sentence=_("gjorde en uppföljning"), roles=CASE_WRITERS)
def do(
    follow_up: FollowUp, *, by: Actor, livelihood_now: str, direction: str, what_now: str,
    what_next: str = "",
    share: Iterable[uuid.UUID] = (),
) -> FollowUp:  # fmt: skip
    """What was found. Writes livelihood when unchanged or unknown, the step, and the next follow-up.

    Raises ALREADY_DONE, TOO_EARLY, STALE, NOT_HOLDER, NOTHING_KNOWN, CONSENT_MISSING.
    """
    receivers, case = list(share), follow_up.case
    done = _done(
        follow_up, livelihood=livelihood_now, direction=direction, what_now=what_now, what_next=what_next
    )
    written = _save(done, follow_up, by, receivers)
    _note_livelihood(case, livelihood_now, by, written, receivers)
    write_step_move(
        case,
        by=by,
        to_step=what_now[:200],
        by_caseworker=direction,
        next_step=what_next[:300],
        share=receivers,
    )
    _plan_next(written, by)
    return written


@action(
    verb="follow_up.not_reached", sentence=_("gjorde en uppföljning: gick inte att nå"), roles=CASE_WRITERS
)
def not_reached(
    follow_up: FollowUp, *, by: Actor, what_next: str = "", share: Iterable[uuid.UUID] = ()
) -> FollowUp:
    """The person could not be reached: an answer, and the next one is planned all the same.

    Raises ALREADY_DONE, TOO_EARLY, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    done = _done(follow_up, not_reached=True, livelihood=Livelihood.UNKNOWN, what_next=what_next)
    written = _save(done, follow_up, by, share)
    _plan_next(written, by)
    return written


def _done(old: FollowUp, **found: object) -> FollowUp:
    if old.done_on:
        raise RuleBroken("ALREADY_DONE", _("Uppföljningen är redan gjord."))
    if old.kind != Kind.QUARTERLY and clock.today() < (earliest := old.due_on - EARLY):
        words = _("Den här uppföljningen är till för att se hur det går efter en tid. Gör den tidigast %(day)s.")
        raise RuleBroken("TOO_EARLY", str(words) % {"day": earliest})
    return FollowUp(kind=old.kind, due_on=old.due_on, done_on=clock.today(), **found)


def _save(new: FollowUp, old: FollowUp, by: Actor, share: Iterable[uuid.UUID]) -> FollowUp:
    return writing.write(
        new, case=old.case, kind=ItemKind.FOLLOW_UP, category=Category.WORK_AND_STUDY, by=by, share=share,
        replaces=old.item,
    )  # fmt: skip


def _new(case: Case, kind: str, due_on: dt.date, by: Actor, replaces: FollowUp | None = None) -> FollowUp:
    return writing.write(
        FollowUp(kind=kind, due_on=due_on),
        case=case,
        kind=ItemKind.FOLLOW_UP,
        category=Category.WORK_AND_STUDY,
        by=by,
        replaces=replaces.item if replaces else None,
    )


def _note_livelihood(case: Case, answer: str, by: Actor, done: FollowUp, share: list[uuid.UUID]) -> None:
    """One click says it for the register too; *changed* is written on the livelihood page.

    What another party has written is not written anew: that it is unchanged stands on the follow-up.
    """
    moment = Moment.UNDER_WAY if done.kind == Kind.QUARTERLY else Moment.FOLLOW_UP
    to = livelihood.covered(case, by, Category.LIVELIHOOD, share)
    if answer == Livelihood.UNCHANGED and not livelihoods.is_told_by_others(case, by, clock.today()):
        livelihood.unchanged(case, by=by, moment=moment, share=to)
    elif answer == Livelihood.UNKNOWN:
        livelihood.unknown(case, by=by, moment=moment, share=to)


def _plan_next(done: FollowUp, by: Actor) -> None:
    if done.kind == Kind.QUARTERLY and queries.is_enrolled(done.case, by):
        plan_quarterly(done.case, by=by)
