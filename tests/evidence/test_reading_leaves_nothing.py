"""What is read or spilled to disk holds people: it goes when it is no longer needed."""

import gc
import tempfile
from pathlib import Path

import pytest

from samsyn.evidence import connect, read


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "made"))
    Path(tempfile.tempdir).mkdir()
    return Path(tempfile.tempdir)


def test_a_connection_takes_its_folder_with_it(temporary):
    backend = connect()
    assert len(list(temporary.iterdir())) == 1

    backend.disconnect()
    del backend
    gc.collect()

    assert list(temporary.iterdir()) == []


def test_a_copy_in_another_encoding_goes_when_it_is_read(temporary, tmp_path):
    (tmp_path / "people.csv").write_bytes("kön;dagar\nkvinna;1\nokänt;2\n".encode("cp1252"))
    backend = connect()
    before = list(temporary.iterdir())

    table = read(tmp_path / "people.csv", backend=backend)

    assert table.to_pyarrow()["kön"].to_pylist() == ["kvinna", "okänt"]
    assert list(temporary.iterdir()) == before
