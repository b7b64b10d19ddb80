"""A method is tried on a pretend person, and expressions on the same: all stands in the address, nothing is stored."""

import datetime as dt
import re
import time

import pytest
from django.urls import reverse

from samsyn.access.models import AuditEntry
from samsyn.basis.method.actions import import_method, publish, take_in
from samsyn.basis.method.asking import answer
from samsyn.basis.method.reading import read
from samsyn.basis.method.record import empty
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Item
from samsyn.journey.method.pretend import Happening, Pretend, all_in_time, stand
from tests.basis.method.test_document import whole
from tests.basis.method.texts import WHOLE, with_change
from tests.factories.basis import actor

pytestmark = pytest.mark.usefixtures("code_lists")


@pytest.fixture
def tried(w, sign_in):
    """The page of trying as somebody asks for it: what it says without tags, in one line."""
    [version] = take_in([WHOLE], by=None)
    client = sign_in(actor(w.pes, Role.CASEWORKER))

    def at(page: str = "method:try", status: int = 200, **asked) -> str:
        response = client.get(reverse(page, args=[version.method.pk]), asked)
        assert response.status_code == status
        main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]
        return " ".join(re.sub(r"<[^>]*>", " ", main).split())

    return at


def between(page: str, first: str, last: str) -> str:
    return page.partition(f" {first} ")[2].partition(f" {last} ")[0]


def test_days_go_by_and_things_become_late(tried):
    assert " Sent " not in tried()
    assert "Kartläggning Bedömning · Coach · senast 2026-01-22" in between(
        tried(day="22", start="2026-01-01"), "Sent", "Det som återkommer"
    )
    assert "Dag 37" in tried(day="30", go="7", start="2026-01-01")


def test_what_is_ticked_off_opens_the_next_phase(tried):
    had = ["done.mapping.3", "activity.work_training.5.60"]
    page = tried(day="10", h=had, start="2026-01-01")
    could = between(page, "Kan börja nu, också samtidigt", "Faserna")
    assert "Samtal Formulär: Hur går det? · senast 2026-01-20" in could
    page = tried(day="4", h=had, start="2026-01-01")
    assert "Arbete Inte öppen än" in page
    assert "Aktivitet: Arbetsträning dag 5 till och med 59 · har inte hänt än" in page


def test_something_is_added_taken_away_and_told_when_it_is_wrong(tried):
    page = tried(put="1", add="livelihood.income_support", on="-30", day="0")
    assert "Försörjning: Ekonomiskt bistånd, försörjningsstöd dag -30" in page
    assert "Inget än." in tried(h="done.mapping.3", drop="done.mapping.3", day="5")
    wrong = tried(status=422, put="1", add="livelihood.lottery", on="x", to="-", day="0")
    assert (wrong.count("Välj något i listan."), wrong.count("Skriv en dag som ett heltal")) == (2, 4)
    assert "Slutet ligger före början" in tried(status=422, put="1", add="activity.studies", on="9", to="3", day="0")
    assert "Skriv en dag som ett heltal: 0" in tried(status=422, day="soon")
    assert "Något i adressen gick inte att läsa" in tried(h=["what.is.this", "done.mapping.3"], day="5")


def test_answers_of_a_form_and_goals_are_counted(tried):
    answered = "form.how_it_goes.3.well=2, why=trött"
    page = tried("method:ask", h=answered, day="5", ask="p.forms.exists(f, f.scores.sum == 4)")
    assert "Sant (true)" in page
    assert "[{id: &#39;how_it_goes&#39;, day: 3, answers: {well: 2, why: &#39;trött&#39;}, scores: {sum: 4" in page
    assert "Arbete inom ett år Uppfyllt" in tried(h="livelihood.wage_subsidy.100", day="120")
    assert "Arbete inom ett år Inte uppfyllt" in tried(h="livelihood.wage_subsidy.100", day="20")


def test_everything_done_in_time_leaves_nothing_late(tried):
    page = tried(**{"as": "in_time", "day": "200", "start": "2026-01-01"})
    assert ("Sent" in page, "Arbete Klar" in page, "Bedömning: Kartläggning dag 0" in page) == (False, True, True)


def test_nothing_is_stored_about_anybody(tried):
    entries, items = AuditEntry.objects.count(), Item.objects.count()
    tried(day="30", h=["done.mapping.3", "livelihood.income_support.-30"])
    tried("method:ask", day="30", ask="p.day > 3")
    assert (AuditEntry.objects.count(), Item.objects.count()) == (entries, items)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("p.day == 30", "Sant (true)"),
        ("p.age >= 18", "Räknas inte (null)"),
        ("'mapping' in p.done", "Falskt (false)"),
        ("p.age = 3", "skriv == för lika med"),
        ("p.salary > 3", "p.salary finns inte här"),
        ("p.phases.begin == 'open'", "begin finns inte här"),
        ("p.day * 9223372036854775807 * 9 > 1", "ett tal blir för stort"),
        ("p.age > 'a'", "olika sorter jämförs"),
        ("(" * 300 + "true" + ")" * 300, "för många parenteser"),
        ("p.livelihoods.exists(l)", "exists behöver ett namn och en fråga"),
    ],
)  # fmt: skip
def test_an_expression_gives_an_answer_or_what_is_wrong(tried, ask, said):
    assert said in tried("method:ask", day="30", ask=ask)


def test_the_place_of_what_is_wrong_is_marked():
    found = [answer(text, empty(), None) for text in ("p.age > 3\n&& && p.day > 1", "p.age > 3 && q.day > 1")]
    assert [(one.before, one.at, one.after) for one in found] == [
        ("p.age > 3\n&& ", "&", "& p.day > 1"), ("p.age > 3 && ", "q", ".day > 1"),
    ]  # fmt: skip


def test_questions_inside_questions_end_soon():
    step = {"direction": "forward", "area": "work", "has_next": True}
    crowd = empty() | {"steps": [step | {"day": number} for number in range(500)]}
    pair = "p.steps.all(a, p.steps.exists(b, b.day == a.day))"
    began = time.monotonic()
    assert answer(" && ".join([pair] * 3), crowd, None).gives is True
    assert time.monotonic() - began < 2


def test_an_empty_or_long_expression_is_told_at_the_field(tried):
    assert "Skriv ett uttryck" in tried("method:ask", status=422, ask="")
    assert "för långt" in tried("method:ask", status=422, ask="p.day > 1 || " * 90)


def test_a_draft_is_tried_by_those_who_write_it(w, sign_in):
    keeper = actor(w.municipality, Role.COORDINATOR)
    own = import_method(WHOLE, by=keeper)
    page = reverse("method:try", args=[own.pk])
    assert sign_in(actor(w.pes, Role.CASEWORKER)).get(page).status_code == 404
    assert sign_in(keeper).get(page).status_code == 200
    publish(own, by=keeper)
    assert sign_in(actor(w.pes, Role.CASEWORKER)).get(page).status_code == 200


def test_a_draft_that_does_not_hold_says_why_and_expressions_can_be_tried(w, sign_in):
    keeper = actor(w.municipality, Role.COORDINATOR)
    own = import_method(WHOLE, by=keeper)
    type(own).objects.filter(pk=own.pk).update(draft=with_change("latest: 3 weeks", "latest: soon"))
    client = sign_in(keeper)
    page = client.get(reverse("method:try", args=[own.pk])).content.decode()
    assert ("Rad 17" in page, "2 weeks" in page) == (True, True)
    assert "Sant (true)" in client.get(reverse("method:ask", args=[own.pk]), {"ask": "p.day == 0"}).content.decode()


def test_the_worked_example_of_the_document_can_be_walked_through():
    said = read(whole()[1])
    one = all_in_time(said, Pretend(dt.date(2026, 1, 1), 130))
    now = stand(said, one)
    assert ([o.one.id for o in now.of("late")], [(n.phase.id, n.state) for n in now.phases]) == ([], [
        ("beginning", "ended"), ("training", "open"), ("course", "open"), ("employer", "waiting"), ("end", "waiting"),
    ])  # fmt: skip
    stopped = Happening("done", "go_on", 131, "stop")
    now = stand(said, Pretend(one.started, 140, None, (*one.happenings, stopped)))
    assert [o.one.id for o in now.of("expected") if o.phase and o.phase.id == "end"] == ["paper"]
