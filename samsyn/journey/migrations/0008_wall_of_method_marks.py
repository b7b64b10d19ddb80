"""A wall around what is ticked off in a method."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "journey_methodmark")


class Migration(migrations.Migration):
    dependencies = [("journey", "0007_method")]
    operations = [migrations.RunPython(forwards)]
