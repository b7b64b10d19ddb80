"""Areas over time: one mean an area and time, and when each began; what does not make a whole series is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from samsyn.evidence import columns
from samsyn.evidence.effect.sample import as_ibis, kinds_of
from samsyn.evidence.effect.variables import Numbers
from samsyn.evidence.errors import EvidenceError, Place, Refused, Sentence
from samsyn.evidence.reading import ROW

YEARS = 1000  # a start of 0 among times from here on means never
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Areas:
    """`means`: a row an area, a column a time. `began`: place in `times` of the first time with it; `never` if none."""

    names: tuple[str, ...]
    times: tuple[Any, ...]
    means: Numbers
    began: Codes
    rows: int
    exclusions: Mapping[str, int]

    @property
    def never(self) -> int:
        """What `began` is for an area without a start in these times."""
        return len(self.times)


def areas_of(table: Any, *, area: str, time: str, start: str, outcome: str, name: str = "data") -> Areas:
    """Counted on the table where it is; only a number an area and time is collected.

    Raises `EvidenceError` MISSING_COLUMN, NOT_A_NUMBER, NOT_A_DAY, MISSING_VALUE, TWO_STARTS, EMPTY and `Refused`
    ALL_EXCLUDED, ONE_TIME.
    """
    made = as_ibis(table)
    columns.needed(made, (area, time, start, outcome), name=name)
    made = columns.numbers(_timed(made, time, start, name), outcome, name=name)
    columns.filled(made, area, time, name=name)
    made = made.mutate(area__=made[area].cast("string"))
    _one_start(made, start, area, name)
    there = made.filter(made[outcome].notnull() & ~made[outcome].isnan())
    cells = there.group_by("area__", time).aggregate(mean__=there[outcome].mean(), rows__=there.count())
    starts = made.group_by("area__").aggregate(start__=made[start].max())
    found = columns.collect(cells.order_by("area__", time), name=name).to_pylist()
    began = {one["area__"]: one["start__"] for one in columns.collect(starts, name=name).to_pylist()}
    if not began:
        raise EvidenceError("EMPTY", Sentence("det finns inga rader.", "there are no rows."), place=Place(name))
    lost = int(made.count().execute()) - sum(one["rows__"] for one in found)
    return _whole(found, began, time, {f"missing:{outcome}": lost} if lost else {})


def _timed(table: ibis.Table, time: str, start: str, name: str) -> ibis.Table:
    """Times as numbers, or both as days."""
    kinds = kinds_of(table.select(ROW, time, start))
    if kinds[time] == "number" and kinds[start] == "number":
        return columns.numbers(table, time, start, name=name)
    if isinstance(table[time], ir.StringValue) or table.schema()[time].is_temporal():
        return columns.days(table, time, start, name=name)
    return columns.numbers(table, time, start, name=name)


def _one_start(table: ibis.Table, start: str, area: str, name: str) -> None:
    by = table.group_by("area__").aggregate(
        low__=table[start].min(), high__=table[start].max(), filled__=table[start].count(), all__=table.count(),
        row__=table[ROW].min(),
    )  # fmt: skip
    mixed = (by.low__ != by.high__) | ((by.filled__ != 0) & (by.filled__ != by.all__))
    found = by.filter(mixed).order_by("row__").limit(1).to_pyarrow().to_pylist()
    if found:
        shown = found[0]["area__"]
        raise EvidenceError(
            "TWO_STARTS",
            Sentence(
                f"{area} ”{shown}” har olika starttid på olika rader. Ett område börjar en gång; tomt betyder aldrig.",
                f"{area} “{shown}” has different starts on different rows. An area begins once; empty means never.",
            ),
            place=Place(name, found[0]["row__"], start),
        )


def _whole(cells: list[dict[str, Any]], starts: dict[str, Any], time: str, exclusions: dict[str, int]) -> Areas:
    times = sorted({one[time] for one in cells})
    if len(times) < 2:
        words = Sentence("det finns bara en tid; minst två behövs.", "there is only one time; two are needed.")
        raise Refused("ONE_TIME", words)
    at = {one: place for place, one in enumerate(times)}
    names = sorted({one["area__"] for one in cells})
    means = np.full((len(names), len(times)), np.nan)
    place = {one: row for row, one in enumerate(names)}
    for one in cells:
        means[place[one["area__"]], at[one[time]]] = one["mean__"]
    began = np.array([_place(starts[one], times) for one in names], np.int64)
    whole, after = ~np.isnan(means).any(axis=1), began > 0
    for reason, lost in (("area_lacks_a_time", ~whole), ("area_began_before_the_first_time", whole & ~after)):
        exclusions |= {reason: int(lost.sum())} if lost.any() else {}
    kept = whole & after
    if not kept.any():
        words = Sentence("inget område har alla tider och en tid före start.",
                         "no area has every time and a time before its start.")  # fmt: skip
        raise Refused("ALL_EXCLUDED", words)
    return Areas(
        tuple(np.array(names, object)[kept]), tuple(times), means[kept], began[kept],
        sum(one["rows__"] for one in cells), exclusions,
    )  # fmt: skip


def _place(start: Any, times: list[Any]) -> int:
    """The first time at or after the start; past the last when there is none, or the area never begins."""
    if start is None or start != start or (start == 0 and not hasattr(times[0], "year") and times[0] >= YEARS):
        return len(times)
    return next((place for place, time in enumerate(times) if time >= start), len(times))
