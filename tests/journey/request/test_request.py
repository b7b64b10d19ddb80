"""Requests: they reach the one asked, the answer goes back as their own note, and silence is seen."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.models import OutboxMail
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case.models import CaseAssignment, Notice
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.note.models import Note
from samsyn.journey.request import actions, queries
from samsyn.journey.request.models import Request
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, open_case

ASKED_ON, ANSWER_BY = dt.date(2026, 11, 23), dt.date(2026, 12, 7)


@pytest.fixture
def asker(w):
    """Who asks."""
    return actor(w.pes, name="Frida Frågare")


@pytest.fixture
def answerer(w):
    """Who is asked."""
    return actor(w.sia, name="Svante Svarare")


@pytest.fixture
def case(asker, answerer):
    """A case with a confirmed consent between the two."""
    made = open_case(by=asker)
    made.consent = confirmed_consent(made, by=asker, to=[answerer])
    return made


def ask(case, asker, unit, **known):
    """A request to a unit."""
    said = {"asks": "statement", "question": "Hur ser ni på rehabpenning?", **known}
    return actions.ask(case, by=asker, to_unit=unit, **said)


def code_of(act):
    """The code of the refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.code, refused.value.field


def test_a_named_person_gets_the_case_the_question_and_a_line(w, case, asker, answerer, sign_in):
    row = ask(case, asker, w.unit(w.sia), to_name="svante svarare")

    assert row.to_staff_id == answerer.staff_id
    assert list(queries.to_answer(answerer)) == [row]
    assert Notice.objects.filter(to_staff_id=answerer.staff_id, kind="request_asked").count() == 1
    page = sign_in(answerer).get(reverse("request:read", args=[row.pk])).content.decode()
    assert "Hur ser ni på rehabpenning?" in page


def test_without_a_name_it_goes_to_the_inbox_only_when_nobody_there_has_the_case(w, case, asker, answerer):
    inbox = CaseAssignment.objects.filter(case=case, part="inbox", ends_at__isnull=True)
    ask(case, asker, w.unit(w.sia))

    assert inbox.filter(unit=w.unit(w.sia)).count() == 1
    assert [r.to_staff_id for r in queries.to_answer(answerer)] == [None]


def test_the_answer_is_the_answerers_note_disclosed_back(w, case, asker, answerer, sign_in):
    with clock.at(ASKED_ON):
        row = ask(case, asker, w.unit(w.sia), to_name="Svante Svarare")
    with clock.at(ASKED_ON + dt.timedelta(days=3)):
        sign_in(answerer).post(reverse("request:read", args=[row.pk]), {"text": "Ja, från januari"})

    row.refresh_from_db()
    note = Note.objects.get()
    assert (row.state, row.answer_item_id, row.answered_by_id) == ("answered", note.pk, answerer.staff_id)
    assert (note.item.holder_id, note.item.author_id) == (answerer.party_id, answerer.staff_id)
    assert row.days_waiting(dt.date(2027, 1, 1)) == 3
    assert Notice.objects.filter(to_staff_id=asker.staff_id, kind="request_answered").count() == 1
    page = sign_in(asker).get(reverse("request:read", args=[row.pk])).content.decode()
    assert "Ja, från januari" in page


def test_a_withdrawn_consent_hides_the_answer_and_says_so(w, case, asker, answerer, sign_in):
    row = ask(case, asker, w.unit(w.sia))
    actions.answer(row, by=answerer, text="Ja, från januari")
    withdraw_consent(case.consent, by=asker)

    page = sign_in(asker).get(reverse("request:read", args=[row.pk])).content.decode()

    assert "Ja, från januari" not in page
    assert "Svaret kan inte visas" in page
    assert sign_in(answerer).get(reverse("request:read", args=[row.pk])).status_code == 404


def test_an_answer_is_given_once_even_when_sent_twice(w, case, asker, answerer, sign_in):
    row = ask(case, asker, w.unit(w.sia))
    client, address = sign_in(answerer), reverse("request:read", args=[row.pk])
    for _again in range(2):
        client.post(address, {"text": "Ja", "idempotency_key": "samma"})
    second = client.post(address, {"text": "Nej", "idempotency_key": "annan"})

    assert Note.objects.count() == 1
    assert second.status_code == 422
    assert "redan besvarad" in second.content.decode()


def test_only_the_asked_party_answers_and_only_the_asker_takes_back(w, case, asker, answerer, sign_in):
    row = ask(case, asker, w.unit(w.sia))

    assert code_of(lambda: actions.answer(row, by=asker, text="Själv"))[0] == "NOT_ASKED"
    assert sign_in(answerer).post(reverse("request:withdraw", args=[row.pk])).status_code == 404
    assert sign_in(asker).post(reverse("request:withdraw", args=[row.pk])).status_code == 302
    assert code_of(lambda: actions.answer(row, by=answerer, text="Sent"))[0] == "NOT_WAITING"
    assert list(queries.to_answer(answerer)) == []


def test_a_party_without_consent_is_not_offered_and_cannot_be_forced(w, case, asker, sign_in):
    region = w.unit(w.region)

    page = sign_in(asker).get(reverse("request:ask", args=[case.pk])).content.decode()
    form = {
        "to_unit": str(region.pk),
        "asks": "statement",
        "question": "?",
        "answer_by": "2030-01-01",
        "category": "other",
    }
    response = sign_in(asker).post(reverse("request:ask", args=[case.pk]), form)

    assert str(region.pk) not in page
    assert response.status_code == 422
    assert code_of(lambda: ask(case, asker, region)) == ("CONSENT_MISSING", "to_unit")
    assert Request.objects.count() == 0


def test_a_protected_person_is_asked_about_by_name_only(w, asker, answerer):
    case = open_case(by=asker, protection="marked")
    confirmed_consent(case, by=asker, to=[answerer], named={answerer.party_id: answerer.staff_id})

    assert code_of(lambda: ask(case, asker, w.unit(w.sia))) == ("NAMED_ACCESS_ONLY", "to_name")
    ask(case, asker, w.unit(w.sia), to_name="Svante Svarare")
    assert CaseAssignment.objects.filter(case=case, staff__isnull=True).count() == 0


def test_wrong_names_and_days_are_refused_at_their_fields(w, case, asker):
    unit = w.unit(w.sia)
    actor(w.sia, name="Svante Svarare"), actor(w.sia, name="Svante Svarare")

    assert code_of(lambda: ask(case, asker, unit, to_name="Ingen Alls")) == ("NOBODY_CALLED", "to_name")
    assert code_of(lambda: ask(case, asker, unit, to_name="Svante Svarare")) == ("SEVERAL_CALLED", "to_name")
    past = clock.today() - dt.timedelta(days=1)
    assert code_of(lambda: ask(case, asker, unit, answer_by=past)) == ("ANSWER_BY_PASSED", "answer_by")


def test_an_empty_form_says_what_to_do_and_keeps_the_script_as_text(case, asker, sign_in):
    form = {"question": "<script>alert(1)</script>", "answer_by": "2026-02-31"}

    response = sign_in(asker).post(reverse("request:ask", args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert [f'id="id_{name}-error"' in page for name in ("to_unit", "answer_by")] == [True, True]
    assert "&lt;script&gt;alert(1)" in page


def test_reminder_the_day_after_and_the_manager_a_week_later(w, case, asker, answerer):
    manager = actor(w.sia, Role.UNIT_MANAGER)
    with clock.at(ASKED_ON):
        row = ask(case, asker, w.unit(w.sia), to_name="Svante Svarare")
    moved = []
    for day in (
        ANSWER_BY,
        ANSWER_BY + dt.timedelta(days=1),
        ANSWER_BY + dt.timedelta(days=2),
        dt.date(2026, 12, 15),
    ):
        with clock.at(day):
            moved.append(actions.remind_waiting(by=None))

    assert moved == [0, 1, 0, 1]
    assert [m.to for m in OutboxMail.objects.order_by("created_at")] == [answerer.email, manager.email]
    person = case.person
    assert [
        word in m.subject + m.body
        for m in OutboxMail.objects.all()
        for word in (person.family_name, case.number)
    ] == [False] * 4
    assert Notice.objects.filter(to_staff_id=manager.staff_id, kind="request_raised").count() == 1
    row.refresh_from_db()
    assert (row.reminded_at is not None, row.raised_at is not None) == (True, True)


def test_an_answered_request_is_never_reminded_of(w, case, asker, answerer):
    with clock.at(ASKED_ON):
        row = ask(case, asker, w.unit(w.sia))
        actions.answer(row, by=answerer, text="Ja")
    with clock.at(dt.date(2027, 1, 1)):
        assert actions.remind_waiting(by=None) == 0


def test_the_substitute_is_reminded_and_let_in_when_the_one_asked_has_left(w, case, asker, answerer):
    stand_in = actor(w.sia)
    Staff.objects.filter(pk=answerer.staff_id).update(substitute_id=stand_in.staff_id)
    with clock.at(ASKED_ON):
        row = ask(case, asker, w.unit(w.sia), to_name="Svante Svarare")
    Staff.objects.filter(pk=answerer.staff_id).update(ends_on=ANSWER_BY)
    with clock.at(ANSWER_BY + dt.timedelta(days=1)):
        actions.remind_waiting(by=None)
        assert list(queries.to_answer(stand_in)) == [row]

    assert [m.to for m in OutboxMail.objects.all()] == [stand_in.email]


def test_each_list_is_one_query_and_the_page_shows_days_to_both(
    w, case, asker, answerer, sign_in, django_assert_num_queries
):
    with clock.at(ASKED_ON):
        for n in range(3):
            ask(case, asker, w.unit(w.sia), question=f"Fråga {n}")
    with clock.at(ASKED_ON + dt.timedelta(days=4)):
        with django_assert_num_queries(2):
            assert (len(queries.asked_by(asker)), len(queries.to_answer(answerer))) == (3, 3)
        for side in (asker, answerer):
            page = sign_in(side).get(reverse("request:waiting")).content.decode()
            assert page.count('class="numeric">4</td>') == 3


def test_a_colleague_in_the_own_party_is_asked_without_any_consent(w, asker, sign_in):
    colleague = actor(w.pes, name="Kollegan")
    case = open_case(by=asker)
    row = ask(case, asker, w.unit(w.pes), to_name="Kollegan")
    actions.answer(row, by=colleague, text="Det går bra")

    assert "Det går bra" in sign_in(asker).get(reverse("request:read", args=[row.pk])).content.decode()


def test_a_third_party_reaches_neither_question_nor_answer(w, case, asker, answerer, sign_in):
    third = actor(w.municipality)
    confirmed_consent(case, by=asker, to=[third])
    row = ask(case, asker, w.unit(w.sia))
    actions.answer(row, by=answerer, text="Bara till AF")

    client = sign_in(third)
    assert client.get(reverse("request:read", args=[row.pk])).status_code == 404
    assert client.post(reverse("request:read", args=[row.pk]), {"text": "Hej"}).status_code == 404
    assert "rehabpenning" not in client.get(reverse("request:case", args=[case.pk])).content.decode()
