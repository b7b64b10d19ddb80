"""Flows against a naive recount; the fast form against the plain one; several at once, missing, faulty data."""

import json
from collections import Counter, defaultdict

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn import cli
from samsyn.evidence import EvidenceError, flow, read
from samsyn.evidence.flow import fast, plain
from samsyn.evidence.flow.data import long

COLUMNS = {"person": "who", "moment": "when", "state": "what"}
ROW = st.tuples(st.integers(1, 6), st.integers(9, 12), st.sampled_from(["a", "b", None]))


def table(rows):
    schema = pa.schema([("who", pa.int64()), ("when", pa.int64()), ("what", pa.string())])
    return ibis.memtable(pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema))


def recount(rows, pairs):
    """By dictionaries: each person's states at a moment, missing only when there is no other."""
    held = defaultdict(set)
    for who, when, what in rows:
        held[who, when].add(what or "missing")
    named = {key: " + ".join(sorted(one - {"missing"}) or ["missing"]) for key, one in held.items()}
    found = Counter()
    for first, second in pairs:
        for who in {who for who, _when in named}:
            if (who, first) in named and (who, second) in named:
                found[named[who, first], named[who, second]] += 1
    return found


@settings(max_examples=6, deadline=None)
@given(st.lists(ROW, min_size=2, max_size=30))
def test_every_step_is_as_counted_by_hand(rows):
    moments = sorted({when for _who, when, _what in rows})
    pairs = list(zip(moments, moments[1:], strict=False))
    expected = recount(rows, pairs)
    if not expected:
        return
    answer = flow.transitions(table(rows), **COLUMNS)
    found = {(one.of["from"], one.of["to"]): one.numerator for one in answer.parts if one.numerator}
    assert found == dict(expected)
    assert answer.n == sum(expected.values())


def test_the_fast_form_is_the_plain_form_gaps_sets_and_keys_too():
    rows = [(who, when, "abc"[(who * when) % 3]) for who in range(1, 40) for when in range(12) if (who + when) % 7]
    rows += [
        (who, when, "bca"[(who + when) % 3]) for who in range(1, 40, 3) for when in range(12) if who % 2 or when % 5
    ]
    rows += [(who, when, None) for who in range(1, 40, 8) for when in range(0, 14, 2)]
    made = table(rows).mutate(key=ibis._.who * 123_456_789)
    ready = long(made, **COLUMNS, key="key")
    pairs = [(one, one + 1) for one in range(len(ready.moments) - 1)]
    slow = plain.counted(ready, pairs=pairs, several="set")
    text = long(made.mutate(who=ibis._.who.cast("string"), when=ibis._.when.cast("string")), **COLUMNS, key="key")
    for one in (ready, text):
        quick = fast.counted(one, pairs=pairs, several="set")
        assert (quick.cells, quick.keys, quick.repeated) == (slow.cells, slow.keys, slow.repeated)
        assert (quick.not_at_end, quick.not_at_start) == (slow.not_at_end, slow.not_at_start)
        assert quick.several == slow.several
    assert any(len(a) == 2 for _pair, a, _b in slow.cells)
    assert fast.counted(ready, pairs=pairs, several="main") is None


def test_numbers_and_days_are_ordered_and_other_names_as_they_come():
    def moments(*names):
        rows = ibis.memtable({"who": [1] * len(names), "when": list(names), "what": ["a"] * len(names)})
        return flow.transitions(rows, **COLUMNS).details["moments"]

    assert moments("10", "9", "8,5") == ["8,5", "9", "10"]
    assert moments("2025-10-01", "2025-02-01") == ["2025-02-01", "2025-10-01"]
    assert moments("exit", "follow_up_3", "before") == ["before", "exit", "follow_up_3"]
    assert moments("late", "early", "after", "between") == ["late", "early", "after", "between"]


SEVERAL = {"who": [1, 1, 1, 2, 2], "when": ["a", "b", "b", "a", "b"], "what": ["x", "x", "y", "x", "y"],
           "part": [100, 75, 25, None, None]}  # fmt: skip


@pytest.mark.parametrize(
    ("several", "counts"),
    [("set", {"x + y": 1, "y": 1}), ("main", {"x": 1, "y": 1}), ("weighted", {"x": 0.75, "y": 1.25})],
)
def test_several_at_once_are_counted_as_asked_and_told(several, counts):
    rows = ibis.memtable(SEVERAL)
    answer = flow.transitions(rows, **COLUMNS, extent="part", several=several)
    assert {one.of["to"]: one.numerator for one in answer.parts if one.numerator} == counts
    assert answer.details["several_states"] == 1
    assert "several states" in answer.warnings[1].en


def test_a_row_that_stands_twice_counts_once_and_is_told():
    answer = flow.transitions(table([(1, 1, "a"), (1, 2, "b"), (1, 2, "b")]), **COLUMNS)
    assert (answer.n, answer.exclusions["repeated_rows"]) == (1, 1)


def csv(folder, text):
    path = folder / "data.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "more", "code", "row"),
    [
        ("who,when\n1,1\n", {}, "MISSING_COLUMN", None),
        ("who,when,what\n1,1,a\n,2,b\n", {}, "MISSING_VALUE", 3),
        ("who,when,what\n1,1,a\n1,,b\n", {}, "MISSING_VALUE", 3),
        ("who,when,what\n", {}, "NO_ROWS", None),
        ("who,when,what\n1,1,a\n2,1,b\n", {}, "ONE_MOMENT", None),
        ("who,when,what\n1,1,a\n2,2,b\n", {}, "NO_OVERLAP", None),
        ("who,when,what\n1,1,a\n1,2,b\n", {"start": "3"}, "UNKNOWN_MOMENT", None),
        ("who,when,what\n1,1,a\n1,2,b\n", {"start": "1", "end": "1"}, "SAME_MOMENT", None),
        ("who,when,what\n1,1,a\n1,2,b\n1,2,c\n", {"several": "refuse"}, "DOUBLE_ID", 4),
        ("who,when,what,part\n1,1,a,1\n1,2,b,much\n", {"extent": "part"}, "NOT_A_NUMBER", 3),
        ("who,when,what\n" + "".join(f"1,{n % 2},{n}\n" for n in range(300)), {}, "TOO_MANY_STATES", None),
    ],
)
def test_faulty_data_are_named_by_row(tmp_path, text, more, code, row):
    with pytest.raises(EvidenceError) as error:
        flow.transitions(read(csv(tmp_path, text)), **COLUMNS, **more)
    assert (error.value.code, error.value.place.row) == (code, row)


def test_the_command_says_the_same_digits(tmp_path, capsys):
    path = csv(tmp_path, "who,when,what\n1,before,a\n1,after,b\n2,before,a\n2,after,\n3,before,b\n")
    asked = ["evidence", "flow", "--data", str(path), "--person", "who", "--moment", "when", "--state", "what"]
    assert cli.main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == flow.transitions(read(path), **COLUMNS).to_dict()
    assert cli.main([*asked, "--from", "nowhere"]) == 1
    assert "no moment “nowhere”" in capsys.readouterr().err


def test_times_of_day_are_in_order_however_they_stand() -> None:
    when = ["2024-03-01 00:00:00", "2023-12-01 08:00:00", "2024-01-31 10:00:00"]
    rows = ibis.memtable({"who": [1, 1, 1], "when": when, "what": ["c", "a", "b"]})
    found = flow.transitions(rows, person="who", moment="when", state="what")
    assert found.details["moments"] == sorted(when)
    steps = found.table.select(["from", "to"]).to_pylist()
    assert steps == [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]


def test_who_is_divided_is_left_out_as_one() -> None:
    rows = ibis.memtable({"who": [1, 1, 1, 2, 2], "when": [1, 1, 1, 1, 2], "what": ["a", "b", "c", "a", "a"]})
    found = flow.transitions(rows, person="who", moment="when", state="what", several="weighted")
    assert found.exclusions["not_at_end"] == 1


def test_an_extent_is_a_percentage() -> None:
    rows = ibis.memtable({"who": [1, 1], "when": [1, 2], "what": ["a", "b"], "much": [50, -5]})
    with pytest.raises(EvidenceError) as told:
        flow.transitions(rows, person="who", moment="when", state="what", extent="much")
    assert (told.value.code, told.value.place.column) == ("OUT_OF_BOUNDS", "much")
