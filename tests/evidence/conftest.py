"""One Spark for all tests marked `spark`: a master and two workers in processes of their own, started once."""

import pytest

SOCKETS_OF_PY4J = "ignore::pytest.PytestUnraisableExceptionWarning"  # left for the garbage collector to close


def pytest_collection_modifyitems(items):
    """py4j leaves its sockets open between answers: not what these tests are about."""
    for one in items:
        if one.get_closest_marker("spark"):
            one.add_marker(pytest.mark.filterwarnings(SOCKETS_OF_PY4J))


@pytest.fixture(scope="session")
def spark():
    """`local-cluster[2,1,1024]`: data cross between processes as they would between machines."""
    pytest.importorskip("pyspark", reason="needs samsyn[spark]: make test-spark")
    from samsyn.evidence import connect

    backend = connect("local-cluster[2,1,1024]")
    yield backend
    backend._session.stop()


@pytest.fixture(scope="session")
def duckdb():
    """What Spark is compared with."""
    from samsyn.evidence import connect

    return connect()


@pytest.fixture(scope="session")
def both(spark, duckdb, tmp_path_factory):
    """Write Arrow once as Parquet; answer the same table on DuckDB and on Spark."""
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("tables")

    def made(table, name):
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, coerce_timestamps="us", write_statistics=False)
        return duckdb.read_parquet(str(path)), spark.read_parquet(str(path))

    return made
