"""An installation of its own for a drill: data folder, database, and a server started as in use."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from samsyn.web.demo import PASSWORD
from tests.drills.browser import Browser
from tests.house.reading import ROOT

WRITER = "handlaggare.af@demo.example"


@dataclass
class Installation:
    """Where it is, and how it is used."""

    folder: Path
    url: str
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """Its settings, and nothing of ours."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("SAMSYN_") and k != "DJANGO_SETTINGS_MODULE"
        }
        own = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "DEMO": "yes", "ENV_FILE": os.devnull}
        role = {"SAMSYN_APP_ROLE": os.environ["SAMSYN_APP_ROLE"]} if os.environ.get("SAMSYN_APP_ROLE") else {}
        return {**kept, **{f"SAMSYN_{k}": v for k, v in own.items()}, **role, "PORT": str(self.port)}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """One command of `samsyn`."""
        return subprocess.run(
            [sys.executable, "-m", "samsyn.cli", *arguments], cwd=ROOT, env=self.environment, timeout=120,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def open_case(self) -> str:
        """A case of the writer's own; answers its key."""
        text = (
            "import django; django.setup()\n"
            "from samsyn.access.actor import acting\n"
            "from samsyn.basis.staff.models import Staff\n"
            "from samsyn.basis.staff.queries import actor_of\n"
            "from tests.factories.entry import open_case\n"
            f"writer = actor_of(Staff.objects.get(user__email='{WRITER}'))\n"
            "with acting(writer):\n"
            "    print(open_case(by=writer).pk)\n"
        )
        return self.program(text)

    def program(self, text: str) -> str:
        """Run a few lines in a process of its own; answers what they print."""
        done = subprocess.run(
            [sys.executable, "-c", text], cwd=ROOT, timeout=60, capture_output=True, text=True, check=True,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "samsyn.web.settings"},
        )  # fmt: skip
        return done.stdout.strip()

    def texts(self) -> list[str]:
        """What the notes say, by a connection of its own."""
        question = "SELECT text FROM journey_note"
        if self.url.startswith("postgres"):
            with psycopg.connect(self.url) as connection:
                return [row[0] for row in connection.execute(question).fetchall()]
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            return [row[0] for row in connection.execute(question).fetchall()]

    def rows(self, *questions: str) -> list[int]:
        """Answers of SQL counts, by a connection of its own."""
        if self.url.startswith("postgres"):
            with psycopg.connect(self.url) as connection:
                return [connection.execute(q).fetchone()[0] for q in questions]
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            return [connection.execute(q).fetchone()[0] for q in questions]

    @contextmanager
    def serving(self, *, limit: Callable[[], None] | None = None) -> Iterator["subprocess.Popen[bytes]"]:
        """`samsyn serve` as long as the block lasts; gone afterwards, whatever happened."""
        server = subprocess.Popen(
            [sys.executable, "-m", "samsyn.cli", "serve"], cwd=ROOT, start_new_session=True,
            env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit,
        )  # fmt: skip
        try:
            self._wait_until_served(server)
            yield server
        finally:
            server.terminate()
            server.wait(20)

    def _wait_until_served(self, server: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + 40
        while time.monotonic() < until and server.poll() is None:
            try:
                Browser(self.base).get("/konto/logga-in/")
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://localhost:{self.port}"

    def signed_in(self, email: str = WRITER) -> Browser:
        """A browser of somebody in the demo."""
        browser = Browser(self.base)
        answer = browser.sign_in(email, PASSWORD)
        assert (answer.status, answer.address) == (200, f"{self.base}/")
        return browser


def pids_of(server: "subprocess.Popen[bytes]") -> list[int]:
    """The processes that `samsyn serve` started, and those they started."""
    text = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in text.splitlines()]
    found = [server.pid]
    for pid in found:
        found += [child for child, parent in pairs if parent == pid]
    return found[1:]


def kill_all(server: "subprocess.Popen[bytes]") -> None:
    """As when the power goes: everything at once, without a word."""
    for pid in [server.pid, *pids_of(server)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    server.wait(10)


def spare_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        return int(spare.getsockname()[1])


@contextmanager
def installation(folder: Path, url: str, *, like: Installation | None = None) -> Iterator[Installation]:
    """An installation on the engine that `url` names, empty or a copy of another; removed afterwards."""
    if like:
        shutil.copytree(like.folder, folder, ignore=shutil.ignore_patterns("serve.lock"))
    else:
        folder.mkdir()
    if not url.startswith("postgres"):
        yield Installation(folder, f"sqlite:///{folder}/drill.db", spare_port())
        return
    name = f"drill_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(url)
    template = f" TEMPLATE {urlsplit(like.url).path[1:]}" if like else ""
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{template}")
        try:
            yield Installation(folder, urlunsplit(parts._replace(path=f"/{name}")), spare_port())
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
