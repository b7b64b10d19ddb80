"""Where the bytes lie: one encrypted file an attachment, outside the database, named by its key alone."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samsyn.access import crypto
from samsyn.access.errors import RuleBroken


def path_of(key: uuid.UUID) -> Path:
    """The file of an attachment."""
    return Path(settings.SAMSYN_DATA_DIR) / "attachments" / str(key)


def keep(key: uuid.UUID, data: bytes) -> str:
    """Write the bytes, encrypted, whole or not at all; gives the key id. Raises NOT_STORED (disk full)."""
    key_id, sealed = crypto.seal_bytes(data, about=str(key))
    path = path_of(key)
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        words = _("Filen kunde inte sparas just nu. Försök igen om en stund.")
        raise RuleBroken("NOT_STORED", words, field="file") from error
    return key_id


def bytes_of(key: uuid.UUID, key_id: str) -> bytes:
    """The bytes again. Raises FILE_MISSING when the file is gone or was changed."""
    try:
        return _opened(key, key_id)
    except (OSError, InvalidTag, crypto.KeyMissing) as error:
        words = _("Filen kan inte läsas. Säg till den som sköter systemet.")
        raise RuleBroken("FILE_MISSING", words) from error


def _opened(key: uuid.UUID, key_id: str) -> bytes:
    """While keys are rotated a file is for a moment under another key than its row names."""
    sealed = path_of(key).read_bytes()
    for name in [key_id, *(other for other in crypto.key_ids() if other != key_id)]:
        with suppress(InvalidTag):
            return crypto.open_bytes(name, sealed, about=str(key))
    raise InvalidTag


def remove(key: uuid.UUID) -> None:
    """Take the file away (disposal)."""
    path_of(key).unlink(missing_ok=True)
