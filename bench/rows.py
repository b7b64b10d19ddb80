"""Bulk rows for any model: columns and defaults are read from the model, so that it follows the schema."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models

Row = list[Any]
MANY = 20_000


def _as_sqlite(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, (list, dict)) else value


def _as_postgresql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (list, dict)) else value


class Table:
    """Collects rows of one model and writes them many at a time (executemany, or COPY)."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.rows = model, []
        self.fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.BigAutoField)]
        fixed = [f.has_default() and not callable(f.default) for f in self.fields]
        self.defaults = [
            (f.attname, f.get_default() if known else _empty(f)) for f, known in zip(self.fields, fixed, strict=True)
        ]
        self.adapt: Callable[[Any], Any] = _as_sqlite if connection.vendor == "sqlite" else _as_postgresql

    def add(self, **values: Any) -> None:
        """One row; what is not given is the model's default or empty."""
        self.rows.append([self.adapt(values.get(name, default)) for name, default in self.defaults])
        if len(self.rows) >= MANY:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        if not self.rows:
            return
        columns = ", ".join(f'"{f.column}"' for f in self.fields)
        name = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                marks = ", ".join("?" * len(self.fields))
                cursor.cursor.connection.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', self.rows)  # noqa: S608
            else:
                _copy(cursor, f'COPY "{name}" ({columns}) FROM STDIN', self.rows)
        self.rows = []


def _empty(field: models.Field[Any, Any]) -> Any:
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else []
    return field.get_default() if field.has_default() else ""


def _copy(cursor: Any, statement: str, rows: Iterable[Row]) -> None:
    with cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
