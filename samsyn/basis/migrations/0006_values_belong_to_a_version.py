"""Each version of a code list keeps its own values, so that one to come changes nothing until its day."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_to_the_newest(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now a list had one set of values: that of the version taken in last."""
    versions, codes = apps.get_model("basis", "CodeListVersion"), apps.get_model("basis", "Code")
    for row in versions.objects.order_by("loaded_at", "id"):
        codes.objects.filter(list_name=row.name).update(version=row)


class Migration(migrations.Migration):
    dependencies = [("basis", "0005_an_association_says_whether_it_is_a_demo")]

    operations = [
        migrations.AddField(
            model_name="code",
            name="version",
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name="codes", to="basis.codelistversion"
            ),
        ),
        migrations.RunPython(give_to_the_newest, migrations.RunPython.noop),
    ]
