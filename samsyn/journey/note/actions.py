"""Writing a note, and a new version of it."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.journey.note.models import Note


@action(verb="note.write", sentence=_("skrev en anteckning"), roles=CASE_WRITERS)
def write_note(
    case: Case, *, by: Actor, text: str, category: str = Category.OTHER, share: Iterable[uuid.UUID] = (),
    replaces: Note | None = None,
) -> Note:  # fmt: skip
    """A note, or the next version of one. Raises STALE, NOT_HOLDER, CONSENT_MISSING."""
    note = Note(text=text)
    old = replaces.item if replaces else None
    return writing.write(
        note, case=case, kind=ItemKind.NOTE, category=category, by=by, share=share, replaces=old
    )
