"""Row-level security around everything that carries a person's key."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "learning_deviation")


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial"), ("entry", "0002_walls")]
    operations = [migrations.RunPython(forwards)]
