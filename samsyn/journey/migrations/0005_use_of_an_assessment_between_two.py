"""Wall: what a receiver did with an assessment is seen by that receiver and by the author's party only."""

from django.db import migrations

from samsyn.access.db import SQL_PARTY, install_wall, remove_wall
from samsyn.entry.walls import OWN_PARTY

TABLE = "journey_assessmentuse"
READABLE = f"EXISTS (SELECT 1 FROM entry_item i WHERE i.id = {TABLE}.item_id"


def forwards(apps, schema_editor):
    remove_wall(schema_editor, TABLE)
    sides = f"(({OWN_PARTY} AND {READABLE})) OR {READABLE} AND i.holder_id = {SQL_PARTY}))"
    install_wall(schema_editor, TABLE, read=sides, write=OWN_PARTY)


class Migration(migrations.Migration):
    dependencies = [("journey", "0004_answers_are_items_and_follow_ups_say_more")]
    operations = [migrations.RunPython(forwards)]
