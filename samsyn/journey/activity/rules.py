"""Who reaches activities and their attendance: the one rule for items."""

from samsyn.access.actor import Actor
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case.rules import register_belonging, register_content
from samsyn.journey.activity.models import Activity, Attendance


def may_move(activity: Activity, actor: Actor) -> bool:
    """Whether the actor may change its state: the holder, or the party that answers for it."""
    ours = actor.party_id in (activity.item.holder_id, activity.responsible_party_id)
    return ours and actor.role in CASE_WRITERS


register_content(Activity)
register_belonging(Attendance)
