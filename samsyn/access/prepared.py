"""A query that every page asks is put together once; afterwards only its values change.

Django builds and compiles a query anew at each call, and for the conditions of `Policy` that costs more than
running it. `Prepared` keeps the compiled statement per shape (role, length of lists, what is empty).

What makes it safe: a statement is built twice, with made-up values, at two moments and in two languages.
Whatever differs between the two must be one of the values given; where a rule makes something of its own of
a value, or asks the database on the way, the statement is not kept and the query is built anew each time.
"""

import copy
import datetime as dt
import itertools
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils import translation

from samsyn.access import clock
from samsyn.access.actor import Actor

R = TypeVar("R")
MOST_SHAPES = 1_000
IN_SHAPE = ("role", "sees_persons", "party_kind")
Leaves = dict[tuple[str, ...], Any]
_numbers = itertools.count(1_000_000_007, 7919)


class _AsksDatabase(Exception):
    """A query that cannot be built without asking the database."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """A compiled statement. `slots`: per parameter where its value comes from and how it is written."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    slots: tuple[tuple[tuple[str, ...] | None, Any], ...]


_all: list["Prepared[Any]"] = []


def forget() -> None:
    """Keep nothing: for a process whose settings or rules have changed."""
    for query in _all:
        query._kept.clear()


@dataclass(frozen=True)
class Prepared(Generic[R]):
    """`build(**values)` as a list of rows. Values: actors, keys, words, days, moments, numbers, tuples of keys.

    What is None belongs to the shape, and each value named in `shape` (where a page begins: it is written into
    the statement). A tuple is filled up with its last key. With a value of another kind the query is built anew.
    """

    build: Callable[..., QuerySet[Any, R]]
    shape: tuple[str, ...] = ()
    _kept: dict[object, _Statement | None] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        _all.append(self)

    def __call__(self, **values: Any) -> list[R]:
        """The rows. Raises what `build` raises."""
        values = {name: _filled(value) for name, value in values.items()}
        statement = self.statement(**values)
        if statement is None:
            return list(self.build(**values))
        return _run(statement, params(statement, values))

    def statement(self, **values: Any) -> _Statement | None:
        """The kept statement for values of this shape, or None where none can be kept."""
        if not all(_is_known(value) for value in values.values()):
            return None
        shape = tuple((name, v if name in self.shape else _shape(v)) for name, v in values.items())
        if shape not in self._kept:
            if len(self._kept) >= MOST_SHAPES:
                self._kept.clear()
            self._kept[shape] = self._prepare(values)
        return self._kept[shape]

    def _prepare(self, values: dict[str, Any]) -> _Statement | None:
        try:
            first, second = (self._built(values, language) for language in ("sv", "en"))
        except (_AsksDatabase, EmptyResultSet):
            return None
        (rows, compiler, sql, found, leaves), (_r, _c, other_sql, other, other_leaves) = first, second
        slots = [_slot(*pair, leaves, other_leaves) for pair in zip(found, other, strict=False)]
        if sql != other_sql or len(found) != len(other) or None in slots:
            return None
        return _Statement(rows, compiler, sql, tuple(slot for slot in slots if slot))

    def _built(self, values: dict[str, Any], language: str) -> tuple[Any, Any, str, tuple[Any, ...], Leaves]:
        """Queryset, compiler, statement and parameters for made-up values, and what these were."""
        made_up = {name: v if name in self.shape else _made_up(v) for name, v in values.items()}
        connection = connections[DEFAULT_DB_ALIAS]
        with (
            clock.at(_made_up(clock.now())), translation.override(language), connection.execute_wrapper(_refuse)
        ):  # fmt: skip
            leaves = dict(_leaves(made_up))
            rows = self.build(**made_up)
            compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
            sql, found = compiler.as_sql()
        return rows, compiler, sql, found, leaves


def params(statement: _Statement, values: dict[str, Any]) -> tuple[Any, ...]:
    """The statement's parameters for these values, now."""
    leaves, ops = dict(_leaves(values)), connections[DEFAULT_DB_ALIAS].ops
    return tuple(said if path is None else said(ops, leaves[path]) for path, said in statement.slots)


def _run(statement: _Statement, found: tuple[Any, ...]) -> list[Any]:
    compiler = copy.copy(statement.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda *_args, **_known: (statement.sql, found)
    rows = statement.rows.all()
    rows.query.get_compiler = lambda *_args, **_known: compiler  # type: ignore[method-assign]
    return list(rows)


def _refuse(*_args: Any) -> None:
    raise _AsksDatabase


def _is_known(value: Any) -> bool:
    return value is None or isinstance(value, Actor | tuple | uuid.UUID | str | dt.date | int)


def _filled(value: Any) -> Any:
    """A tuple filled up to a power of two with its last key, so that few lengths occur; a choice as its word."""
    if isinstance(value, str):
        return str(value)
    if not isinstance(value, tuple) or not value:
        return value
    return value + value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))


def _shape(value: Any) -> object:
    if isinstance(value, Actor):
        return tuple((f.name, _shape_of_field(f.name, getattr(value, f.name))) for f in fields(value))
    if isinstance(value, tuple):
        return len(value)
    return type(value)


def _shape_of_field(name: str, value: Any) -> object:
    return value if name in IN_SHAPE else value is None


def _made_up(value: Any) -> Any:
    """Another value of the same shape, unlike any other."""
    if isinstance(value, Actor):
        return replace(
            value, **{f.name: _made_up(getattr(value, f.name)) for f in fields(value) if f.name not in IN_SHAPE}
        )
    if isinstance(value, tuple):
        return tuple(_made_up(one) for one in value)
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, str):
        return secrets.token_hex(16)
    if isinstance(value, dt.datetime):
        return dt.datetime(2400, 1, 1, 11, tzinfo=dt.UTC) + dt.timedelta(days=secrets.randbelow(10**6), seconds=1)
    if isinstance(value, dt.date):
        return dt.date(5200, 1, 1) + dt.timedelta(days=secrets.randbelow(10**6))
    return next(_numbers) if isinstance(value, int) else None


def _leaves(values: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each single value by its path; the clock's moment and day are among them."""
    yield ("clock", "now"), clock.now()
    yield ("clock", "today"), clock.today()
    for name, value in values.items():
        if isinstance(value, Actor):
            yield from (((name, f.name), getattr(value, f.name)) for f in fields(value))
        elif isinstance(value, tuple):
            yield from (((name, str(place)), one) for place, one in enumerate(value))
        else:
            yield (name,), value


def _as_it_is(_ops: Any, value: Any) -> Any:
    return value


def _as_hex(_ops: Any, value: Any) -> Any:
    return value.hex if isinstance(value, uuid.UUID) else None


def _as_text(_ops: Any, value: Any) -> Any:
    return str(value)


def _as_moment(ops: Any, value: Any) -> Any:
    return ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else None


def _as_day(ops: Any, value: Any) -> Any:
    return ops.adapt_datefield_value(value) if isinstance(value, dt.date) else None


def _as_beginning(ops: Any, value: Any) -> Any:
    return f"{ops.prep_for_like_query(value)}%" if isinstance(value, str) else None


def _as_part(ops: Any, value: Any) -> Any:
    return f"%{ops.prep_for_like_query(value)}%" if isinstance(value, str) else None


def _as_number(kind: str) -> Callable[[Any, Any], Any]:
    def number(ops: Any, value: Any) -> Any:
        return ops.adapt_integerfield_value(value, kind) if isinstance(value, int) else None

    return number


_as_integer, _as_big_integer = _as_number("IntegerField"), _as_number("BigIntegerField")
WRITINGS = (
    _as_it_is, _as_integer, _as_big_integer, _as_hex, _as_moment, _as_day, _as_text, _as_beginning, _as_part,
)  # fmt: skip


def _slot(one: Any, other: Any, leaves: Leaves, other_leaves: Leaves) -> tuple[tuple[str, ...] | None, Any] | None:
    """Where a parameter that was `one` and then `other` comes from; None where that cannot be told."""
    if type(one) is type(other) and one == other:
        return None, one
    ops = connections[DEFAULT_DB_ALIAS].ops
    for path, value in leaves.items():
        for writing in WRITINGS:
            if _is(one, writing(ops, value)) and _is(other, writing(ops, other_leaves[path])):
                return path, writing
    return None


def _is(one: Any, other: Any) -> bool:
    return other is not None and type(one) is type(other) and one == other
