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


def load_code_lists(*, by: Actor | None = None, folder: Path | None = None) -> list[CodeListVersion]:
    """Take in every list whose file is not the version in use; nothing is written when all are.

    Returns what was taken in. Raises `CodeListError` (no list is changed) when a file is wrong.
    """
    lists = load_all(folder or Path(settings.SAMSYN_REFERENCE) / "code_lists")
    in_use = {version.name: version.sha256 for version in queries.versions_in_use()}
    changed = [one for one in lists.values() if in_use.get(one.name) != one.sha256]
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
        _rows(one), update_conflicts=True, unique_fields=["list_name", "code"], update_fields=WORDS
    )
    _retire_removed(one)
    touch(version, ["values"])
    return version


def _rows(one: CodeList) -> list[Code]:
    return [
        Code(
            list_name=one.name, code=value.code, sv=value.sv, en=value.en, easy_read=value.easy_read or "",
            extra=value.extra, position=at, valid_from=value.valid_from or one.valid_from,
            valid_to=min((day for day in (value.valid_to, one.valid_to) if day), default=None),
        )
        for at, value in enumerate(one.values)
    ]  # fmt: skip


def _retire_removed(one: CodeList) -> None:
    """A value that is no longer in the file may not be chosen from today, but is still read."""
    kept = [value.code for value in one.values]
    gone = Code.objects.filter(list_name=one.name, valid_to__isnull=True).exclude(code__in=kept)
    gone.update(valid_to=clock.today())
