"""What is asked more than once is worked out once: rows kept in a file for as long as they are needed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis


@contextmanager
def kept(table: ibis.Table) -> Iterator[ibis.Table]:
    """The same rows, worked out, on the same engine, for as long as this goes on."""
    backend = table.get_backend()
    with tempfile.TemporaryDirectory(prefix="samsyn-evidence-") as folder:
        file = Path(folder) / "kept.parquet"
        plain = {"compression": "uncompressed"} if backend.name == "duckdb" else {}
        backend.to_parquet(table, str(file), **plain)
        yield backend.read_parquet(str(file))
