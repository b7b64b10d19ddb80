"""Counts of survival on Spark: the same rows as on DuckDB, and so the same curves."""

import numpy as np
import pyarrow as pa
import pytest

from samsyn.evidence import EvidenceError, survival

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def people(both):
    rng = np.random.default_rng(11)
    days = rng.integers(1, 400, 5000).astype(float)
    table = {
        "days": pa.array(np.where(rng.random(5000) < 0.02, np.nan, days)),
        "ended": pa.array(rng.integers(0, 2, 5000)),
        "end": pa.array(rng.choice(["work", "studies", "right_benefit", "0", None], 5000)),
        "sex": pa.array(rng.choice(["woman", "man", None], 5000, p=[0.5, 0.45, 0.05])),
        "seen_from": pa.array(np.floor(days * rng.random(5000) * 0.5)),
        "written": pa.array([f"{one:g}".replace(".", ",") for one in days + 0.5]),
    }
    return both(pa.table(table), "followed")


@pytest.mark.parametrize(
    ("ask", "columns"),
    [
        (survival.kaplan_meier, {"duration": "days", "event": "ended"}),
        (survival.kaplan_meier, {"duration": "written", "event": "ended", "group": "sex"}),
        (survival.kaplan_meier, {"duration": "days", "event": "ended", "entry": "seen_from"}),
        (survival.aalen_johansen, {"duration": "days", "event": "end", "group": "sex"}),
        (survival.log_rank, {"duration": "days", "event": "ended", "group": "sex"}),
    ],
)
def test_spark_answers_as_duckdb(people, ask, columns):
    here, there = (ask(table, **columns).to_dict() for table in people)

    assert there == here


def test_spark_refuses_as_duckdb(people):
    codes = []
    for table in people:
        with pytest.raises(EvidenceError) as raised:
            survival.kaplan_meier(table.mutate(days=table.days - 20), duration="days", event="ended")
        codes.append(raised.value.code)

    assert codes == ["NEGATIVE_DURATION"] * 2
