"""Reads for joint selection: groups and meetings, one agenda with its pictures, the queue."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.group.models import Group, GroupMember
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.entry.case.models import Item
from samsyn.entry.person.models import Person
from samsyn.entry.referral.models import Referral, ReferralState
from samsyn.entry.referral.queries import Line, days_since, known_people, line, newest
from samsyn.entry.selection.models import AgendaItem, Picture, QueueEntry, SelectionDecision, SelectionMeeting
from samsyn.entry.selection.rules import is_member_now, leads, membership


@dataclass
class AgendaLine:
    """One referral at the table: who (where the actor may know), each party's picture, the decision."""

    row: AgendaItem
    line: Line
    person: Person | None
    pictures: list[Picture] = field(default_factory=list)
    decision: SelectionDecision | None = None
    own_picture: Picture | None = None


def members(group: Group) -> QuerySet[Staff]:
    """The members today and their substitutes."""
    rows = GroupMember.objects.filter(is_member_now(), group=group)
    mine = Q(pk__in=rows.values("staff_id")) | Q(
        pk__in=rows.filter(substitute__isnull=False).values("substitute_id")
    )
    return (
        Staff.objects.filter(active(), mine)
        .select_related("user", "party", "unit")
        .order_by("party__short_name", "user__name")
    )


def groups_of(actor: Actor) -> QuerySet[Group]:
    """Groups that select, of which the actor is a member."""
    mine = GroupMember.objects.filter(membership(actor), group_id=OuterRef("pk"))
    selects = Intervention.objects.filter(selection_group_id=OuterRef("pk"))
    return Group.objects.filter(Exists(mine), Exists(selects)).order_by("name")


def meetings(actor: Actor) -> QuerySet[SelectionMeeting]:
    """Meetings of the actor's groups, the newest first."""
    return (
        Policy.all(SelectionMeeting, actor).select_related("group", "called_by__user").order_by("-starts_at")
    )


def may_lead(actor: Actor, groups: "QuerySet[Group]") -> list[Group]:
    """Groups whose meetings the actor may call."""
    return [group for group in groups if leads(actor, group)]


def candidates(meeting: SelectionMeeting, actor: Actor) -> list[Line]:
    """Referrals in reach that wait and stand on no open agenda."""
    rows = newest(actor).filter(
        intervention__selection_group_id=meeting.group_id, to_unit__party_id=actor.party_id,
        state__in=[ReferralState.SENT, ReferralState.RECEIVED],
    )  # fmt: skip
    waiting = AgendaItem.objects.filter(
        referral_id=OuterRef("pk"), decision__isnull=True, meeting__held_at__isnull=True
    )
    found = list(rows.filter(~Exists(waiting)).order_by("sent_at"))
    Policy.log_read(found)
    people = known_people(found, actor)
    return [line(row, people) for row in found]


def on_open_agenda(referral: Referral) -> bool:
    """Whether it already waits for a decision at a meeting that is not over."""
    rows = AgendaItem.objects.filter(
        referral__item__series=referral.item.series, meeting__held_at__isnull=True
    )
    return rows.filter(decision__isnull=True).exists()


def agenda(meeting: SelectionMeeting, actor: Actor) -> list[AgendaLine]:
    """The agenda with pictures side by side: five queries, however long it is."""
    related = (
        "referral__item__case",
        "referral__item__holder",
        "referral__intervention",
        "referral__to_unit__party",
    )
    rows = list(
        Policy.all(AgendaItem, actor).filter(meeting=meeting).select_related(*related).order_by("position")
    )
    Policy.log_read(rows)
    people = known_people([row.referral for row in rows], actor)
    pictures, decisions = _pictures(rows, actor), _decisions(rows, actor)
    return [_agenda_line(row, people, pictures[row.pk], decisions.get(row.pk), actor) for row in rows]


def _agenda_line(
    row: AgendaItem,
    people: dict[object, Person],
    pictures: list[Picture],
    decision: SelectionDecision | None,
    actor: Actor,
) -> AgendaLine:
    return AgendaLine(
        row=row, line=line(row.referral, people), person=people.get(row.referral.item.case_id),
        pictures=pictures, decision=decision,
        own_picture=next((p for p in pictures if p.item.holder_id == actor.party_id), None),
    )  # fmt: skip


def _pictures(rows: list[AgendaItem], actor: Actor) -> dict[object, list[Picture]]:
    newer = Policy.all(Item, actor).filter(
        series=OuterRef("item__series"), version__gt=OuterRef("item__version")
    )
    found = Policy.all(Picture, actor).filter(~Exists(newer), agenda_item__in=[row.pk for row in rows])
    grouped: dict[object, list[Picture]] = defaultdict(list)
    for picture in found.select_related("item__holder", "item__author__user").order_by(
        "item__holder__short_name"
    ):
        grouped[picture.agenda_item_id].append(picture)
    return grouped


def _decisions(rows: list[AgendaItem], actor: Actor) -> dict[object, SelectionDecision]:
    found = Policy.all(SelectionDecision, actor).filter(agenda_item__in=[row.pk for row in rows])
    return {decision.agenda_item_id: decision for decision in found}


def names_in_group(meeting: SelectionMeeting, actor: Actor) -> list[str]:
    """Names of the persons on the agenda that the actor knows: they may not stand in the minutes."""
    return [
        name
        for row in agenda(meeting, actor)
        if row.person
        for name in (row.person.given_name, row.person.family_name)
    ]


def queued_interventions(actor: Actor) -> QuerySet[Intervention]:
    """Interventions the actor's party owns."""
    return Intervention.objects.filter(owner_party_id=actor.party_id).order_by("name")


@dataclass(frozen=True)
class QueueLine:
    """One place in the queue."""

    entry: QueueEntry
    line: Line
    days: int


def queue(intervention: Intervention, actor: Actor) -> list[QueueLine]:
    """The queue in order, names only where the actor may know them."""
    related = (
        "referral__item__case",
        "referral__item__holder",
        "referral__intervention",
        "referral__to_unit",
    )
    rows = Policy.all(QueueEntry, actor).filter(intervention=intervention, left_at__isnull=True)
    found = list(rows.select_related(*related).order_by("position"))
    Policy.log_read(found)
    people = known_people([row.referral for row in found], actor)
    return [QueueLine(row, line(row.referral, people), days_since(row.since)) for row in found]
