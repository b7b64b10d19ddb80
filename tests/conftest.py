"""What every test shares."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from samsyn.access import db, prepared
from samsyn.access.actor import Actor, acting
from samsyn.access.models import User
from samsyn.access.prepared import Prepared
from tests.access.compared import compared
from tests.factories.basis import World, world


@pytest.fixture(autouse=True)
def _own_keys(tmp_path_factory: pytest.TempPathFactory, settings: object) -> Iterator[None]:
    """Keys and files in a folder of the run's own; a fresh context for each test."""
    settings.SAMSYN_DATA_DIR = tmp_path_factory.getbasetemp() / "data"  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SAMSYN_REQUIRE_MFA = False  # type: ignore[attr-defined]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # type: ignore[attr-defined]
    cache.clear()
    with acting(None):
        yield


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else writes meanwhile."""
    monkeypatch.setattr(db, "REST", 0)


@pytest.fixture(autouse=True)
def _kept_statements_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kept statement is compared with the query built anew."""
    monkeypatch.setattr(Prepared, "__call__", compared)


@pytest.fixture
def forget_statements() -> Iterator[Callable[[], None]]:
    """For a test that changes a rule, or a setting that a rule reads: called then, and after the test."""
    yield prepared.forget
    prepared.forget()


@pytest.fixture
def w(db: None) -> World:
    """An association with four parties."""
    return world()


@pytest.fixture
def code_lists(db: None) -> Iterator[None]:
    """The lists of reference/code_lists (they come with the tables, so every test has them); what a test
    takes in beyond them is forgotten after it."""
    from samsyn.basis.code_list import queries

    yield
    queries.forget()


@pytest.fixture
def sign_in(db: None) -> Callable[[Actor], Client]:
    """A browser signed in as an actor."""

    def make(actor: Actor) -> Client:
        client = Client()
        user = User.objects.get(pk=actor.user_id)
        client.force_login(user)
        session = client.session
        session["staff_id"] = str(actor.staff_id)
        session.save()
        return client

    return make
