"""Walls around documents of a method and their signatures."""

from django.db import migrations

from samsyn.entry import walls


def forwards(apps, schema_editor):
    walls.item_wall(schema_editor, "journey_document")
    walls.item_wall(schema_editor, "journey_signature", column="document_id")


class Migration(migrations.Migration):
    dependencies = [("journey", "0013_documents")]
    operations = [migrations.RunPython(forwards)]
