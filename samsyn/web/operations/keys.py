"""`samsyn rotate-keys`: a new data key, and everything encrypted anew with it. May be run while serving."""

import argparse
from collections.abc import Callable

from django.db import transaction

from samsyn.access import crypto
from samsyn.entry.person.models import Identifier
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment

BATCH = 200


def run(asked: argparse.Namespace) -> int:
    """Rotate; a run that was stopped half-way is finished by the next."""
    name = crypto.add_key()
    print(f"New key {name}. Old keys stay, to read older backups with.")
    for words, renew in RENEWED:
        print(f"{renew(name)} {words} encrypted anew.")
    return 0


def renew_identifiers(name: str) -> int:
    """Every identity number not yet under the key `name`, in batches; each batch is one transaction."""
    renewed = 0
    while True:
        with transaction.atomic():
            rows = list(Identifier.objects.select_for_update().exclude(key_id=name).order_by("pk")[:BATCH])
            for row in rows:
                text = crypto.decrypt(row.key_id, row.value, about=str(row.pk))
                row.key_id, row.value = crypto.encrypt(text, about=str(row.pk))
            Identifier.objects.bulk_update(rows, ["key_id", "value"])
        if not rows:
            return renewed
        renewed += len(rows)


def renew_attachments(name: str) -> int:
    """Every file not yet under the key `name`; one transaction each, a file is replaced whole."""
    keys = list(Attachment.objects.exclude(key_id=name).values_list("pk", "key_id"))
    for key, old in keys:
        Attachment.objects.filter(pk=key).update(key_id=storage.keep(key, storage.bytes_of(key, old)))
    return len(keys)


RENEWED: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("identity numbers", renew_identifiers),
    ("attachments", renew_attachments),
)
