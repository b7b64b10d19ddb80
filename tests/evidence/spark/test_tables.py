"""The contract's tables on Spark: reports, cohort, time to work, still in work; the same answers as on DuckDB."""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from samsyn.evidence import Tables, cohort, describe, example, survival

pytestmark = pytest.mark.spark
LAST = dt.date(2026, 2, 1)


@pytest.fixture(scope="module")
def tables(spark, duckdb, tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshot")
    for name, table in example.tables().items():
        pq.write_table(table.to_pyarrow(), folder / f"{name}.parquet", coerce_timestamps="us")
    return [Tables.from_folder(folder, backend=backend) for backend in (duckdb, spark)]


@pytest.mark.parametrize("name", ["numbers", "occupation", "to_work_or_studies", "length_of_stay", "exit_reason"])
def test_reports(tables, name):
    here, there = (describe.report(one, name=name, by="intervention").to_dict() for one in tables)

    assert there == here


def test_a_cohort(tables):
    asked = cohort.Cohort(
        first=dt.date(2025, 1, 1), until=dt.date(2026, 1, 1), interventions=("Bron",), counted="ended"
    )

    here, there = (describe.numbers(cohort.choose(one, cohort=asked)).to_dict() for one in tables)

    assert there == here


@pytest.mark.parametrize("end", ["exit", "work"])
def test_time_to_event(tables, end):
    rows = [
        survival.to_event(one, end=end, until=LAST, since=dt.date(2025, 3, 1), by="intervention").to_pyarrow()
        for one in tables
    ]
    here, there = (sorted(one.to_pylist(), key=lambda row: row["participation"]) for one in rows)

    assert there == here


@pytest.mark.parametrize("how", ["asked", "spells"])
def test_still_in_work(tables, how):
    here, there = (survival.still_in_work(one, how=how, until=LAST, by="intervention").to_dict() for one in tables)

    assert there == here
