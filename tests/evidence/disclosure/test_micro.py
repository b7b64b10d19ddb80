"""Files of persons: how anonymous they are, and made so that they do; from the command line too."""

import csv
import json
from collections import Counter
from random import Random

import ibis
import pytest

from samsyn import cli
from samsyn.evidence import EvidenceError, Refused
from samsyn.evidence.disclosure import Wanted, check, safe

KV = "reference/published/kv/sus_2009.csv"


@pytest.fixture(scope="module")
def people():
    rng = Random(1)
    rows = [(rng.randrange(20, 60), rng.choice(["woman", "man"]), f"2025-{rng.randint(1, 12):02}-03", rng.choice("xyz"))
            for _ in range(300)]  # fmt: skip
    return dict(zip(("age", "sex", "came", "illness"), map(list, zip(*rows, strict=True)), strict=True))


def test_a_file_is_as_anonymous_as_its_smallest_class(people):
    table = ibis.memtable(people)
    counts = Counter(zip(people["age"], people["sex"], strict=True))
    found = check(table, quasi=["age", "sex"], sensitive=["illness"])
    alone = check(table, quasi=["sex"], sensitive=["illness"], wanted=Wanted(l=3))

    assert found.estimate == min(counts.values())
    assert found.numerator >= sum(n for n in counts.values() if n < 5)
    assert found.details["holds"] is False
    assert (alone.details["holds"], alone.details["least_diverse"], alone.details["classes"]) == (True, 3, 2)


def test_l_and_t_are_asked_of_every_class():
    table = ibis.memtable({"sex": ["w"] * 6 + ["m"] * 6, "ill": ["a"] * 6 + ["a", "b"] * 3})

    assert check(table, quasi=["sex"], sensitive=["ill"], wanted=Wanted(l=1)).numerator == 0
    assert check(table, quasi=["sex"], sensitive=["ill"]).numerator == 6
    assert check(table, quasi=["sex"], sensitive=["ill"], wanted=Wanted(l=1, t=0.2)).numerator == 12
    assert check(table, quasi=["sex"], sensitive=["ill"]).details["farthest"] == 0.25


def test_the_written_file_does_and_says_what_became_of_it(people):
    made, told = safe(ibis.memtable(people), quasi=["age", "sex", "came"], sensitive=["illness"])
    classes = Counter(zip(*(made[name].to_pylist() for name in ("age", "sex", "came")), strict=True))

    assert min(classes.values()) >= 5
    assert made.column_names == ["age", "sex", "came", "illness"]
    assert made.num_rows + told.exclusions["too_unlike"] == 300
    assert told.details["holds"] is True
    assert told.details["coarser"]["age"].startswith("span_")


def test_a_file_that_cannot_be_made_to_do_is_refused():
    with pytest.raises(Refused) as caught:
        safe(ibis.memtable({"sex": ["w", "m"], "ill": ["a", "b"]}), quasi=["sex"], sensitive=["ill"])

    assert caught.value.code == "NOT_ANONYMOUS"


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"quasi": ["x"]}, "MISSING_COLUMN"), ({"quasi": ["sex", "sex"]}, "SAME_COLUMN"),
     ({"quasi": ["sex"], "k": 1}, "WRONG_LIMIT")],
)  # fmt: skip
def test_bad_questions_are_refused(people, asked, code):
    with pytest.raises(EvidenceError) as caught:
        check(ibis.memtable(people), quasi=asked["quasi"], sensitive=[], wanted=Wanted(asked.get("k", 5)))

    assert caught.value.code == code


def test_the_command_makes_a_file_safe(tmp_path, people, capsys):
    before, after = tmp_path / "people.csv", tmp_path / "safe.csv"
    with before.open("w", newline="") as file:
        csv.writer(file).writerows([list(people), *zip(*people.values(), strict=True)])
    asked = ["evidence", "disclosure", "--data", str(before), "--quasi", "age,sex", "--sensitive", "illness", "--json"]

    assert cli.main([*asked, "--write", str(after)]) == 0
    written = json.loads(capsys.readouterr().out)
    assert cli.main([*asked[:3], str(after), *asked[4:]]) == 0
    assert json.loads(capsys.readouterr().out)["details"]["holds"] is written["details"]["holds"] is True


def test_the_command_audits_printed_tables(tmp_path, capsys):
    after = tmp_path / "release.csv"

    assert cli.main(["evidence", "disclosure", "--tables", KV, "--write", str(after), "--json"]) == 0
    with open(KV, newline="") as given, after.open(newline="") as made:
        pairs = list(zip(csv.reader(given), csv.reader(made), strict=True))
    told = json.loads(capsys.readouterr().out)
    shown = [
        (was, now)
        for row, seen in pairs[1:]
        for was, now in zip(row[2:], seen[2:], strict=True)
        if now not in ("..", "")
    ]

    assert [now for was, now in shown if was != now] == []
    assert not [now for _was, now in shown if now in ("1", "2", "3", "4")]
    assert told["n"] - told["numerator"] == len(shown) > 50
    assert "other_obstacles" in told["details"]["withheld"]
    assert "says 52, but its parts make 56" in str(told["warnings"])


def test_a_count_that_is_none_is_named_by_row_and_column(tmp_path, capsys):
    file = tmp_path / "bad.csv"
    file.write_text("table,category,woman,total\nwork,yes,5,5\nwork,no,<5,9\n")

    assert cli.main(["evidence", "disclosure", "--tables", str(file)]) == 1
    assert "bad.csv, row 3, column woman: “<5” is not a count" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "more", "words"),
    [
        ("table,category,n\n", [], "no rows"),
        (f"table,category,n\na,x,{'9' * 40}\n", [], "is not a count"),
        ("table,category,n\na,x,9\n", ["--threshold", "0"], "at least 2"),
        ("table,category,n\na,x,9\n", ["--write", "."], "cannot be written"),
    ],
)
def test_what_cannot_be_audited_is_told(tmp_path, capsys, text, more, words):
    (tmp_path / "some.csv").write_text(text)
    assert cli.main(["evidence", "disclosure", "--tables", str(tmp_path / "some.csv"), *more]) == 1
    assert words in capsys.readouterr().err
