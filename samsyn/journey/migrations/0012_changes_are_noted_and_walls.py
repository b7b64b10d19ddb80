"""Walls around what is derived of methods and reminders; the database notes which cases changed.

A migration that lets SQLite build one of these tables anew loses what notes its changes and must install it again
(`note_changes`); a test says so.
"""

from django.db import migrations

from samsyn.access.change_notes import install_note_of_change
from samsyn.access.db import SQL_PARTY, install_wall

NOTED = (
    ("entry_item", "case_id", "{changed}"),
    ("entry_disclosure", "case_id", "{changed}"),
    ("entry_caseassignment", "case_id", "{changed}"),
    ("entry_enrolment", "item_id", "SELECT case_id FROM entry_item WHERE id IN ({changed})"),
    ("entry_person", "id", "SELECT id FROM entry_case WHERE person_id IN ({changed})"),
)


def note_changes(schema_editor):
    """Each party that works with a changed case, where somebody in it follows a method."""
    for table, column, cases in NOTED:
        note = (
            "INSERT INTO journey_changedcase (case_id, party_id) SELECT DISTINCT a.case_id, a.party_id"
            f" FROM entry_caseassignment a WHERE a.case_id IN ({cases}) AND EXISTS (SELECT 1 FROM entry_item i"
            " JOIN entry_enrolment e ON e.item_id = i.id WHERE i.case_id = a.case_id AND i.kind = 'enrolment'"
            " AND e.method_version_id IS NOT NULL)"
        )
        install_note_of_change(schema_editor, table, note=note, by=column)


def forwards(apps, schema_editor):
    own = f"party_id = {SQL_PARTY}"
    reads = f"({own} AND samsyn_reads_item(enrolment_id))"
    install_wall(schema_editor, "journey_methodstanding", read=reads, write="false")
    install_wall(schema_editor, "journey_changedcase", read=f"({own} AND samsyn_assigned(case_id))", write="false")
    install_wall(schema_editor, "journey_reminder", read="false", write="false")
    note_changes(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("journey", "0011_what_methods_wait_for"), ("entry", "0013_method")]
    operations = [migrations.RunPython(forwards)]
