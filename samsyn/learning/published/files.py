"""Files that somebody sent, put in a folder of their own while they are read."""

import tempfile
from pathlib import Path

from samsyn.evidence import published
from samsyn.evidence.published.description import FILE

ENDINGS = (".csv", ".tsv")


def read(name: str, *, tables: list[tuple[str, bytes]], description: bytes) -> published.Report:
    """As `published.read`, of files by name. `description` may be empty. Raises its `EvidenceError`."""
    with tempfile.TemporaryDirectory(prefix="samsyn-published-") as folder:
        for file, data in tables:
            (Path(folder) / Path(file).name).write_bytes(data)
        if description:
            (Path(folder) / FILE).write_bytes(description)
        return published.read(folder, name=name)
