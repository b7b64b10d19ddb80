"""Who reaches meetings, agendas, pictures, decisions and queues."""

from django.db.models import Exists, OuterRef, Q

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, Policy, register
from samsyn.basis.group.models import Group, GroupMember
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.case.models import Item
from samsyn.entry.case.queries import belonging_rule
from samsyn.entry.case.rules import register_content
from samsyn.entry.referral.models import Referral
from samsyn.entry.selection.models import AgendaItem, Picture, QueueEntry, SelectionDecision, SelectionMeeting


def is_member_now(prefix: str = "") -> Q:
    """Condition on `GroupMember`: the membership holds today, in an active group."""
    today = clock.today()
    ended = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": today})
    return ended & Q(**{f"{prefix}starts_on__lte": today, f"{prefix}group__is_active": True})


def membership(actor: Actor) -> Q:
    """Condition on `GroupMember`: the actor is the member or the member's substitute."""
    if not actor.sees_persons:
        return NOTHING
    return (Q(staff_id=actor.staff_id) | Q(substitute_id=actor.staff_id)) & is_member_now()


def meeting_rule(actor: Actor) -> Q:
    """Condition on `SelectionMeeting`: members of the group, nobody else."""
    mine = GroupMember.objects.filter(membership(actor), group_id=OuterRef("group_id"))
    return Q(Exists(mine))


def agenda_rule(actor: Actor) -> Q:
    """Condition on `AgendaItem`: a meeting of one's group, and a referral one's party reads."""
    mine = GroupMember.objects.filter(membership(actor), group_id=OuterRef("meeting__group_id"))
    read = Policy.all(Item, actor).filter(pk=OuterRef("referral_id"))
    return Q(Exists(mine)) & Q(Exists(read))


def leads(actor: Actor, group: Group) -> bool:
    """Whether the actor coordinates for an owner of an intervention that this group selects for."""
    if actor.role not in CASE_LEADERS:
        return False
    return group.interventions.filter(owner_party_id=actor.party_id).exists()


def is_owner(actor: Actor, referral: Referral) -> bool:
    """Whether the actor acts for the party that owns the intervention."""
    return actor.role in CASE_LEADERS and actor.party_id == referral.intervention.owner_party_id


register(SelectionMeeting, meeting_rule)
register(AgendaItem, agenda_rule, subject=lambda row: row.referral.item.case.person_id)
register_content(Picture, SelectionDecision)
register(QueueEntry, belonging_rule("referral_id"), subject=lambda row: row.referral.item.case.person_id)
