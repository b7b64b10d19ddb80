"""The database itself notes what changed, in the transaction that changes it: no writer can forget to say so."""

# ruff: noqa: S608 - statements of migrations, put together from their own constants

from collections.abc import Iterator

from samsyn.access import db

EVENTS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def install_note_of_change(schema_editor: object, table: str, *, note: str, by: str) -> None:
    """Migration step: whenever rows of `table` are added, changed or removed, run the statement `note` in the same
    transaction, outside the walls. In it `{changed}` stands for the column `by` of the rows that changed."""
    statements = _postgresql(table, note, by) if db.has_row_security() else _sqlite(table, note, by)
    for statement in statements:
        schema_editor.execute(statement)  # type: ignore[attr-defined]


def _sqlite(table: str, note: str, by: str) -> Iterator[str]:
    for event, row in EVENTS:
        said = note.format(changed=f"SELECT {row}.{by}")
        yield f"CREATE TRIGGER samsyn_note_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {said}; END"


def _postgresql(table: str, note: str, by: str) -> Iterator[str]:
    name, said = f"samsyn_note_{table}", note.format(changed=f"SELECT {by} FROM changed_rows")
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public"
        f" AS $body$ BEGIN {said}; RETURN NULL; END $body$"
    )
    for event, rows in EVENTS:
        yield (
            f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table}"
            f" REFERENCING {rows} TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
