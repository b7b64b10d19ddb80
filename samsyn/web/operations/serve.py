"""`samsyn serve`: the pages (Granian) and the task worker as two children that live and stop together."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings

from samsyn.access import crypto
from samsyn.basis.code_list.reading import CodeListError
from samsyn.web.operations import Refused, data, static
from samsyn.web.operations.running import alone

SECONDS_TO_START = 30
SECONDS_TO_STOP = 10
MOST_RESTARTS = 5


def run(asked: argparse.Namespace) -> int:
    """Prepare, start both, say where, and wait until told to stop."""
    asked.host, port = asked.host or settings.SAMSYN_HOST, asked.port or settings.SAMSYN_PORT
    os.environ["PORT"] = str(port)
    _refuse_taken_port(asked.host, port)
    with alone("start"):
        _prepare(asked)
        crew = Crew(
            {"server": _server(asked, port), "worker": [sys.executable, "-m", "samsyn.cli", "worker"]}
        )
        with crew.signals():
            crew.start()
            if crew.answers(asked.host, port):
                _greet(asked, port)
            return crew.wait()


def _prepare(asked: argparse.Namespace) -> None:
    crypto.key_ids()  # whole, or nobody is served
    if asked.demo:
        data.prepare_demo()
    elif not data.is_migrated():
        raise Refused("the database is not at this version. Take a backup, then run: samsyn migrate")
    how = "serve as a demo" if settings.SAMSYN_DEMO else "serve as a real installation"
    data.refuse_other_kind(how, real=not settings.SAMSYN_DEMO)
    if not asked.demo:
        _take_in_lists()
    static.collect()


def _take_in_lists() -> None:
    """A file that is wrong keeps nobody from working: the lists stay as they were."""
    try:
        data.bring_up()
    except CodeListError as error:
        print(f"samsyn serve: the code lists stay as they were, since a file is wrong:\n{error}", file=sys.stderr)


def _greet(asked: argparse.Namespace, port: int) -> None:
    print(f"Samsyn: http://localhost:{port}/   (stop with Ctrl+C)")
    if asked.demo:
        print(data.accounts())
    sys.stdout.flush()


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"cannot listen on {host} port {port} ({error.strerror}). Choose another: PORT={port + 1}"
            ) from None


def _server(asked: argparse.Namespace, port: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", asked.host]
    granian += ["--port", str(port), "--workers", str(asked.workers), "--blocking-threads", "1"]
    granian += ["--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "5"]
    return [*granian, "--log-level", "warning", "samsyn.web.wsgi:application"]


def _go_with_parent() -> None:
    """Ask Linux to stop this child when its parent dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@dataclass
class Crew:
    """The child processes. The worker is started again when it falls; without the server all stop."""

    commands: dict[str, list[str]]
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    restarts: int = 0
    told_to_stop: bool = False

    def start(self) -> None:
        """Start all."""
        for name in self.commands:
            self._start(name)

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(  # noqa: S603 - our own programs
            self.commands[name], start_new_session=True, preexec_fn=_go_with_parent,
            cwd=Path(__file__).resolve().parents[3],
        )  # fmt: skip

    def signals(self) -> "Signals":
        """Within the block, SIGTERM and SIGINT mean stop."""
        return Signals(self)

    def answers(self, host: str, port: int) -> bool:
        """Wait until a page is served, the server fell, or somebody said stop."""
        address = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        address = f"[{address}]" if ":" in address else address
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and not self.told_to_stop and self.children["server"].poll() is None:
            if _serves(f"http://{address}:{port}/konto/logga-in/"):
                return True
            time.sleep(0.1)
        return False

    def wait(self) -> int:
        """Watch over the children; answers the exit code."""
        while not self.told_to_stop:
            if self.children["server"].poll() is not None:
                print("samsyn serve: the server stopped by itself", file=sys.stderr)
                self.stop()
                return 1
            if self.children["worker"].poll() is not None and self.restarts < MOST_RESTARTS:
                self.restarts += 1
                print("samsyn serve: the task worker fell and is started again", file=sys.stderr)
                self._start("worker")
            time.sleep(0.3)
        self.stop()
        return 0

    def stop(self) -> None:
        """Ask all to stop, and end those that do not in time."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + SECONDS_TO_STOP
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


@dataclass
class Signals:
    """Lets SIGTERM and SIGINT stop a crew instead of ending this process at once."""

    crew: Crew

    def __enter__(self) -> None:
        """Listen."""
        self.before = [signal.signal(one, self._told) for one in (signal.SIGTERM, signal.SIGINT)]

    def __exit__(self, *_: object) -> None:
        """Leave nothing running behind an error."""
        if not self.crew.told_to_stop:
            self.crew.stop()
        for one, handler in zip((signal.SIGTERM, signal.SIGINT), self.before, strict=True):
            signal.signal(one, handler)

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self.crew.told_to_stop = True


def _serves(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
