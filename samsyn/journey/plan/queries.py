"""The plan as one picture: every part the reader may see, and nothing about the rest."""

import uuid
from dataclasses import dataclass, field

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Category, Item, ItemKind
from samsyn.entry.case.queries import items_of, live_disclosures
from samsyn.entry.consent import gate
from samsyn.journey.activity.models import PERSON, Activity
from samsyn.journey.activity.queries import reader_ids
from samsyn.journey.plan.law import OVERALL_RESPONSIBLE_KINDS
from samsyn.journey.plan.models import Goal, JointPlan, LinkedPlan, Milestone
from samsyn.journey.plan.rules import PART_KINDS

State = JointPlan.State
CONTENTS = ("goal", "milestone", "linkedplan", "activity__responsible_party")


@dataclass
class Frame:
    """One joint plan: its newest readable version, and the one in force when the newest is a draft."""

    plan: JointPlan
    in_force: JointPlan | None = None
    efforts: list[Activity] = field(default_factory=list)

    @property
    def by_authorities(self) -> list[Activity]:
        """SIP part 2: what municipality and region answer for."""
        return [a for a in self.efforts if _authority(a)]

    @property
    def by_others(self) -> list[Activity]:
        """SIP part 3: what anyone else does."""
        return [a for a in self.efforts if not _authority(a)]


@dataclass
class Picture:
    """Everything around the person that one reader sees, ready for the page and the print."""

    frames: list[Frame]
    ended: list[JointPlan]
    own_goals: list[Goal]
    other_goals: list[Goal]
    milestones: list[Milestone]
    activities: list[Activity]
    linked: list[LinkedPlan]
    readers: dict[uuid.UUID, list[str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.frames or self.ended or self.own_goals or self.other_goals or self.milestones
                    or self.activities or self.linked)  # fmt: skip

    def waits(self, activity: Activity) -> list[Activity]:
        """Which of the activities in the picture must be done before this one."""
        return [a for a in self.activities if str(a.item.series) in activity.depends_on and a.state != "done"]

    def goal_of(self, milestone: Milestone) -> Goal | None:
        """The goal a milestone leads to, when the reader sees it."""
        goals = [*self.own_goals, *self.other_goals]
        return next((g for g in goals if g.item.series == milestone.goal_series), None)


def _authority(activity: Activity) -> bool:
    party = activity.responsible_party
    return party is not None and party.kind in OVERALL_RESPONSIBLE_KINDS


def picture(case: Case, actor: Actor) -> Picture:
    """All parts of all plans in a case, whoever holds them, as far as the actor reads. Three queries."""
    parts = list(items_of(case, actor, *PART_KINDS[1:]).select_related(*CONTENTS))
    frames, ended = _frames(case, actor)
    goals = [i.goal for i in parts if i.kind == ItemKind.GOAL]
    activities = [i.activity for i in parts if i.kind == ItemKind.ACTIVITY]
    for frame in frames:
        frame.efforts = [a for a in activities if a.plan_series == frame.plan.item.series]
    ours = [i.pk for i in [*parts, *(f.plan.item for f in frames)] if i.holder_id == actor.party_id]
    return Picture(
        frames, ended, [g for g in goals if g.in_own_words], [g for g in goals if not g.in_own_words],
        [i.milestone for i in parts if i.kind == ItemKind.MILESTONE], activities,
        [i.linkedplan for i in parts if i.kind == ItemKind.LINKED_PLAN], reader_ids(ours),
    )  # fmt: skip


def _frames(case: Case, actor: Actor) -> tuple[list[Frame], list[JointPlan]]:
    rows = Policy.all(JointPlan, actor).filter(item__case_id=case.pk)
    rows = rows.select_related("item__holder", "item__author__user", "overall_responsible")
    series: dict[uuid.UUID, list[JointPlan]] = {}
    for plan in rows.order_by("starts_on", "item__version", "pk"):
        series.setdefault(plan.item.series, []).append(plan)
    frames, ended = [], []
    for versions in series.values():
        newest = versions[-1]
        if newest.state == State.SUPERSEDED:
            ended.append(newest)
            continue
        settled = [v for v in versions if v.state == State.SETTLED]
        frames.append(Frame(newest, settled[-1] if newest.state == State.DRAFT and settled else None))
    return frames, ended


def sole_plan(case: Case, actor: Actor) -> uuid.UUID | None:
    """The series of the case's plan when the actor reads exactly one that is not superseded."""
    frames, _ended = _frames(case, actor)
    return frames[0].plan.item.series if len(frames) == 1 else None


def own_plans(case: Case, actor: Actor) -> list[JointPlan]:
    """Plans that the actor's party holds and that still hold or are drafts."""
    frames, _ended = _frames(case, actor)
    return [f.plan for f in frames if f.plan.item.holder_id == actor.party_id]


@dataclass(frozen=True)
class OwnPart:
    """One of the party's own parts of the plan, and who reads it now."""

    item: Item
    readers: list[str]
    reader_ids: frozenset[uuid.UUID]


def own_parts(case: Case, actor: Actor) -> list[OwnPart]:
    """The party's own parts in their newest versions, with their readers. Two queries."""
    items = list(items_of(case, actor, *PART_KINDS).filter(holder_id=actor.party_id))
    rows = live_disclosures().filter(item_id__in=[i.pk for i in items]).select_related("to_party")
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for row in rows.order_by("to_party__short_name"):
        found.setdefault(row.item_id, {})[row.to_party_id] = row.to_party.short_name
    return [OwnPart(i, list(found.get(i.pk, {}).values()), frozenset(found.get(i.pk, {}))) for i in items]


def plan_receivers(case: Case, actor: Actor) -> list[gate.Receiver]:
    """To whom the actor's party may release parts of a plan, and who may not be given them and why."""
    return gate.receivers(case, actor, Category.PLAN)


def person_does(activity: Activity) -> bool:
    """Whether the person answers for it."""
    return activity.responsible_name == PERSON and activity.responsible_party_id is None
