"""A value stands once in a version, no longer once in a list."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("basis", "0006_values_belong_to_a_version")]

    operations = [
        migrations.RemoveConstraint(model_name="code", name="code_once"),
        migrations.RemoveField(model_name="code", name="list_name"),
        migrations.AlterField(
            model_name="code",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="basis.codelistversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=["version", "code"], name="code_once_a_version"),
        ),
    ]
