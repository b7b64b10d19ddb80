"""Law 3, one direction: the person's path is the order of imports."""

import subprocess
import sys
from pathlib import Path

from tests.house.reading import ROOT

PHASES = ("access", "basis", "entry", "evidence", "journey", "learning", "web")


def broken(folder: Path) -> bool:
    """Whether the contract of pyproject.toml is broken by the package `samsyn` in `folder`."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert "kept" in done.stdout, done.stdout + done.stderr
    return done.returncode != 0


def tree(folder: Path, text: str, *, phase: str = "access") -> Path:
    """A package with one empty module a phase and `text` in another module of one of them."""
    for one in PHASES:
        (folder / "samsyn" / one).mkdir(parents=True)
        (folder / "samsyn" / one / "__init__.py").write_text("")
    (folder / "samsyn" / "__init__.py").write_text("")
    (folder / "samsyn" / phase / "planted.py").write_text(text)
    return folder


def test_the_order_is_kept():
    assert not broken(ROOT)


def test_a_planted_import_upwards_is_found(tmp_path):
    assert broken(tree(tmp_path / "wrong", "from samsyn import web\n"))
    assert not broken(tree(tmp_path / "right", "import json\n"))


def test_evidence_that_leans_on_the_web_or_on_the_record_is_found(tmp_path):
    for at, text in enumerate(("import django\n", "from samsyn import access\n")):
        assert broken(tree(tmp_path / str(at), text, phase="evidence"))
