"""Who reaches participant lists: those of the party who write in cases; a line only with the participation."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, Policy, register
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.participant_list.models import ListRow, ParticipantList


def own_lists(actor: Actor) -> Q:
    """What the party took in; a draft names people in the clear and is for whoever sent it in."""
    if actor.role not in CASE_WRITERS:
        return NOTHING
    seen = Q(state=ParticipantList.State.TAKEN) | Q(by_id=actor.staff_id)
    return Q(party_id=actor.party_id) & seen


def own_rows(actor: Actor) -> Q:
    """Lines whose participation the actor reaches."""
    if actor.role not in CASE_WRITERS:
        return NOTHING
    return Q(participant_list__party_id=actor.party_id, enrolment_id__in=Policy.all(Enrolment, actor).values("pk"))


register(ParticipantList, own_lists)
register(ListRow, own_rows)
