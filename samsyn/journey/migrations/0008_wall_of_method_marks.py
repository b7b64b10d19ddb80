"""Walls around what is ticked off and filled in in a method."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "journey_methodmark")
    walls.item_wall(schema_editor, "journey_filledform")


class Migration(migrations.Migration):
    dependencies = [("journey", "0007_method")]
    operations = [migrations.RunPython(forwards)]
