"""Installations for drills: an empty one, and one with the demo (built once, then copied)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.drills.installation import Installation, installation


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """Nothing in it yet."""
    with installation(tmp_path / "empty", settings.SAMSYN_DATABASE_URL) as made:
        yield made


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo that the others are copies of."""
    with installation(tmp_path_factory.mktemp("model") / "data", settings.SAMSYN_DATABASE_URL) as made:
        done = made.run("demo", "--stage", "referral")
        assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture
def place(model: Installation, tmp_path: Path) -> Iterator[Installation]:
    """With the demo."""
    with installation(tmp_path / "place", settings.SAMSYN_DATABASE_URL, like=model) as made:
        yield made
