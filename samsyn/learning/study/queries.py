"""Reads of studies: those somebody may ask, who has decided what, what holds now, which snapshot is the newest."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.days import holds_on
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Party, PartyKind
from samsyn.basis.party.queries import member
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study
from samsyn.learning.study.rules import ASKING_ROLES

ORDER = {Study.Kind.PARTY: 0, Study.Kind.ASSOCIATION: 1, Study.Kind.PROJECT: 2}


@dataclass(frozen=True)
class Standing:
    """One party's answer to a study: its decision that holds or is to come; None: it has not decided."""

    party: Party | None
    decision: ReleaseDecision | None

    @property
    def state(self) -> str:
        """waiting, no, later, over or yes."""
        one, today = self.decision, clock.today()
        if one is None:
            return "waiting"
        if one.is_refusal:
            return "no"
        if one.ends_on and one.ends_on <= today:
            return "over"
        return "later" if one.starts_on > today else "yes"


def studies(actor: Actor) -> list[Study]:
    """Those the actor reaches that go on: the own party's, the association's, then evaluations by name."""
    rows = Policy.all(Study, actor).filter(holds_on()).select_related("party")
    return sorted(rows, key=lambda one: (ORDER[Study.Kind(one.kind)], one.name))


def own_study(actor: Actor) -> Study | None:
    """The actor's own party's (audience inside); None until the task worker has made it."""
    return Policy.all(Study, actor).filter(kind=Study.Kind.PARTY, party_id=actor.party_id).first()


def association_study(actor: Actor) -> Study | None:
    """The association's running statistics; None until somebody has asked for it."""
    return Policy.all(Study, actor).filter(kind=Study.Kind.ASSOCIATION).first()


def newest(study: Study) -> Snapshot | None:
    """The snapshot that answers now; what is kept of an answer names it (`on_delete=CASCADE`)."""
    return Snapshot.objects.filter(study=study, state=Snapshot.State.READY).order_by("-made_at").first()


def being_made(study: Study) -> Snapshot | None:
    """The one that waits or is under way."""
    states = (Snapshot.State.WAITING, Snapshot.State.RUNNING)
    return Snapshot.objects.filter(study=study, state__in=states).order_by("asked_at").first()


def controllers(association_id: uuid.UUID) -> list[Party]:
    """The parties that hold records: members that are not the association itself."""
    rows = Party.objects.filter(member(), association_id=association_id)
    return list(rows.exclude(kind=PartyKind.ASSOCIATION).order_by("name"))


def decisions(study: Study) -> list[ReleaseDecision]:
    """What holds of each party today: a yes, in its days, not withdrawn."""
    rows = ReleaseDecision.objects.filter(
        holds_on(), study=study, is_refusal=False, withdrawn_at__isnull=True
    )
    return list(rows.select_related("party").order_by("party__name"))


def standings(study: Study, actor: Actor) -> list[Standing]:
    """Each party with its answer, as far as the actor sees: in two questions."""
    rows = Policy.all(ReleaseDecision, actor).filter(study=study, withdrawn_at__isnull=True)
    found = {row.party_id: row for row in rows.select_related("decided_by__user", "party")}
    return [Standing(party, found.get(party.pk)) for party in seen_parties(study, actor)]


def seen_parties(study: Study, actor: Actor) -> Sequence[Party]:
    """Those whose answers the actor sees."""
    all_ = controllers(study.association_id)
    return all_ if actor.role in ASKING_ROLES else [party for party in all_ if party.pk == actor.party_id]
