"""Technical rows that have had their time. Nothing about a person is removed here."""

import datetime as dt

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from samsyn.access import clock
from samsyn.access.models import IdempotencyKey

FORMS_KEPT = dt.timedelta(days=7)
TASKS_KEPT = dt.timedelta(days=14)


def forget_sent_forms() -> int:
    """Keys of forms sent long ago: nobody sends the same page twice after a week."""
    return IdempotencyKey.objects.filter(at__lt=clock.now() - FORMS_KEPT).delete()[0]


def forget_old_tasks() -> int:
    """Results of tasks that ended long ago."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - TASKS_KEPT).delete()[0]


def forget_ended_sessions() -> int:
    """Sessions past their time."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
