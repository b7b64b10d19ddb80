"""Flow on Spark: the same matrices as on DuckDB, whose months are counted in one pass."""

import numpy as np
import pyarrow as pa
import pytest

from samsyn.evidence import flow

pytestmark = pytest.mark.spark
STATES = ["sickness_benefit", "income_support", "work", None]


@pytest.fixture(scope="module")
def months(both):
    rng = np.random.default_rng(3)
    kept = rng.random(400 * 6) < 0.95
    table = {
        "person": pa.array(np.repeat(np.arange(400), 6)[kept]),
        "month": pa.array(np.tile(np.arange(6), 400)[kept]),
        "state": pa.array(rng.choice(STATES, 400 * 6)[kept]),
    }
    return both(pa.table(table), "months")


def test_month_to_month(months):
    here, there = (flow.months(one, person="person", month="month", state="state").to_dict() for one in months)

    assert there == here


def test_between_two_moments(months):
    here, there = (
        flow.transitions(one, person="person", moment="month", state="state", start="0", end="5").to_dict()
        for one in months
    )

    assert there == here
