"""Consistent noise: unbiased, bounded, the same for the same people; what it leaves of a differencing attack."""

from datetime import date
from random import Random

import pytest

from samsyn.evidence import EvidenceError, Interval, Refused, Result, Sentence
from samsyn.evidence.disclosure import Declared, perturbed, shown
from samsyn.evidence.disclosure.noise import MODULUS, variance

SAID = Sentence("Räknat.", "Counted.")


def keys(seed: int, n: int) -> list[int]:
    rng = Random(seed)
    return [rng.randrange(MODULUS) for _ in range(n)]


def share(numerator: list[int], base: list[int], **of: str) -> Result:
    n, of_all = len(numerator), len(base)
    return Result(
        "in_work", SAID, of_all, n / of_all, interval=Interval(0, 1), numerator=n, denominator=of_all, of=of,
        details={"cell_key": sum(numerator) % MODULUS, "base_cell_key": sum(base) % MODULUS},
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 8, 11, 12, 40, 1_000])
def test_noise_is_unbiased_bounded_and_never_a_small_count(count):
    drawn = [perturbed(count, key) for key in keys(count, 20_000)]

    assert sum(drawn) / len(drawn) == pytest.approx(count, abs=4 * (variance(count) / len(drawn)) ** 0.5)
    assert {abs(one - count) <= 6 for one in drawn} == {True}
    assert not {1, 2, 3, 4} & set(drawn)


def test_nobody_stays_nobody():
    assert {perturbed(0, key) for key in keys(0, 100)} == {0}


def test_the_same_people_have_the_same_noise_whatever_the_question():
    women, men = keys(2, 40), keys(3, 50)
    alone = shown(share(women[:20], women), audience="association", edition=1)
    among = shown(share(women[:20], women + men), audience="association", edition=1)
    again = shown(share(women[:20][::-1], women[::-1], sex="woman"), audience="association", edition=1)

    assert alone.numerator == among.numerator == again.numerator
    assert alone.denominator == again.denominator


def test_asking_again_teaches_nothing_and_all_editions_together_are_four_draws():
    key = keys(4, 1)[0]

    assert len({perturbed(17, key, edition=3) for _ in range(100)}) == 1
    assert len([perturbed(17, key, edition=number) for number in range(365)]) == 365
    assert {perturbed(17, key, edition=number) for number in range(365)} == {
        perturbed(17, key, edition=number) for number in range(4)
    }


def test_shares_are_of_the_noisy_counts_and_hidden_with_their_base():
    bases = [keys(seed, 3) for seed in range(20)]
    seen = [shown(share(base[:2], base), audience="association", edition=1) for base in bases]
    none = [perturbed(3, sum(base), edition=1) == 0 for base in bases]
    many = shown(share(keys(5, 20), keys(6, 60)), audience="association", edition=1)

    assert [one.estimate is None for one in seen] == none
    assert {one.details["hidden"] for one in seen if one.estimate is None} == {"small_base"}
    assert many.estimate == many.numerator / many.denominator
    assert many.interval.low < many.estimate < many.interval.high
    assert many.details == {}
    assert many.method.en.startswith("Counted. So that nobody")


def test_a_count_without_record_keys_is_hidden():
    bare = Result("in_work", SAID, 60, 0.5, numerator=30, denominator=60)
    seen = shown(bare, audience="association", edition=1)

    assert (seen.estimate, seen.numerator, seen.n) == (None, None, 0)
    assert seen.details["hidden"] == "no_record_key"


def test_a_mean_needs_people_and_is_rounded_by_its_key():
    mean = Result(
        "days", SAID, 80, 123.456, standard_error=9.0, unit="days", interval=Interval(105.8, 141.1),
        details={"cell_key": 99, "sum": 9876.48},
    )  # fmt: skip
    seen = shown(mean, audience="association", edition=1)

    assert seen.estimate in (120, 125)
    assert (seen.interval.low, seen.interval.high) == (105, 145)
    assert (seen.standard_error, seen.details) == (None, {})
    few = Result("days", SAID, 9, 123.456, unit="days", details={"cell_key": 99})
    assert shown(few, audience="association", edition=1).details["hidden"] == "small_base"


def test_a_change_is_of_the_noisy_counts():
    change = Result(
        "occupation", SAID, 60, 12, unit="participations",
        details={"before": 10, "after": 22, "before_cell_key": 7, "after_cell_key": 8, "paired": {"before": 9}},
    )  # fmt: skip
    seen = shown(change, audience="association", edition=1)

    assert (seen.details["before"], seen.details["after"]) == (
        perturbed(10, 7, edition=1), perturbed(22, 8, edition=1),
    )  # fmt: skip
    assert seen.estimate == seen.details["after"] - seen.details["before"]
    assert "paired" not in seen.details


def test_numbers_hide_in_no_other_place():
    one = share(keys(7, 30), keys(8, 70))
    whole = Result(
        "in_work", SAID, 70, exclusions={"no_answer": 3}, details={"of_all": {"share": 0.5}, "kind": "work"},
        warnings=(Sentence("3 saknas.", "3 are missing."),), parts=(one,),
    )  # fmt: skip
    seen = shown(whole, audience="association", edition=1)

    assert seen.details == {"kind": "work"}
    assert seen.exclusions["no_answer"] not in (1, 2, 3, 4)
    assert "3" not in seen.warnings[0].en
    assert seen.n == perturbed(70, one.details["base_cell_key"], edition=1)


def test_inside_is_exact_and_without_keys():
    one = share(keys(9, 3), keys(10, 4))
    seen = shown(one, audience="inside")

    assert (seen.numerator, seen.denominator, seen.estimate, seen.details) == (3, 4, 0.75, {})


def test_undeclared_divisions_are_refused():
    with pytest.raises(Refused) as caught:
        shown(share([1] * 9, [2] * 20, caseworker="a"), audience="association", edition=1)
    with pytest.raises(Refused) as fine:
        shown(share([1], [2], sex="w", age="x", education="y", household="z"), audience="association", edition=1)
    with pytest.raises(Refused) as value:
        shown(share([1], [2], sex="x"), audience="association", edition=1, declared=Declared(values={"sex": ["w"]}))

    assert [one.value.code for one in (caught, fine, value)] == ["NOT_DECLARED", "TOO_FINE", "NOT_DECLARED"]


def test_an_edition_and_a_known_audience_are_asked_for():
    for code, asked in {"NO_EDITION": {"audience": "association"}, "UNKNOWN_AUDIENCE": {"audience": "press"}}.items():
        with pytest.raises(EvidenceError) as caught:
            shown(share([1], [2]), **asked)

        assert caught.value.code == code


def guesses(pairs: int, *, cells: int, seed: int) -> float:
    """How often an attacker names the right one of `cells` categories of the one who came between two days.

    He knows that one came, and takes the category that rose most, by several divisions with as many cells each.
    """
    rng, right = Random(seed), 0
    for _pair in range(pairs):
        counts = [rng.randrange(5, 40) for _ in range(cells)]
        held = [sum(keys(rng.randrange(10**9), count)) for count in counts]
        of, mine = rng.randrange(cells), rng.randrange(MODULUS)
        before = [perturbed(n, key, edition=1) for n, key in zip(counts, held, strict=True)]
        counts[of], held[of] = counts[of] + 1, held[of] + mine
        after = [perturbed(n, key, edition=2) for n, key in zip(counts, held, strict=True)]
        rise = [late - early for early, late in zip(before, after, strict=True)]
        right += rng.choice([at for at, one in enumerate(rise) if one == max(rise)]) == of
    return right / pairs


def test_two_snapshots_a_day_apart_do_not_tell_who_came():
    assert guesses(1_500, cells=2, seed=5) < 0.70
    assert guesses(1_500, cells=8, seed=6) < 0.30


def test_an_unchanged_cell_does_not_tell_that_nobody_came():
    key = keys(12, 400)
    kept = [perturbed(20, one, edition=date(2026, 11, 21).toordinal()) for one in key]
    same = [perturbed(20, one, edition=date(2026, 11, 22).toordinal()) for one in key]
    grown = [perturbed(21, one + 5, edition=date(2026, 11, 22).toordinal()) for one in key]
    unchanged = [sum(a == b for a, b in zip(kept, other, strict=True)) / 400 for other in (same, grown)]

    assert abs(unchanged[0] - unchanged[1]) < 0.08
