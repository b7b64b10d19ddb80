"""Taking the files of reference/code_lists into the database. Nothing that was once valid is forgotten."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import NotPermitted
from samsyn.basis.code_list import queries
from samsyn.basis.code_list.models import Code, CodeListVersion
from samsyn.basis.code_list.reading import CodeList, load_all
from samsyn.basis.staff.models import Role

WORDS = ("sv", "en", "easy_read", "extra", "position", "valid_from", "valid_to")


def load_code_lists(
    *, by: Actor | None = None, folder: Path | None = None, only_new: bool = False
) -> list[CodeListVersion]:
    """Take in every list whose file is not the last one of its day; nothing is written when all are.

    With `only_new` a file that was ever taken in is left alone: what somebody took in after it is not undone.
    Returns what was taken in. Raises `CodeListError` (no list is changed) when a file is wrong.
    """
    lists = load_all(folder or Path(settings.SAMSYN_REFERENCE) / "code_lists").values()
    rows = CodeListVersion.objects.order_by("loaded_at", "id").values_list("name", "valid_from", "sha256")
    last = {(name, day): digest for name, day, digest in rows}
    known = {(name, digest) for name, _day, digest in rows} if only_new else set()
    changed = [
        one for one in lists
        if last.get((one.name, one.valid_from)) != one.sha256 and (one.name, one.sha256) not in known
    ]  # fmt: skip
    return take_in(changed, by=by) if changed else []


@action(verb="code_list.load", sentence=_("läste in en ny version av kodlistor"))
def take_in(lists: list[CodeList], *, by: Actor | None) -> list[CodeListVersion]:
    """Write new versions of lists. Raises NotPermitted for anyone but the system and its administrator."""
    if by is not None and by.role != Role.SYSTEM_ADMINISTRATOR:
        raise NotPermitted("code_list.load")
    taken = [_take_in(one) for one in lists]
    queries.forget()
    transaction.on_commit(queries.forget)
    return taken


def _take_in(one: CodeList) -> CodeListVersion:
    source, note = one.source.document, one.source.note
    version, _new = CodeListVersion.objects.update_or_create(
        name=one.name, sha256=one.sha256,
        defaults={
            "title_sv": one.title.sv, "title_en": one.title.en, "valid_from": one.valid_from,
            "source_sv": source.sv, "source_en": source.en, "confidence": one.source.confidence,
            "note_sv": note.sv if note else "", "note_en": note.en if note else "", "loaded_at": clock.now(),
        },
    )  # fmt: skip
    Code.objects.bulk_create(
        _rows(one, version), update_conflicts=True, unique_fields=["version", "code"], update_fields=WORDS
    )
    touch(version, ["values"])
    return version


def _rows(one: CodeList, version: CodeListVersion) -> list[Code]:
    return [
        Code(
            version=version, code=value.code, sv=value.sv, en=value.en, easy_read=value.easy_read or "",
            extra=value.extra, position=at, valid_from=max(value.valid_from or one.valid_from, one.valid_from),
            valid_to=min((day for day in (value.valid_to, one.valid_to) if day), default=None),
        )
        for at, value in enumerate(one.values)
    ]  # fmt: skip
