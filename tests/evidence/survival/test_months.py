"""What `make bench` compares, on few people: the library beside pandas and lifelines, from the same file."""

import pytest

from bench import people


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    file = tmp_path_factory.mktemp("months") / "months.parquet"
    with pytest.MonkeyPatch.context() as small:
        small.setattr(people, "PEOPLE", 300)
        small.setattr(people, "MONTHS", 8)
        people.build(file)
    return people.ours(file), people.theirs(file)


def test_flow_and_curves_are_the_same(answers):
    ours, theirs = answers

    assert sum(ours["counts"].values()) == 300 * 7
    assert people.difference(ours, theirs) < 1e-9


def test_a_difference_is_found(answers):
    ours, theirs = answers
    moved = {**theirs, "counts": {**theirs["counts"], "work>work": theirs["counts"]["work>work"] + 1}}

    assert people.difference(ours, moved) == 1
