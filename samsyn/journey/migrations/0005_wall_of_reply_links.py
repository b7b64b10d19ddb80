"""A wall around the answer links of those called without an account."""

from django.db import migrations

from samsyn.access import db

OF_INVITEE = "EXISTS (SELECT 1 FROM journey_invitee v WHERE v.id = journey_meetingreplytoken.invitee_id)"


def forwards(apps, schema_editor):
    db.install_wall(schema_editor, "journey_meetingreplytoken", read=OF_INVITEE, write=OF_INVITEE)


class Migration(migrations.Migration):
    dependencies = [("journey", "0004_answers_are_items_and_follow_ups_say_more"), ("entry", "0005_random_keys_of_counts")]
    operations = [migrations.RunPython(forwards)]
