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
    of_item = "samsyn_holds_item(item_id)"
    between_two = f"(({walls.OWN_PARTY} AND samsyn_reads_item(item_id)) OR {of_item})"
    walls.install_wall(schema_editor, "journey_assessmentuse", read=between_two, write=walls.OWN_PARTY)


class Migration(migrations.Migration):
    dependencies = [("journey", "0001_initial"), ("entry", "0002_walls")]
    operations = [migrations.RunPython(forwards)]
