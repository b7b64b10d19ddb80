"""The only place that knows which database engine runs, and what each needs said to it.

On PostgreSQL the actor is told to the database for the length of one transaction, and row-level
security answers with that actor's rows only. SQLite has no such wall; there the Python policy is alone.
"""

import os
import shutil
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from samsyn.access import clock
from samsyn.access.actor import Actor

SYSTEM_CHAIN = uuid.UUID(int=0)
REST = 0.25  # seconds

_elevation: ContextVar[int] = ContextVar("elevation", default=0)
SET_ACTOR = (
    "SELECT set_config('samsyn.party', %s, true), set_config('samsyn.staff', %s, true),"
    " set_config('samsyn.unit', %s, true), set_config('samsyn.chain', %s, true),"
    " set_config('samsyn.now', %s, true), set_config('samsyn.elevated', %s, true)"
)
SQL_PARTY = "(nullif(current_setting('samsyn.party', true), '')::uuid)"
SQL_STAFF = "(nullif(current_setting('samsyn.staff', true), '')::uuid)"
SQL_UNIT = "(nullif(current_setting('samsyn.unit', true), '')::uuid)"
SQL_CHAIN = "(nullif(current_setting('samsyn.chain', true), '')::uuid)"
SQL_NOW = "coalesce(nullif(current_setting('samsyn.now', true), '')::timestamptz, now())"


def engine_name() -> str:
    """What the engine is called, to say which one a backup is of."""
    return str(connection.vendor)


def has_row_security() -> bool:
    """Whether the database itself can refuse rows (PostgreSQL)."""
    return connection.vendor == "postgresql"


def let_others_write() -> None:
    """Rest between the transactions of long work: in a file one writes at a time, and reading a case is written too."""
    if not has_row_security():
        time.sleep(REST)


def tell_actor(actor: Actor | None, *, elevated: bool = False) -> None:
    """Say to the database who acts and what the clock shows, for the rest of the running transaction.

    Roles that see no persons are told as nobody, so that the wall shows them no rows at all.
    """
    if not has_row_security():
        return
    named = [actor.party_id, actor.staff_id, actor.unit_id] if actor and actor.sees_persons else ["", "", ""]
    chain = actor.party_id if actor else SYSTEM_CHAIN
    values = [*named, chain, clock.now().isoformat(), "on" if elevated else ""]
    with connection.cursor() as cursor:
        cursor.execute(SET_ACTOR, [str(v or "") for v in values])


@contextmanager
def request_scope(actor: Actor | None) -> Iterator[None]:
    """The frame of one request: on PostgreSQL one transaction that knows the actor, else nothing."""
    if not has_row_security():
        yield
        return
    within = connection.in_atomic_block
    with transaction.atomic():
        if settings.SAMSYN_APP_ROLE:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.SAMSYN_APP_ROLE)}")
        tell_actor(actor)
        yield
    if within:
        _leave()


def _leave() -> None:
    """Take back role and actor where the frame stood inside a longer transaction (a command, a test)."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    tell_actor(None)


@contextmanager
def elevated(actor: Actor | None) -> Iterator[None]:
    """Lift the database wall for an act that must touch several vaults (withdrawal, referral, trace).

    Python's own rules have already answered by then; every use stands in an action and is listed
    by tests/house.
    """
    if not has_row_security():
        yield
        return
    depth = _elevation.get()
    token = _elevation.set(depth + 1)
    tell_actor(actor, elevated=True)
    try:
        yield
    finally:
        _elevation.reset(token)
        if depth == 0 and not connection.needs_rollback:
            tell_actor(actor)


@contextmanager
def trace_unlocked() -> Iterator[None]:
    """Let sealed entries be removed: the triggers that refuse it look for this marker row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO access_traceunlock (id) VALUES (1)")
        yield
        cursor.execute("DELETE FROM access_traceunlock")


REFUSE_SQLITE = (
    "CREATE TABLE access_traceunlock (id integer)",
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON access_auditentry"
    " BEGIN SELECT RAISE(ABORT, 'the trace is never changed'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON access_auditentry"
    " WHEN NOT EXISTS (SELECT 1 FROM access_traceunlock)"
    " BEGIN SELECT RAISE(ABORT, 'the trace is never deleted'); END",
)
REFUSE_POSTGRESQL = (
    "CREATE TABLE access_traceunlock (id integer)",
    "CREATE FUNCTION samsyn_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM access_traceunlock) THEN RETURN OLD; END IF;"
    " RAISE EXCEPTION 'the trace is never changed'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON access_auditentry"
    " FOR EACH ROW EXECUTE FUNCTION samsyn_refuse()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON access_auditentry"
    " FOR EACH STATEMENT EXECUTE FUNCTION samsyn_refuse()",
)


def install_trace_lock(schema_editor: object) -> None:
    """Migration step: make the database refuse changes to the trace."""
    for statement in REFUSE_POSTGRESQL if has_row_security() else REFUSE_SQLITE:
        schema_editor.execute(statement)  # type: ignore[attr-defined]


def install_wall(schema_editor: object, table: str, *, read: str, write: str) -> None:
    """Migration step: row-level security on `table`. `read` and `write` are SQL conditions on the row;
    an elevated act passes both. Does nothing on SQLite."""
    if not has_row_security():
        return
    open_door = "current_setting('samsyn.elevated', true) = 'on'"
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY samsyn_read ON {table} FOR SELECT USING ({open_door} OR {read})",
        f"CREATE POLICY samsyn_add ON {table} FOR INSERT WITH CHECK ({open_door} OR {write})",
        f"CREATE POLICY samsyn_change ON {table} FOR UPDATE USING ({open_door} OR {write})",
        f"CREATE POLICY samsyn_remove ON {table} FOR DELETE USING ({open_door} OR {write})",
    ):
        schema_editor.execute(statement)  # type: ignore[attr-defined]


def install_question(schema_editor: object, name: str, condition: str) -> None:
    """Migration step: a yes-or-no question about one key (`$1`, a UUID) that is answered outside the walls.

    Its cost says what it takes (some 20 page reads), so that a plan asks it of few rows, last.
    """
    if not has_row_security():
        return
    schema_editor.execute(  # type: ignore[attr-defined]
        f"CREATE FUNCTION {name}(uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 2000"
        f" SET search_path = public AS $body$ BEGIN RETURN {condition}; END $body$"
    )


def grant_app_role() -> None:
    """Let the serving role use the tables, own none of them, and never change the trace."""
    role = settings.SAMSYN_APP_ROLE
    if not role or not has_row_security():
        return
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {name} NOLOGIN NOBYPASSRLS")
        let_become(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON access_auditentry, access_auditperson FROM {name}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON access_traceunlock, access_chainsegment FROM {name}")


def let_become(role: str) -> None:
    """Let whoever owns the tables, when no superuser, take the serving role on at each request."""
    with connection.cursor() as cursor:
        right = "SET" if connection.pg_version >= 160_000 else "MEMBER"  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [role, right])
        if cursor.fetchone() != (True,):
            cursor.execute(f"GRANT {connection.ops.quote_name(role)} TO CURRENT_USER")


def integrity_faults() -> list[str]:
    """What the engine itself finds wrong with the database's files and keys; empty when nothing."""
    if has_row_security():
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [f"{row[0]} row {row[1]} points at a missing row of {row[2]}" for row in cursor.fetchall()]


def is_empty() -> bool:
    """Whether nothing was ever stored: no tables, or no accounts."""
    if "access_user" not in connection.introspection.table_names():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_user")
        return cursor.fetchone()[0] == 0


def copy_to(path: Path) -> None:
    """Write a consistent copy of the whole database to a file, while others go on writing."""
    if has_row_security():
        _postgresql("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def copy_from(path: Path) -> None:
    """Replace the whole database by a copy that `copy_to` wrote."""
    if has_row_security():
        wipe()
        _postgresql(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            str(path),
        )
        grant_app_role()
        return
    wipe()
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        copy.backup(connection.connection)
    connection.close()


def keep_private() -> None:
    """Where the database is a file, only its owner may read it."""
    if has_row_security():
        return
    for path in _files():
        if path.is_file() and path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _files() -> list[Path]:
    return [Path(f"{connection.settings_dict['NAME']}{ending}") for ending in ("", "-wal", "-shm")]


def wipe() -> None:
    """Remove everything in the database. Nobody else may be using it."""
    if has_row_security():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        return
    connection.close()
    for path in _files():
        path.unlink(missing_ok=True)


def _postgresql(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on the database in use. Raises `OSError` with its words."""
    known = connection.settings_dict
    found = shutil.which(program) or next(
        iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[::-1]), None
    )
    if found is None:
        raise OSError(f"{program} is needed and was not found: install PostgreSQL's client programs")
    given = {"host": known["HOST"], "port": known["PORT"], "username": known["USER"], "dbname": known["NAME"]}
    options = [f"--{name}={value}" for name, value in given.items() if value]
    secret = {"PGPASSWORD": known["PASSWORD"]} if known["PASSWORD"] else {}
    connection.close()
    done = subprocess.run(  # noqa: S603 - a program of the installation, no shell
        [str(found), *options, *arguments], env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OSError(f"{program} failed: {done.stderr.strip()}")
