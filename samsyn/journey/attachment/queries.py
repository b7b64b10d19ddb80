"""Attachments of a case."""

from django.db.models import QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.attachment.models import Attachment


def attachments_of(case: Case, actor: Actor) -> QuerySet[Attachment]:
    """What the actor reads, newest first."""
    rows = Policy.all(Attachment, actor).filter(item__case_id=case.pk)
    return rows.select_related("item__holder", "item__author__user", "item__case", "belongs_to").order_by(
        "-item__at", "-pk"
    )
