"""A call that was queued before the person was protected may name the place of the meeting."""

from samsyn.access import clock
from samsyn.access.models import OutboxMail
from samsyn.entry.person.models import Person
from samsyn.entry.person.protection import on_protection
from samsyn.journey.meeting.invitation import GUARD
from samsyn.journey.meeting.models import Invitee


@on_protection
def drop_calls(person: Person) -> int:
    """Calls about the person's meetings that have not left yet are never sent."""
    waiting = OutboxMail.objects.filter(guard=GUARD, sent_at=None, dropped_at=None)
    invitees = Invitee.objects.filter(meeting__case__person=person).values_list("pk", flat=True)
    return sum(
        waiting.filter(guard_id__startswith=f"{pk}:").update(dropped_at=clock.now(), body="", calendar="")
        for pk in invitees
    )
