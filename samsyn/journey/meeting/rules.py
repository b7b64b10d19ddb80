"""Who reaches meetings, those called, and minutes."""

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case.rules import may_write, register_belonging, register_content
from samsyn.journey.meeting import invitation, protecting
from samsyn.journey.meeting.models import Invitee, Meeting, MeetingReplyToken, Minutes

__all__ = [
    "invitation",
    "may_lead",
    "may_write",
    "protecting",
    "takes_part",
]  # the worker loads rules, not pages: it needs the guard


def may_lead(meeting: Meeting, actor: Actor) -> bool:
    """Whether the actor may move or cancel the meeting: the party that called it."""
    return meeting.item.holder_id == actor.party_id and actor.role in CASE_WRITERS


def takes_part(meeting: Meeting, actor: Actor) -> bool:
    """Whether the actor may tick attendance and book decisions: the caller and every party called."""
    ours = actor.party_id == meeting.item.holder_id or str(actor.party_id) in meeting.item.lanes
    return ours and actor.role in CASE_WRITERS


register_content(Meeting, Minutes)
register_belonging(Invitee, "meeting_id")
register(MeetingReplyToken, lambda _actor: NOTHING)  # reached by its secret alone, never by staff
