"""A wall: changes of protection are seen by the holder."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.protection_wall(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("entry", "0003_ended_directions_receipts_protection")]
    operations = [migrations.RunPython(forwards)]
