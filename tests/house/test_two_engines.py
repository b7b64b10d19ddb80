"""Law 5, the second wall: on PostgreSQL every table that leads to a person has row-level security."""

import pytest
from django.apps import apps
from django.db import connection, models

from samsyn.access import db
from samsyn.entry.case.models import Case, Item
from samsyn.entry.person.models import Person

PERSONAL = {Item, Person, Case}


def leads_to_a_person(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether foreign keys lead from the model to a person, a case or an item."""
    if model in PERSONAL:
        return True
    targets = {f.related_model for f in model._meta.concrete_fields if f.is_relation and f.related_model}
    return any(leads_to_a_person(t, seen | {model}) for t in targets if t not in seen and t is not model)


def personal_tables() -> list[str]:
    """Tables of ours that lead to a person."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("samsyn.")]
    return sorted(m._meta.db_table for m in ours if leads_to_a_person(m))


def without_wall(tables: list[str]) -> list[str]:
    """Tables without row security switched on, or without a policy for each kind of access."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
            " GROUP BY c.relname HAVING count(DISTINCT p.polcmd) = 4 OR bool_or(p.polcmd = '*')"
        )
        walled = {row[0] for row in cursor.fetchall()}
    return [table for table in tables if table not in walled]


@pytest.fixture
def row_security(db_engine):
    if not db_engine:
        pytest.skip("SQLite has no row-level security; the PostgreSQL round proves this")


@pytest.fixture
def db_engine(db):
    from samsyn.access import db as engine

    return engine.has_row_security()


def test_the_tables_that_lead_to_a_person_are_known():
    tables = set(personal_tables())
    assert {"entry_item", "entry_person", "entry_case", "journey_note", "entry_consentrow"} - tables == set()
    assert {"basis_party", "entry_registerrow", "access_auditentry"} & tables == set()


def test_every_table_that_leads_to_a_person_has_a_wall(row_security):
    assert without_wall(personal_tables()) == []


def test_a_planted_table_without_a_wall_is_found(row_security):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (item_id uuid)")
    assert without_wall(["planted"]) == ["planted"]


def test_the_serving_role_can_neither_pass_the_wall_nor_change_the_trace(row_security, settings):
    if not settings.SAMSYN_APP_ROLE:
        pytest.skip("no SAMSYN_APP_ROLE in this run")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [settings.SAMSYN_APP_ROLE]
        )
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT has_table_privilege(%s, 'access_auditentry', 'UPDATE'),"
            " has_table_privilege(%s, 'access_auditentry', 'DELETE'),"
            " has_table_privilege(%s, 'access_auditentry', 'INSERT')",
            [settings.SAMSYN_APP_ROLE] * 3,
        )
        assert cursor.fetchone() == (False, False, True)


def test_the_engine_is_the_one_that_was_asked_for(db_engine, settings):
    assert settings.SAMSYN_DATABASE_URL.startswith("postgres") == db_engine
    assert db.has_row_security() == db_engine
