"""The process of a log is the same on Spark as on DuckDB: graph, each case, variants."""

import datetime as dt
import random

import pyarrow as pa
import pytest

from samsyn.evidence import process

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def logs(both):
    """The same events, some joint, some with an end, many at the same moment, on both engines."""
    rng, rows = random.Random(4), []
    for number in range(400):
        at = dt.datetime(2024, 1, 1) + dt.timedelta(days=rng.randrange(60), seconds=rng.choice([0, 0, 5]))
        ends = rng.choice([None, at + dt.timedelta(days=rng.randrange(9))])
        shared = {"case": f"c{rng.randrange(40)}", "activity": rng.choice("xyz"), "at": at, "ends": ends}
        for party in rng.sample(["af", "fk", "region"], rng.choice([1, 1, 2])):
            rows.append({**shared, "party": party, "event": str(number), "row__": len(rows)})
    kinds = {name: pa.string() for name in ("case", "activity", "party", "event")}
    kinds |= {"at": pa.timestamp("us"), "ends": pa.timestamp("us"), "row__": pa.int64()}
    table = pa.Table.from_pylist(rows, schema=pa.schema(kinds.items()))
    return [process.log(one, end="ends", party="party", happening="event") for one in both(table, "events")]


def test_the_graph(logs):
    duckdb, spark = (process.graph(one) for one in logs)
    assert {name: one.to_dict() for name, one in spark.items()} == {name: one.to_dict() for name, one in duckdb.items()}


def test_each_case(logs):
    duckdb, spark = (
        sorted(process.per_case(one).to_pyarrow().to_pylist(), key=lambda row: row["case"]) for one in logs
    )
    assert spark == duckdb


def test_variants(logs):
    duckdb, spark = (process.variants(one).to_dict() for one in logs)
    assert spark == duckdb
