"""Points in time as whole microseconds since 1970 in UTC: days, timestamps, or text with a zone or without."""

from typing import Any

import ibis
import ibis.expr.types as ir

from samsyn.evidence.columns import moments
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.reading import ROW

ZONE = r"(Z|z|[0-9] ?[+-][0-9]{2}(:?[0-9]{2})?)$"
ZONE_ALONE = r" ?(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$"
OFFSET = r"[+-][0-9]{2}(:?[0-9]{2})?$"
AHEAD = "ahead__"
CLOCK = r"[0-9]:[0-9]{2}"


def microseconds(table: ibis.Table, column: str, *, name: str = "log") -> ibis.Table:
    """With this column as int64. Raises `EvidenceError` NOT_A_TIME or MIXED_ZONES with row and column."""
    if isinstance(table[column], ir.StringValue):
        return _from_text(table, column, name)
    if not isinstance(table[column], ir.DateValue | ir.TimestampValue):
        kind = table[column].type()
        told = Sentence(f"är inte en tidpunkt utan {kind}.", f"is not a point in time but {kind}.")
        raise EvidenceError("NOT_A_TIME", told, place=Place(name, None, column))
    return table.mutate(**{column: _since_1970(table[column])})


def alike(table: ibis.Table, start: str, end: str, *, name: str = "log") -> None:
    """Raises `EvidenceError` MIXED_ZONES when one of two columns says its zone and the other does not."""
    zoned = {one: _zoned(table, one) for one in (start, end)}
    if None in zoned.values() or zoned[start] == zoned[end]:
        return
    with_zone, without = sorted((start, end), key=lambda one: not zoned[one])
    told = Sentence(
        f"saknar tidszon, men kolumnen {with_zone} har en. Skriv tidszon i båda eller ingen.",
        f"has no zone, but the column {with_zone} has. Write the zone in both or in none.",
    )
    raise EvidenceError("MIXED_ZONES", told, place=Place(name, None, without))


def _zoned(table: ibis.Table, column: str) -> bool | None:
    """None where no time of day is written."""
    kind = table[column].type()
    if not isinstance(table[column], ir.StringValue):
        return kind.timezone is not None if kind.is_timestamp() else None
    clock = table.filter(table[column].re_search(CLOCK))
    found = clock[column].re_search(ZONE).max().execute()
    return None if found is None or found != found else bool(found)


def _from_text(table: ibis.Table, column: str, name: str) -> ibis.Table:
    """The zone is taken off and counted by hand: engines drop it, or read it by their own clock."""
    _one_kind(table, column, name)
    text = table[column]
    zoned = text.re_search(CLOCK) & text.re_search(ZONE)
    found = ibis.ifelse(zoned, text.re_extract(OFFSET, 0), "")
    minutes = found.substr(1, 2).cast("int64") * 60
    minutes += ibis.ifelse(found.length() > len("+01"), found.right(2).cast("int64"), 0)
    ahead = ibis.ifelse(found.length() > 1, ibis.ifelse(found.startswith("-"), -minutes, minutes), 0)
    made = table.mutate(**{column: ibis.ifelse(zoned, text.re_replace(ZONE_ALONE, ""), text), AHEAD: ahead})
    made = moments(made, column, name=name)
    return made.mutate(**{column: _since_1970(made[column]) - made[AHEAD] * 60_000_000}).drop(AHEAD)


def _since_1970(column: Any) -> Any:
    zone = getattr(column.type(), "timezone", None)
    if isinstance(column, ir.DateValue):
        column = column.cast("timestamp")
    start = ibis.timestamp("1970-01-01 00:00:00", timezone=zone and "UTC")
    return column.delta(start, unit="microsecond").cast("int64")


def _one_kind(table: ibis.Table, column: str, name: str) -> None:
    """Text either always says its zone or never does; otherwise an hour is lost and nobody sees it."""
    clock = table.filter(table[column].re_search(CLOCK))
    zoned = clock[column].re_search(ZONE) & clock[column].notnull()
    order = [ROW] if ROW in clock.columns else []
    with_zone = clock.filter(zoned).count().execute()
    without = clock.filter(~zoned)
    if not with_zone or not without.count().execute():
        return
    row = (without.order_by(order) if order else without).limit(1).to_pyarrow().to_pylist()[0]
    told = Sentence(
        f"”{row[column]}” saknar tidszon, men andra rader har en. Skriv tidszon på alla eller ingen.",
        f"“{row[column]}” has no zone, but other rows have. Write the zone on all or on none.",
    )
    raise EvidenceError("MIXED_ZONES", told, place=Place(name, row.get(ROW), column))
