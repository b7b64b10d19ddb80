"""Goals counted: by hand on a small method, at the edges, over versions, and on page, CSV and JSON."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.selection.flows import Period
from samsyn.evidence.shares import wilson
from samsyn.learning.goal.counting import counts, everybody
from samsyn.learning.goal.shown import of_all, of_own
from tests.factories.basis import actor
from tests.learning.goal.people import Life, leave, live, place

pytestmark = pytest.mark.usefixtures("code_lists")
BEGAN, TODAY = dt.date(2024, 2, 5), dt.date(2026, 2, 5)
EVER = Period(None, None)
TEXT = """\
id: provet
version: 1
name: Provet
about: En liten metod.
licence: {text: CC0-1.0}
way: [{id: start, name: Början}]
goals:
  - id: job
    name: Arbete inom ett år
    share: 0.35
    among: alla som är färdiga
    note: Så skiljer det sig.
    met: "p.occupations.exists(o, o.kind == 'working' && o.from >= 0 && o.from <= 365) ? true : p.day > 365 ? false : null"
    excluded:
      - {when: "p.has_left && p.exit.reason == 'wrong_registration'", why: Felregistrerad}
  - id: moved
    name: Ett steg framåt
    among: de som har avslutats
    met: "p.has_left ? p.steps.exists(s, s.direction == 'forward') : null"
"""  # noqa: E501
WORKED, STAYED = Life(work=(100, "working")), Life()
LEFT = Life(left=(200, "job_seeker"))
MOVED = Life(left=(200, "job_seeker"), step=(50, "forward", ""))
WRONG = Life(left=(3, "unknown"), reason="wrong_registration")


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def at(w):
    """An intervention that follows the small method."""
    return place(w, TEXT, starts_on=dt.date(2020, 1, 1))


def numbers(found):
    """Reached, counted and reasons of each goal."""
    return [(one.reached, one.counted, dict(one.reasons)) for one in found]


def counted(at):
    [of] = everybody(at.intervention)
    return numbers(counts(of.method, of.people))


def test_numbers_by_hand(at):
    """3 worked; 2 stayed; 1 left; 2 left after a step; 1 was registered by mistake; 2 came a month ago."""
    for number, life in ((3, WORKED), (2, STAYED), (1, LEFT), (2, MOVED), (1, WRONG)):
        at.people(number, life, began=BEGAN)
    at.people(2, STAYED, began=dt.date(2026, 1, 5))

    assert counted(at) == [
        (3, 8, {"not_yet": 2, "own_0": 1}),
        (2, 4, {"not_left": 7}),
    ]


def test_whoever_has_not_had_the_time_is_not_counted_as_a_failure(at):
    at.people(1, STAYED, began=TODAY - dt.timedelta(days=365))
    at.people(1, Life(work=(10, "working")), began=TODAY - dt.timedelta(days=20))
    assert counted(at)[0] == (1, 1, {"not_yet": 1})
    with clock.at(TODAY + dt.timedelta(days=1)):
        assert counted(at)[0] == (1, 2, {})
    [table] = of_own(at.intervention, EVER, at.by)
    row = table.rows[0]
    assert (row.reached, row.counted, row.share, row.yet, row.lowest, row.highest) == (1, 1, 1.0, 1, 0.5, 1.0)


def test_somebody_who_comes_twice_is_counted_once_and_a_version_by_itself(at):
    case = live(at, MOVED, BEGAN)
    with clock.at(dt.date(2025, 2, 5)):
        enrol(case, by=at.by, intervention=at.intervention, starts_on=clock.today())
    [of] = everybody(at.intervention)
    assert ([one.started for one in of.people], of.again) == ([BEGAN], [dt.date(2025, 2, 5)])

    take_in([TEXT.replace("version: 1", "version: 2")], by=None)
    at.people(1, STAYED, began=dt.date(2025, 5, 5))
    found = [(of.method.version, len(of.people)) for of in everybody(at.intervention)]
    assert found == [(2, 1), (1, 1)]
    tables = of_own(at.intervention, Period(dt.date(2025, 1, 1), None), at.by)
    assert [(table.version, table.people, table.again) for table in tables] == [(2, 1, 0), (1, 0, 1)]


def test_the_exit_of_another_intervention_is_not_this_ones(w, at):
    case = live(at, STAYED, BEGAN)
    other = place(w, TEXT.replace("id: provet", "id: grannen"), starts_on=dt.date(2020, 1, 1))
    other = type(other)(other.intervention, at.by)
    with clock.at(BEGAN):
        also = enrol(case, by=at.by, intervention=other.intervention, starts_on=BEGAN)
    leave(also, MOVED, at.by, clock.at(TODAY - dt.timedelta(days=9)))
    assert counted(at)[1] == (0, 0, {"not_left": 1})
    assert counted(other)[1] == (0, 1, {})


@pytest.mark.parametrize(
    ("people", "row"),
    [
        ([], None),
        ([STAYED], (None, None, None)),
        ([WRONG], (None, None, None)),
        ([WORKED] * 5, (5, 5, 1.0)),
        ([STAYED] * 5, (0, 5, 0.0)),
        ([WORKED] * 5 + [STAYED] * 5, (5, 10, 0.5)),
        ([WORKED] * 6 + [STAYED] * 4, (None, 10, None)),
        ([WORKED] * 8 + [STAYED] * 6 + [WRONG] * 2, (8, None, None)),
        ([WRONG] * 6, (0, 0, None)),
    ],
)
def test_small_numbers_are_hidden_and_cannot_be_had_by_subtraction(at, people, row):
    for life in {id(life): life for life in people}.values():
        at.people(sum(one is life for one in people), life, began=BEGAN)
    tables = of_all(at.intervention, EVER)
    found = tables[0].rows[0] if tables else None
    assert (found and (found.reached, found.counted, found.share)) == row


def test_a_year_that_hides_a_number_hides_it_in_every_part_of_the_time(at):
    for year, worked, stayed in ((2022, 6, 6), (2023, 7, 2)):
        at.people(worked, WORKED, began=dt.date(year, 5, 5))
        at.people(stayed, STAYED, began=dt.date(year, 5, 5))
    years = ((2022, 2022), (2023, 2023), (2022, 2023))
    periods = [Period(dt.date(first, 6, 1), dt.date(last, 3, 1)) for first, last in years]
    rows = [of_all(at.intervention, period)[0].rows[0] for period in periods]
    assert [(row.reached, row.counted) for row in rows] == [(None, 12), (None, 9), (13, 21)]


def test_the_interval_is_wilsons():
    """The roots of (p - x/n)² = z² p (1 - p) / n, worked out apart for 7 of 34 and for none of 10."""
    some, none = wilson(7, 34), wilson(0, 10)
    assert (round(some.low, 4), round(some.high, 4)) == (0.1035, 0.3680)
    assert (wilson(0, 0), none.low, wilson(10, 10).high) == (None, 0.0, 1.0)
    assert [none.low, round(none.high, 4)] == [0.0, 0.2775]


def test_who_sees_what(w, at, sign_in):
    at.people(6, WORKED, began=BEGAN)
    at.people(6, STAYED, began=BEGAN)
    address = reverse("goal:table", args=[at.intervention.pk])
    coach, officer = actor(w.municipality, Role.COACH), actor(w.pes, Role.ASSOCIATION_OFFICER)
    seers = [at.by, coach, actor(w.pes, Role.EVALUATOR), officer]
    strangers = [actor(w.sia), actor(w.sia, Role.COACH)]
    strangers += [actor(w.pes, role) for role in (Role.AUDITOR, Role.INTERVENTION_MANAGER)]
    assert [sign_in(one).get(address).status_code for one in seers + strangers] == [200] * 4 + [404] * 4

    page = sign_in(seers[2]).get(address).content.decode()
    shown = [f">{word}<" in page for word in ("6", "12", "50\N{NO-BREAK SPACE}%", "35\N{NO-BREAK SPACE}%")]
    assert (shown, "Så skiljer det sig." in page, "Mina ärenden" in page) == ([True] * 4, True, False)
    own = sign_in(at.by).get(address, {"vilka": "mina", "fran": "2024-02-05", "till": "2024-02-05"}).content.decode()
    assert ("Mina ärenden" in own, "Personer: 2" in own) == (True, True)
    assert "Inget av dina ärenden" in sign_in(seers[1]).get(address, {"vilka": "mina"}).content.decode()


def test_from_after_to_is_said_and_nothing_is_counted(at, sign_in):
    at.people(1, STAYED, began=BEGAN)
    said = {"fran": "2026-02-01", "till": "2026-01-01"}
    page = sign_in(at.by).get(reverse("goal:table", args=[at.intervention.pk]), said).content.decode()
    assert ("Slutet ligger före början" in page, "Hur många som har nått" in page) == (True, False)
    assert "Skriv en dag som finns" in sign_in(at.by).get(
        reverse("goal:table", args=[at.intervention.pk]), {"fran": "<script>"}
    ).content.decode()  # fmt: skip


def test_the_table_is_taken_out_with_its_definitions(w, at, sign_in):
    at.people(6, WORKED, began=BEGAN)
    at.people(6, STAYED, began=BEGAN)
    client = sign_in(actor(w.pes, Role.EVALUATOR))
    text = client.get(reverse("goal:csv", args=[at.intervention.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["goal"], row["numerator"], row["denominator"], row["share"], row["target"]) for row in rows] == [
        ("job", "6", "12", "0.5", "0.35"), ("moved", "0", "0", "", ""),
    ]  # fmt: skip
    assert ("p.occupations" in rows[0]["definition"], rows[1]["exclusions"]) == (True, "Har inte avslutats än: 12")
    data = client.get(reverse("goal:json", args=[at.intervention.pk])).json()
    [table] = data["tables"]
    assert (table["people"], table["goals"][1]["exclusions"]) == (
        12, [{"reason": "Har inte avslutats än", "number": 12, "may_be_counted_later": True}],
    )  # fmt: skip


def test_what_it_takes_does_not_grow_with_the_people(at, django_assert_max_num_queries):
    at.people(30, MOVED, began=BEGAN)
    with django_assert_max_num_queries(12):
        everybody(at.intervention)


def test_on_the_case_each_goal_stands_in_words(at, sign_in):
    case = live(at, MOVED, BEGAN)
    new = live(at, STAYED, TODAY - dt.timedelta(days=30))
    pages = [sign_in(at.by).get(reverse("method:way", args=[one.pk])).content.decode() for one in (case, new)]
    said = [("Inte nått" in page, "Nått" in page, "Tiden har inte gått än" in page) for page in pages]
    assert said == [(True, True, False), (False, False, True)]
    since = pages[0].split("Nått")[0].rsplit("sedan", 1)[1]
    assert ("2024" in since, "Har inte avslutats än" in pages[1]) == (True, True)
