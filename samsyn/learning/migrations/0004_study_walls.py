"""Nobody is told who is who in a study: the keys back are read and written by the making of snapshots alone."""

from django.db import migrations

from samsyn.access.db import install_wall


def forwards(apps, schema_editor):
    for table in ("learning_studyperson", "learning_studyworker"):
        install_wall(schema_editor, table, read="false", write="false")


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_studies")]
    operations = [migrations.RunPython(forwards)]
