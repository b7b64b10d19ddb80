"""Fixed releases: what is hidden stays hidden from whoever has all of it; without complements it does not."""

import time
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from samsyn.evidence import EvidenceError, Refused
from samsyn.evidence.disclosure import TOTAL, CountTable, Published, attack, only_small_hidden, release
from tests.evidence.disclosure.releases import people, random_release, table

WIDTH = 5


def audited(seeds: range, *, whole: int) -> tuple[int, int, int]:
    """Breaches of releases, of releases without complements, and releases that were refused."""
    breaches = bites = refused = 0
    for seed in seeds:
        tables = random_release(seed)
        bites += (seed < 15 or len(seeds) > 100) and bool(attack(only_small_hidden(tables)).breaches(WIDTH))
        try:
            made = release(tables)
        except Refused:
            refused += 1
            continue
        breaches += len((attack(made.tables, whole=True) if seed < whole else made.attack).breaches(WIDTH))
    return breaches, bites, refused


def test_no_hidden_cell_is_found_in_random_releases_and_without_complements_many_are():
    breaches, bites, refused = audited(range(40), whole=0)

    assert (breaches, refused) == (0, 0)
    assert bites > 5


@pytest.mark.slow
def test_no_hidden_cell_is_found_in_a_thousand_releases():
    breaches, bites, refused = audited(range(1_000), whole=100)

    assert (breaches, refused) == (0, 0)
    assert bites > 500


def joint_breaches(tables: dict[str, Published], dimensions: dict[str, list[str]]) -> tuple[int, int]:
    """Another attacker: all of the dimensions crossed, whatever is printed a sum of that. Breaches, and cells tried."""
    names, shown, told, hidden = sorted(dimensions), [], [], []
    cells = list(product(*(dimensions[name] for name in names)))
    for one in tables.values():
        at = [names.index(name) for name in one.dimensions]
        for cell, count in one.cells.items():
            row = [all(value in (TOTAL, full[place]) for place, value in zip(at, cell, strict=True)) for full in cells]
            (hidden if count is None else shown).append(np.array(row, dtype=float))
            told += [] if count is None else [count]
    ends = [[linprog(sign * row, A_eq=np.array(shown), b_eq=told) for sign in (1, -1)] for row in hidden]
    widths = [-most.fun - least.fun if most.status == 0 else np.inf for least, most in ends]
    return len([one for one in widths if one < WIDTH - 1e-6]), len(widths)


@pytest.mark.parametrize("seed", [4, 7, 11, 13])
def test_tables_that_close_a_ring_are_audited_with_the_one_behind_them(seed):
    rng = Random(seed)
    dimensions = {name: [f"v{value}" for value in range(rng.randint(2, 4))] for name in "abc"}
    rows = people(rng, 60, dimensions)
    tables = {"".join(two): table(rows, two, dimensions) for two in combinations("abc", 2)}
    breaches, tried = joint_breaches(release(tables).tables, dimensions)

    assert breaches == 0
    assert tried > 5


def test_the_attacker_sees_through_a_ring():
    tables = {
        "ab": Published(("a", "b"), {("1", "1"): 10, ("1", "2"): 0, ("2", "1"): 0, ("2", "2"): 10}),
        "bc": Published(("b", "c"), {("1", "1"): 10, ("1", "2"): 0, ("2", "1"): 0, ("2", "2"): 10}),
        "ac": Published(("a", "c"), {("1", "1"): None, ("1", "2"): None, ("2", "1"): None, ("2", "2"): None}),
    }

    assert attack(tables).intervals["ac", ("1", "1")] == (10, 10)


def test_tables_that_cannot_be_of_the_same_people_are_refused():
    cells = {("1", "1"): 10, ("1", "2"): 0, ("2", "1"): 0, ("2", "2"): 10}
    turned = {("1", "1"): 0, ("1", "2"): 10, ("2", "1"): 10, ("2", "2"): 0}
    tables = {
        "ab": CountTable(("a", "b"), cells),
        "bc": CountTable(("b", "c"), cells),
        "ac": CountTable(("a", "c"), turned),
    }
    with pytest.raises(EvidenceError) as caught:
        release(tables)

    assert caught.value.code == "NOT_THE_SAME_PEOPLE"


def test_what_is_shown_is_true_and_small_counts_are_not_shown():
    for seed in range(60, 66):
        tables = random_release(seed)
        for name, shown in release(tables).tables.items():
            told = {cell: count for cell, count in shown.cells.items() if count is not None}

            assert told == {cell: tables[name].cells[cell] for cell in told}
            assert not [count for count in told.values() if 0 < count < 5]


def test_percentages_are_hidden_with_their_count_and_their_base():
    shown = release({"t": CountTable(("work", "sex"), _two_by_two(), percent="work")}).tables["t"]

    assert shown.percentages["yes", "woman"] is None
    assert shown.percentages["no", TOTAL] == 75.6


def test_a_linked_table_is_part_of_the_audit():
    rows = [{"a": "x", "b": "p"}] * 3 + [{"a": "x", "b": "q"}] * 20 + [{"a": "y", "b": "p"}] * 30
    values = {"a": ["x", "y"], "b": ["p", "q"]}
    tables = {"both": table(rows, ("a", "b"), values), "one": table(rows, ("b",), values)}
    shown = release(tables).tables

    assert shown["both"].cells["x", "p"] is None
    assert shown["both"].cells[TOTAL, "p"] == shown["one"].cells[("p",)]
    assert attack(shown, whole=True).breaches(WIDTH) == {}


def test_a_category_that_holds_everybody_is_hidden_with_noughts_to_hide_it():
    cells = {("sick",): 12, ("well",): 0, ("other",): 0, (TOTAL,): 12}
    shown = release({"health": CountTable(("health",), cells)}).tables["health"]

    assert shown.cells["sick",] is None
    assert release({"health": CountTable(("health",), cells, sensitive=())}).tables["health"].cells["sick",] == 12


def test_a_table_of_too_few_is_withheld_and_told():
    made = release({"t": CountTable(("a",), {("x",): 2, ("y",): 1, (TOTAL,): 3})})

    assert set(made.tables["t"].cells.values()) == {None}
    assert made.withheld["t"].en == "t: too few in each cell for the table to be shown."


def test_sub_totals_are_totals_too():
    cells = {("16-19",): 2, ("20-29",): 30, ("30-",): 25, ("under 30",): 32, (TOTAL,): 57}
    shown = release({"age": CountTable(("age",), cells, tree={"age": {"under 30": ["16-19", "20-29"]}})})

    assert attack(shown.tables).breaches(WIDTH) == {}
    assert shown.tables["age"].cells["16-19",] is None
    assert shown.tables["age"].cells["20-29",] is None


def test_the_attacker_reads_counts_from_percentages_and_their_base():
    row = Published(("a",), {("x",): None, ("y",): None, (TOTAL,): 40}, {("x",): 7.5, ("y",): 92.5}, percent="a")

    assert attack({"t": row}).intervals["t", ("x",)] == (3, 3)


def test_the_attacker_says_when_nothing_can_be_true():
    row = Published(("a",), {("x",): None, ("y",): 9, (TOTAL,): 5})
    with pytest.raises(EvidenceError) as caught:
        attack({"t": row})

    assert caught.value.code == "CONTRADICTION"


@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        ({("x",): 9, (TOTAL,): 8}, "TOTALS_DISAGREE", "table t, column total: says 8, but its parts make 9."),
        ({("x",): -1}, "NOT_A_COUNT", "column x: the cell is not a count: -1."),
        ({("x", "y"): 1}, "WRONG_CELL", "column x / y: the cell has not one value a dimension."),
    ],
)
def test_tables_that_do_not_hold_are_refused_by_cell(cells, code, told):
    with pytest.raises(EvidenceError) as caught:
        release({"t": CountTable(("a",), cells)})

    assert caught.value.code == code
    assert str(caught.value).startswith(told)


def test_tables_that_disagree_are_refused():
    with pytest.raises(EvidenceError) as caught:
        release({"t": CountTable(("a",), {("x",): 9}), "u": CountTable(("a",), {("x",): 8})})

    assert caught.value.code == "CELLS_DISAGREE"


def test_twelve_tables_take_less_than_five_seconds():
    dimensions = {**{f"d{at}": [f"v{value}" for value in range(9)] for at in range(11)}, "sex": ["w", "m"]}
    rows = people(Random(3), 200, dimensions)
    tables = {f"t{at}": table(rows, (f"d{at}", "sex"), dimensions, percent=f"d{at}") for at in range(11)}
    tables["linked"] = table(rows, ("d0", "sex"), dimensions)
    began = time.process_time()
    made = release(tables)

    assert time.process_time() - began < 5
    assert made.attack.breaches(WIDTH) == {}


def _two_by_two() -> dict[tuple[str, str], int]:
    return {
        ("yes", "woman"): 2, ("yes", "man"): 9, ("yes", TOTAL): 11, ("no", "woman"): 20, ("no", "man"): 14,
        ("no", TOTAL): 34, (TOTAL, "woman"): 22, (TOTAL, "man"): 23, (TOTAL, TOTAL): 45,
    }  # fmt: skip
