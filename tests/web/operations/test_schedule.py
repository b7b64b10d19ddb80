"""Periodic work: each job once a period, all of them run, and one that fails stops no other."""

import datetime as dt

import pytest
from django.db import connections
from django_tasks_db.models import DBTaskResult

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.access.models import IdempotencyKey
from samsyn.web.operations import housekeeping, schedule, worker

DAILY = [job.name for job in schedule.JOBS if job.every == schedule.DAY]
HOURLY = [job.name for job in schedule.JOBS if job.every == schedule.HOUR]
NAMES = [job.name for job in schedule.JOBS]
NOON = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)


def statuses():
    """How each run went, by job."""
    return {row.args_kwargs["args"][0]: str(row.status) for row in DBTaskResult.objects.all()}


@pytest.fixture
def as_enqueued(db):
    """Let the new rows say that they were enqueued when our clock says so."""
    moments = []

    def move(moment):
        DBTaskResult.objects.exclude(enqueued_at__in=moments).update(enqueued_at=moment)
        moments.append(moment)

    return move


def test_every_job_is_due_once_a_period(as_enqueued):
    with clock.at(NOON):
        assert schedule.enqueue_due() == NAMES
        as_enqueued(NOON)
        assert schedule.enqueue_due() == []
    with clock.at(NOON + dt.timedelta(hours=1)):
        assert schedule.enqueue_due() == HOURLY
        as_enqueued(NOON + dt.timedelta(hours=1))
    with clock.at(NOON + dt.timedelta(hours=12)):
        assert sorted(schedule.enqueue_due()) == sorted([*HOURLY, *DAILY])


@pytest.mark.usefixtures("one_connection")
def test_a_round_does_every_real_job(monkeypatch):
    monkeypatch.setattr(schedule.Worker, "run", _run_within_the_test)
    worker.go_round()
    assert statuses() == dict.fromkeys(NAMES, "SUCCESSFUL")


@pytest.mark.usefixtures("one_connection")
def test_a_job_that_fails_stops_no_other(monkeypatch):
    jobs = (
        schedule.Job("broken", schedule.DAY, "samsyn.nowhere:gone"),
        schedule.Job("whole", schedule.DAY, "samsyn.web.operations.housekeeping:forget_sent_forms"),
    )
    monkeypatch.setattr(schedule, "JOBS", jobs)
    monkeypatch.setattr(schedule.Worker, "run", _run_within_the_test)
    worker.go_round()
    assert statuses() == {"broken": "FAILED", "whole": "SUCCESSFUL"}


@pytest.fixture
def one_connection(monkeypatch, db):
    """The library closes its connection after a task; a test's transaction lives on it."""
    monkeypatch.setattr(connections["default"], "close", lambda: None)


def _run_within_the_test(self):
    """The library's loop, without the exclusive transaction that a test's own transaction cannot give."""
    for row in DBTaskResult.objects.ready():
        row.claim(self.worker_id)
        self.run_task(row)


@pytest.mark.django_db
def test_forms_sent_long_ago_are_forgotten():
    now = clock.now()
    for days in (1, 8):
        IdempotencyKey.objects.create(staff_id=new_id(), key=f"k{days}", at=now - dt.timedelta(days=days))
    assert housekeeping.forget_sent_forms() == 1
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["k1"]


def test_no_job_stands_twice():
    assert len({job.where for job in schedule.JOBS}) == len({job.name for job in schedule.JOBS}) == len(NAMES)
