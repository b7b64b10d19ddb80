"""Reads of statistics: the snapshot an actor is answered from, kept answers, saved questions, published tables."""

from django.db.models import QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.learning.statistics import audience
from samsyn.learning.statistics.actions import digest
from samsyn.learning.statistics.models import Answer, Release, SavedQuestion
from samsyn.learning.statistics.question import Question
from samsyn.learning.study.models import Snapshot
from samsyn.learning.study.queries import association_study, newest, own_study


def current(actor: Actor) -> Snapshot | None:
    """The newest snapshot that is ready: of the own party for who may read its persons, else of the association."""
    study = own_study(actor) if audience.is_inside(actor) else association_study(actor)
    return newest(study) if study else None


def kept(question: Question, snapshot: Snapshot, actor: Actor) -> Answer | None:
    """The answer, when it was asked before on this snapshot for this audience."""
    rows = Policy.all(Answer, actor).filter(audience=audience.of(actor))
    return rows.filter(snapshot=snapshot, digest=digest(question)).first()


def saved(actor: Actor) -> QuerySet[SavedQuestion]:
    """One's own and the shared ones, by name."""
    return Policy.all(SavedQuestion, actor).select_related("saved_by__user").order_by("name", "pk")


def releases(actor: Actor) -> QuerySet[Release]:
    """Published tables, the newest first."""
    return Policy.all(Release, actor).order_by("-made_at")
