"""A coordinator takes a person along a method in the browser: forms, ticking off, skipping, opening, taking back."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.activity.models import Activity
from samsyn.journey.form.models import FilledForm
from samsyn.journey.method.models import MethodMark
from tests.basis.method.texts import WHOLE, with_change
from tests.factories.basis import actor, intervention
from tests.factories.entry import open_case

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=30)


@pytest.fixture
def enrolled(w):
    """Somebody enrolled in an intervention that follows the method, and who enrolled them."""
    [version] = take_in([WHOLE], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        case = open_case(by=by)
        return enrol(case, by=by, intervention=offered, starts_on=START), by


def way(client, enrolment) -> str:
    return client.get(reverse("method:way", args=[enrolment.item.case_id])).content.decode()


def test_the_enrolment_keeps_its_version(enrolled):
    enrolment, _by = enrolled
    assert (enrolment.method_version.number, enrolment.method_version.method.slug) == (1, "provet")


def test_what_is_expected_stands_on_case_and_way(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    page = client.get(reverse("case:page", args=[enrolment.item.case_id])).content.decode()
    assert ("Väntas i metoden" in page, "Kartläggning" in page) == (True, True)
    text = way(client, enrolment)
    assert ("Sent" in text, "Inte öppen än" in text, "Uppföljning" in text) == (True, True, True)


def test_ticking_off_opens_the_next_phase_and_can_be_taken_back(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    for part in ("mapping", "training"):
        url = reverse("method:mark", args=[enrolment.pk, part, "done"])
        assert client.post(url, {"said": "Gjort", "on": ""}).status_code == 302
    assert "Samtal" in way(client, enrolment)
    marks = MethodMark.objects.filter(item__superseded_at=None).values_list("part", "state")
    assert sorted(marks) == [("mapping", "done"), ("training", "done")]
    assert client.post(reverse("method:take_back", args=[enrolment.pk, "mapping"])).status_code == 302
    assert MethodMark.objects.get(part="mapping", item__superseded_at=None).state == "taken_back"


@pytest.mark.parametrize(
    ("part", "state", "data", "status"),
    [
        ("mapping", "skipped", {"said": ""}, 422),
        ("mapping", "done", {"on": "2199-01-01"}, 422),
        ("mapping", "done", {"on": "2025-01-01"}, 422),
        ("mapping", "opened", {"on": ""}, 422),
        ("nothing", "done", {}, 404),
        ("mapping", "eaten", {}, 404),
        ("start", "skipped", {"said": "Behövs inte"}, 302),
        ("work", "opened", {"on": ""}, 302),
    ],
)
def test_marks_that_do_not_hold_are_refused(enrolled, sign_in, part, state, data, status):
    enrolment, by = enrolled
    found = sign_in(by).post(reverse("method:mark", args=[enrolment.pk, part, state]), data)
    assert found.status_code == status


def test_a_form_is_filled_in_with_follow_up_questions_and_scores(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("form:fill", args=[enrolment.pk, "how_it_goes"])
    first = client.get(url).content.decode()
    assert ("Hur mår du?" in first, "Varför?" in first) == (True, False)
    sent = {"well-person": "2", "well-staff": "4", "shown": "well-person well-staff"}
    asked = client.post(url, sent)
    assert (asked.status_code, "Varför?" in asked.content.decode()) == (422, True)
    done = client.post(url, sent | {"why": "Sover dåligt", "shown": "well-person well-staff why"})
    filled = FilledForm.objects.get()
    assert (done.status_code, filled.answers, filled.scores) == (
        302, {"well_person": 2, "well": 2, "well_staff": 4, "why": "Sover dåligt"}, {"sum": 4},
    )  # fmt: skip
    page = client.get(reverse("form:read", args=[filled.pk])).content.decode()
    assert ("Sover dåligt" in page, "Summa" in page) == (True, True)
    paper = client.get(reverse("form:paper", args=[enrolment.pk, "how_it_goes"])).content.decode()
    assert ("☐" in paper, "Varför?" in paper) == (True, True)
    corrected = client.post(
        reverse("form:correct", args=[filled.pk]), {"well-person": "5", "shown": "", "seen_version": str(filled.pk)}
    )
    newest = FilledForm.objects.get(item__superseded_at=None)
    assert (corrected.status_code, newest.answers, newest.item.version) == (302, {"well_person": 5, "well": 5}, 2)


def test_a_decision_offers_its_outcomes_and_keeps_the_chosen_one(w, sign_in):
    decision = "what: decision, options: [{id: yes, text: Ja tack}, {id: no, text: Nej tack}]"
    text = with_change("what: activity, kind: work_training", decision).replace("after: [mapping]", "after: []")
    [version] = take_in([text], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        enrolment = enrol(open_case(by=by), by=by, intervention=offered, starts_on=START)
    client, url = sign_in(by), reverse("method:mark", args=[enrolment.pk, "training", "done"])
    asked = client.get(url).content.decode()
    assert ("Ja tack" in asked, "Nej tack" in asked) == (True, True)
    assert [client.post(url, {"outcome": sent}).status_code for sent in ("", "perhaps")] == [422, 422]
    assert client.post(url, {"outcome": "no", "said": "Vill vänta"}).status_code == 302
    mark = MethodMark.objects.get()
    assert (mark.outcome, mark.outcome_name, mark.said) == ("no", "Nej tack", "Vill vänta")
    assert mark.words()[1][1] == "Klart · Nej tack · Vill vänta"


def test_what_comes_back_is_ticked_off_each_time(w, sign_in):
    text = with_change("what: follow_up, every: 3 months, remind: 1 week", "what: contact, at: [2 weeks, 4 weeks]")
    [version] = take_in([text], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        enrolment = enrol(open_case(by=by), by=by, intervention=offered, starts_on=START)
    client, url = sign_in(by), reverse("method:mark", args=[enrolment.pk, "quarterly", "done"])
    days = [str(START + dt.timedelta(days=number)) for number in (10, 28)]
    assert [client.post(url, {"on": day}).status_code for day in days] == [302, 302]
    marks = MethodMark.objects.filter(item__superseded_at=None).order_by("on").values_list("on", flat=True)
    assert [str(day) for day in marks] == days


def test_an_unknown_form_is_not_found(enrolled, sign_in):
    enrolment, by = enrolled
    assert sign_in(by).get(reverse("form:fill", args=[enrolment.pk, "other"])).status_code == 404


def test_other_parties_reach_nothing_of_it(enrolled, sign_in, w):
    enrolment, by = enrolled
    stranger = sign_in(actor(w.pes))
    urls = [
        reverse("method:way", args=[enrolment.item.case_id]),
        reverse("method:mark", args=[enrolment.pk, "mapping", "done"]),
        reverse("form:fill", args=[enrolment.pk, "how_it_goes"]),
        reverse("form:paper", args=[enrolment.pk, "how_it_goes"]),
    ]
    assert [stranger.get(url).status_code for url in urls] == [404] * 4


def test_what_is_written_ticks_itself_off(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    write_activity(
        enrolment.item.case, by=by, title="Snickeriet", kind="work_training", starts_on=clock.today(),
        responsible_party=None,
    )  # fmt: skip
    assert Activity.objects.get().item.code == "work_training"
    assert "Arbetsträning" in way(client, enrolment)
