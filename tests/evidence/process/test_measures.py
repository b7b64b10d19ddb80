"""Times, joint work, parallel work, chains, gaps and variants equal a naive count; by group they add up."""

import ibis
import pytest
from hypothesis import given, settings

from samsyn.evidence import EvidenceError, process
from tests.evidence.process import naive
from tests.evidence.process.logs import DAY, EVENTS, as_log


@settings(max_examples=6, deadline=None)
@given(events=EVENTS)
def test_each_case_equals_a_naive_count(events: list[naive.Event]) -> None:
    found = {row.pop("case"): row for row in process.per_case(as_log(events)).to_pyarrow().to_pylist()}
    assert found == {case: naive.case_times(rows) for case, rows in naive.in_order(events).items()}


@settings(max_examples=4, deadline=None)
@given(events=EVENTS)
def test_variants_equal_a_naive_count(events: list[naive.Event]) -> None:
    answer = process.variants(as_log(events))
    rows = answer.table.to_pylist()
    assert {tuple(row["variant"]): row["count"] for row in rows} == naive.variants(events)
    assert rows[-1]["cumulative"] == 1
    assert answer.n == len(naive.in_order(events))


@pytest.fixture(scope="module")
def compared() -> ibis.Table:
    """Two municipalities, one case each: one jointly and in parallel, one after the other in the other."""
    rows = [
        ("a", "care", 1, 11, "region", "1", "Borås"),
        ("a", "training", 6, 16, "municipality", "2", "Borås"),
        ("a", "meeting", 16, None, "region", "3", "Borås"),
        ("a", "meeting", 16, None, "municipality", "3", "Borås"),
        ("b", "care", 1, 3, "region", "4", "Mark"),
        ("b", "training", 30, 31, "municipality", "5", "Mark"),
    ]
    names = ("case", "activity", "at", "end", "party", "id", "area")
    columns = dict(zip(names, (list(one) for one in zip(*rows, strict=True)), strict=True))
    for name in ("at", "end"):
        columns[name] = [None if day is None else f"2024-01-{day:02}" for day in columns[name]]
    return process.log(ibis.memtable(columns), end="end", party="party", happening="id", by="area")


def test_by_group(compared: ibis.Table) -> None:
    found = process.collected(compared)
    joint, parallel = process.joint_share(compared, found=found), process.parallelism(compared, found=found)
    assert (joint.numerator, joint.denominator) == (1, 5)
    assert [(one.of["by"], one.numerator, one.denominator) for one in joint.parts] == [("Borås", 1, 3), ("Mark", 0, 2)]
    assert [(one.of["by"], one.numerator, one.denominator) for one in parallel.parts] == [
        ("Borås", 5, 15), ("Mark", 0, 30),
    ]  # fmt: skip
    assert process.gaps(compared, days=20, found=found).numerator == 1
    assert process.gaps(compared, days=27, found=found).numerator == 0
    assert process.serial_chains(compared, found=found).details["longest"] == 2
    lead = [one for one in process.durations(compared, found=found).parts if one.measure == "lead_time"]
    assert [one.estimate for one in lead] == [22.5, 15, 30]
    assert [row["by"] for row in process.variants(compared).table.to_pylist()] == ["Borås", "Mark"]
    assert {row["by"]: row["count"] for row in process.handovers(compared).table.to_pylist()} == {"Borås": 1, "Mark": 1}


def test_an_empty_log_is_refused() -> None:
    with pytest.raises(EvidenceError, match="no cases"):
        process.durations(as_log([naive.Event("a", "x", DAY)]).filter(ibis._.case == "b"))
