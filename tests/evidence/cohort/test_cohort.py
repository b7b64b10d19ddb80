"""Whom a question is about: chosen as asked, told when left out, kept in a link, refused when empty."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest

from samsyn.evidence import EvidenceError, cohort, example
from samsyn.evidence.cohort import Cohort


def chosen(**settings) -> set[str]:
    rows = cohort.choose(example.tables(), cohort=Cohort(**settings)).participations
    return set(rows.participation.to_pyarrow().to_pylist())


YEAR = {"first": date(2025, 1, 1), "until": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({**YEAR}, {"d1", "d2", "d3", "d4", "d5", "d6", "d7", "c1", "c2", "c3"}),
        ({**YEAR, "counted": "ended"}, {"d1", "d2", "d5", "d6", "d7"}),
        ({"first": date(2026, 1, 1), "counted": "ongoing"}, {"d3", "d4", "d8"}),
        ({"counted": "ongoing"}, {"d4", "d8"}),
        ({"first": date(2025, 7, 1), "until": date(2025, 9, 1), "counted": "ongoing"}, {"d3", "d5", "d7"}),
        ({"until": date(2025, 1, 20), "counted": "started"}, {"d1"}),
        ({"first": date(2025, 1, 2), "until": date(2026, 1, 1)}, {"d1", "d2", "d3", "d4", "d5", "d6", "d7"}),
        ({"interventions": ("Verkstaden",), "sexes": ("man",)}, {"d7"}),
        ({"kinds": ("volume",)}, {"c3"}),
        ({"background": (("education", ("missing",)),), "kinds": ("person",)}, {"d2", "d7", "d8"}),
        ({"background": (("education", ("missing", "compulsory_school")),), "sexes": ("man",), "kinds": ("person",)},
         {"d5", "d7", "d8"}),
    ],
)  # fmt: skip
def test_the_asked_are_chosen(asked, expected):
    assert chosen(**asked) == expected


def test_the_other_tables_are_about_the_chosen():
    tables = cohort.choose(example.tables(), cohort=Cohort(interventions=("Verkstaden",)))
    assert set(tables.livelihoods.person.to_pyarrow().to_pylist()) == {"p3", "p4", "p7"}
    assert set(tables.people.person.to_pyarrow().to_pylist()) == {"p3", "p4", "p7"}
    assert tables.costs.amount.to_pyarrow().to_pylist() == [150_000.0]


def test_size_tells_each_who_is_left_out_once():
    one = cohort.size(example.tables(), cohort=Cohort(**YEAR, counted="ended", interventions=("Bron",)))
    assert (one.n, one.exclusions) == (4, {"undated": 5, "outside_period": 3, "not_chosen": 1})
    assert one.n + sum(one.exclusions.values()) == 13


def test_settings_survive_an_address_and_hold_nothing_else():
    settings = Cohort(**YEAR, counted="ongoing", interventions=("Bron & bro", "Verkstaden"), kinds=("person",),
                      background=(("education", ("missing", "x")), ("reason", ("y",))))  # fmt: skip
    address = urlencode(settings.to_query())
    assert Cohort.from_query(parse_qsl(address)) == settings
    assert Cohort.from_query([("page", "2"), ("first", "")]) == Cohort()
    assert settings.to_dict()["background"] == {"education": ["missing", "x"], "reason": ["y"]}


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([("first", "2025-13-01")], "NOT_A_DAY"),
        ([("first", "2025-02-01"), ("until", "2025-02-01")], "BAD_PERIOD"),
        ([("counted", "born")], "UNKNOWN_VALUE"),
        ([("kinds", "ghost")], "UNKNOWN_VALUE"),
    ],
)
def test_settings_that_do_not_hold_are_refused(pairs, code):
    with pytest.raises(EvidenceError) as error:
        Cohort.from_query(pairs)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"first": "2025-13-01"}, "NOT_A_DAY"), ({"until": 2026}, "NOT_A_DAY"), ({"interventions": "Bron"}, "WRONG_TYPE"),
     ({"background": {"height": ["180"]}}, "UNKNOWN_VALUE")],
)  # fmt: skip
def test_settings_of_the_wrong_kind_are_refused(asked, code):
    with pytest.raises(EvidenceError) as error:
        Cohort(**asked)
    assert error.value.code == code


def test_lists_will_do():
    asked = Cohort(interventions=["Bron"], background={"education": ["missing"]})
    assert asked == Cohort(interventions=("Bron",), background=(("education", ("missing",)),))


def test_nobody_is_an_error_that_says_what_was_asked():
    with pytest.raises(EvidenceError, match="interventions=Nowhere") as error:
        chosen(interventions=("Nowhere",))
    assert error.value.code == "EMPTY_COHORT"
