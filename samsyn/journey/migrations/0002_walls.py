"""Row-level security around everything that carries a person's key."""

from django.db import migrations

from samsyn.entry import walls

CONTENTS = (
    "activity", "assessment", "attachment", "exit", "followup", "goal", "handover", "jointplan", "linkedplan",
    "livelihood", "meeting", "milestone", "minutes", "note", "occupation", "request", "stepmove", "workplace",
)


def forwards(apps, schema_editor):
    for name in CONTENTS:
        walls.item_wall(schema_editor, f"journey_{name}")
    walls.item_wall(schema_editor, "journey_attendance")
    walls.item_wall(schema_editor, "journey_invitee", column="meeting_id")
    of_item = "EXISTS (SELECT 1 FROM entry_item i WHERE i.id = journey_assessmentuse.item_id)"
    walls.install_wall(schema_editor, "journey_assessmentuse", read=of_item, write=walls.OWN_PARTY)


class Migration(migrations.Migration):
    dependencies = [("journey", "0001_initial"), ("entry", "0002_walls")]
    operations = [migrations.RunPython(forwards)]
