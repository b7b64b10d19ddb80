"""The database itself refuses to change or delete the trace, and shows a party its own chain only."""

from django.db import migrations

from samsyn.access import db


def forwards(apps, schema_editor):
    db.install_trace_lock(schema_editor)
    own = f"party_id = {db.SQL_CHAIN}"
    db.install_wall(schema_editor, "access_auditentry", read=own, write=own)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(forwards)]
