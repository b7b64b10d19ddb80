"""A new version disturbs nobody; moving somebody is an act with a shown difference, told in the history, and undone."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.method.actions import mark
from samsyn.journey.method.models import MethodMark
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, open_case

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=10)
EXTRA = "      - {id: contract, name: Beslut om tempo, what: decision, latest: 1 week}\n"
NEWER = WHOLE.replace("version: 1", "version: 2", 1).replace("latest: 3 weeks", "latest: 5 weeks").replace(
    "  - id: work\n", f"{EXTRA}  - id: work\n", 1
)  # fmt: skip


@pytest.fixture
def enrolled(w):
    [first] = take_in([WHOLE], by=None)
    offered = intervention(w, method=first.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        enrolment = enrol(open_case(by=by), by=by, intervention=offered, starts_on=START)
    mark(enrolment, by=by, part="mapping", state="done", said="Gjord")
    [second] = take_in([NEWER], by=None)
    return Enrolment.objects.get(pk=enrolment.pk), by, first, second


def address(enrolment, version) -> str:
    return reverse("method:move", args=[enrolment.pk, version.pk])


def follows(enrolment) -> int:
    return Enrolment.objects.get(pk=enrolment.pk).method_version.number


def test_a_new_version_disturbs_nobody_and_is_offered(enrolled, sign_in):
    enrolment, by, _first, _second = enrolled
    page = sign_in(by).get(reverse("method:way", args=[enrolment.item.case_id])).content.decode()
    assert follows(enrolment) == 1
    assert ("Version 2 finns" in page, "Beslut om tempo" in page) == (True, False)


def test_the_difference_is_shown_and_the_move_is_told_and_undone(enrolled, sign_in):
    enrolment, by, first, second = enrolled
    client = sign_in(by)
    page = client.get(address(enrolment, second)).content.decode()
    meaning, differing = page.split("Vad som skiljer</h2>")
    late = meaning.split("Blir sent genast")[1]
    assert "Beslut om tempo" in late
    assert "Kartläggning" in meaning.split("Är gjort och räknas som förut")[1]
    assert "När: inom 3 veckor → inom 5 veckor" in differing
    assert "+version: 2" in differing

    assert client.post(address(enrolment, second), {"said": "Nya tider"}).status_code == 302
    assert follows(enrolment) == 2
    way = client.get(reverse("method:way", args=[enrolment.item.case_id])).content.decode()
    assert ("Provet 1 → 2" in way, "Nya tider" in way, "Beslut om tempo" in way) == (True, True, True)

    assert client.post(address(enrolment, first), {"said": "Fel version"}).status_code == 302
    assert follows(enrolment) == 1
    moves = MethodMark.objects.filter(state="moved").order_by("item__at")
    assert [(move.moved_from.number, move.moved_to.number, move.said) for move in moves] == [
        (1, 2, "Nya tider"), (2, 1, "Fel version"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "status"), [({"said": ""}, 422), ({"said": "x" * 301}, 422), ({"said": "Nya tider"}, 302)]
)
def test_why_must_be_said_in_a_few_words(enrolled, sign_in, data, status):
    enrolment, by, _first, second = enrolled
    assert sign_in(by).post(address(enrolment, second), data).status_code == status


def test_a_form_opened_before_somebody_else_moved_is_told(enrolled, sign_in):
    enrolment, by, first, second = enrolled
    client = sign_in(by)
    sent = {"said": "Nya tider", "seen_version": str(second.pk)}
    assert client.post(address(enrolment, second), sent).status_code == 422
    assert follows(enrolment) == 1
    assert client.post(address(enrolment, first), {"said": "Samma"}).status_code == 422


def test_another_party_or_another_method_is_not_there(enrolled, sign_in, w):
    enrolment, by, _first, second = enrolled
    [other] = take_in([WHOLE.replace("id: provet", "id: annat", 1)], by=None)
    reader = actor(w.sia)
    assigned(enrolment.item.case, reader)
    confirmed_consent(enrolment.item.case, by=by, to=[reader])
    statuses = [
        sign_in(by).get(address(enrolment, other)).status_code,
        sign_in(reader).get(address(enrolment, second)).status_code,
        sign_in(actor(w.region)).post(address(enrolment, second), {"said": "Nej"}).status_code,
    ]
    assert (statuses, follows(enrolment)) == ([404, 404, 404], 1)


def test_many_are_moved_at_once_from_the_page_of_the_method(enrolled, sign_in):
    enrolment, by, _first, second = enrolled
    client, many = sign_in(by), reverse("method:move_many", args=[second.method_id])
    assert many in client.get(reverse("basis:method", args=[second.method_id])).content.decode()
    page = client.get(many).content.decode()
    assert (str(enrolment.pk) in page, "Från version 1 till 2" in page) == (True, True)
    assert client.post(many, {"said": "Ny version för alla"}).status_code == 422
    sent = {"said": "Ny version för alla", "who": [str(enrolment.pk)]}
    assert [client.post(many, sent).status_code for _time in range(2)] == [302, 422]
    assert (follows(enrolment), MethodMark.objects.filter(state="moved").count()) == (2, 1)
    assert "Ingen hos er följer en äldre version" in client.get(many).content.decode()
