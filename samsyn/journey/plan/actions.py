"""Starting, rewriting, settling and superseding a plan; its parts; releasing older parts to a new party."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Party
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, Item, ItemContent, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.journey.activity.writing import carried
from samsyn.journey.plan import rules
from samsyn.journey.plan.law import OVERALL_RESPONSIBLE_KINDS, overall_refusal
from samsyn.journey.plan.models import Goal, JointPlan, LinkedPlan, Milestone

P = TypeVar("P", bound=ItemContent)
State = JointPlan.State
KEPT = ("kind", "replaces_plan")


@action(verb="plan.start", sentence=_("började på en plan"), roles=CASE_WRITERS)
def start_plan(
    case: Case, *, by: Actor, kind: str, starts_on: dt.date, share: Iterable[uuid.UUID] = (),
    replaces_plan: uuid.UUID | None = None, **said: Any,
) -> JointPlan:  # fmt: skip
    """A draft, held by the party that starts it. `said` takes the other fields of `JointPlan`.

    `replaces_plan` names the series of a plan that this one supersedes when it is settled.
    Raises OVERALL_RESPONSIBLE, FOLLOW_UP_BEFORE_START, PLAN_NOT_READ, CONSENT_MISSING.
    """
    rules.check_plan(case, by, replaces_plan)
    plan = JointPlan(kind=kind, starts_on=starts_on, replaces_plan=replaces_plan, **said)
    _check_frame(plan)
    return writing.write(plan, case=case, kind=ItemKind.PLAN, category=Category.PLAN, by=by, share=share)


@action(verb="plan.rewrite", sentence=_("ändrade en plan"), roles=CASE_WRITERS)
def rewrite_plan(
    plan: JointPlan, *, by: Actor, starts_on: dt.date, share: Iterable[uuid.UUID] = (), **said: Any
) -> JointPlan:
    """The next version of the frame, as a draft; a settled version stays in force until this one is settled.

    Raises PLAN_SUPERSEDED, OVERALL_RESPONSIBLE, FOLLOW_UP_BEFORE_START, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    if plan.state == State.SUPERSEDED:
        raise RuleBroken("PLAN_SUPERSEDED", _("Planen är ersatt och kan inte ändras. Gör en ny plan."))
    said = {**{name: getattr(plan, name) for name in KEPT}, **said}
    new = JointPlan(starts_on=starts_on, **said)
    _check_frame(new)
    return writing.write(
        new,
        case=plan.case,
        kind=ItemKind.PLAN,
        category=Category.PLAN,
        by=by,
        share=share,
        replaces=plan.item,
    )


def _check_frame(plan: JointPlan) -> None:
    party = plan.overall_responsible
    if plan.kind == JointPlan.Kind.SIP and party and party.kind not in OVERALL_RESPONSIBLE_KINDS:
        raise RuleBroken("OVERALL_RESPONSIBLE", overall_refusal(plan.starts_on), field="overall_responsible")
    if plan.follow_up_on and plan.follow_up_on < plan.starts_on:
        raise RuleBroken(
            "FOLLOW_UP_BEFORE_START", _("Uppföljningen ligger före planens start. Ändra något av datumen."),
            field="follow_up_on",
        )  # fmt: skip


@action(verb="plan.settle", sentence=_("fastställde en plan"), roles=CASE_WRITERS)
def settle_plan(plan: JointPlan, *, by: Actor) -> JointPlan:
    """The draft holds from today and supersedes the version before it and the plan it was made to replace.

    Twice is once. Raises NOT_HOLDER, PLAN_SUPERSEDED, STALE, and the code of the first of
    `rules.settle_checks` that does not hold.
    """
    if plan.item.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som började på planen kan fastställa den."))
    newest = JointPlan.objects.filter(item__series=plan.item.series).order_by("-item__version")[0]
    check_seen(newest.pk, newer=newest.item)
    if newest.state == State.SETTLED:
        return newest
    if newest.state == State.SUPERSEDED:
        raise RuleBroken("PLAN_SUPERSEDED", _("Planen är redan ersatt av en annan. Gör en ny plan."))
    for check in rules.settle_checks(newest, by):
        if not check.holds:
            raise RuleBroken(check.code, check.what_to_do, field=check.field)
    newest.state, newest.settled_on = State.SETTLED, clock.today()
    _keep_state(newest)
    _supersede(newest, by)
    return newest


def _keep_state(plan: JointPlan) -> None:
    plan.save(update_fields=["state", "settled_on", "ended_on"])
    writing.show_face(plan)
    touch(plan, ["state"], person_id=plan.case.person_id)


def _supersede(plan: JointPlan, by: Actor) -> None:
    """End the older versions of the plan, and the party's own plan that it was made to replace."""
    gone = [plan.item.series, *([plan.replaces_plan] if plan.replaces_plan else [])]
    older = JointPlan.objects.filter(item__series__in=gone, item__holder_id=by.party_id).exclude(pk=plan.pk)
    for old in older.exclude(state=State.SUPERSEDED).select_related("item__case__person"):
        old.state, old.ended_on = State.SUPERSEDED, clock.today()
        _keep_state(old)


@action(verb="plan.goal", sentence=_("skrev ett mål"), roles=CASE_WRITERS)
def write_goal(
    case: Case, *, by: Actor, text: str, in_own_words: bool = True, plan_series: uuid.UUID | None = None,
    share: Iterable[uuid.UUID] = (), replaces: Goal | None = None,
) -> Goal:  # fmt: skip
    """A goal, or its next version. Raises PLAN_NOT_READ, STALE, NOT_HOLDER, CONSENT_MISSING."""
    rules.check_plan(case, by, plan_series)
    reached_on = replaces.reached_on if replaces else None
    goal = Goal(text=text, in_own_words=in_own_words, plan_series=plan_series, reached_on=reached_on)
    return _write_part(goal, case, ItemKind.GOAL, by, share, replaces)


@action(verb="plan.milestone", sentence=_("skrev ett delmål"), roles=CASE_WRITERS)
def write_milestone(
    case: Case, *, by: Actor, text: str, due_on: dt.date | None = None, goal_series: uuid.UUID | None = None,
    plan_series: uuid.UUID | None = None, share: Iterable[uuid.UUID] = (), replaces: Milestone | None = None,
) -> Milestone:  # fmt: skip
    """A milestone, or its next version. Raises PLAN_NOT_READ, STALE, NOT_HOLDER, CONSENT_MISSING."""
    rules.check_plan(case, by, plan_series)
    milestone = Milestone(text=text, due_on=due_on, goal_series=goal_series, plan_series=plan_series)
    milestone.reached_on = replaces.reached_on if replaces else None
    return _write_part(milestone, case, ItemKind.MILESTONE, by, share, replaces)


@action(verb="plan.link", sentence=_("länkade en myndighets plan"), roles=CASE_WRITERS)
def link_plan(
    case: Case, *, by: Actor, title: str, authority: str, starts_on: dt.date, ends_on: dt.date | None = None,
    share: Iterable[uuid.UUID] = (), replaces: LinkedPlan | None = None, **said: Any,
) -> LinkedPlan:  # fmt: skip
    """A single authority's plan, in the same picture. Raises ENDS_BEFORE_START, PLAN_NOT_READ, STALE ..."""
    rules.check_plan(case, by, said.get("plan_series"))
    if ends_on and ends_on <= starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Slutet ligger före starten. Ändra något av datumen."), field="last_day"
        )
    linked = LinkedPlan(title=title, authority=authority, starts_on=starts_on, ends_on=ends_on, **said)
    return _write_part(linked, case, ItemKind.LINKED_PLAN, by, share, replaces)


def _write_part(
    part: P, case: Case, kind: str, by: Actor, share: Iterable[uuid.UUID], replaces: ItemContent | None
) -> P:
    old = replaces.item if replaces else None
    return writing.write(part, case=case, kind=kind, category=Category.PLAN, by=by, share=share, replaces=old)


@action(verb="plan.reach", sentence=_("markerade ett mål som nått"), roles=CASE_WRITERS)
def reach(part: Goal | Milestone, *, by: Actor, reached: bool = True) -> Goal | Milestone:
    """Mark it reached today, or not reached after all: a new version, carried to the same live receivers.

    Twice is once. Raises STALE, NOT_HOLDER.
    """
    if bool(part.reached_on) == reached:
        return part
    columns = [f.attname for f in part._meta.concrete_fields if not f.primary_key]
    new = type(part)(**{name: getattr(part, name) for name in columns})
    new.reached_on = clock.today() if reached else None
    return _write_part(new, part.case, part.item.kind, by, carried(part.item, by=by), part)


@action(verb="plan.share_older", sentence=_("delade äldre delar av planen"), roles=CASE_WRITERS)
def share_older(case: Case, *, by: Actor, to_party: Party, items: Iterable[Item]) -> Case:
    """Release one's own older parts to a party that joined later; what it reads already is left alone.

    Raises NOT_HOLDER, CONSENT_MISSING.
    """
    for item in items:
        if item.case_id != case.pk or not rules.is_own_part(item, by):
            raise RuleBroken("NOT_HOLDER", _("Ni kan bara dela det ni själva har skrivit."), field="items")
        if not live_disclosures().filter(item_id=item.pk, to_party_id=to_party.pk).exists():
            writing.release(item, [to_party.pk], by=by, purpose=str(_("Plan: kom med senare")))
    touch(case, ["disclosures"], person_id=case.person_id)
    return case
