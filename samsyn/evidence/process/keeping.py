"""What is asked more than once is worked out once: rows kept for as long as they are needed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis


@contextmanager
def kept(table: ibis.Table) -> Iterator[ibis.Table]:
    """The same rows, worked out, on the same engine, for as long as this goes on: on DuckDB in memory, else a file."""
    backend = table.get_backend()
    if backend.name == "duckdb":
        name = ibis.util.gen_name("kept")
        try:
            yield backend.create_table(name, table, temp=True)
        finally:
            backend.raw_sql(f'DROP TABLE IF EXISTS "{name}"')
        return
    with tempfile.TemporaryDirectory(prefix="samsyn-evidence-") as folder:
        file = Path(folder) / "kept.parquet"
        backend.to_parquet(table, str(file))
        yield backend.read_parquet(str(file))
