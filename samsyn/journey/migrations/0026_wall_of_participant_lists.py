"""Walls around participant lists: the file is its party's, a line is read with the participation."""

from django.db import migrations

from samsyn.access.db import install_wall
from samsyn.entry import walls


def forwards(apps, schema_editor):
    install_wall(schema_editor, "journey_participantlist", read=walls.OWN_PARTY, write=walls.OWN_PARTY)
    walls.item_wall(schema_editor, "journey_listrow", column="enrolment_id")


class Migration(migrations.Migration):
    dependencies = [("journey", "0025_participant_lists")]
    operations = [migrations.RunPython(forwards)]
