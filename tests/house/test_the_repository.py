"""What is in the repository: no machine addresses, locks of hashes alone, pages that mention everything."""

import argparse
import json
import re
import runpy
import subprocess
from pathlib import Path

import pytest

from samsyn import cli
from tests.house.reading import ROOT, SAMSYN

PLACES = re.compile(
    r"/root/|/home/[a-z]|/work/(main|shared)|/opt/(wheels|pypi)|pypi\.org|pythonhosted|npmjs\.(org|com)|--(extra-)?index-url"
)
TEXT = {".py", ".md", ".html", ".css", ".js", ".yaml", ".toml", ".txt", ".json", ".po", ".csv", ".svg", ""}
THIS_FILE = "tests/house/test_the_repository.py"


def tracked() -> list[Path]:
    """The files of the repository."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def places_named(files: list[Path]) -> list[str]:
    """Files that name a machine's folders or a registry's address."""
    found = [f for f in files if f.suffix in TEXT and not f.as_posix().endswith(THIS_FILE)]
    return [f.name for f in found if PLACES.search(f.read_text(errors="replace"))]


def unlocked(text: str) -> list[str]:
    """Lines of a lock file that name a package without a hash, or an address."""
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    without = [
        b.split()[0]
        for b in blocks
        if re.match(r"[a-z0-9][\w.-]*(\[.*\])?==", b) and "--hash=sha256:" not in b
    ]
    return without + re.findall(r"https?://\S+", text)


def commands() -> list[str]:
    """Every command of `samsyn`."""
    verbs = [a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return sorted(verbs[0].choices)


def settings_read() -> list[str]:
    """Every environment variable that the code reads."""
    text = "\n".join(path.read_text() for path in SAMSYN.rglob("*.py"))
    return sorted(set(re.findall(r'"(SAMSYN_[A-Z_]+|PORT)"', text)))


def targets() -> list[str]:
    """Every make target."""
    return re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)


def unmentioned(words: list[str], pages: str) -> list[str]:
    """Words that stand nowhere in the pages."""
    return [word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", pages)]


def documentation() -> str:
    """README and docs/."""
    return "\n".join(p.read_text() for p in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])


def broken_links() -> list[str]:
    """Links of the documentation to files that are not there."""
    found = []
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text()):
            if "://" not in link and not (page.parent / link).exists():
                found.append(f"{page.name}: {link}")
    return found


def test_no_file_names_a_machine_or_a_registry():
    assert places_named(tracked()) == []


def test_a_planted_place_is_found(tmp_path):
    (tmp_path / "a.py").write_text("x = '/root/x'")
    (tmp_path / "b.py").write_text("x = 1")
    assert places_named([tmp_path / "a.py", tmp_path / "b.py"]) == ["a.py"]


@pytest.mark.parametrize("name", ["run", "dev", "spark", "bench", "build"])
def test_locks_hold_hashes_and_no_addresses(name):
    assert unlocked((ROOT / "lock" / f"{name}.txt").read_text()) == []


def test_the_lock_of_front_end_files_holds_hashes_and_no_addresses():
    text = (ROOT / "package-lock.json").read_text()
    packages = [p for name, p in json.loads(text)["packages"].items() if name]
    assert [p for p in packages if not p["integrity"].startswith("sha512-") or "resolved" in p] == []


def test_a_planted_loose_lock_is_found():
    text = "a==1 \\\n    --hash=sha256:00\nb==2\n--find-links http://x.example\n"
    assert unlocked(text) == ["b==2", "http://x.example"]


def test_the_documentation_mentions_every_command_setting_and_target():
    pages = documentation()
    assert unmentioned([f"samsyn {c}" for c in commands()], pages) == []
    assert unmentioned(settings_read(), pages) == []
    assert unmentioned([f"make {t}" for t in targets()], pages) == []


def test_an_unmentioned_word_is_found():
    assert unmentioned(["samsyn serve", "PORT"], "run samsyn served with SPORT") == ["samsyn serve", "PORT"]


def test_the_documentation_has_no_broken_links():
    assert broken_links() == []


def test_the_data_dictionary_is_current():
    text = runpy.run_path(str(ROOT / "scripts" / "data_dictionary"))["text"]
    assert (ROOT / "docs" / "data-dictionary.md").read_text() == text()


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^(\d+)\. ?[A-Z]", text, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert "‘Compatible Licences’ according to Article 5 EUPL are" in text
