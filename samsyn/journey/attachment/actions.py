"""Attaching a file to a case, or to something in it such as a consent."""

import hashlib
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, Item, ItemKind
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.attachment.sniff import examine


@action(verb="attachment.add", sentence=_("bifogade en fil"), roles=CASE_WRITERS)
def add_attachment(
    case: Case, *, by: Actor, name: str, data: bytes, category: str = Category.OTHER,
    share: Iterable[uuid.UUID] = (), belongs_to: Item | None = None,
) -> Attachment:  # fmt: skip
    """Keep a file, cleaned and encrypted. The row is written first: without it no file is left behind.

    Raises EMPTY_FILE, TOO_LARGE, WRONG_TYPE, WRONG_NAME, NOT_CLEAN, NOT_STORED, OTHER_CASE, CONSENT_MISSING.
    """
    if belongs_to and belongs_to.case_id != case.pk:
        raise RuleBroken("OTHER_CASE", _("Filen hör till ett annat ärende."))
    found = examine(name, data, most=settings.SAMSYN_MOST_BYTES)
    attachment = Attachment(
        name=found.name, content_type=found.content_type, size=len(found.data),
        sha256=hashlib.sha256(found.data).hexdigest(), belongs_to=belongs_to,
    )  # fmt: skip
    writing.write(attachment, case=case, kind=ItemKind.ATTACHMENT, category=category, by=by, share=share)
    attachment.key_id = storage.keep(attachment.pk, found.data)
    attachment.save(update_fields=["key_id"])
    return attachment
