"""A wall around places in courses."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "journey_courseplace")


class Migration(migrations.Migration):
    dependencies = [("journey", "0015_courses")]
    operations = [migrations.RunPython(forwards)]
