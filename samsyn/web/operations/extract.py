"""`samsyn extract`, and the task worker's part: when a new snapshot is due, making it, removing those before it."""

import argparse
import datetime as dt
import logging
import shutil
import sys
import time
from pathlib import Path

from django.db import DatabaseError

from samsyn.access import clock
from samsyn.access.actor import acting
from samsyn.access.days import holds_on
from samsyn.basis.party.models import Association
from samsyn.learning import extract
from samsyn.learning.study import actions, files, queries, withdrawn
from samsyn.learning.study.models import Snapshot, Study, StudyPerson
from samsyn.web.operations import Refused

State = Snapshot.State
SECONDS_IN_ROUND = 20.0  # then the worker sees to its other work, and goes on in the next round
READ_ON = dt.timedelta(minutes=10)  # who reads a superseded one may finish
SURELY_WITHIN = dt.timedelta(hours=23)
log = logging.getLogger(__name__)


def run(asked: argparse.Namespace) -> int:
    """`samsyn extract [--study NAME] [--output FOLDER]`."""
    with acting(None):
        studies = _chosen(asked.study)
        if asked.output and len(studies) != 1:
            raise Refused("--output takes one study: say which with --study")
        if asked.output and asked.output.exists():
            raise Refused(f"{asked.output} exists already; a snapshot never replaces anything")
        for study in studies:
            _make_now(study)
        if asked.output:
            _copy(studies[0], asked.output)
    return 0


def _chosen(name: str | None) -> list[Study]:
    make_party_studies()
    rows = Study.objects.filter(holds_on()).order_by("name")
    found = list(rows.filter(name=name) if name else rows)
    if not found:
        known = ", ".join(rows.values_list("name", flat=True)) or "none"
        raise Refused(f"there is no such study. There is: {known}")
    return found


def _make_now(study: Study) -> None:
    began, snapshot = time.monotonic(), actions.plan_snapshot(study, by=None)
    try:
        for one in extract.make(snapshot):
            _keep(one)
            print(f"\r{study.name}: {one.percent} %", end="", file=sys.stderr, flush=True)
    except extract.Busy:
        raise Refused(f"another process makes a snapshot of {study.name} now; wait for it") from None
    rows = ", ".join(f"{count} {name}" for name, count in snapshot.rows.items())
    print(file=sys.stderr)
    print(f"{study.name}: {rows} in {time.monotonic() - began:.1f} s. {extract.current(study)}")
    for why, count in snapshot.left_out.items():
        print(f"  {why}: {count}")


def _copy(study: Study, folder: Path) -> None:
    whole = extract.current(study)
    if whole is None:
        raise Refused(f"there is no snapshot of {study.name}")
    actions.take_out(study, by=None)
    shutil.copytree(whole, folder)
    print(f"copied to {folder}")


def _keep(snapshot: Snapshot) -> None:
    """How far it has come, for pages: a technical number outside the trace."""
    Snapshot.objects.filter(pk=snapshot.pk).update(parts_done=snapshot.parts_done)


def make_party_studies() -> None:
    """Every party has its own, without any set-up."""
    for association_id in Association.objects.values_list("pk", flat=True):
        have = set(Study.objects.filter(kind=Study.Kind.PARTY).values_list("party_id", flat=True))
        for party in queries.controllers(association_id):
            if party.pk not in have:
                actions.begin_party_study(party, by=None)


def plan_due() -> int:
    """Hourly: a new one a day, and at once when something was taken back or let leave. Answers how many."""
    make_party_studies()
    due = [one for one in Study.objects.filter(holds_on()) if _is_due(one)]
    for study in due:
        actions.plan_snapshot(study, by=None)
    forget()
    return len(due)


def _is_due(study: Study) -> bool:
    newest = queries.newest(study)
    if newest is None or newest.started_at is None:
        return not study.needs_decisions or bool(queries.decisions(study))
    since = newest.started_at
    if since < clock.start_of(clock.today()) or withdrawn.has_more(study, since):
        return True
    return withdrawn.first(study, since) is not None


def forget() -> int:
    """Remove what nobody may or needs to read: superseded ones, of studies that are over, and one that rests on what
    was taken back a day ago though no new one could be made. Answers how many."""
    now = clock.now()
    old = list(Snapshot.objects.filter(state=State.SUPERSEDED, superseded_at__lte=now - READ_ON))
    for study in Study.objects.all():
        if study.ends_on and study.ends_on <= clock.today():
            old += Snapshot.objects.filter(study=study).exclude(state=State.SUPERSEDED)
            _forget_keys(study)
        elif (newest := queries.newest(study)) and _is_overdue(newest, now):
            old.append(newest)
    _remove_stray()
    return extract.remove(old)


def _forget_keys(study: Study) -> None:
    if StudyPerson.objects.filter(study=study).exists():
        actions.forget_keys(study, by=None)


def _is_overdue(snapshot: Snapshot, now: dt.datetime) -> bool:
    if snapshot.started_at is None:
        return False
    first = withdrawn.first(snapshot.study, snapshot.started_at)
    return first is not None and now - first >= SURELY_WITHIN


def forget_all() -> int:
    """After a restore: files and rows of another time. What is due is made anew. Answers how many there were."""
    with acting(None):
        gone = extract.remove(list(Snapshot.objects.all()))
    files.remove_all()
    return gone


def _remove_stray() -> None:
    """Folders that no row names."""
    named = set(Snapshot.objects.values_list("pk", flat=True))
    for study_id, snapshot_id in list(files.folders()):
        if snapshot_id not in named:
            files.remove(study_id, snapshot_id)


def catch_up(*, seconds: float = SECONDS_IN_ROUND) -> int:
    """Make what waits, for so long. Answers how many became ready."""
    ready, until = 0, time.monotonic() + seconds
    for snapshot in Snapshot.objects.filter(state__in=(State.WAITING, State.RUNNING)).order_by("asked_at"):
        try:
            for one in extract.make(snapshot):
                _keep(one)
                ready += one.state == State.READY
                if time.monotonic() > until:
                    return ready
        except extract.Busy:
            continue
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("a snapshot of %s could not be made", snapshot.study_id)
            actions.fail_snapshot(snapshot, by=None, error=type(error).__name__)
    return ready
