from django.db import migrations, models
from django.db.models import F


def say_the_same(apps, _schema_editor):
    """What was taken in before was said in English only."""
    versions = apps.get_model("basis", "CodeListVersion").objects
    versions.update(source_sv=F("source_en"), note_sv=F("note_en"))


class Migration(migrations.Migration):
    dependencies = [
        ("basis", "0003_absence"),
    ]

    operations = [
        migrations.RenameField(model_name="codelistversion", old_name="source", new_name="source_en"),
        migrations.RenameField(model_name="codelistversion", old_name="note", new_name="note_en"),
        migrations.AddField(
            model_name="codelistversion",
            name="source_sv",
            field=models.TextField(db_comment="Which document or law the list comes from.", default=""),
        ),
        migrations.AddField(
            model_name="codelistversion",
            name="note_sv",
            field=models.TextField(db_comment="What is not confirmed, and what to do about it.", default=""),
        ),
        migrations.AlterField(
            model_name="codelistversion", name="source_en", field=models.TextField(default="")
        ),
        migrations.AlterField(model_name="codelistversion", name="note_en", field=models.TextField(default="")),
        migrations.RunPython(say_the_same, migrations.RunPython.noop),
    ]
