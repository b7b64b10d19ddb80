"""Lists of the actor's own party, and who their lines are about."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person.identity_number import IdentityNumber
from samsyn.entry.person.models import Person
from samsyn.entry.person.queries import with_number
from samsyn.journey.participant_list.models import ListRow, ParticipantList

State = ParticipantList.State


def interventions(actor: Actor) -> QuerySet[Intervention]:
    """Those of the actor's party that enrol people."""
    rows = Policy.all(Intervention, actor).filter(owner_party_id=actor.party_id)
    return rows.filter(registration=Intervention.Registration.PERSONAL).order_by("name")


def lists(actor: Actor) -> QuerySet[ParticipantList]:
    """What the actor's party has taken in, and the drafts that wait."""
    rows = Policy.all(ParticipantList, actor).select_related("intervention", "by__user")
    return rows.defer("sealed").order_by("intervention__name", "-at")


def taken_list(intervention: Intervention, actor: Actor) -> ParticipantList | None:
    """What was taken in last for the intervention."""
    return Policy.all(ParticipantList, actor).filter(intervention=intervention, state=State.TAKEN).first()


def participations(of: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, Enrolment]:
    """By key, as far as the actor reaches them."""
    rows = Policy.all(Enrolment, actor).filter(pk__in=list(of), item__superseded_at__isnull=True)
    return {one.pk: one for one in rows.select_related("item__case__person", "intervention__method")}


def all_rows_of(list_: ParticipantList) -> dict[int, uuid.UUID]:
    """Line -> participation, whoever reaches them: for acts, which must not take somebody known for somebody new."""
    return dict(ListRow.objects.filter(participant_list=list_).values_list("line", "enrolment_id"))


def rows_of(list_: ParticipantList, actor: Actor) -> dict[int, uuid.UUID]:
    """Line -> participation, as far as the actor reaches them."""
    rows = Policy.all(ListRow, actor).filter(participant_list=list_)
    return dict(rows.values_list("line", "enrolment_id"))


def person_with(number: IdentityNumber, actor: Actor) -> Person | None:
    """Whoever has the number in the actor's own vault."""
    found = with_number(number, actor).select_related("person").first()
    return found.person if found else None


def participations_of(person: Person, intervention: Intervention, actor: Actor) -> list[Enrolment]:
    """The person's, in one intervention, held by the actor's party; the latest first."""
    rows = Policy.all(Enrolment, actor).filter(
        item__case__person=person, intervention=intervention, item__holder_id=actor.party_id,
        item__superseded_at__isnull=True,
    )  # fmt: skip
    return list(rows.select_related("item__case__person", "intervention__method").order_by("-starts_on"))


def all_participations(intervention: Intervention, actor: Actor) -> list[Enrolment]:
    """Everyone's in one intervention, held by the actor's party and within reach; the first first."""
    rows = Policy.all(Enrolment, actor).filter(
        intervention=intervention, item__holder_id=actor.party_id, item__superseded_at__isnull=True
    )
    return list(rows.select_related("item__case__person", "intervention__method").order_by("starts_on", "item_id"))
