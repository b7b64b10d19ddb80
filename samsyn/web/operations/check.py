"""`samsyn check`: everything that can be verified from the installation itself. Changes nothing."""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator

from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.apps import apps

from samsyn.access import audit, crypto, db, witness
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import not_ended
from samsyn.basis.staff.rules import conflict
from samsyn.entry.case import writing
from samsyn.entry.case.models import Item, ItemContent
from samsyn.entry.person.models import Identifier
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.document.fingerprint import is_unchanged
from samsyn.journey.document.models import Document
from samsyn.journey.method import kept, making
from samsyn.journey.method.models import MethodStanding
from samsyn.learning.study import files
from samsyn.learning.study.models import Snapshot
from samsyn.web.operations import data as preparing
from samsyn.web.operations import rebuild
from samsyn.web.operations.keys import SECRETS

MOST_SHOWN = 20


def run(asked: argparse.Namespace) -> int:
    """Say what holds and what does not; answers 1 when something does not."""
    broken = 0
    for name, faults in CHECKS:
        found = list(faults())
        print(f"{'ok' if not found else 'WRONG':6}{name}")
        for line in found[:MOST_SHOWN]:
            print(f"      {line}", file=sys.stderr)
        if len(found) > MOST_SHOWN:
            print(f"      and {len(found) - MOST_SHOWN} more", file=sys.stderr)
        broken += len(found)
        if found and faults is version_faults:
            break
    return 1 if broken else 0


def version_faults() -> Iterator[str]:
    """The tables are those of this version."""
    if not preparing.is_migrated():
        yield "the database is not at this version: run samsyn migrate"


def trace_faults() -> Iterator[str]:
    """No link of any chain was changed, removed or added."""
    for fault in audit.faults():
        yield f"chain of {fault.party_id}, entry {fault.seq}: {fault.what}"


def head_faults() -> Iterator[str]:
    """No chain is shorter than, or other than, it was when its head was noted beside the database."""
    for fault in witness.faults():
        yield f"chain of {fault.party_id}, entry {fault.seq}: {fault.what}"


def content_models() -> list[type[ItemContent]]:
    """Every kind of item."""
    return [model for model in apps.get_models() if issubclass(model, ItemContent)]


def face_faults() -> Iterator[str]:
    """What the timeline shows of every item is what its content says."""
    for model in content_models():
        for content in model._default_manager.select_related("item").iterator(500):
            before = _face(content.item)
            writing.show_face(content, save=False)
            if _face(content.item) != before:
                yield f"{model._meta.label} {content.pk} shows something else than it says"


def _face(item: Item) -> tuple[object, ...]:
    return tuple(getattr(item, name) for name in writing.FACE)


def standing_faults() -> Iterator[str]:
    """What is kept for start pages of methods, where it holds, is what they would show without it."""
    for actor, case_ids in rebuild.parts(making.following()):
        rows = MethodStanding.objects.filter(party_id=actor.party_id, case_id__in=case_ids)
        held = dict(kept.holding(rows).values_list("enrolment_id", "waits"))
        for row in making.made(actor, case_ids):
            if held.get(row.enrolment_id, row.waits) != row.waits:
                yield f"participation {row.enrolment_id}: party {row.party_id} is shown something else: samsyn rebuild"


def key_faults() -> Iterator[str]:
    """Every key that a row names is here."""
    known = set(crypto.key_ids())
    for model in (Identifier, Attachment):
        for name in model._default_manager.values_list("key_id", flat=True).distinct().order_by("key_id"):
            if name not in known:
                yield f"{model._meta.label}: the key {name} is not in keys.json"
    for data in Authenticator.objects.values_list("data", flat=True):
        if any(data.get(part, ":").split(":")[0] not in {"", *known} for part in SECRETS):
            yield "a second factor: its key is not in keys.json"


def number_faults() -> Iterator[str]:
    """Every identity number can be read, and is found by what it says."""
    for row in Identifier.objects.select_related("person").iterator(500):
        try:
            value = crypto.decrypt(row.key_id, row.value, about=str(row.pk))
        except (crypto.KeyMissing, InvalidTag, ValueError):
            yield f"identifier {row.pk} cannot be read"
            continue
        if row.blind_index not in crypto.blind_indexes([value], vaults=[str(row.person.holder_id)]):
            yield f"identifier {row.pk} is not found by its number (another index key?)"


def attachment_faults() -> Iterator[str]:
    """Every file is there, can be read, and is what was taken in."""
    for row in Attachment.objects.iterator(500):
        try:
            data = storage.bytes_of(row.pk, row.key_id)
        except RuleBroken:
            yield f"attachment {row.pk} cannot be read"
            continue
        if hashlib.sha256(data).hexdigest() != row.sha256:
            yield f"attachment {row.pk} is not what was taken in"


def document_faults() -> Iterator[str]:
    """Documents that do not say what they said when they were kept and signed."""
    for row in Document.objects.prefetch_related("signatures").iterator(chunk_size=500):
        if not is_unchanged(row):
            yield f"document {row.pk} does not say what was kept and signed"


def snapshot_faults() -> Iterator[str]:
    """The newest snapshot of every study is here, whole and as it was written."""
    for study_id, key in Snapshot.objects.filter(state=Snapshot.State.READY).values_list("study_id", "pk"):
        yield from files.faults(study_id, key)


def role_faults() -> Iterator[str]:
    """No account holds roles that may not be held together: a database filled by other means, or an older rule."""
    held: dict[str, set[str]] = {}
    for email, role in Staff.objects.filter(not_ended()).values_list("user__email", "role").order_by("user__email"):
        held.setdefault(email, set()).add(role)
    for email, roles in held.items():
        if clash := conflict(roles):
            yield f"{email} is both {clash[0]} and {clash[1]}: end one of the assignments"


CHECKS: tuple[tuple[str, Callable[[], Iterator[str] | list[str]]], ...] = (
    ("the database is at this version", version_faults),
    ("the database itself is whole", db.integrity_faults),
    ("the trace is unbroken", trace_faults),
    ("the trace reaches as far as was noted beside the database", head_faults),
    ("the timeline shows what was written", face_faults),
    ("what is kept of methods is what pages would show", standing_faults),
    ("all keys are here", key_faults),
    ("identity numbers can be read and found", number_faults),
    ("attachments are here and unchanged", attachment_faults),
    ("documents say what was kept and signed", document_faults),
    ("snapshots of studies are here and unchanged", snapshot_faults),
    ("no account holds roles that exclude each other", role_faults),
)
