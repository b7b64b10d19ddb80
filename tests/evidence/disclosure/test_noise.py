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


def test_the_same_question_has_the_same_answer_and_its_cells_the_same_noise():
    women, men = keys(2, 40), keys(3, 50)
    one = shown(share(women[:20], women + men), audience="association", edition=1)
    again = shown(share(women[:20][::-1], men + women), audience="association", edition=1)
    other = shown(share(men[:9], women + men), audience="association", edition=1)

    assert one == again
    assert one.denominator == other.denominator


def test_asking_again_or_otherwise_shows_one_of_eight_draws():
    women = keys(4, 40)
    alone = {perturbed(17, sum(women[:17]), edition=number) for number in range(365)}
    asked = {
        shown(share(women[:17], women + keys(seed, 20)), audience="association", edition=edition).numerator
        for seed in range(30) for edition in range(12)
    }  # fmt: skip

    assert alone == asked == {perturbed(17, sum(women[:17]), edition=number) for number in range(8)}


def test_shares_are_of_the_noisy_counts_and_hidden_with_their_base():
    bases = [keys(seed, 3) for seed in range(20)]
    seen = [shown(share(base[:2], base), audience="association", edition=1) for base in bases]
    many = shown(share(keys(5, 20), keys(6, 60)), audience="association", edition=1)

    assert 5 < len([one for one in seen if one.estimate is None]) < 15
    assert min(one.denominator for one in seen if one.estimate is not None) >= 5
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

    assert seen.details["before"] in {perturbed(10, 7, edition=number) for number in range(8)}
    assert seen.details["after"] in {perturbed(22, 8, edition=number) for number in range(8)}
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
    assert seen.n == seen.parts[0].denominator


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


Group = list[list[int]]  # people of a cohort by category, each a record key


def asked(groups: Group, *, edition: int, **of: str) -> list[float]:
    """What the association sees of a cohort by category."""
    everybody = [key for group in groups for key in group]
    parts = tuple(share(group, everybody, code=str(at), **of) for at, group in enumerate(groups))
    whole = Result("after", SAID, len(everybody), details={"cell_key": sum(everybody) % MODULUS}, parts=parts)
    return [part.numerator or 0.0 for part in shown(whole, audience="association", edition=edition).parts]


def guesses(trials: int, *, categories: int, days: int, seed: int) -> float:
    """How often an attacker who knows that one person came names their category: he takes the one that rose most,
    and of those that rose alike one that changed at all. `days` between the two questions; 0: two cohorts, one day."""
    rng, right = Random(seed), 0
    for trial in range(trials):
        groups = [keys(rng.randrange(10**9), rng.randrange(5, 40)) for _ in range(categories)]
        of, grown = rng.randrange(categories), [list(group) for group in groups]
        grown[of].append(rng.randrange(MODULUS))
        before, after = asked(groups, edition=trial), asked(grown, edition=trial + days)
        rise = [late - early for early, late in zip(before, after, strict=True)]
        changed = [at for at, one in enumerate(rise) if one]
        best = changed if 0 < len(changed) < categories / 2 else range(categories)
        most = max(rise[at] for at in best)
        right += rng.choice([at for at in best if rise[at] == most]) == of
    return right / trials


@pytest.mark.parametrize("days", [0, 1])
def test_neither_two_days_nor_two_cohorts_that_differ_by_one_tell_of_the_one(days):
    assert guesses(300, categories=2, days=days, seed=5) < 0.72
    assert guesses(300, categories=8, days=days, seed=6) < 0.42


def test_noise_that_stands_still_would_tell_of_the_one(monkeypatch):
    monkeypatch.setattr("samsyn.evidence.disclosure.association._Blur.draw", lambda blur, one: 0)

    assert guesses(150, categories=8, days=1, seed=7) > 0.75


def test_an_unchanged_cell_does_not_tell_that_nobody_came():
    key = keys(12, 400)
    kept = [perturbed(20, one, edition=date(2026, 11, 21).toordinal()) for one in key]
    same = [perturbed(20, one, edition=date(2026, 11, 22).toordinal()) for one in key]
    grown = [perturbed(21, one + 5, edition=date(2026, 11, 22).toordinal()) for one in key]
    unchanged = [sum(a == b for a, b in zip(kept, other, strict=True)) / 400 for other in (same, grown)]

    assert abs(unchanged[0] - unchanged[1]) < 0.08
