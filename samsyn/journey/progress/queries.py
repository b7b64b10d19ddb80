"""Step moves of a case, and the cases where it is time to ask again."""

import datetime as dt

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, CaseAssignment, Item, ItemKind
from samsyn.journey.activity.queries import newest
from samsyn.journey.progress.models import StepMove

REMIND_AFTER = dt.timedelta(days=90)


def history(case: Case, actor: Actor) -> QuerySet[StepMove]:
    """Every move the actor reads, newest day first."""
    rows = newest(Policy.all(StepMove, actor), actor).filter(item__case_id=case.pk)
    return rows.select_related("item__holder", "item__author__user", "item__case").order_by(
        "-on", "-item__at"
    )


def latest(case: Case, actor: Actor) -> StepMove | None:
    """The last move the actor reads: where the next one starts from."""
    return history(case, actor).first()


def due(actor: Actor, today: dt.date) -> QuerySet[CaseAssignment]:
    """The actor's own enrolled cases without a step move or a rating for 90 days, longest first (`last_on`). One query.

    Counted on what the actor's party reads; a case without any move counts from its enrolment.
    """
    readable = Policy.all(Item, actor).filter(case_id=OuterRef("case_id"), superseded_at__isnull=True)
    enrolled = readable.filter(kind=ItemKind.ENROLMENT, state="under_way")
    marks = readable.filter(kind__in=(ItemKind.STEP_MOVE, ItemKind.RATING, ItemKind.ENROLMENT)).order_by("-starts_on")
    last = Subquery(marks.values("starts_on")[:1], output_field=DateField())
    rows = Policy.all(CaseAssignment, actor).filter(Exists(enrolled), staff_id=actor.staff_id)
    rows = rows.annotate(last_on=last).filter(last_on__lte=today - REMIND_AFTER)
    return rows.select_related("case__person").order_by("last_on", "sort_key")
