"""The graph equals a naive count, in the reference form and in the fast one, ties and one-event cases included."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from samsyn.evidence import process
from tests.evidence.process import naive
from tests.evidence.process.logs import EVENTS, as_log

QUICK = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(events=EVENTS)
def test_both_forms_equal_a_naive_count(events: list[naive.Event], tmp_path: Path) -> None:
    log = as_log(events)
    process.store(log, tmp_path)
    reference = process.graph(log)
    follows, handed = reference["directly_follows"], reference["handovers"]
    assert {
        (row["activity"], row["next_activity"]): (row["count"], row["mean_seconds"], row["median_seconds"])
        for row in follows.table.to_pylist()
    } == naive.directly_follows(events)
    assert {
        (row["from_party"], row["to_party"]): (row["count"], row["mean_seconds"]) for row in handed.table.to_pylist()
    } == naive.handovers(events)
    assert follows.n == len(naive.in_order(events))
    fast = process.graph_of(tmp_path)
    assert {name: one.to_dict() for name, one in fast.items()} == {n: one.to_dict() for n, one in reference.items()}


@QUICK
@given(events=EVENTS)
def test_starts_and_ends(events: list[naive.Event]) -> None:
    rows = process.starts_and_ends(as_log(events)).table.to_pylist()
    assert {(row["where"], row["activity"]): row["count"] for row in rows} == naive.starts_and_ends(events)


def test_many_parts_and_groups_equal_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [naive.Event(f"c{n % 7}", f"a{n % 5}", (n // 3) * 10**14, (f"p{n % 3}",)) for n in range(400)]
    monkeypatch.setattr("samsyn.evidence.process.storage.ROWS", 16)
    process.store(as_log(events), tmp_path)
    whole = process.graph(as_log(events))
    for parts, codes in ((1, 1 << 22), (3, 4)):
        monkeypatch.setattr("samsyn.evidence.process.fast.PARTS", parts)
        monkeypatch.setattr("samsyn.evidence.process.fast.MANY_PARTS", parts + 1)
        monkeypatch.setattr("samsyn.evidence.process.fast.MANY", codes)
        monkeypatch.setattr("samsyn.evidence.process.fast.MOST_CODES", codes)
        for threads in (1, 2, 5):
            found = process.graph_of(tmp_path, threads=threads)
            assert {name: one.to_dict() for name, one in found.items()} == {n: o.to_dict() for n, o in whole.items()}


def test_a_stored_log_answers_as_the_log_it_came_from(tmp_path: Path) -> None:
    events = [naive.Event(f"c{n % 7}", f"a{n % 5}", n // 4, ("p1", "p2")[: n % 3]) for n in range(90)]
    process.store(as_log(events), tmp_path)
    stored, plain = process.graph(process.stored(tmp_path)), process.graph(as_log(events))
    assert {name: one.to_dict() for name, one in stored.items()} == {name: one.to_dict() for name, one in plain.items()}
