"""What the library does not do on Spark, known and marked: if one begins to work, its mark fails and is taken away."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn.evidence import read

pytestmark = pytest.mark.spark


@pytest.mark.xfail(strict=True, reason="rows of a file have no order on Spark: they are numbered on DuckDB, by `read`")
def test_a_file_is_read_with_its_row_numbers(spark, tmp_path):
    pq.write_table(pa.table({"days": [1.0, 2.0]}), tmp_path / "people.parquet")

    table = read(tmp_path / "people.parquet", backend=spark)

    assert table.to_pyarrow().to_pydict() == {"days": [1.0, 2.0], "row__": [2, 3]}


@pytest.mark.xfail(strict=True, reason="CSV is read as text with its faults named by DuckDB's own reader")
def test_a_csv_file_is_read(spark, tmp_path):
    (tmp_path / "people.csv").write_text("days\n1\n2\n")

    assert read(tmp_path / "people.csv", backend=spark).count().execute() == 2
