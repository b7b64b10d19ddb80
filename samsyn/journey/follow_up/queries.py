"""Planned and done follow-ups: of a case, and of everybody the actor works with."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.queries import newest
from samsyn.journey.follow_up.models import FollowUp

SOON = dt.timedelta(days=14)


def of_case(case: Case, actor: Actor) -> QuerySet[FollowUp]:
    """The newest version of every follow-up the actor reads, in order of day."""
    rows = newest(Policy.all(FollowUp, actor), actor).filter(item__case_id=case.pk)
    return rows.select_related("item__holder", "item__case").order_by("due_on", "item__at")


def open_of(case: Case, actor: Actor, kind: str = "") -> QuerySet[FollowUp]:
    """The own party's follow-ups that are not done."""
    rows = of_case(case, actor).filter(done_on__isnull=True, item__holder_id=actor.party_id)
    return rows.filter(kind=kind) if kind else rows


def mine(actor: Actor) -> QuerySet[FollowUp]:
    """Open follow-ups of the own party in the cases the actor has by name or by inbox, first day first."""
    reached = Policy.all(CaseAssignment, actor).filter(case_id=OuterRef("item__case_id"))
    rows = Policy.all(FollowUp, actor).filter(
        Exists(reached),
        done_on__isnull=True,
        item__superseded_at__isnull=True,
        item__holder_id=actor.party_id,
    )
    return rows.select_related("item__case__person").order_by("due_on", "item__case__person__sort_key")


def overdue(actor: Actor, today: dt.date) -> QuerySet[FollowUp]:
    """Of these, the ones whose day has passed. One query."""
    return mine(actor).filter(due_on__lt=today)


def upcoming(actor: Actor, today: dt.date) -> QuerySet[FollowUp]:
    """Of these, the ones to do from today and two weeks on. One query."""
    return mine(actor).filter(due_on__gte=today, due_on__lte=today + SOON)


def is_enrolled(case: Case, actor: Actor) -> bool:
    """Whether the actor reads an enrolment in the case that goes on."""
    rows = Policy.all(Enrolment, actor).filter(
        item__case_id=case.pk, item__superseded_at__isnull=True, ends_on__isnull=True
    )
    return rows.exists()
