"""An installation with the demo in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.installation import Installation, installation


@pytest.fixture
def empty(tmp_path: Path, settings: object) -> Iterator[Installation]:
    """Nothing in it yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    with installation(folder, settings.SAMSYN_DATABASE_URL) as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def place(empty: Installation) -> Installation:
    """With the demo."""
    done = empty.run("demo", "--stage", "referral")
    assert done.returncode == 0, done.stderr
    return empty
