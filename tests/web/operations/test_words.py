"""What is wrong is said in words that name it: never a traceback, on a command line of its own."""

import io
import os
import shutil
import subprocess
import sys
import tarfile

import pytest

from samsyn.basis.code_list.reading import REFERENCE
from tests.house.reading import ROOT


@pytest.fixture
def said(tmp_path):
    """A function that runs one command in an empty installation and answers what it says is wrong."""

    def run(*arguments, **known):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SAMSYN_", "PORT", "DJANGO_"))}
        own = {"SAMSYN_DATA_DIR": str(tmp_path / "data"), "SAMSYN_ENV_FILE": os.devnull, **known}
        done = subprocess.run(
            [sys.executable, "-m", "samsyn.cli", *arguments], cwd=ROOT, env={**kept, **own}, timeout=60,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in {1, 2}
        assert "Traceback" not in done.stderr
        return done.stderr

    return run


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "abc"), ("PORT", "70000"), ("SAMSYN_IDLE_MINUTES", "x"), ("SAMSYN_ABSOLUTE_HOURS", "0"),
     ("SAMSYN_SMTP_PORT", "smtp"), ("SAMSYN_SMALLEST_CELL", "-1")],
)  # fmt: skip
def test_a_setting_that_is_no_number_is_named(said, name, value):
    assert f"{name} is {value}; it must be a whole number from 1" in said("check", **{name: value})


@pytest.mark.parametrize("port", ["99999", "0", "-1", "x"])
def test_a_port_that_cannot_be_is_refused(said, port):
    assert "--port: must be a whole number from 1 to 65535" in said("serve", "--port", port)


@pytest.mark.parametrize("keys", ["[]", "{}", "nonsense", '{"current": "k", "data": {"k": "eA=="}, "index": "eA=="}'])
def test_keys_that_are_none_are_named(said, keys):
    words = said("serve", SAMSYN_KEYS=keys)

    assert "SAMSYN_KEYS does not hold keys" in words
    assert keys not in words


@pytest.mark.parametrize("text", ["values: [\n", "name: meeting_kind\nvalid_from: 2026-13-01\n"])
def test_a_code_list_that_is_wrong_is_told_with_its_line(said, tmp_path, text):
    shutil.copytree(REFERENCE / "code_lists", tmp_path / "code_lists")
    (tmp_path / "code_lists" / "meeting_kind.yaml").write_text(text)

    assert "meeting_kind.yaml:" in said("migrate", SAMSYN_REFERENCE=str(tmp_path))
    assert "meeting_kind.yaml:" in said("import", "code-lists", "--folder", str(tmp_path / "code_lists"))


def test_a_folder_without_code_lists_is_said(said, tmp_path):
    assert "no code lists here" in said("import", "code-lists", "--folder", "/none")
    assert "no code lists here" in said("migrate", SAMSYN_REFERENCE=str(tmp_path))


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b'{"form": 1}', b"nonsense"])
def test_a_file_that_is_no_backup_is_said(said, tmp_path, manifest):
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(manifest)
        tar.addfile(entry, io.BytesIO(manifest))

    assert "b.tar" in said("restore", str(tmp_path / "b.tar"))


def test_check_says_no_more_of_a_database_that_is_not_at_this_version(said):
    assert said("check") == "      the database is not at this version: run samsyn migrate\n"


def test_nobody_else_reads_what_a_command_makes(said, tmp_path):
    said("serve")  # refused; what it makes on the way is there
    data = tmp_path / "data"
    made = {path.relative_to(data).as_posix(): path.stat().st_mode & 0o077 for path in (data, *data.rglob("*"))}

    assert {"keys.json", "secret_key", "samsyn.db"} <= made.keys()
    assert [name for name, others in made.items() if others] == []


def test_the_address_to_listen_on_is_read_from_the_settings_file(said, tmp_path):
    (tmp_path / "own.env").write_text("SAMSYN_HOST=192.0.2.1\nPORT=8123\n")

    assert "cannot listen on 192.0.2.1 port 8123" in said("serve", SAMSYN_ENV_FILE=str(tmp_path / "own.env"))
