"""Pages that say what went wrong and what to do; what was typed is offered back."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from samsyn.access.models import User
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import PERSONAL_ROLES
from tests.factories.basis import actor
from tests.factories.entry import open_case


def strict(who):
    """A browser that must send the form's own key."""
    client = Client(enforce_csrf_checks=True)
    user = User.objects.get(pk=who.user_id)
    client.force_login(user)
    return client


def test_an_expired_form_gives_back_what_was_typed(w):
    me = actor(w.pes)
    case = open_case(by=me)

    response = strict(me).post(
        reverse("note:write", args=[case.pk]), {"text": "Lång <b>text</b>", "password": "hemligt"}
    )

    html = response.content.decode()
    assert response.status_code == 403
    assert "Lång &lt;b&gt;text&lt;/b&gt;" in html
    assert "hemligt" not in html
    assert reverse("note:write", args=[case.pk]) in html


def test_not_found_says_why_it_may_be_so(w, sign_in):
    case = open_case(by=actor(w.pes))
    away = sign_in(actor(w.sia)).get(reverse("case:page", args=[case.pk]))
    nothing = sign_in(actor(w.sia)).get("/finns-inte/")

    assert away.status_code == nothing.status_code == 404
    assert "ett samtycke har återkallats eller gått ut" in away.content.decode()


def test_a_role_that_may_not_is_told_which_role_it_acts_in(w, sign_in):
    me, officer = actor(w.pes), actor(w.pes, Role.COACH)
    case = open_case(by=me)
    from tests.journey.timeline.ways import let_in

    let_in(case, officer, by=me)
    response = sign_in(officer).post(reverse("case:read_log", args=[case.pk]))

    assert response.status_code == 403
    assert "Du arbetar nu som Coach hos AF" in response.content.decode()


def test_without_an_assignment_one_is_told_whom_to_ask(db):
    user = User.objects.create_user("utan@exempel.test", None, name="Utan Uppdrag")
    client = Client()
    client.force_login(user)

    response = client.get("/")

    assert response.status_code == 403
    assert "Be er systemadministratör" in response.content.decode()


def test_a_database_that_does_not_even_know_who_asks_gives_one_clear_page(w, sign_in):
    browser = sign_in(actor(w.pes))
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE basis_staff RENAME TO gone")

    response = browser.get("/")

    assert response.status_code >= 500
    assert "shell-width" in response.content.decode()  # the page in its frame, not the bare line of last resort


def test_more_than_is_taken_in_at_once_gives_a_clear_page(w, sign_in, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    me = actor(w.pes)
    address = reverse("note:write", args=[open_case(by=me).pk])

    response = sign_in(me).post(address, {"text": "ord " * 500, "category": "other"})

    assert response.status_code == 400
    assert "korta texten" in response.content.decode()


@pytest.mark.parametrize("text", ["ord " * 2_500_000, "å" * 5_300_000], ids=["words", "letters of two bytes"])
def test_ten_megabytes_in_a_note_are_refused_at_the_field_and_given_back(w, sign_in, text):
    me = actor(w.pes)
    address = reverse("note:write", args=[open_case(by=me).pk])

    sent = urlencode({"text": text, "category": "health"})
    response = sign_in(me).post(address, sent, content_type="application/x-www-form-urlencoded")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Texten är för lång" in html
    assert text.strip() in html
    assert '<option value="health" selected' in html


def test_a_nul_in_an_address_is_no_error(w, sign_in):
    """PostgreSQL takes no NUL in a text; every page that asks the database by words of its address."""
    worker, keeper = sign_in(actor(w.pes)), sign_in(actor(w.pes, Role.SYSTEM_ADMINISTRATOR))
    asked = [(worker, "case:own", "arende"), (keeper, "basis:staff", "q"), (worker, "basis:contacts", "q")]
    asked += [(worker, "referral:inbox", "lage"), (worker, "referral:start", "fodd"), (worker, "case:list", "page")]

    answers = [who.get(reverse(name), {field: "a\x00b\x1f"}).status_code for who, name, field in asked]

    assert answers == [200] * len(asked)


LISTS_OF_PERSONS = (
    "case:list", "case:inbox", "case:filed", "case:own", "referral:inbox", "request:waiting",
    "follow_up:mine", "progress:due", "exit:waiting", "deviation:list",
)  # fmt: skip


@pytest.mark.parametrize("role", Role.values)
def test_a_list_of_persons_is_out_of_reach_and_not_offered_to_a_role_that_sees_none(w, role):
    client = Client()
    client.force_login(User.objects.get(pk=actor(w.pes, role).user_id))
    sees = role in PERSONAL_ROLES

    addresses = [reverse(name) for name in LISTS_OF_PERSONS]

    assert [client.get(address).status_code for address in addresses] == [200 if sees else 404] * len(addresses)
    start = client.get(reverse("start")).content.decode()
    assert sees or [address for address in addresses if f'href="{address}"' in start] == []
