"""The trace: one entry an act, no contents, changed by nobody, and every break of the chain is found."""

import datetime as dt
import json
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from samsyn.access import audit, clock, db, witness
from samsyn.access.action import VERBS, action
from samsyn.access.actor import acting
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.access.models import AuditEntry, AuditPerson, ChainHead, ChainSegment
from samsyn.basis.staff.models import Role
from samsyn.entry.consent.actions import confirm_consent, withdraw_consent
from samsyn.journey.note.actions import write_note
from samsyn.journey.note.models import Note
from tests.access import marked
from tests.access.crawl import browser
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, open_case

WORDS = "Zqtyped-hemligt"
# Where words about a person would be a leak of their own: the trace, start-page lines, keys, sessions, tasks.
TELLTALES = (
    "access_auditentry",
    "access_auditperson",
    "access_chainhead",
    "access_chainsegment",
    "access_idempotencykey",
    "entry_notice",
    "django_session",
    "django_tasks_database_dbtaskresult",
    "access_outboxmail",
    "entry_lookupcount",
)


@pytest.fixture
def caseworker(w):
    return actor(w.pes)


@pytest.fixture
def case(caseworker):
    return open_case(by=caseworker)


@action(verb="test.trace_outer", sentence="gjorde två saker i ett test")
def outer(case, *, by):
    return write_note(case, by=by, text=WORDS)


def _entries(by):
    return list(AuditEntry.objects.filter(party_id=by.party_id).order_by("seq"))


def test_an_act_leaves_one_entry_and_what_it_did_within_leaves_its_own(case, caseworker):
    before = len(_entries(caseworker))
    outer(case, by=caseworker)

    inner, act = _entries(caseworker)[before:]

    assert (act.verb, act.kind, act.parent_id) == ("test.trace_outer", "change", None)
    assert (inner.verb, inner.parent_id, inner.staff_id) == ("note.write", act.id, caseworker.staff_id)
    assert inner.request_id == act.request_id


def test_a_refusal_is_written_after_the_rollback_with_its_code_alone(case, caseworker, w):
    other = actor(w.sia)
    given = confirmed_consent(case, by=caseworker, to=[other])
    withdraw_consent(given, by=caseworker)
    notes = Note.objects.count()
    with pytest.raises(RuleBroken):
        confirm_consent(given, by=other)
    with pytest.raises(RuleBroken):
        write_note(case, by=caseworker, text=WORDS, share=[other.party_id])
    with pytest.raises(NotPermitted):
        write_note(case, by=actor(w.pes, Role.AUDITOR), text=WORDS)

    refused = AuditEntry.objects.filter(kind="refused").order_by("at")

    assert [(e.verb, e.outcome, e.objects_touched) for e in refused] == [
        ("consent.confirm", "CONSENT_NOT_LIVE", ""),
        ("note.write", "CONSENT_MISSING", ""),
        ("note.write", "NOT_PERMITTED", ""),
    ]
    assert Note.objects.count() == notes
    assert list(audit.faults()) == []


def test_reading_is_one_entry_a_page_with_the_persons_shown(case, caseworker):
    note = write_note(case, by=caseworker, text=WORDS)
    before = len(_entries(caseworker))

    browser(caseworker).get(reverse("note:read", args=[note.pk]))

    (entry,) = _entries(caseworker)[before:]
    assert (entry.kind, entry.verb, entry.outcome) == ("read", "note:read", "ok")
    assert list(AuditPerson.objects.filter(entry_id=entry.id).values_list("person_id", flat=True)) == [case.person_id]


def _rows_as_text(tables) -> str:
    known = connection.introspection.table_names()
    with connection.cursor() as cursor:
        text = []
        for table in tables:
            assert table in known, table
            cursor.execute(f"SELECT * FROM {table}")
            text += [repr(row) for row in cursor.fetchall()]
    return "\n".join(text)


def test_no_words_about_a_person_stand_beside_the_vaults(w, code_lists):
    m = marked.marked_world(w)
    client = browser(m.by)
    client.post(
        reverse("note:write", args=[m.case.pk]),
        {"text": WORDS, "category": "health", "idempotency_key": "a" * 32},
    )
    client.post(reverse("person:search"), {"words": m.person.family_name})
    client.get(reverse("case:page", args=[m.case.pk]))

    text = _rows_as_text(TELLTALES)

    assert Note.objects.filter(text=WORDS).exists()
    assert WORDS not in text
    assert sorted(m.fields.get(mark, mark) for mark in m.found_in(text)) == []


def test_every_verb_has_words_and_every_change_is_of_a_verb(w, code_lists):
    marked.marked_world(w)
    changes = set(AuditEntry.objects.filter(kind="change").values_list("verb", flat=True))
    assert changes - set(VERBS) == set()
    assert [v.name for v in VERBS.values() if not str(v.sentence).strip()] == []
    parents = set(AuditEntry.objects.exclude(parent_id=None).values_list("parent_id", flat=True))
    assert parents - set(AuditEntry.objects.values_list("id", flat=True)) == set()


REFUSED = ["UPDATE access_auditentry SET verb = 'annat'", "DELETE FROM access_auditentry"]


@pytest.mark.parametrize("statement", [*REFUSED, "TRUNCATE access_auditentry"])
def test_the_database_itself_refuses_to_change_the_trace(case, statement):
    if statement.startswith("TRUNCATE") and not db.has_row_security():
        statement = "DELETE FROM access_auditentry WHERE 1 = 1"
    before = AuditEntry.objects.count()
    with pytest.raises(DatabaseError, match="the trace is never"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.count() == before > 0


def _without_lock(statement: str, *values: object) -> None:
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        if db.has_row_security():
            cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            cursor.execute("ALTER TABLE access_auditentry ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'access_auditentry'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, values)
        for _name, sql in triggers:
            cursor.execute(sql)


def _id(entry) -> str:
    return str(entry.id) if db.has_row_security() else entry.id.hex


FAULTS = {
    "verb": "was changed",
    "at": "was changed",
    "role": "was changed",
    "delete": "an entry is missing before this one",
    "tail": "the end of the chain is missing",
    "swap": "does not follow the entry before",
    "insert": "the end of the chain is missing",
    "persons": "its persons were changed",
    "persons gone": "its persons were changed",
    "rehashed": "does not follow the entry before",
}


def _plant(fault: str, entries) -> None:
    third, fourth = entries[2], entries[3]
    change = "UPDATE access_auditentry SET {} WHERE id = %s"
    if fault in {"verb", "role"}:
        _without_lock(change.format(f"{fault} = 'annat'"), _id(third))
    elif fault == "at":
        _without_lock(change.format("at = %s"), third.at - dt.timedelta(days=1), _id(third))
    elif fault == "delete":
        _without_lock("DELETE FROM access_auditentry WHERE id = %s", _id(third))
    elif fault == "tail":
        _without_lock("DELETE FROM access_auditentry WHERE id = %s", _id(entries[-1]))
    elif fault == "swap":
        for entry, seq in ((third, 10_000), (fourth, third.seq), (third, fourth.seq)):
            _without_lock(change.format("seq = %s"), seq, _id(entry))
    elif fault == "rehashed":
        third.verb = "annat"
        _without_lock(change.format("verb = 'annat', hash = %s"), audit.hash_of(third), _id(third))
    elif fault == "insert":
        last = entries[-1]
        made = AuditEntry(
            party_id=last.party_id,
            seq=last.seq + 1,
            at=clock.now(),
            kind="read",
            verb="x",
            prev_hash=last.hash,
        )
        made.request_id, made.hash = uuid.uuid4(), audit.hash_of(made)
        made.hash = audit.hash_of(made)
        made.save(force_insert=True)
    elif fault == "persons":
        AuditPerson.objects.create(entry_id=third.id, person_id=uuid.uuid4())
    else:
        AuditPerson.objects.filter(entry_id__in=[e.id for e in entries]).delete()


@pytest.mark.parametrize("fault", FAULTS)
def test_every_break_of_the_chain_is_found(case, caseworker, fault):
    for n in range(5):
        write_note(case, by=caseworker, text=f"{n}")
    assert list(audit.faults(caseworker.party_id)) == []

    _plant(fault, _entries(caseworker))

    assert FAULTS[fault] in {f.what for f in audit.faults(caseworker.party_id)}


def _cut_tail_with_its_head(caseworker) -> None:
    last, before = list(AuditEntry.objects.filter(party_id=caseworker.party_id).order_by("-seq")[:2])
    _without_lock("DELETE FROM access_auditentry WHERE id = %s", _id(last))
    ChainHead.objects.filter(party_id=caseworker.party_id).update(seq=before.seq, hash=before.hash)


def test_a_tail_cut_together_with_its_head_is_found_by_what_was_noted_beside(case, caseworker, settings, tmp_path):
    settings.SAMSYN_DATA_DIR = tmp_path
    assert (witness.note_heads(), witness.note_heads()) == (ChainHead.objects.filter(seq__gt=0).count(), 0)
    write_note(case, by=caseworker, text="sist")
    assert (witness.note_heads(), list(witness.faults())) == (1, [])

    _cut_tail_with_its_head(caseworker)

    assert list(audit.faults(caseworker.party_id)) == []
    assert [f.party_id for f in witness.faults()] == [caseworker.party_id]
    write_note(case, by=caseworker, text="en annan i dess ställe")
    assert list(audit.faults(caseworker.party_id)) == []
    assert [f.what for f in witness.faults()] == ["is not as it was noted beside the database, or is gone"]


def test_what_was_noted_holds_when_a_chain_is_sealed_and_begins_anew_after_a_restore(
    case, caseworker, settings, tmp_path
):
    settings.SAMSYN_DATA_DIR = tmp_path
    witness.note_heads()
    write_note(case, by=caseworker, text="efter")
    witness.note_heads()
    with witness.file().open("a") as cut_off:
        cut_off.write('{"at": "2026')
    with acting(None):
        audit.seal(caseworker.party_id, before=clock.now() + dt.timedelta(seconds=1))
    assert list(witness.faults()) == []

    _cut = AuditEntry.objects.filter(party_id=caseworker.party_id).count()
    witness.put_aside()

    assert (_cut, witness.file().exists(), len(list(tmp_path.glob("heads-until-*.jsonl")))) == (0, False, 1)


def test_sealing_keeps_the_chain_verifiable(case, caseworker):
    with clock.at(clock.today() - dt.timedelta(days=400)):
        for n in range(4):
            write_note(case, by=caseworker, text=f"{n}")
    old = AuditEntry.objects.filter(party_id=caseworker.party_id, at__lt=clock.now() - dt.timedelta(days=300)).count()
    party = caseworker.party_id

    with acting(None):
        segment = audit.seal(party, before=clock.now() + dt.timedelta(seconds=1))
    write_note(case, by=caseworker, text="efter")

    assert old == 4
    assert segment.last_seq - segment.first_seq + 1 >= 5
    assert [e.verb for e in _entries(caseworker)] == ["note.write"]
    assert list(audit.faults(party)) == []
    ChainSegment.objects.filter(pk=segment.pk).update(last_hash="0" * 64)
    assert {f.what for f in audit.faults(party)} == {"does not follow the entry before"}


def test_entries_younger_than_the_limit_are_never_sealed_with_older_ones(case, caseworker):
    """The clock stood wrong for a while: an old entry lies after a young one. The chain must still hold."""
    with clock.at(clock.today() - dt.timedelta(days=400)):
        write_note(case, by=caseworker, text="gammal klocka")
    with acting(None):
        audit.seal(caseworker.party_id, before=clock.now() - dt.timedelta(days=300))
    assert list(audit.faults(caseworker.party_id)) == []


@contextmanager
def _own_database(folder):
    """The address of an empty database of the engine in use: threads need one that is really committed to."""
    if not db.has_row_security():
        yield f"sqlite:///{folder}/at_once.db"
        return
    name = f"at_once_{uuid.uuid4().hex[:12]}"
    known = {**connection.get_connection_params(), "dbname": "postgres"}
    known.pop("cursor_factory", None)
    with psycopg.connect(**{k: v for k, v in known.items() if k in PLACE}, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(settings.SAMSYN_DATABASE_URL)._replace(path=f"/{name}"))
        finally:
            owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


PLACE = {"host", "port", "user", "password", "dbname"}


@pytest.mark.usefixtures("w")
def test_forms_sent_at_once_are_saved_once_each_and_the_chain_holds(tmp_path):
    with _own_database(tmp_path) as address:
        env = {
            **os.environ,
            "SAMSYN_DATABASE_URL": address,
            "SAMSYN_DATA_DIR": str(tmp_path),
            "SAMSYN_DEMO": "yes",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.access.at_once"],
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "twice": [[302, 302]] * 5,
        "kept": 5,
        "entries": 5,
        "four": [302] * 4,
        "kept_of_four": 4,
        "faults": [],
        "holes": 0,
    }


def test_a_stale_form_is_refused_and_keeps_what_was_typed(case, caseworker):
    first = write_note(case, by=caseworker, text="första")
    address, client = reverse("note:correct", args=[first.pk]), browser(caseworker)
    write_note(case, by=caseworker, text="någon annans", replaces=first)
    form = {"text": "min text", "category": "other", "seen_version": str(first.pk)}

    response = client.post(address, form)

    body = response.content.decode()
    assert response.status_code == 422
    assert "min text" in body
    assert "Någon annan har ändrat" in body
    assert not Note.objects.filter(text="min text").exists()
    assert AuditEntry.objects.filter(outcome="STALE").count() == 1
