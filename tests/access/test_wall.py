"""The wall in PostgreSQL alone: what the serving role is given when it asks for everything."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from samsyn.access import db
from samsyn.access.ids import new_id
from samsyn.entry.case.models import Case, CaseAssignment, Category, Disclosure, Item, ItemKind
from samsyn.entry.person.models import Person
from samsyn.journey.note.models import Note
from tests.access import marked

pytestmark = pytest.mark.skipif(
    not settings.SAMSYN_DATABASE_URL.startswith("postgres"), reason="only PostgreSQL has a wall of its own"
)


@pytest.fixture
def m(w, code_lists):
    return marked.marked_world(w)


def _bound() -> list[str]:
    return [m._meta.db_table for m in marked.person_bound()]


def _ask(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def test_the_serving_role_owns_nothing_and_passes_no_wall(m):
    role = settings.SAMSYN_APP_ROLE
    assert _ask("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", role) == [
        (False, False, False, False)
    ]
    assert _ask("SELECT count(*) FROM pg_tables WHERE tableowner = %s", role) == [(0,)]
    assert _ask(
        "SELECT count(*) FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.member WHERE r.rolname = %s",
        role,
    ) == [(0,)]


def test_every_table_around_a_person_has_a_wall_for_each_way_to_touch_it(m):
    walled = {name for (name,) in _ask("SELECT relname FROM pg_class WHERE relrowsecurity")}
    ways = set(_ask("SELECT tablename, cmd FROM pg_policies"))
    assert set(_bound()) - walled == set()
    assert {(t, c) for t in _bound() for c in ("SELECT", "INSERT", "UPDATE", "DELETE")} - ways == set()


def _all_asked(m, tables) -> tuple[list[str], dict[str, set[str]]]:
    """Marks out of right, and all marks each relation was given, by plain SELECT of whole tables."""
    found, seen = [], {}
    for relation, viewer in m.viewers.items():
        with db.request_scope(viewer.actor):
            rows = [(t, repr(_ask(f"SELECT * FROM {t}"))) for t in tables]
        seen[relation] = {mark for _t, text in rows for mark in m.found_in(text)}
        found += [f"{relation}: {t}: {what}" for t, text in rows for what in m.out_of_right(viewer, text)]
    return found, seen


def test_asking_for_everything_as_each_relation_gives_no_mark_out_of_right(m):
    found, seen = _all_asked(m, connection.introspection.table_names())
    assert not found, "\n".join(found)
    shown = {name for mark, name in m.fields.items() if mark in seen["own"]}
    assert set(m.fields.values()) - shown == {"journey.Attachment.file"}
    assert len(seen["live"]) > 60


def test_a_transaction_that_says_nothing_sees_nobody(m):
    with transaction.atomic():
        connection.cursor().execute(f"SET LOCAL ROLE {settings.SAMSYN_APP_ROLE}")
        connection.cursor().execute(
            "SELECT set_config(n, '', true) FROM unnest(ARRAY['samsyn.party', 'samsyn.elevated']) n"
        )
        counts = {t: _ask(f"SELECT count(*) FROM {t}")[0][0] for t in _bound()}
        transaction.set_rollback(True)
    assert {t: n for t, n in counts.items() if n} == {}


def test_nobody_signed_in_sees_nobody(m):
    with db.request_scope(None):
        counts = {t: _ask(f"SELECT count(*) FROM {t}")[0][0] for t in _bound()}
    assert {t: n for t, n in counts.items() if n} == {}


def _plant_item(m, by):
    Item.objects.create(
        case=m.case,
        holder_id=m.by.party_id,
        category=Category.HEALTH,
        kind=ItemKind.NOTE,
        author_id=by.staff_id,
        starts_on="2026-01-01",
    )


def _plant_note_in_theirs(m, by):
    Note.objects.filter(pk=m.rows[Note].pk).update(text="ändrad")
    assert Note.objects.filter(text="ändrad").exists(), "nothing changed"


def _plant_disclosure(m, by):
    Disclosure.objects.create(
        item_id=m.rows[Note].pk,
        case=m.case,
        by_party_id=m.by.party_id,
        to_party_id=by.party_id,
        made_by_id=by.staff_id,
        ground="person",
    )


def _plant_assignment(m, by):
    CaseAssignment.objects.create(
        case=m.case, party_id=m.by.party_id, staff_id=m.by.staff_id, part="coach", sort_key="x"
    )


def _plant_person(m, by):
    Person.objects.create(holder_id=m.by.party_id, given_name="A", family_name="B", sort_key="b a")


def _plant_case(m, by):
    Case.objects.create(number=f"2026-{new_id().hex[-6:]}", person_id=m.person.pk, opened_by_id=m.by.party_id)


PLANTS = [
    _plant_item,
    _plant_note_in_theirs,
    _plant_disclosure,
    _plant_assignment,
    _plant_person,
    _plant_case,
]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: p.__name__.removeprefix("_plant_"))
@pytest.mark.parametrize("relation", ["live", "none", "withdrawn", "association_officer"])
def test_nobody_writes_into_another_partys_vault(m, plant, relation):
    by = m.viewers[relation].actor
    text = m.rows[Note].text
    with pytest.raises((DatabaseError, AssertionError)), db.request_scope(by):
        plant(m, by)
    m.rows[Note].refresh_from_db()
    assert m.rows[Note].text == text


def test_giving_oneself_an_item_of_ones_own_party_in_a_hidden_case_shows_nobody(m):
    """An own row in a case one is not in: the number of the case may be known, never whom it is about."""
    by = m.viewers["none"].actor
    with db.request_scope(by):
        Item.objects.create(
            case_id=m.case.pk,
            holder_id=by.party_id,
            category=Category.OTHER,
            kind=ItemKind.IDENTITY,
            author_id=by.staff_id,
            starts_on="2026-01-01",
            superseded_at="2026-01-01T00:00Z",
        )
        CaseAssignment.objects.create(
            case_id=m.case.pk, party_id=by.party_id, staff_id=by.staff_id, part="coach", sort_key="x"
        )
        rows = [(t, repr(_ask(f"SELECT * FROM {t}"))) for t in _bound()]
    assert [
        (t, m.out_of_right(m.viewers["none"], text)) for t, text in rows if m.out_of_right(m.viewers["none"], text)
    ] == []


def test_the_serving_role_may_not_touch_the_trace(m):
    for statement in (
        "UPDATE access_auditentry SET verb = 'x'",
        "DELETE FROM access_auditentry",
        "TRUNCATE access_auditentry",
        "DELETE FROM access_auditperson",
        "UPDATE access_auditperson SET person_id = entry_id",
        "INSERT INTO access_traceunlock (id) VALUES (1)",
        "DELETE FROM access_chainsegment",
        "ALTER TABLE access_auditentry DISABLE TRIGGER USER",
        "DROP TABLE access_auditentry",
        "ALTER TABLE entry_item DISABLE ROW LEVEL SECURITY",
        "TRUNCATE entry_item CASCADE",
    ):
        with pytest.raises(DatabaseError, match="permission denied|must be owner"), db.request_scope(m.by):
            _ask(statement)


def test_every_model_of_ours_is_either_walled_or_has_no_key_to_a_person():
    """The walk from Person finds what Django knows; this finds uuid columns named as a person's key."""
    named = {"person_id", "case_id", "item_id", "referral_id", "consent_id"}
    loose = {
        m._meta.label
        for m in apps.get_models()
        for f in m._meta.concrete_fields
        if m.__module__.startswith("samsyn.") and f.column in named and not m._meta.proxy
        and m not in marked.person_bound()
    }
    assert loose - {"access.AuditPerson"} == set()


@pytest.mark.django_db
def test_an_owner_that_is_no_superuser_may_take_the_serving_role_on():
    for statement in (
        "CREATE ROLE plain_owner CREATEROLE", "GRANT plain_owner TO CURRENT_USER", "SET LOCAL ROLE plain_owner",
        "CREATE ROLE plain_server",
    ):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statement)

    db.let_become("plain_server")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL SESSION AUTHORIZATION plain_owner")
        cursor.execute("SET LOCAL ROLE plain_server")
    assert _ask("SELECT current_user::text, session_user::text") == [("plain_server", "plain_owner")]
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("RESET SESSION AUTHORIZATION")
