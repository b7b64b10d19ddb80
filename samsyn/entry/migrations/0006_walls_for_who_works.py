"""Walls: assignments and disclosures only for who works with the case."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.assignment_walls(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("entry", "0005_random_keys_of_counts")]
    operations = [migrations.RunPython(forwards)]
