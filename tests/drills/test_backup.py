"""Backup and restore, on both engines, by the commands that are used in earnest."""

import json
import shutil
import tarfile

COUNTS = [
    f"SELECT count(*) FROM {table}"
    for table in ("access_user", "access_auditentry", "entry_item", "basis_unit")
]


def test_what_was_lost_comes_back_whole(place, tmp_path):
    copy, before = tmp_path / "copy.tar", place.rows(*COUNTS)
    saved = place.run("backup", str(copy))
    assert (saved.returncode, saved.stderr) == (0, "")
    assert place.run("reset", "--yes").returncode == 0

    restored = place.run("restore", str(copy))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert "WRONG" not in restored.stdout
    users, entries, items, units = before
    assert place.rows(*COUNTS) == [users, entries + 1, items, units]  # it is traced that older snapshots are gone


def test_a_backup_holds_no_keys_and_never_replaces_another(place, tmp_path):
    copy = tmp_path / "copy.tar"
    place.run("backup", str(copy))
    again = place.run("backup", str(copy))
    keys = json.loads((place.folder / "keys.json").read_text())
    with tarfile.open(copy) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())

    assert (again.returncode, "exists already" in again.stderr) == (1, True)
    assert manifest["key_ids"] == list(keys["data"])
    assert [key for key in [*keys["data"].values(), keys["index"]] if key.encode() in copy.read_bytes()] == []


def test_restore_refuses_what_would_do_harm(place, tmp_path):
    copy, damaged = tmp_path / "copy.tar", tmp_path / "damaged.tar"
    place.run("backup", str(copy))
    damaged.write_bytes(copy.read_bytes()[:20000])
    before = place.rows(*COUNTS)

    in_use = place.run("restore", str(copy))
    cut = place.run("restore", "--force", str(damaged))
    shutil.move(place.folder / "keys.json", tmp_path / "keys.json")
    keyless = place.run("restore", "--force", str(copy))

    assert (in_use.returncode, "holds data" in in_use.stderr) == (1, True)
    assert (cut.returncode, "not a whole Samsyn backup" in cut.stderr) == (1, True)
    assert (keyless.returncode, "keys that the backup needs are not here" in keyless.stderr) == (1, True)
    assert place.rows(*COUNTS) == before
