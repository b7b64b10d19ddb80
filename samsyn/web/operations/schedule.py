"""Periodic work: each job is a task in the database (django-tasks), enqueued once a period."""

import datetime as dt
from dataclasses import dataclass
from importlib import import_module

from django.db import transaction
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from samsyn.access import clock
from samsyn.access.actor import acting

HOUR, DAY = "hour", "day"


@dataclass(frozen=True)
class Job:
    """What is done, how often, and where the function stands (`module:function`, no arguments)."""

    name: str
    every: str
    where: str

    def since(self) -> dt.datetime:
        """When the running period began: this hour, or this day in Stockholm."""
        if self.every == DAY:
            return clock.start_of(clock.today())
        return clock.now().replace(minute=0, second=0, microsecond=0)


JOBS = (
    Job("note_heads", HOUR, "samsyn.access.witness:note_heads"),
    Job("remind_about_requests", HOUR, "samsyn.journey.request.actions:remind_waiting"),
    Job("ask_what_then", DAY, "samsyn.learning.pilot_case.actions:remind_askers"),
    Job("forget_names", HOUR, "samsyn.entry.case.actions:forget_names"),
    Job("rebuild", DAY, "samsyn.web.operations.rebuild:make_all"),
    Job("remind_in_methods", HOUR, "samsyn.journey.method.reminders:remind"),
    Job("plan_snapshots", HOUR, "samsyn.web.operations.extract:plan_due"),
    Job("forget_sent_forms", DAY, "samsyn.web.operations.housekeeping:forget_sent_forms"),
    Job("forget_old_tasks", DAY, "samsyn.web.operations.housekeeping:forget_old_tasks"),
    Job("forget_ended_sessions", DAY, "samsyn.web.operations.housekeeping:forget_ended_sessions"),
)


@task()
def run_job(name: str) -> None:
    """Do one job, as the system."""
    job = next(job for job in JOBS if job.name == name)
    module, _, function = job.where.partition(":")
    with acting(None):
        getattr(import_module(module), function)()


def enqueue_due() -> list[str]:
    """Enqueue every job that was not enqueued in its running period; answers their names."""
    earliest = min(job.since() for job in JOBS)
    rows = DBTaskResult.objects.filter(task_path=run_job.module_path, enqueued_at__gte=earliest)
    last = {
        args["args"][0]: at
        for args, at in rows.order_by("enqueued_at").values_list("args_kwargs", "enqueued_at")
    }
    due = [job.name for job in JOBS if job.name not in last or last[job.name] < job.since()]
    with transaction.atomic():
        for name in due:
            run_job.enqueue(name)
    return due


def run_waiting() -> None:
    """Run the tasks that wait, one after another."""
    if DBTaskResult.objects.ready().exists():
        Worker(
            queue_names=["*"], excluded_queue_names=[], backend_name="default", worker_id="samsyn",
            interval=0, batch=True, startup_delay=False, max_tasks=100,
        ).run()  # fmt: skip
