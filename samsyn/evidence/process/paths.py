"""Variants: cases that went the same way, and how many ways there are."""

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence.errors import Sentence
from samsyn.evidence.process.events import groups
from samsyn.evidence.process.follows import ORDER
from samsyn.evidence.result import Result

NEXT = "\x1e"
PLACES = 7  # of the number of an event in its case: ten million
TOLD = Sentence(
    f"{ORDER.sv} Ärenden med samma aktiviteter i samma ordning är en variant. Ovanliga kan peka ut en person.",
    f"{ORDER.en} Cases with the same activities in the same order are one variant. Rare ones may point to a person.",
)


def variants(events: ibis.Table, *, most: int | None = None) -> Result:
    """The ways cases went, commonest first. Table: (`by`), variant (activities in order), count, share, cumulative.

    `estimate` is how many there are, `n` cases; `most` keeps the table short, the rest is in `details["not_listed"]`
    (variants and cases). With `by`, shares are of the cases of that group.

    >>> import ibis
    >>> from samsyn.evidence import process
    >>> rows = ibis.memtable({"case": ["a", "a"], "activity": ["apply", "meet"], "at": ["2024-01-01", "2024-01-03"]})
    >>> process.variants(process.log(rows)).table.to_pylist()[0]["variant"]
    ['apply', 'meet']
    """
    by = groups(events)
    order = ibis.window(group_by="case", order_by=[events["at"], events.row])
    number = ibis.row_number().over(order).cast("string").lpad(PLACES, "0")
    numbered = events.mutate(item=number + events.activity)
    ways = numbered.group_by([*by, "case"]).aggregate(way=numbered.item.collect().sort().join(NEXT))
    rows = ways.group_by([*by, "way"]).aggregate(count=ibis._.count()).to_pyarrow().to_pylist()
    found = sorted(
        ({**row, "variant": [one[PLACES:] for one in row["way"].split(NEXT)]} for row in rows),
        key=lambda row: ([row[one] for one in by], -row["count"], row["variant"]),
    )
    listed = _with_shares(found, by)
    kept = listed if most is None else listed[:most]
    left = {"variants": len(listed) - len(kept), "cases": sum(row["count"] for row in listed[len(kept) :])}
    kinds = {one: pa.string() for one in by} | {"variant": pa.list_(pa.string()), "count": pa.int64()}
    schema = pa.schema([*kinds.items(), ("share", pa.float64()), ("cumulative", pa.float64())])
    return Result(
        "variants", TOLD, sum(row["count"] for row in listed), len({row["way"] for row in rows}), unit="variants",
        counted="cases", details={"not_listed": left} if most is not None else {},
        table=pa.Table.from_pylist(kept, schema=schema),
    )  # fmt: skip


def _with_shares(rows: list[dict[str, Any]], by: Sequence[str]) -> list[dict[str, Any]]:
    total: dict[object, int] = {}
    for row in rows:
        key = tuple(row[one] for one in by)
        total[key] = total.get(key, 0) + row["count"]
    so_far: dict[object, int] = {}
    made = []
    for row in rows:
        key = tuple(row[one] for one in by)
        so_far[key] = so_far.get(key, 0) + row["count"]
        shares = {"share": row["count"] / total[key], "cumulative": so_far[key] / total[key]}
        made.append({**{one: row[one] for one in (*by, "variant", "count")}, **shares})
    return made
