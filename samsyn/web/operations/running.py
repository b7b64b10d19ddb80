"""Whether a server runs on this data folder: some work must not be done under its feet."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from samsyn.web.operations import Refused


def _lock_file() -> Path:
    return Path(settings.SAMSYN_DATA_DIR) / "serve.lock"


@contextmanager
def alone(doing: str) -> Iterator[None]:
    """Hold the data folder while `doing` something; the lock goes with the process, however it ends."""
    _lock_file().parent.mkdir(parents=True, exist_ok=True)
    with _lock_file().open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"cannot {doing}: Samsyn is running on {settings.SAMSYN_DATA_DIR}. Stop it first."
            ) from None
        yield
