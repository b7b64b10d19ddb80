"""Flows of a snapshot against a recount: before × after of each participation, and what held on each day."""

import datetime as dt
from collections import Counter, defaultdict

import pytest

from samsyn.evidence import EvidenceError, Tables, example, flow
from samsyn.evidence.describe import DEFAULT
from tests.evidence.describe.made import COLUMN, made
from tests.evidence.describe.test_recount import answers, chief, key, people, state

DAYS = [dt.date(2025, 3, 1), dt.date(2025, 6, 1), dt.date(2025, 12, 24)]


@pytest.fixture(scope="module")
def one():
    return made(3)


@pytest.mark.parametrize(("kind", "collapsed"), [("occupations", True), ("livelihoods", False)])
def test_before_by_after_adds_up_to_everybody(one, kind, collapsed):
    before, after = (answers(one, kind, moment) for moment in ("before", "exit"))
    held = defaultdict(list)
    for row in people(one):
        pair = []
        for found in (before, after):
            codes = found.get(row["participation"], {})
            pair.append((state(codes, kind) if collapsed else chief(codes)) or "missing")
        held[tuple(pair)].append(row)
        held[(*pair, row["sex"])].append(row)
    answer = flow.between(one.tables, kind=kind, collapsed=collapsed)
    found = {
        tuple(part.of.values()): (part.numerator, part.details["cell_key"]) for part in answer.parts if part.numerator
    }
    assert found == {pair: (len(rows), key(rows)) for pair, rows in held.items()}
    assert sum(answer.details["row_totals"]) == sum(answer.details["column_totals"]) == len(people(one)) == answer.n
    drawn = {(row["from"], row["to"]): row["n"] for row in answer.table.to_pylist()}
    assert drawn == {pair: len(rows) for pair, rows in held.items() if len(pair) == 2}


@pytest.mark.parametrize("collapsed", [False, True])
def test_each_day_shows_what_held_then(one, collapsed):
    codes = DEFAULT["livelihoods"]
    everybody = {row["person"] for row in one.rows["participations"] if row["person"]}
    states = {}
    for who in everybody:
        for day in DAYS:
            held = defaultdict(int)
            for row in one.rows["livelihoods"]:
                on = row["starts_on"] <= day and (row["ends_on"] is None or day < row["ends_on"])
                if row["person"] == who and on and row[COLUMN["livelihoods"]] != "unknown":
                    weight = 1000 * row["is_main"] + (-1 if row["extent"] is None else row["extent"])
                    name = codes.meaning(row["source"]) if collapsed else row["source"]
                    held[name] = max(held.get(name, -1), weight)
            best = [name for name, weight in held.items() if weight == max(held.values())]
            states[who, day] = best[0] if len(best) == 1 else "unclear" if best else "missing"
    pairs = list(zip(DAYS, DAYS[1:], strict=False))
    expected = Counter((states[who, a], states[who, b]) for who in everybody for a, b in pairs)
    answer = flow.on_days(one.tables, days=DAYS, collapsed=collapsed)
    found = {(part.of["from"], part.of["to"]): part.numerator for part in answer.parts if part.numerator}
    assert found == expected
    assert answer.n == len(everybody) * 2


def test_months_are_their_first_days():
    answer = flow.monthly(example.tables(), first=dt.date(2025, 11, 30), months=3)
    assert answer.details["moments"] == ["2025-11-01", "2025-12-01", "2026-01-01"]


def test_a_band_that_ends_before_it_starts_is_named():
    rows = example.tables().livelihoods.to_pyarrow().to_pylist()
    rows[2]["ends_on"] = rows[2]["starts_on"] - dt.timedelta(1)
    faulty = {name: table.to_pyarrow() for name, table in example.tables().items()}
    faulty["livelihoods"] = faulty["livelihoods"].from_pylist(rows, schema=faulty["livelihoods"].schema)
    with pytest.raises(EvidenceError) as error:
        flow.on_days(Tables.from_arrow(faulty), days=DAYS)
    assert (error.value.code, error.value.place.row, error.value.place.column) == ("NEGATIVE_DURATION", 4, "ends_on")
