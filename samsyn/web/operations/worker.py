"""`samsyn worker`: sends waiting mail and does the periodic work, until told to stop."""

import argparse
import logging
import signal
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.urls import get_resolver

from samsyn.access import outbox
from samsyn.web.operations import extract, rebuild, schedule

SECONDS_BETWEEN, SECONDS_TO_NOTICE = 5, 0.5
log = logging.getLogger(__name__)


def run(asked: argparse.Namespace) -> int:
    """Go round until SIGTERM or SIGINT."""
    get_resolver().url_patterns  # noqa: B018 - loads every topic, and with them the checks on waiting mail
    stopping = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stopping.set())
    while not stopping.is_set():
        go_round()
        rest(stopping)
    return 0


def rest(stopping: threading.Event) -> None:
    """Until the next round; what somebody waits for on a page is done at once."""
    for _turn in range(int(SECONDS_BETWEEN / SECONDS_TO_NOTICE)):
        if stopping.wait(SECONDS_TO_NOTICE):
            return
        try:
            schedule.run_waiting()
        except DatabaseError:
            return  # the next round tells of it, and tries again


def go_round() -> None:
    """Once: mail, due jobs, waiting tasks, what is derived of changed cases, snapshots that wait.

    A database that is away is tried again.
    """
    try:
        close_old_connections()
        if settings.SAMSYN_MAIL_HELD:
            outbox.drop_all_groundless()
        else:
            outbox.send_waiting()
        schedule.enqueue_due()
        schedule.run_waiting()
        rebuild.catch_up()
        extract.catch_up()
    except DatabaseError:
        log.exception("the task worker could not use the database; it tries again in %s s", SECONDS_BETWEEN)
