"""One file with everything but the keys: database, attachments, and the names of the keys they need.

Snapshots of studies are left out: they are made anew from what was restored, under the decisions that hold then.

The keys are left out on purpose: who finds a backup must not be able to read it. Keep keys.json elsewhere.
"""

import argparse
import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import samsyn
from samsyn.access import clock, crypto, db, witness
from samsyn.learning.study.files import sha256
from samsyn.web.operations import Refused, check, data, extract
from samsyn.web.operations.running import alone

FORM = 1
ATTACHMENTS = "attachments"
SAID = {"made_at", "database", "sha256", "key_ids", "index_key"}


def save(asked: argparse.Namespace) -> int:
    """`samsyn backup FILE`; may be taken while Samsyn is running."""
    if asked.file.exists():
        raise Refused(f"{asked.file} exists already; a backup never replaces another")
    witness.note_heads()
    with tempfile.TemporaryDirectory(dir=asked.file.resolve().parent, prefix=".samsyn-backup-") as folder:
        draft, copy = Path(folder) / "draft.tar", Path(folder) / "database"
        db.copy_to(copy)
        with tarfile.open(draft, "w") as tar:
            _add_manifest(tar, _manifest(copy), Path(folder))
            tar.add(copy, "database")
            if _attachments().exists():
                tar.add(_attachments(), ATTACHMENTS)
        draft.chmod(0o600)
        draft.replace(asked.file)
    print(f"{asked.file}: {asked.file.stat().st_size} bytes. Needs the keys {', '.join(crypto.key_ids())}.")
    return 0


def _manifest(copy: Path) -> dict[str, Any]:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {
        "form": FORM, "version": samsyn.__version__, "made_at": clock.now().isoformat(),
        "database": db.engine_name(), "sha256": sha256(copy),
        "key_ids": crypto.key_ids(), "index_key": _index_marks()[0], "migrations": applied,
    }  # fmt: skip


def _index_marks() -> list[str]:
    """Tell index keys apart and say nothing about them; that of the current one first."""
    return [mark[:16] for mark in crypto.blind_indexes(["which index key"], vaults=["backup"])]


def _add_manifest(tar: tarfile.TarFile, manifest: dict[str, Any], folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, indent=1))
    tar.add(path, path.name)


def restore(asked: argparse.Namespace) -> int:
    """`samsyn restore FILE`; answers 1 when what was restored does not hold."""
    with alone("restore"), tempfile.TemporaryDirectory(prefix="samsyn-restore-") as folder:
        manifest = _unpack(asked.file, Path(folder))
        _refuse_wrong(manifest, Path(folder) / "database")
        if not asked.force and not db.is_empty():
            raise Refused("the database holds data. Say --force to replace all of it by the backup")
        db.copy_from(Path(folder) / "database")
        witness.put_aside()
        shutil.rmtree(_attachments(), ignore_errors=True)
        if (Path(folder) / ATTACHMENTS).exists():
            shutil.copytree(Path(folder) / ATTACHMENTS, _attachments())
    data.bring_up()
    extract.forget_all()
    print(f"Restored the backup of {manifest['made_at']}.")
    return check.run(asked)


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, ValueError, FileNotFoundError) as error:
        raise Refused(f"{file} is not a whole Samsyn backup ({error})") from None
    if not isinstance(manifest, dict) or manifest.get("form") != FORM:
        raise Refused(f"{file} has another form than this version of Samsyn reads")
    missing = sorted(SAID - manifest.keys())
    if missing or not (folder / "database").is_file():
        raise Refused(f"{file} is not a whole Samsyn backup (without {', '.join(missing) or 'database'})")
    return manifest


def _refuse_wrong(manifest: dict[str, Any], copy: Path) -> None:
    if sha256(copy) != manifest["sha256"]:
        raise Refused("the backup is damaged: its database is not what was saved")
    if manifest["database"] != db.engine_name():
        raise Refused(f"the backup is of {manifest['database']}, this installation uses {db.engine_name()}")
    missing = sorted(set(manifest["key_ids"]) - set(crypto.key_ids()))
    if missing or manifest["index_key"] not in _index_marks():
        names = ", ".join(missing) or "the index key"
        raise Refused(f"keys that the backup needs are not here: {names}. Put keys.json back first")


def _attachments() -> Path:
    return Path(settings.SAMSYN_DATA_DIR) / ATTACHMENTS
