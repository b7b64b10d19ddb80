"""Process counts on Spark: the plain form of every count, from the same log, gives the same tables."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from samsyn.evidence import process
from samsyn.evidence.reading import ROW

pytestmark = pytest.mark.spark
PARTIES = ["af", "fk", "municipality", "region", None]


@pytest.fixture(scope="module")
def logs(both):
    rng, count = np.random.default_rng(8), 3000
    began = dt.datetime(2024, 1, 1)
    table = {
        "case": pa.array([f"case {one}" for one in rng.integers(0, 300, count)]),
        "activity": pa.array(rng.choice(["apply", "meet", "plan", "work"], count)),
        "time": pa.array(
            [began + dt.timedelta(hours=int(one)) for one in rng.integers(0, 2000, count)], pa.timestamp("us")
        ),
        "party": pa.array(rng.choice(PARTIES, count)),
        "area": pa.array(rng.choice(["north", "south"], count)),
        ROW: pa.array(np.arange(count) + 2),
    }
    columns = {"case": "case", "activity": "activity", "time": "time", "party": "party", "by": "area"}
    return [process.log(one, **columns) for one in both(pa.table(table), "log")]


@pytest.mark.parametrize("ask", [process.directly_follows, process.handovers, process.starts_and_ends])
def test_counts(logs, ask):
    here, there = (ask(one).to_dict() for one in logs)

    assert there == here
