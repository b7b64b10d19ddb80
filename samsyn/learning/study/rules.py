"""Who reaches studies, decisions and snapshots; nobody reaches the keys back to persons."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, register
from samsyn.basis.party.rules import own_association
from samsyn.basis.staff.models import Role
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study, StudyPerson, StudyWorker

ASKING_ROLES = frozenset({Role.ASSOCIATION_OFFICER, Role.EVALUATOR})
DECIDING_ROLES = frozenset({Role.UNIT_MANAGER})
STUDY_ROLES = ASKING_ROLES | DECIDING_ROLES


def study_rule(actor: Actor) -> Q:
    """Condition on `Study`: of the own association; a party's own only by that party."""
    return own_association(actor) & (Q(party__isnull=True) | Q(party_id=actor.party_id))


def decision_rule(actor: Actor) -> Q:
    """Condition on `ReleaseDecision`: those who ask see all parties', a party its own."""
    ours = Q(study__association_id=actor.association_id)
    return ours if actor.role in ASKING_ROLES else ours & Q(party_id=actor.party_id)


def snapshot_rule(actor: Actor) -> Q:
    """Condition on `Snapshot`: its study is reached."""
    return Q(study_id__in=Study.objects.filter(study_rule(actor)).values("pk"))


register(Study, study_rule)
register(ReleaseDecision, decision_rule)
register(Snapshot, snapshot_rule)
register(StudyPerson, lambda actor: NOTHING)
register(StudyWorker, lambda actor: NOTHING)
