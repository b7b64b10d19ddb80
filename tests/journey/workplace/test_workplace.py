"""Workplaces, and what the employer may know: nothing without a consent of its own."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.entry.consent.actions import register_consent, withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.journey.workplace.actions import write_workplace
from samsyn.journey.workplace.models import Workplace
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, ids, open_case

TODAY = dt.date(2026, 11, 2)
NOTHING = "Arbetsgivaren får inte veta något om personen"


@pytest.fixture(autouse=True)
def _today(db):
    with clock.at(TODAY):
        yield


def test_two_fields_make_a_workplace(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)

    response = sign_in(writer).post(
        reverse("workplace:write", args=[case.pk]),
        {"employer": "Kaféet", "starts_on": "2026-11-02", "last_day": "2026-11-30"},
    )

    made = Workplace.objects.get()
    assert response.url == reverse("workplace:read", args=[made.pk])
    assert (made.employer, made.ends_on, made.item.label, made.item.category) == (
        "Kaféet", dt.date(2026, 12, 1), "Kaféet", "work_and_study"
    )  # fmt: skip


def test_the_employer_may_know_what_a_live_contact_consent_says(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    place = write_workplace(case, by=writer, employer="Kaféet", starts_on=TODAY)
    client, address = sign_in(writer), reverse("workplace:read", args=[place.pk])
    seen = [client.get(address).content.decode()]
    given = register_consent(
        case, by=writer, kind=Consent.Kind.CONTACT, given_on=TODAY, employer_may_know="Behöver lugn miljö"
    )
    seen.append(client.get(address).content.decode())
    withdraw_consent(given, by=writer)
    seen.append(client.get(address).content.decode())

    assert [(NOTHING in page, "Behöver lugn miljö" in page) for page in seen] == [
        (True, False), (False, True), (True, False)
    ]  # fmt: skip


def test_a_refusal_or_an_ended_consent_is_no_consent(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    place = write_workplace(case, by=writer, employer="Kaféet", starts_on=TODAY)
    register_consent(case, by=writer, kind=Consent.Kind.CONTACT, given_on=TODAY, is_refusal=True)
    with clock.at(dt.date(2026, 10, 1)):
        known = {"given_on": dt.date(2026, 10, 1), "ends_on": TODAY, "employer_may_know": "Allt"}
        register_consent(case, by=writer, kind=Consent.Kind.CONTACT, **known)

    page = sign_in(writer).get(reverse("workplace:read", args=[place.pk])).content.decode()

    assert (NOTHING in page, "Allt" in page) == (True, False)


def test_where_a_protected_person_works_stands_in_no_label(w):
    writer = actor(w.pes)
    case = open_case(by=writer, protection="registered")

    place = write_workplace(case, by=writer, employer="Kaféet", starts_on=TODAY)

    assert place.item.label == "Arbetsplats"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"employer": ""}, "Skriv vad arbetsplatsen heter."),
        ({"employer": "x" * 161}, "Texten är för lång"),
        ({"starts_on": "2026-11-31"}, "Skriv en dag som finns"),
        ({"last_day": "2026-11-01"}, "Slutet ligger före början"),
        ({"places": "många"}, "Skriv ett helt tal"),
        ({"tasks": "x" * 20001}, "Texten är för lång"),
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(w, sign_in, wrong, words):
    writer = actor(w.pes)
    case = open_case(by=writer)
    form = {
        "employer": "Kaféet",
        "starts_on": "2026-11-02",
        "supervisor": "<script>alert(1)</script>",
        **wrong,
    }

    response = sign_in(writer).post(reverse("workplace:write", args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
    assert Workplace.objects.count() == 0


def test_shared_changed_stale_and_sent_twice(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    place = write_workplace(case, by=writer, employer="Kaféet", starts_on=TODAY, share=ids(reader))
    client, address = sign_in(writer), reverse("workplace:correct", args=[place.pk])
    form = {
        "employer": "Bageriet",
        "starts_on": "2026-11-02",
        "seen_version": str(place.pk),
        "idempotency_key": "samma",
    }

    sent = [client.post(address, form).status_code for _time in range(2)]
    stale = client.post(address, {**form, "employer": "Tredje", "idempotency_key": "annan"})

    assert (sent, stale.status_code, "Tredje" in stale.content.decode()) == ([302, 302], 422, True)
    assert list(Workplace.objects.order_by("pk").values_list("employer", flat=True)) == ["Kaféet", "Bageriet"]
    page = sign_in(reader).get(reverse("workplace:read", args=[place.pk])).content.decode()
    assert ("Kaféet" in page, "Ändra arbetsplatsen" in page) == (True, False)


def test_without_right_the_pages_are_not_there(w, sign_in):
    writer, other = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[other])
    place = write_workplace(case, by=writer, employer="Kaféet", starts_on=TODAY)

    client = sign_in(other)

    assert [
        client.get(reverse(f"workplace:{n}", args=[place.pk])).status_code for n in ("read", "correct")
    ] == [404, 404]
    assert sign_in(actor(w.region)).get(reverse("workplace:write", args=[case.pk])).status_code == 404
