"""Where expressions run: DuckDB in this process, or Spark by address; the same expressions on both."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import EvidenceError, Sentence

MEMORY = "1GB"
BATCH = 1 << 20


def connect(address: str = "", *, memory: str = MEMORY, threads: int | None = None) -> Any:
    """An Ibis backend. No address: DuckDB in memory, spilling to a folder that goes with it.

    `spark://…`, `local[2]` or `local-cluster[2,1,1024]`: Spark (needs `samsyn[spark]` and Java).
    Raises `EvidenceError` NO_SPARK when Spark is asked for and not installed.
    """
    if address:
        return _spark(address)
    backend = ibis.duckdb.connect()
    folder = tempfile.mkdtemp(prefix="samsyn-evidence-")
    weakref.finalize(backend, shutil.rmtree, folder, ignore_errors=True)
    settings = {
        "memory_limit": memory,
        "temp_directory": folder,
        "TimeZone": "UTC",
        # DuckDB 2.0 takes Parquet's least and greatest value, which leave out not-a-number, to mean that there is none
        "disabled_optimizers": "statistics_propagation",
    }
    if threads or os.environ.get("SAMSYN_EVIDENCE_THREADS"):
        settings["threads"] = str(threads or os.environ["SAMSYN_EVIDENCE_THREADS"])
    for name, value in settings.items():
        backend.raw_sql(f"SET {name} = '{value}'")
    return backend


def read_parquet(backend: Any, path: Path) -> ibis.Table:
    """The table in a Parquet file, not read before it is asked."""
    return backend.read_parquet(str(path))


def named(table: ibis.Table) -> ibis.Table:
    """The same rows under a name of their own: what they are made of is not put into words again at every question.

    As long as the connection lives; rows from memory, and those on Spark, come back as they are.
    """
    backend: Any = table.get_backend()
    if backend.name != "duckdb" or table.op().find(ibis.expr.operations.InMemoryTable):
        return table
    view: ibis.Table = backend.create_view(ibis.util.gen_name("named"), table)
    return view


def batches(table: ibis.Table, *, rows: int = BATCH) -> Iterator[pa.RecordBatch]:
    """The rows as Arrow, so many at a time, never all at once; of a table on DuckDB."""
    backend: Any = table.get_backend()
    view = ibis.util.gen_name("batches")
    backend.create_view(view, table)
    reader = backend.con.table(view).to_arrow_reader(rows)
    try:
        yield from reader
    finally:
        reader.close()
        backend.raw_sql(f'DROP VIEW "{view}"')


def _spark(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EvidenceError(
            "NO_SPARK",
            Sentence(
                "Spark är inte installerat. Installera samsyn[spark] och Java 17, eller utelämna adressen.",
                "Spark is not installed. Install samsyn[spark] and Java 17, or leave out the address.",
            ),
        ) from None
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        "spark.executor.memory": "1g",
        "spark.sql.session.timeZone": "UTC",
    }
    builder = SparkSession.builder.master(address)
    for name, value in options.items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())
