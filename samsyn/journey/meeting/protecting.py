"""When an identity becomes protected: calls that wait to be mailed may name a place, and are never sent."""

from samsyn.access import clock
from samsyn.access.models import OutboxMail
from samsyn.entry.person.models import Person
from samsyn.entry.person.protection import on_protection
from samsyn.journey.meeting.invitation import GUARD, REQUEST
from samsyn.journey.meeting.models import Invitee


@on_protection
def drop_calls(person: Person) -> None:
    """Waiting calls to the person's meetings; cancellations name no place and still go out."""
    waiting = OutboxMail.objects.filter(guard=GUARD, sent_at=None, dropped_at=None)
    for invitee in Invitee.objects.filter(meeting__case__person_id=person.pk).values_list("pk", flat=True):
        calls = waiting.filter(guard_id__startswith=f"{invitee}:", guard_id__contains=f":{REQUEST}:")
        calls.update(dropped_at=clock.now(), body="", calendar="")
