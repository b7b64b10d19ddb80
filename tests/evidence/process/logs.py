"""Logs for the tests: any mix of cases, ties and parties."""

from collections.abc import Sequence

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from samsyn.evidence import process
from tests.evidence.process.naive import Event

DAY = 86_400_000_000
MOMENTS = st.one_of(st.integers(0, 5).map(lambda day: day * DAY), st.integers(0, 3 * 10**15))
EVENTS = st.lists(
    st.builds(
        lambda case, activity, at, parties, lasts: Event(
            case, activity, at, tuple(sorted(parties)), None if lasts is None else at + lasts
        ),
        st.sampled_from("abcde"),
        st.sampled_from(["apply", "meet", "plan"]),
        MOMENTS,
        st.sets(st.sampled_from(["af", "fk", "region"]), max_size=2),
        st.one_of(st.none(), st.sampled_from([0, 1, DAY, 3 * DAY])),
    ),
    min_size=1,
    max_size=40,
)


def as_log(events: Sequence[Event]) -> ibis.Table:
    """One row per event and party, as a file would have it."""
    rows = [
        {"case": e.case, "activity": e.activity, "at": e.at, "ends": e.ends, "party": party, "event": str(number)}
        for number, e in enumerate(events)
        for party in (e.parties or (None,))
    ]
    kinds = {name: pa.string() for name in ("case", "activity", "party", "event")}
    times = {"at": pa.timestamp("us"), "ends": pa.timestamp("us"), "row__": pa.int64()}
    for number, row in enumerate(rows):
        row["row__"] = number + 2
    table = pa.Table.from_pylist(rows, schema=pa.schema({**kinds, **times}.items()))
    return process.log(ibis.memtable(table), end="ends", party="party", happening="event")
