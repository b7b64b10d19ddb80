"""What a party may not see leaves no trace: its pages are the same, byte for byte, with and without it."""

import re

import pytest
from django.urls import reverse

from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, ids, open_case
from tests.journey.timeline.ways import full_way, let_in

CHANGING = [
    (r'name="csrfmiddlewaretoken" value="[^"]*"', ""),
    (r'name="idempotency_key" value="[^"]*"', ""),
    (r'id="[0-9a-f]{32}[^"]*"', ""),
]


def seen(client, address):
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    for pattern, instead in CHANGING:
        html = re.sub(pattern, instead, html)
    return html


def pages(case):
    about = [reverse(f"case:{name}", args=[case.pk]) for name in ("page", "text", "sus", "person_page")]
    return [*about, reverse("case:list"), reverse("start")]


@pytest.fixture
def shared_case(w):
    """A case of AF that FK reads in, with a little shared; and the same person of AF."""
    me, other = actor(w.pes), actor(w.sia)
    case = open_case(by=me)
    confirmed_consent(case, by=me, to=[other])
    let_in(case, other, by=other)
    write_note(case, by=me, text="Delad", share=ids(other))
    return case, me, other


def test_everything_that_another_party_hides(w, sign_in, shared_case):
    case, me, other = shared_case
    client = sign_in(other)
    before = [seen(client, address) for address in pages(case)]

    full_way(w, case, by=me, other=me, share=())
    write_note(case, by=me, text="Hemligt", category="health")

    assert [seen(client, address) for address in pages(case)] == before


def test_a_party_that_one_does_not_share_with_is_not_there(w, sign_in, shared_case):
    case, me, other = shared_case
    client, third = sign_in(other), actor(w.region)
    before = [seen(client, address) for address in pages(case)]

    confirmed_consent(case, by=me, to=[third])
    full_way(w, case, by=me, other=third, share=ids(third))

    after = [seen(client, address) for address in pages(case)]
    assert after == before
    assert w.region.name not in "".join(after)


def test_a_lane_of_an_unknown_party_is_left_out_of_a_shared_happening(w, sign_in, shared_case):
    from samsyn.entry.case.models import ItemKind
    from samsyn.journey.activity.models import Activity
    from tests.journey.timeline.ways import days, put

    case, me, other = shared_case
    joint = Activity(title="Hos regionen", starts_on=days(3), responsible_party=w.region, state="under_way")
    put(joint, case=case, kind=ItemKind.ACTIVITY, by=me, share=ids(other))

    html = seen(sign_in(other), reverse("case:page", args=[case.pk]))

    assert "Hos regionen" in html
    assert w.region.name not in html
    assert str(w.region.pk) not in html


def test_after_withdrawal_nothing_is_left(w, sign_in, shared_case):
    from samsyn.entry.consent.actions import withdraw_consent
    from samsyn.entry.consent.models import Consent

    case, me, other = shared_case
    client = sign_in(other)
    withdraw_consent(Consent.objects.get(), by=me)

    assert [client.get(address).status_code for address in pages(case)[:4]] == [404] * 4
    assert case.number not in seen(client, reverse("case:list"))


def test_an_older_version_shows_when_the_newer_one_was_not_shared(w, sign_in, shared_case):
    from samsyn.journey.note.models import Note

    case, me, other = shared_case
    note = Note.objects.get()
    write_note(case, by=me, text="Ny hemlig version", replaces=note)

    address = reverse("case:page", args=[case.pk])
    assert "Delad" in seen(sign_in(other), address)
    assert "Ny hemlig version" not in seen(sign_in(other), address)
    mine = seen(sign_in(me), address)
    assert "Ny hemlig version" in mine
    assert "Delad" not in mine
