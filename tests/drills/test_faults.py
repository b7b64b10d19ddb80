"""What happens when something breaks while people write: nothing acknowledged is lost or half saved."""

import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from samsyn.access import db
from tests.drills.browser import Browser
from tests.drills.installation import Installation, installation, kill_all

WRITERS = 4


def write_until_stopped(browser: Browser, path: str, texts: list[str], saved: list[str]) -> None:
    """Send note after note; remember those that were acknowledged."""
    form = browser.form(path)
    for text in texts:
        fields = {**form, "text": text, "category": "other", "idempotency_key": uuid.uuid4().hex}
        if browser.acknowledged(path, fields):
            saved.append(text)


def killed_while_writing(place: Installation, path: str, *, writes: int, round_: int) -> list[str]:
    """Let several people write, kill everything in the middle; answers what was acknowledged."""
    saved: list[str] = []
    with place.serving() as server:
        people = []
        for person in range(WRITERS):
            texts = [f"runda {round_} person {person} nr {n}" for n in range(writes // WRITERS)]
            known = (place.signed_in(), path, texts, saved)
            people.append(threading.Thread(target=write_until_stopped, args=known))
        for one in people:
            one.start()
        until = time.monotonic() + 60
        while len(saved) < writes // 2 and time.monotonic() < until:
            time.sleep(0.005)
        kill_all(server)
        for one in people:
            one.join(60)
    return saved


def drill(place: Installation, *, rounds: int, writes: int) -> None:
    """The same, `rounds` times on the same database."""
    path = f"/arende/{place.open_case()}/anteckning/ny/"
    before, acknowledged = set(place.texts()), set()
    for number in range(rounds):
        saved = killed_while_writing(place, path, writes=writes, round_=number)
        assert writes // 2 <= len(saved) < writes
        acknowledged |= set(saved)
        stored = place.texts()
        assert acknowledged - set(stored) == set()
        assert len(set(stored) - before - acknowledged) <= WRITERS * (number + 1)
        assert len(stored) == len(set(stored))
    checked = place.run("check")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_nothing_acknowledged_is_lost_when_everything_is_killed(place):
    drill(place, rounds=1, writes=40)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_in_ten_rounds_of_two_hundred(place):
    drill(place, rounds=10, writes=200)


def test_a_worker_that_falls_is_started_again(place):
    with place.serving() as server:
        browser = place.signed_in()
        pid = subprocess.run(
            ["pgrep", "-f", f"{place.port} --workers"], capture_output=True, text=True, check=True
        )
        serving = [int(line) for line in pid.stdout.split()]
        subprocess.run(["kill", "-9", str(max(serving))], check=True)
        until, answers = time.monotonic() + 20, 0
        while answers < 5 and time.monotonic() < until:
            try:
                answers += browser.get("/").status == 200
            except OSError:
                time.sleep(0.2)
        assert answers == 5
        assert server.poll() is None


def test_a_form_sent_twice_at_the_same_time_is_saved_once(place):
    path = f"/arende/{place.open_case()}/anteckning/ny/"
    with place.serving():
        browser = place.signed_in()
        fields = {**browser.form(path), "text": "Bara en gång", "category": "other"}
        answers: list[bool] = []
        people = [
            threading.Thread(target=lambda: answers.append(browser.acknowledged(path, fields)))
            for _ in range(4)
        ]
        for one in people:
            one.start()
        for one in people:
            one.join(60)
        assert browser.acknowledged(path, fields)
    assert answers == [True] * 4
    assert place.texts().count("Bara en gång") == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(db.has_row_security(), reason="the disk of a database server is its own")
def test_a_full_disk_is_said_plainly_and_loses_nothing(model, small_disk):
    with installation(small_disk / "data", settings.SAMSYN_DATABASE_URL, like=model) as place:
        path = f"/arende/{place.open_case()}/anteckning/ny/"
        with place.serving():
            browser = place.signed_in()
            form = browser.form(path)
            ballast, saved = small_disk / "ballast", []
            with ballast.open("wb") as file:
                try:
                    while True:
                        file.write(b"x" * 65536)
                        file.flush()
                except OSError:
                    pass
            answer, typed = None, "Det här skrev jag " + "länge " * 2000
            for number in range(200):
                fields = {**form, "text": f"{number} {typed}", "category": "other"}
                fields["idempotency_key"] = uuid.uuid4().hex
                if not browser.acknowledged(path, fields):
                    answer = browser.send(path, fields)
                    break
                saved.append(fields["text"].strip())
            assert answer is not None
            assert answer.status == 503
            assert "Det gick inte att spara" in answer.text
            assert typed.strip() in answer.text
            ballast.unlink()
            again = browser.acknowledged(path, {**fields, "idempotency_key": uuid.uuid4().hex})
        assert again
        stored = place.texts()
        assert set(saved) - set(stored) == set()
        assert place.run("check").returncode == 0
