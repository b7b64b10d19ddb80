"""Every kept statement that a test runs is compared with the query as it is built anew, at the same moment."""

from typing import Any

from django.core.exceptions import EmptyResultSet

from samsyn.access import clock, prepared
from samsyn.access.prepared import Prepared

ask = Prepared.__call__


def compared(query: Prepared[Any], **values: Any) -> list[Any]:
    """As `Prepared.__call__`, after the comparison."""
    with clock.at(clock.now()):
        filled = {name: prepared._filled(value) for name, value in values.items()}
        if statement := query.statement(**filled):
            found = prepared.params(statement, filled)
            sql, anew = _built_anew(query, values)
            assert set(map(str, found)) == set(map(str, anew)), (query.build, found, anew)
            if len(found) == len(anew):
                assert (statement.sql, found) == (sql, anew), query.build
    return ask(query, **values)


def _built_anew(query: Prepared[Any], values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        return query.build(**values).query.get_compiler("default").as_sql()
    except EmptyResultSet:
        raise AssertionError(f"{query.build} is kept, but has no rows for {values}") from None
