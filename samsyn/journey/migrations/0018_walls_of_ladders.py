"""Walls around ratings and the smaller parts of modules."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "journey_rating")
    walls.item_wall(schema_editor, "journey_moduleparts")


class Migration(migrations.Migration):
    dependencies = [("journey", "0017_ladders")]
    operations = [migrations.RunPython(forwards)]
