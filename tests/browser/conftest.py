"""A served demo and a browser, once a run."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from samsyn.web.demo.world import PASSWORD
from tests.browser.surf import ARGUMENTS, Surfer

CHROMIUM = os.environ.get("SAMSYN_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(autouse=True)
def _own_keys() -> None:
    """Browser tests talk to a server of its own; nothing of Django is set up here."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Samsyn with demo data at stage plan, on a free port; stopped after."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith("SAMSYN_")}
    env |= {"SAMSYN_DATA_DIR": str(folder), "SAMSYN_DEMO": "yes", "PORT": str(port), "SAMSYN_ENV_FILE": os.devnull}
    env |= {"SAMSYN_IDLE_MINUTES": "120"}
    run = [sys.executable, "-m", "samsyn.cli", "serve", "--demo"]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(run, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}/konto/logga-in/", process, folder / "log.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(log.read_text())
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("the server did not answer\n" + log.read_text())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, server: str) -> Iterator[Callable[..., Surfer]]:
    """Opens windows signed in as somebody of the demo: `window("anna", width=375, language="en")`."""
    opened: list[Surfer] = []

    def open_window(who: str = "", **known: object) -> Surfer:
        surfer = Surfer(chromium, server, **known)  # type: ignore[arg-type]
        opened.append(surfer)
        return surfer.sign_in(f"{who}@demo.example", PASSWORD) if who else surfer

    yield open_window
    for surfer in opened:
        surfer.close()
