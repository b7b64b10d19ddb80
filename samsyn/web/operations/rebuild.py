"""Derived rows, made anew: all of them (`samsyn rebuild`, and every night), or those whose case changed (the worker).

A row is replaced together with the notes of change that were there before its case was read. What changes meanwhile
is noted beside them, so nothing is lost, and nobody waits for anybody.
"""

import argparse
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.db import connections, models, transaction

from samsyn.access.actor import Actor
from samsyn.journey.method import making
from samsyn.journey.method.models import ChangedCase, MethodStanding

AT_ONCE = 200
MOST_IN_ROUND = 500
UNIQUE = ("enrolment", "party")
DERIVED = ("case", "method_version", "made_on", "holds_until", "tells_on", "waits")
Part = tuple[Actor, list[uuid.UUID]]
Key = tuple[uuid.UUID, uuid.UUID]  # participation, reading party


def run(asked: argparse.Namespace) -> int:
    """`samsyn rebuild`."""
    began = time.monotonic()
    count = make_all(processes=asked.processes)
    print(f"{count} derived rows were made anew in {time.monotonic() - began:.0f} s.")
    return 0


def make_all(*, processes: int = 1) -> int:
    """Every derived row anew; those that nobody reads any more are removed. Answers how many rows there are."""
    before = list(ChangedCase.objects.values_list("pk", flat=True))
    todo = list(parts(making.following()))
    known = _spread(todo, processes) if processes > 1 else _make_each(todo)
    rows = MethodStanding.objects.values_list("pk", "enrolment_id", "party_id")
    _remove(MethodStanding, [pk for pk, *key in rows if tuple(key) not in known])
    _remove(ChangedCase, before)
    return len(known)


def _make_each(todo: Iterable[Part]) -> set[Key]:
    return {key for actor, case_ids in todo for key in make(actor, case_ids)}


def _spread(todo: Sequence[Part], processes: int) -> set[Key]:
    """The same by several processes, each with a connection of its own."""
    connections.close_all()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        return set().union(*pool.map(_make_each, [todo[n::processes] for n in range(processes)]))


def catch_up() -> int:
    """Those whose case changed; answers how many rows. Some in each round, the oldest notes first."""
    notes = ChangedCase.objects.order_by("pk").values_list("pk", "case_id", "party_id")
    noted = list(notes[:MOST_IN_ROUND])
    if not noted:
        return 0
    wanted = {(case_id, party_id) for _pk, case_id, party_id in noted}
    count = 0
    for actor, part in parts({case_id for case_id, _party in wanted}):
        ours = [case_id for case_id in part if (case_id, actor.party_id) in wanted]
        wanted -= {(case_id, actor.party_id) for case_id in ours}
        count += len(make(actor, ours)) if ours else 0
    for case_id, party_id in wanted:  # nobody there reads the case now
        MethodStanding.objects.filter(party_id=party_id, case_id=case_id).delete()
        _remove(ChangedCase, [pk for pk, *pair in noted if pair == [case_id, party_id]])
    return count


def parts(cases: set[uuid.UUID]) -> Iterator[Part]:
    """Who reads which cases, some at a time."""
    found = making.readers(cases)
    known = making.actors(found)
    for staff_id, case_ids in found.items():
        for at in range(0, len(case_ids), AT_ONCE):
            yield known[staff_id], case_ids[at : at + AT_ONCE]


def make(actor: Actor, case_ids: Sequence[uuid.UUID]) -> set[Key]:
    """The rows of the actor's party in these cases anew; answers which there are."""
    notes = ChangedCase.objects.filter(party_id=actor.party_id, case_id__in=case_ids)
    seen = list(notes.values_list("pk", flat=True))
    rows = list(making.made(actor, case_ids))
    keys = {(row.enrolment_id, row.party_id) for row in rows}
    with transaction.atomic():
        old = MethodStanding.objects.filter(party_id=actor.party_id, case_id__in=case_ids)
        old.exclude(enrolment_id__in=[enrolment_id for enrolment_id, _party in keys]).delete()
        MethodStanding.objects.bulk_create(rows, update_conflicts=True, unique_fields=UNIQUE, update_fields=DERIVED)
        _remove(ChangedCase, seen)
    return keys


def _remove(model: type[models.Model], keys: Sequence[int]) -> None:
    for at in range(0, len(keys), AT_ONCE):
        model._default_manager.filter(pk__in=keys[at : at + AT_ONCE]).delete()
