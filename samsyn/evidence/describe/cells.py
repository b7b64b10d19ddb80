"""Cells of a report: counted once at the finest level, added up to everybody, each sex and each group."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, share

MODULUS = 2**32
Group = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Count:
    """How many, and the sum of their record keys (modulo 2**32); `keyed` when the table has keys."""

    n: int = 0
    key: int = 0
    keyed: bool = False

    def __add__(self, other: "Count") -> "Count":
        return Count(self.n + other.n, (self.key + other.key) % MODULUS, self.keyed or other.keyed)

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.n - other.n, (self.key - other.key) % MODULUS, self.keyed or other.keyed)


Cells = Mapping[Group, Mapping[tuple[Any, ...], Count]]
NOBODY = Count()


def counted(rows: ibis.Table, *columns: str, by: str | None) -> Cells:
    """Rows of a frame with sex, group and key, counted by `columns`, for everybody and each group of `groups`."""
    made = rows.group_by(*columns, "sex", "group").aggregate(
        n=rows.count(), sum_of_keys=(rows.key % MODULUS).sum(), keys=rows.key.count()
    )
    return folded(made.to_pyarrow().to_pylist(), *columns, by=by)


def folded(
    rows: Iterable[Mapping[str, Any]], *columns: str, by: str | None, n: str = "n", key: str = "sum_of_keys"
) -> Cells:
    """Counts at the finest level added up; `n` and `key` name the columns of the count and of its sum of keys."""
    cells: dict[Group, dict[tuple[Any, ...], Count]] = defaultdict(lambda: defaultdict(Count))
    for row in rows:
        one = Count(int(row[n] or 0), int(row[key] or 0) % MODULUS, row["keys"] > 0)
        for group in _groups(row, by):
            cells[group][tuple(row[name] for name in columns)] += one
    return cells


def groups(cells: Cells) -> list[Group]:
    """Everybody first, then each sex, then each group and each group by sex."""
    return sorted(cells, key=lambda group: (len([one for one in group if one[0] != "sex"]), group))


def at(cells: Cells, group: Group, *key: Any) -> Count:
    """One cell; nobody when it was not met."""
    return cells.get(group, {}).get(key, NOBODY)


def total(cells: Cells, group: Group, wanted: Iterable[tuple[Any, ...]] | None = None) -> Count:
    """The sum of a group's cells, all of them or those `wanted`."""
    there = cells.get(group, {})
    chosen = there.values() if wanted is None else [there.get(one, NOBODY) for one in wanted]
    return sum(chosen, NOBODY)


def part(
    measure: str, numerator: Count, base: Count, *, of: Mapping[str, Any], method: Sentence, level: float = LEVEL,
    **details: Any,
) -> Result:  # fmt: skip
    """A share with the keys of its numerator and of its base."""
    told = {**keys(cell_key=numerator, base_cell_key=base), **details}
    return share(
        measure, numerator.n, base.n, method=method, of=of, level=level, counted="participations", details=told
    )


def keys(**counts: Count) -> dict[str, int]:
    """The sums of record keys by name, when any of those counted has a key."""
    return {name: one.key for name, one in counts.items()} if any(one.keyed for one in counts.values()) else {}


def drawn(parts: Iterable[Result]) -> pa.Table:
    """Parts as a table: a column for each name in `of`, then estimate, low, high, numerator and base."""
    rows = [_row(one) for one in parts]
    return pa.Table.from_pylist(rows, schema=_schema(rows)) if rows else pa.table({})


def _row(one: Result) -> dict[str, Any]:
    interval = one.interval
    return {
        **{name: str(value) for name, value in one.of.items()},
        "estimate": one.estimate,
        "low": interval and interval.low,
        "high": interval and interval.high,
        "numerator": one.numerator,
        "denominator": one.denominator,
    }


def _schema(rows: Iterable[dict[str, Any]]) -> pa.Schema:
    numbers = ("estimate", "low", "high", "numerator", "denominator")
    names = dict.fromkeys(name for row in rows for name in row if name not in numbers)
    return pa.schema([*((name, pa.string()) for name in names), *((name, pa.float64()) for name in numbers)])


def _groups(row: Mapping[str, Any], by: str | None) -> Iterator[Group]:
    sex = ("sex", row["sex"])
    yield ()
    yield (sex,)
    if by is not None:
        yield ((by, row["group"]),)
        yield ((by, row["group"]), sex)
