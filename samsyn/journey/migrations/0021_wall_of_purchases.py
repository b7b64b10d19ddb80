"""A wall around purchases."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "journey_purchase")


class Migration(migrations.Migration):
    dependencies = [("journey", "0020_purchases")]
    operations = [migrations.RunPython(forwards)]
