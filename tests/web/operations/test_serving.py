"""What `samsyn serve` prepares before it serves."""

import argparse
import shutil

import pytest
from django.db import connection

from samsyn.access import db
from samsyn.basis.code_list import queries
from samsyn.basis.code_list.reading import REFERENCE
from samsyn.web.operations import serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
OTHER = "  - {code: other, sv: Annat möte, en: Other meeting, easy_read: Annat möte}\n"


@pytest.fixture
def lists(settings, tmp_path):
    """Files of this installation's own."""
    shutil.copytree(REFERENCE / "code_lists", tmp_path / "reference" / "code_lists")
    settings.SAMSYN_DATA_DIR.mkdir(exist_ok=True)
    settings.SAMSYN_REFERENCE, settings.STATIC_ROOT = tmp_path / "reference", tmp_path / "static"
    return tmp_path / "reference" / "code_lists"


def test_the_next_start_takes_in_an_answer_added_to_a_list(lists):
    file = lists / "meeting_kind.yaml"
    file.write_text(file.read_text().replace(OTHER, f"{OTHER}  - {{code: walk, sv: Promenad, en: Walk}}\n"))

    serve._prepare(argparse.Namespace(demo=False))

    assert queries.choices("meeting_kind")[-1] == ("walk", "Promenad")


def test_a_file_that_is_wrong_is_told_and_the_lists_stay_as_they_were(lists, capsys):
    before = queries.choices("meeting_kind")
    (lists / "meeting_kind.yaml").write_text("values: [\n")

    serve._prepare(argparse.Namespace(demo=False))

    assert "meeting_kind.yaml:2: " in capsys.readouterr().err
    assert queries.choices("meeting_kind") == before


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_database_file_that_others_may_read_is_closed_to_them(tmp_path, ending):
    if db.has_row_security():
        pytest.skip("the database is no file")
    file = tmp_path / f"old.db{ending}"
    file.touch(mode=0o644)
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(tmp_path / "old.db")

    try:
        db.keep_private()
    finally:
        connection.settings_dict["NAME"] = before

    assert file.stat().st_mode & 0o777 == 0o600
