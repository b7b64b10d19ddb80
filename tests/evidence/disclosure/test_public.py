"""A result for everybody: what is hidden cannot be had from the rest of it."""

from collections import Counter
from random import Random

from samsyn.evidence import Result, Sentence, describe, example
from samsyn.evidence.disclosure import Published, attack, shown

SAID = Sentence("Räknat.", "Counted.")


def report(seed: int, n: int) -> Result:
    """Code by sex and in all, among those who answered."""
    rng = Random(seed)
    rows = [(rng.choice(["woman", "man"]), rng.choices("abcd", [8, 4, 2, 1])[0]) for _ in range(n)]
    parts = []
    for sex in (None, "woman", "man"):
        of = {} if sex is None else {"sex": sex}
        there = Counter(code for one, code in rows if sex in (None, one))
        base = there.total()
        parts += [
            Result(
                "code", SAID, base, there[code] / base, numerator=there[code], denominator=base, of={"code": code, **of}
            )
            for code in "abcd"
        ]
    return Result("code", SAID, n, parts=tuple(parts))


def as_table(seen: Result) -> Published:
    """What a reader can put together of it."""
    cells = {}
    for part in seen.parts:
        cells[part.of["code"], part.of.get("sex", "total")] = part.numerator
        cells["total", part.of.get("sex", "total")] = part.denominator
    return Published(("code", "sex"), {cell: None if n is None else int(n) for cell, n in cells.items()})


def test_what_is_hidden_cannot_be_reckoned_and_what_is_shown_is_true():
    hidden = 0
    for seed in range(10):
        exact = report(seed, 20 + 3 * seed)
        seen = shown(exact, audience="public")
        hidden += len([part for part in seen.parts if part.estimate is None])
        true = [part.estimate for part in exact.parts]

        assert attack({"t": as_table(seen)}).breaches(5) == {}
        assert [a for a, b in zip(true, seen.parts, strict=True) if b.estimate not in (None, a)] == []
        assert not [part for part in seen.parts if part.numerator in (1, 2, 3, 4)]
    assert hidden > 20


def test_small_counts_alone_would_not_do():
    bitten = 0
    for seed in range(10):
        cells = as_table(report(seed, 20 + 3 * seed)).cells
        bare = Published(("code", "sex"), {cell: None if n in (1, 2, 3, 4) else n for cell, n in cells.items()})
        bitten += bool(attack({"t": bare}).breaches(5))

    assert bitten > 5


def test_a_change_is_hidden_with_the_number_it_is_made_of():
    of = [{"moment": moment, "code": "work"} for moment in ("before", "exit")]
    parts = [
        Result("occupation", SAID, 60, n / 60, numerator=n, denominator=60, of=one)
        for n, one in zip((3, 20), of, strict=True)
    ]
    change = Result(
        "occupation",
        SAID,
        60,
        17,
        of={"moment": "change", "code": "work"},
        details={"before": 3, "after": 20, "change": 17},
    )
    seen = shown(Result("occupation", SAID, 60, parts=(*parts, change)), audience="public")

    assert [part.estimate for part in seen.parts] == [None, 20 / 60, None]
    assert seen.parts[2].details == {"hidden": "small_count"}


def test_a_standard_report_of_a_few_people_shows_nobody():
    seen = shown(describe.before_after(example.tables(), collapsed=True), audience="public")
    told = [part.numerator for part in seen.parts if part.numerator]

    assert [n for n in told if n < 5] == []
    assert "4 are hidden" in seen.method.en


def test_a_small_group_takes_another_with_it():
    sizes = {None: 40, "woman": 35, "man": 3, "unknown": 2}
    parts = [
        Result(
            "x",
            SAID,
            n,
            0.0,
            numerator=0,
            denominator=n,
            of={"code": "a"} if sex is None else {"code": "a", "sex": sex},
        )
        for sex, n in sizes.items()
    ]
    seen = shown(Result("x", SAID, 40, parts=tuple(parts)), audience="public")

    assert [part.denominator for part in seen.parts] == [40, None, None, None]


def test_exclusions_of_a_few_are_named_not_counted():
    seen = shown(Result("x", SAID, 40, 40, exclusions={"volume": 30, "no_answer": 2}), audience="public")

    assert (seen.exclusions, seen.details["hidden_exclusions"]) == ({"volume": 30}, ["no_answer"])
