"""`samsyn serve`: starts whole, stops whole, and refuses what cannot work."""

import os
import socket

from tests.drills.installation import WRITER


def test_it_refuses_a_taken_port_an_old_database_and_a_second_server(empty, place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", place.port))
        taken.listen()
        refused = place.run("serve")
    assert (refused.returncode, "Choose another: PORT=" in refused.stderr) == (1, True)
    with place.serving():
        second = place.run("serve", "--port", str(place.port + 1))
        reset = place.run("reset", "--yes")
    assert (second.returncode, "Samsyn is running" in second.stderr) == (1, True)
    assert (reset.returncode, "Samsyn is running" in reset.stderr) == (1, True)


def test_it_refuses_a_database_that_is_not_at_this_version(empty):
    refused = empty.run("serve")
    assert (refused.returncode, "run: samsyn migrate" in refused.stderr) == (1, True)


def test_all_its_processes_stop_with_it(place):
    from tests.drills.installation import pids_of

    with place.serving() as server:
        children = pids_of(server)
        assert len(children) >= 4
    assert [pid for pid in children if os.path.exists(f"/proc/{pid}")] == []


WRONG_THREE_TIMES = """
import django; django.setup()
from django.test import Client
answers = [Client().post("/konto/logga-in/", {"login": "%s", "password": "fel"}) for _ in range(3)]
print([answer.content.decode().count("för många felaktiga försök") > 0 for answer in answers])
"""


def test_failed_sign_ins_are_counted_together_by_all_processes(place):
    """Five wrong passwords are allowed in five minutes: the sixth is refused, whichever process it comes to."""
    with place.serving():
        said = [place.program(WRONG_THREE_TIMES % WRITER) for _ in range(2)]
    assert said == ["[False, False, False]", "[False, False, True]"]
