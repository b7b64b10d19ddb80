"""`samsyn rotate-keys`: new keys, and everything encrypted and indexed anew. May be run while serving."""

import argparse
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from samsyn.access import crypto
from samsyn.entry.person.models import Identifier
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.participant_list.models import ParticipantList

BATCH = 200
SECRETS = ("secret", "seed")  # of an app, of reserve codes


def run(asked: argparse.Namespace) -> int:
    """Rotate; a run that was stopped half-way is finished by the next. Keys from SAMSYN_KEYS are used as given."""
    name = crypto.key_ids()[0] if crypto.are_given() else crypto.add_keys()
    print(f"The key is {name}. Old keys stay, to read older backups with.")
    for words, renew in RENEWED:
        print(f"{renew(name)} {words} encrypted anew.")
    return 0


def renew_identifiers(name: str) -> int:
    """Every identity number not yet under the keys of now, in batches; each batch is one transaction.

    The index is made from the number itself; until a row is renewed it is found by the earlier index key.
    """
    renewed, last = 0, None
    while True:
        with transaction.atomic():
            rows = Identifier.objects.select_for_update(of=("self",)).select_related("person").order_by("pk")
            batch = list(rows.filter(pk__gt=last)[:BATCH] if last else rows[:BATCH])
            old = [row for row in batch if _renew(row, name)]
            Identifier.objects.bulk_update(old, ["key_id", "value", "blind_index"])
        if not batch:
            return renewed
        renewed, last = renewed + len(old), batch[-1].pk


def _renew(row: Identifier, name: str) -> bool:
    """Whether something had to be changed."""
    before, text = (row.key_id, row.blind_index), crypto.decrypt(row.key_id, row.value, about=str(row.pk))
    if row.key_id != name:
        row.key_id, row.value = crypto.encrypt(text, about=str(row.pk))
    row.blind_index = crypto.blind_index(text, vault=str(row.person.holder_id))
    return (row.key_id, row.blind_index) != before


def renew_second_factors(name: str) -> int:
    """What apps and reserve codes are made from, not yet under the key `name`."""
    renewed = 0
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            old = [part for part in SECRETS if row and not row.data.get(part, f"{name}:").startswith(f"{name}:")]
            for part in old:
                row.data[part] = encrypt(decrypt(row.data[part]))
            if old:
                row.save(update_fields=["data"])
                renewed += 1
    return renewed


def renew_attachments(name: str) -> int:
    """Every file not yet under the key `name`; one transaction each, a file is replaced whole."""
    keys = list(Attachment.objects.exclude(key_id=name).values_list("pk", "key_id"))
    for key, old in keys:
        Attachment.objects.filter(pk=key).update(key_id=storage.keep(key, storage.bytes_of(key, old)))
    return len(keys)


def renew_lists(name: str) -> int:
    """Every participant list not yet under the key `name`; one transaction each."""
    keys = list(ParticipantList.objects.exclude(key_id=name).values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = ParticipantList.objects.select_for_update().get(pk=key)
            row.keep_outcomes(row.told())
            row.save(update_fields=["key_id", "sealed", "outcomes"])
    return len(keys)


RENEWED: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("identity numbers", renew_identifiers),
    ("second factors", renew_second_factors),
    ("attachments", renew_attachments),
    ("participant lists", renew_lists),
)
