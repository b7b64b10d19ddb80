"""The trace: links are forged under a lock per party, verified by recomputing, and sealed by segment.

Form: ASVS 5.0 V16 and HSLF-FS 2016:40 4 kap. 9 § (what, unit, time, user, person). No contents.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from samsyn.access import clock, db
from samsyn.access.actor import Actor, context
from samsyn.access.db import SYSTEM_CHAIN
from samsyn.access.ids import new_id
from samsyn.access.models import AuditEntry, AuditPerson, ChainHead, ChainSegment


@dataclass(frozen=True)
class Fault:
    """A place where a chain does not hold."""

    party_id: uuid.UUID
    seq: int
    what: str


def digest_of(persons: Iterable[uuid.UUID]) -> str:
    """One fingerprint for a set of persons; empty for none."""
    known = sorted({p.hex for p in persons})
    return hashlib.sha256(",".join(known).encode()).hexdigest() if known else ""


def hash_of(entry: AuditEntry) -> str:
    """The link: SHA-256 over every field of the entry and the link before it."""
    at = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = [entry.id, entry.party_id, entry.seq, at, entry.user_id, entry.staff_id, entry.unit_id, entry.role]
    parts += [entry.kind, entry.verb, entry.objects_touched, entry.purpose, entry.request_id, entry.parent_id]
    parts += [entry.outcome, entry.persons_digest, entry.prev_hash]
    text = json.dumps([None if p is None else str(p) for p in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    actor: Actor | None,
    *,
    kind: str,
    verb: str,
    objects: Iterable[str] = (),
    persons: Iterable[uuid.UUID] = (),
    outcome: str = "ok",
    entry_id: uuid.UUID | None = None,
    parent_id: uuid.UUID | None = None,
) -> AuditEntry:
    """Add one link to the acting party's chain. Must run inside the transaction it tells about."""
    known = list(dict.fromkeys(persons))
    with _beyond_own_chain() if actor is None else nullcontext():
        return _forge(actor, known, kind=kind, verb=verb, objects_touched="\n".join(objects), outcome=outcome,
            id=entry_id or new_id(), parent_id=parent_id,
        )  # fmt: skip


def _beyond_own_chain() -> AbstractContextManager[None]:
    """Somebody signed in who acts as nobody (asks on the public page) writes in the system's chain."""
    return db.elevated(context().actor) if context().actor else nullcontext()


def _forge(actor: Actor | None, known: list[uuid.UUID], **said: Any) -> AuditEntry:
    head = _locked_head(actor.party_id if actor else SYSTEM_CHAIN)
    entry = AuditEntry(
        party_id=head.party_id, seq=head.seq + 1, at=clock.now(), purpose=context().purpose,
        user_id=actor.user_id if actor else None, staff_id=actor.staff_id if actor else None,
        unit_id=actor.unit_id if actor else None, role=actor.role if actor else "system",
        request_id=context().request_id, persons_digest=digest_of(known), prev_hash=head.hash, **said,
    )  # fmt: skip
    entry.hash = hash_of(entry)
    _insert(entry)
    ChainHead.objects.filter(party_id=head.party_id).update(seq=entry.seq, hash=entry.hash)
    _insert_persons(entry, known)
    return entry


@lru_cache(maxsize=1)
def _entry_columns() -> tuple[str, ...]:
    return tuple(f.column or f.attname for f in AuditEntry._meta.concrete_fields)


def _insert(entry: AuditEntry) -> None:
    """One plain INSERT: the trace is on every request's path, and a third of its cost was the ORM's save."""
    fields = AuditEntry._meta.concrete_fields
    values = [f.get_db_prep_save(getattr(entry, f.attname), connection) for f in fields]
    columns = ", ".join(_entry_columns())
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO access_auditentry ({columns}) VALUES ({marks})", values)  # noqa: S608


def _insert_persons(entry: AuditEntry, persons: list[uuid.UUID]) -> None:
    """One multi-row INSERT: a list page shows fifty persons."""
    if not persons:
        return
    prepare = AuditPerson._meta.get_field("entry_id").get_db_prep_save
    values = [v for p in persons for v in (prepare(entry.id, connection), prepare(p, connection))]
    marks = ", ".join(["(%s, %s)"] * len(persons))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO access_auditperson (entry_id, person_id) VALUES {marks}", values)  # noqa: S608


def _locked_head(party_id: uuid.UUID) -> ChainHead:
    found = ChainHead.objects.select_for_update().filter(party_id=party_id).first()
    if found is None:
        ChainHead.objects.get_or_create(party_id=party_id)
        found = ChainHead.objects.select_for_update().get(party_id=party_id)
    return found


def faults(party_id: uuid.UUID | None = None) -> Iterator[Fault]:
    """Every place where a chain was changed, cut, reordered or thinned. Empty when all holds."""
    heads = ChainHead.objects.filter(party_id=party_id) if party_id else ChainHead.objects.all()
    for head in heads.order_by("party_id"):
        yield from _faults_of(head)


def _faults_of(head: ChainHead) -> Iterator[Fault]:
    seq, last = 0, ""
    for segment in ChainSegment.objects.filter(party_id=head.party_id).order_by("first_seq"):
        if segment.first_seq != seq + 1 or segment.first_prev_hash != last:
            yield Fault(head.party_id, segment.first_seq, "segment does not follow")
        seq, last = segment.last_seq, segment.last_hash
    for entry in AuditEntry.objects.filter(party_id=head.party_id).order_by("seq").iterator(1000):
        yield from (Fault(head.party_id, entry.seq, what) for what in _wrongs(entry, seq, last))
        seq, last = entry.seq, entry.hash
    if (seq, last) != (head.seq, head.hash):
        yield Fault(head.party_id, head.seq, "the end of the chain is missing")


def _wrongs(entry: AuditEntry, seq: int, last: str) -> Iterator[str]:
    if entry.seq != seq + 1:
        yield "an entry is missing before this one"
    if entry.prev_hash != last:
        yield "does not follow the entry before"
    if hash_of(entry) != entry.hash:
        yield "was changed"
    persons = AuditPerson.objects.filter(entry_id=entry.id).values_list("person_id", flat=True)
    if digest_of(persons) != entry.persons_digest:
        yield "its persons were changed"


def seal(party_id: uuid.UUID, *, before: dt.datetime) -> ChainSegment | None:
    """Replace the beginning of a chain, up to the first entry not older than `before`, by one segment."""
    with transaction.atomic(), db.elevated(context().actor):
        chain = AuditEntry.objects.filter(party_id=party_id).order_by("seq")
        young = chain.filter(at__gte=before).first()
        old = chain.filter(seq__lt=young.seq) if young else chain
        first, last = old.first(), old.last()
        if first is None or last is None:
            return None
        segment = ChainSegment.objects.create(
            party_id=party_id, first_seq=first.seq, last_seq=last.seq,
            first_prev_hash=first.prev_hash, last_hash=last.hash,
        )  # fmt: skip
        AuditPerson.objects.filter(entry_id__in=old.values("id")).delete()
        with db.trace_unlocked():
            old._raw_delete(old.db)
        return segment
