"""A goal's item says whether it is in the person's own words."""

from django.db import migrations


def forwards(apps, schema_editor):
    items = apps.get_model("entry", "Item").objects.filter(kind="goal", goal__in_own_words=True)
    items.update(code="own_words")


class Migration(migrations.Migration):
    dependencies = [("journey", "0009_outcome_of_a_decision")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
