"""Row-level security around everything that carries a person's key."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.entry_walls(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("entry", "0001_initial"), ("access", "0002_trace_lock")]
    operations = [migrations.RunPython(forwards)]
