"""The first page of the basis, and what every page keeps to: own association, few questions, no persons."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.basis.code_list.models import CodeListVersion
from samsyn.basis.party.models import Association, Party, PartyKind
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor, intervention, staff, world

LISTS = [
    "basis:home", "basis:parties", "basis:staff", "basis:groups", "basis:agreements", "basis:interventions",
    "basis:contacts", "basis:code_lists",
]  # fmt: skip


def test_an_empty_association_is_told_what_to_do_first(db, sign_in):
    association = Association.objects.create(name="Nya förbundet")
    home = Party.objects.create(
        association=association, kind=PartyKind.ASSOCIATION, name="Nya förbundet", short_name="NF"
    )
    client = sign_in(actor(home, Role.SYSTEM_ADMINISTRATOR))

    page = client.get(reverse("basis:home")).content.decode()

    assert "Saknas: Arbetsförmedlingen, Försäkringskassan, Kommun, Region." in page
    assert "Utan insats kan ingen skicka en remiss." in page
    assert "Börja med ett direktnummer per enhet." in page


def test_what_is_missing_in_a_party_is_named(w, sign_in):
    staff(w.sia)
    w.unit(w.region).delete()

    page = sign_in(actor(w.pes, Role.ASSOCIATION_OFFICER)).get(reverse("basis:home")).content.decode()

    assert f"Ingen öppen enhet: {w.region.name}." in page
    assert f"Ingen personal: {w.municipality.name}, {w.region.name}." in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_basis_of_its_own_association(w, sign_in, name, role):
    intervention(w)

    assert sign_in(actor(w.pes, role)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, "basis:add_staff", "basis:log", "choose_assignment"])
def test_one_who_has_not_signed_in_is_sent_to_the_sign_in_page(db, name):
    address = reverse(name)

    response = Client().get(address)

    assert (response.status_code, response.headers["Location"]) == (302, f"/konto/logga-in/?next={address}")


def _questions(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", LISTS)
def test_a_page_asks_no_more_when_there_is_more_to_show(w, sign_in, name):
    client = sign_in(actor(w.pes, Role.ASSOCIATION_OFFICER))
    intervention(w)
    before = _questions(client, reverse(name))
    for n in range(5):
        party = Party.objects.create(association=w.association, kind="sia", name=f"N{n}", short_name=f"N{n}")
        unit = party.units.create(name="E")
        staff(party, unit=unit)
        intervention(w, owner_party=party, owner_unit=unit)

    assert _questions(client, reverse(name)) == before


def test_a_code_list_shows_its_source_and_how_sure_it_is(w, sign_in):
    version = CodeListVersion.objects.get(name="livelihood")
    client = sign_in(actor(w.pes))

    page = client.get(reverse("basis:code_list", args=[version.pk])).content.decode()

    assert "Egen lista, efter förmånerna i socialförsäkringsbalken (2010:110)" in page
    assert "Den svarslista som SUS har nu har inte gått att läsa." in page
    assert "Inte bekräftad. Ställs in av er." in page
    assert "2010-01-01" in page
    assert "Sjukpenning" in page
    assert client.get(reverse("basis:code_list", args=[999_999])).status_code == 404


def test_a_list_says_where_it_comes_from_in_the_language_of_the_page(w, sign_in):
    client = sign_in(actor(w.pes))
    one = reverse("basis:code_list", args=[CodeListVersion.objects.get(name="orientation").pk])
    every = reverse("basis:code_lists")
    swedish, english = "susam.se: kategorisering av insatser", "susam.se: categorising interventions"
    swedish_note, english_note = "En strukturövergripande insats", "A structural intervention"

    for language, said, not_said, note in (
        ("sv", swedish, english, swedish_note), ("en", english, swedish, english_note)
    ):  # fmt: skip
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        pages = [client.get(address).content.decode() for address in (every, one)]
        assert [(said in text, not_said in text) for text in pages] == [(True, False)] * 2
        assert note in pages[1]


def test_nothing_of_another_association_stands_on_any_list(w, sign_in):
    other = world()
    staff(other.sia, name="Främmande Person")
    intervention(other, name="Främmande insats")
    client = sign_in(actor(w.pes, Role.SYSTEM_ADMINISTRATOR))

    pages = "".join(client.get(reverse(name)).content.decode() for name in LISTS)

    assert ("Främmande" in pages, other.sia.name in pages) == (False, False)
