"""A course is set up from the text, filled, attended and closed; nobody learns of anybody they may not read."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.errors import RuleBroken
from samsyn.basis.course.actions import move_session
from samsyn.basis.course.models import CourseRound
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Item
from samsyn.entry.enrolment import writing
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.course.actions import close, give_place, move_place, note_session
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.course.queries import load_of, presence
from samsyn.journey.method import shown
from tests.factories.basis import actor, intervention
from tests.factories.entry import open_case
from tests.factories.form_page import as_opened, queries_of
from tests.journey.course.texts import TEXT

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=20)


@pytest.fixture
def offered(w):
    """An intervention with a method that has a course."""
    [version] = take_in([TEXT], by=None)
    return intervention(w, method=version.method, starts_on=START)


@pytest.fixture
def leader(w, offered):
    """Who gives the course."""
    return actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)


def enrolled(offered, by):
    """Somebody new in the intervention."""
    with clock.at(START):
        return enrol(open_case(by=by), by=by, intervention=offered, starts_on=START)


def set_up(client, offered, **more):
    """The course as the form has it filled in, begun on a day."""
    url = reverse("basis:set_up_course", args=[offered.pk]) + "?kurs=weeks_together"
    response = client.post(url, as_opened(client, url) | {"starts_on": START.isoformat()} | more)
    assert response.status_code == 302, text(response)
    return CourseRound.objects.get(name="Veckor tillsammans")


def state_of_course(enrolment, by) -> str:
    """Where the expected course stands for somebody."""
    [one] = shown.way(enrolment.item.case, by)["methods"]
    return one["phases"][0].lines[0].occasion.state


def text(response) -> str:
    return response.content.decode()


def test_what_the_text_says_is_filled_in_and_becomes_sessions(offered, leader, sign_in):
    made = set_up(sign_in(leader), offered)
    days = [one.on.weekday() for one in made.sessions.order_by("number")]
    assert (len(days), set(days), made.least, made.places) == (36, {0, 2, 4}, 8, 12)
    assert list(made.sessions.order_by("number").values_list("topic", flat=True))[::12] == ["Vanor", "Mat", "Sömn"]
    assert {one.minutes for one in made.sessions.all()} == {180}
    assert "Lagets genomgång" in text(sign_in(leader).get(reverse("basis:courses", args=[offered.pk])))


def test_a_full_course_has_a_waiting_list_and_a_place_that_is_left_is_given_on(offered, leader, sign_in):
    client = sign_in(leader)
    course = set_up(client, offered, places="1", least="1")
    first, second = enrolled(offered, leader), enrolled(offered, leader)
    assert "1 person till behövs" in text(client.get(reverse("course:people", args=[course.pk])))
    url = reverse("course:give", args=[first.item.case_id])
    sent = {"round": str(course.pk), "part": "participant", "state": "accepted"}
    assert client.post(url, sent).status_code == 302
    url = reverse("course:give", args=[second.item.case_id])
    refused = client.post(url, sent)
    assert (refused.status_code, "Kursen är full" in text(refused)) == (422, True)
    assert client.post(url, sent | {"state": "waiting"}).status_code == 302
    assert client.post(url, sent | {"state": "waiting"}).status_code == 422
    waits = CoursePlace.objects.get(state="waiting")
    move = reverse("course:move", args=[waits.pk])
    assert client.post(move, {"state": "offered"}).status_code == 422
    leaves = reverse("course:move", args=[CoursePlace.objects.get(state="accepted").pk])
    assert client.post(leaves, {"state": "left", "why": ""}).status_code == 422
    assert client.post(leaves, {"state": "left", "why": "Fick arbete"}).status_code == 302
    assert client.post(move, {"state": "offered"}).status_code == 302
    found = load_of(course)
    assert (found.taken, found.waiting, sorted(CoursePlace.objects.values_list("state", flat=True))) == (
        1, 0, ["never", "offered"],
    )  # fmt: skip


def test_a_whole_session_is_noted_at_once_and_unknown_is_no_absence(offered, leader, sign_in):
    client = sign_in(leader)
    course = set_up(client, offered)
    places = [
        give_place(enrolled(offered, leader), by=leader, course_round=course, state="accepted", since=START)
        for _ in range(3)
    ]
    been = course.sessions.filter(on__lte=clock.today()).order_by("on")
    url = reverse("course:session", args=[been[0].pk])
    assert [as_opened(client, url)[f"p-{one.pk.hex}"] for one in places] == ["", "", ""]
    absent = {f"p-{places[0].pk.hex}": "0"}
    assert client.post(url, absent | {"rest": "1"}).status_code == 302
    assert client.post(reverse("course:session", args=[been[1].pk]), {f"p-{places[1].pk.hex}": "1"}).status_code == 302
    said = presence(places, course.sessions.all(), leader, today=clock.today())
    held = been.count()
    assert [(said[one.pk].present, said[one.pk].absent, said[one.pk].unknown) for one in places] == [
        (0, 1, held - 1), (2, 0, held - 2), (1, 0, held - 1),
    ]  # fmt: skip
    ahead = course.sessions.filter(on__gt=clock.today()).order_by("on")[0]
    assert client.post(reverse("course:session", args=[ahead.pk]), {"rest": "1"}).status_code == 422
    with pytest.raises(RuleBroken, match="HELD"):
        move_session(been[0], by=leader, on=clock.today(), starts_at=been[0].starts_at, reason="Sjukdom")


def test_the_expected_course_is_planned_then_done_and_a_leader_has_not_taken_it(offered, leader, sign_in):
    course = set_up(sign_in(leader), offered, starts_on=(clock.today() + dt.timedelta(days=7)).isoformat())
    takes, leads = enrolled(offered, leader), enrolled(offered, leader)
    client, way = sign_in(leader), reverse("method:way", args=[takes.item.case_id])
    assert reverse("course:give", args=[takes.item.case_id]) in text(client.get(way))
    for enrolment, part in ((takes, "participant"), (leads, "leader")):
        give_place(enrolment, by=leader, course_round=course, state="accepted", part=part)
    assert "Planerat" in text(client.get(way))
    item = Item.objects.get(kind="course", case=takes.item.case)
    assert (item.label, item.starts_on, item.ends_on) == ("Veckor tillsammans", course.starts_on, course.ends_on)
    with clock.at(course.starts_on + dt.timedelta(days=1)):
        assert (state_of_course(takes, leader), state_of_course(leads, leader)) == ("done", "expected")
    assert load_of(course).taken == 1


def test_moving_the_last_session_moves_the_band_and_closing_makes_it_done(offered, leader, sign_in):
    course = set_up(sign_in(leader), offered, weeks="2")
    place = give_place(enrolled(offered, leader), by=leader, course_round=course, state="accepted", since=START)
    last, later = course.sessions.order_by("-on")[0], clock.today() + dt.timedelta(days=3)
    url = reverse("basis:course_session", args=[last.pk])
    sent = {"on": later.isoformat(), "starts_at": "10:00", "topic": "Avslutning", "reason": ""}
    assert sign_in(leader).post(url, sent).status_code == 422
    assert sign_in(leader).post(url, sent | {"reason": "Lokalen var upptagen"}).status_code == 302
    place.refresh_from_db()
    assert (place.ends_on, place.item.ends_on) == (later + dt.timedelta(days=1),) * 2
    assert sign_in(leader).post(url, {**sent, "reason": "Sjukdom", "cancel": "1"}).status_code == 302
    close(course, by=leader)
    place.refresh_from_db()
    assert (place.state, place.item.state) == ("done", "done")
    with pytest.raises(RuleBroken, match="CLOSED"):
        move_place(place, by=leader, state="left", why="x")


def test_who_takes_part_is_seen_only_with_the_person_and_numbers_only_in_the_party(w, offered, leader, sign_in):
    course = set_up(sign_in(leader), offered)
    hidden = enrolled(offered, leader)
    give_place(hidden, by=leader, course_round=course, state="accepted", since=START)
    name, people = str(hidden.item.case.person), reverse("course:people", args=[course.pk])
    colleague = actor(w.municipality, Role.COACH, unit=offered.owner_unit)
    seen = text(sign_in(colleague).get(people))
    assert (name in seen, "1 av 12" in seen) == (False, True)
    session = course.sessions.order_by("on")[0]
    assert name not in text(sign_in(colleague).get(reverse("course:session", args=[session.pk])))
    with pytest.raises(RuleBroken, match="NOT_IN_COURSE"):
        note_session(session, by=colleague, present={CoursePlace.objects.get().pk: True})
    for party, role in ((w.sia, Role.CASEWORKER), (w.municipality, Role.INTERVENTION_MANAGER)):
        other = sign_in(actor(party, role))
        assert other.get(people).status_code == 404
        assert other.get(reverse("course:place", args=[CoursePlace.objects.get().pk])).status_code == 404
        page = text(other.get(reverse("basis:course", args=[course.pk])))
        assert (name in page, "1 av 12" in page) == (False, False)


def test_leaving_the_intervention_frees_the_place(offered, leader, sign_in):
    course = set_up(sign_in(leader), offered)
    enrolment = enrolled(offered, leader)
    give_place(enrolment, by=leader, course_round=course, state="accepted")

    @action(verb="test.end_of_course", sentence="slutade i ett test", elevated=True)
    def leave(*, by):
        writing.end(enrolment, ends_on=clock.today())

    leave(by=leader)
    assert (load_of(course).taken, CoursePlace.objects.get().state) == (0, "never")


def test_the_page_of_a_course_asks_no_more_for_more_people(offered, leader, sign_in):
    client = sign_in(leader)
    course = set_up(client, offered)
    url, counts = reverse("course:people", args=[course.pk]), []
    for _round in range(2):
        for _person in range(3):
            give_place(enrolled(offered, leader), by=leader, course_round=course, state="accepted")
            enrolled(offered, leader)
        counts.append(queries_of(client, url))
    assert (counts[0] == counts[1], counts[1] < 30) == (True, True)
