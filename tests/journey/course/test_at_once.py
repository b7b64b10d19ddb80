"""The last place of a course, and the last of a purse, go to one of those who want it at once; on both engines."""

import json
import os
import subprocess
import sys

import pytest

from tests.access.test_trace import _own_database


@pytest.mark.usefixtures("w")
def test_the_last_place_and_the_last_money_are_given_once(tmp_path):
    with _own_database(tmp_path) as address:
        env = {**os.environ, "SAMSYN_DATABASE_URL": address, "SAMSYN_DATA_DIR": str(tmp_path), "SAMSYN_DEMO": "yes"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.journey.course.at_once"],
            env=env, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"places": [302, 422, 422], "have": 1, "purse": [302, 422, 422], "approved": 1}
