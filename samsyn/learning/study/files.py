"""Where snapshots lie, and how one becomes the newest: whole in its own folder, then the pointer is moved.

    SAMSYN_DATA_DIR/snapshots/<study>/<id>/<table>.parquet, snapshot.json
    SAMSYN_DATA_DIR/snapshots/<study>/current -> <id>     moved by os.replace
    SAMSYN_DATA_DIR/snapshots/<study>/.<id>/              being made: one folder a part, each whole or not there
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

SAYS = "snapshot.json"
POINTER = "current"


def root() -> Path:
    """Of all studies."""
    return Path(settings.SAMSYN_DATA_DIR) / "snapshots"


def of_study(study_id: uuid.UUID) -> Path:
    """One study's."""
    return root() / str(study_id)


def unfinished(study_id: uuid.UUID, snapshot_id: uuid.UUID) -> Path:
    """Where one is being made; begins with a dot, so nobody takes it for whole."""
    return of_study(study_id) / f".{snapshot_id}"


def finished(study_id: uuid.UUID, snapshot_id: uuid.UUID) -> Path:
    """Where one stands when it is whole."""
    return of_study(study_id) / str(snapshot_id)


def current(study_id: uuid.UUID) -> Path | None:
    """The folder of the newest whole snapshot; None when there is none."""
    pointer = of_study(study_id) / POINTER
    try:
        found = of_study(study_id) / os.readlink(pointer)
    except OSError:
        return None
    return found if (found / SAYS).is_file() else None


def publish(study_id: uuid.UUID, snapshot_id: uuid.UUID) -> Path:
    """The one being made becomes whole and the newest. Done twice is done once."""
    made, whole = unfinished(study_id, snapshot_id), finished(study_id, snapshot_id)
    if not whole.exists():
        sync_folder(made)
        made.replace(whole)
    draft = of_study(study_id) / f".{POINTER}-{snapshot_id}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(whole.name)
    draft.replace(of_study(study_id) / POINTER)
    sync_folder(of_study(study_id))
    return whole


def remove(study_id: uuid.UUID, snapshot_id: uuid.UUID) -> None:
    """Whole or not; the pointer goes too where it points at it."""
    pointer = of_study(study_id) / POINTER
    if pointer.is_symlink() and os.readlink(pointer) == str(snapshot_id):
        pointer.unlink()
    for folder in (finished(study_id, snapshot_id), unfinished(study_id, snapshot_id)):
        shutil.rmtree(folder, ignore_errors=True)


def remove_all() -> None:
    """Every study's: they can be made anew."""
    shutil.rmtree(root(), ignore_errors=True)


def folders() -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Study and snapshot of every folder there is, whole or not."""
    for one in sorted(root().glob("*/*")):
        name = one.name.removeprefix(".")
        if one.is_dir() and not one.is_symlink() and _is_key(one.parent.name) and _is_key(name):
            yield uuid.UUID(one.parent.name), uuid.UUID(name)


def make_folder(path: Path) -> Path:
    """With its parents, nobody else's to read."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def write_json(path: Path, what: dict[str, Any]) -> None:
    """Whole or not there."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(what, file, ensure_ascii=False, indent=1, default=str)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o600)
    draft.replace(path)
    sync_folder(path.parent)


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def sha256(path: Path) -> str:
    """Of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """On the disk, and nobody else's to read."""
    path.chmod(0o600)
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """What it lists is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def faults(study_id: uuid.UUID, snapshot_id: uuid.UUID) -> Iterator[str]:
    """What is missing or changed in a whole snapshot."""
    folder = finished(study_id, snapshot_id)
    try:
        said = read_json(folder / SAYS)["sha256"]
    except (OSError, ValueError, KeyError):
        yield f"snapshot {snapshot_id}: {SAYS} is missing or cannot be read; samsyn extract makes it anew"
        return
    for name, expected in said.items():
        if not (folder / name).is_file():
            yield f"snapshot {snapshot_id}: {name} is missing; samsyn extract makes it anew"
        elif sha256(folder / name) != expected:
            yield f"snapshot {snapshot_id}: {name} is not what was written; samsyn extract makes it anew"


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
