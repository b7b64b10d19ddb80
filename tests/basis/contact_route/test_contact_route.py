"""Contact routes: read by every role, kept true by those who work there, marked when nobody has looked."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.contact_route import actions
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor, world

ROUTE = {"about": "Remisser", "name": "Östen Åberg", "direct_number": "010-123 45 67"}


def add(w, party, **known):
    return actions.add_route(w.unit(party), by=actor(party), **{**ROUTE, **known})


def test_a_route_is_added_in_the_browser_and_checked_the_same_day(w, sign_in):
    caseworker = actor(w.sia)
    form = {**ROUTE, "unit": w.unit(w.sia).pk, "substitute_name": "Ulla", "substitute_number": "010-1"}

    response = sign_in(caseworker).post(reverse("basis:add_contact"), form)

    assert response.status_code == 302
    route = ContactRoute.objects.get()
    assert (route.unit, route.checked_on) == (w.unit(w.sia), clock.today())
    assert route.checked_by_id == caseworker.staff_id


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_them(w, role, sign_in):
    add(w, w.sia)

    page = sign_in(actor(w.pes, role)).get(reverse("basis:contacts")).content.decode()

    assert "010-123 45 67" in page


@pytest.mark.parametrize(("days", "is_old"), [(180, False), (181, True)])
def test_older_than_180_days_is_marked_until_somebody_checks(w, days, is_old, sign_in):
    route = add(w, w.sia)
    ContactRoute.objects.update(checked_on=clock.today() - dt.timedelta(days=days))
    client = sign_in(actor(w.sia))
    before = client.get(reverse("basis:contacts")).content.decode()

    client.post(reverse("basis:check_contact", args=[route.pk]))

    assert ("Äldre än 180 dagar" in before) == is_old
    assert "Äldre än 180 dagar" not in client.get(reverse("basis:contacts")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"direct_number": "ring växeln"}, "Skriv ett telefonnummer med siffror"),
        ({"direct_number": ""}, "Skriv ett direktnummer."),
        ({"unit": "01a0b8a4-5b52-7cc0-9d33-000000000000"}, "Välj ett giltigt alternativ"),
        ({"email": "nej"}, "Skriv en e-postadress"),
        ({"about": ""}, "Skriv vilka frågor det gäller."),
    ],
)
def test_what_is_wrong_is_said_and_kept(w, sign_in, wrong, says):
    form = {**ROUTE, "unit": w.unit(w.sia).pk, "hours": "Mina tider", **wrong}

    response = sign_in(actor(w.sia)).post(reverse("basis:add_contact"), form)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert 'value="Mina tider"' in response.content.decode()


def test_another_partys_number_is_not_changed_but_the_associations_officer_may(w, sign_in):
    route = add(w, w.sia)
    with pytest.raises(RuleBroken) as refused:
        actions.check_route(route, by=actor(w.pes))

    page = sign_in(actor(w.pes)).get(reverse("basis:contacts")).content.decode()
    actions.check_route(route, by=actor(w.pes, Role.ASSOCIATION_OFFICER))

    assert refused.value.code == "OTHER_PARTY"
    assert "Kontrollerat i dag" not in page


def test_search_finds_swedish_letters_whatever_the_case(w, sign_in):
    add(w, w.sia)
    add(w, w.pes, name="Bo Ek")

    page = sign_in(actor(w.pes)).get(reverse("basis:contacts") + "?q=östen åberg").content.decode()

    assert ("Östen Åberg" in page, "Bo Ek" in page) == (True, False)


def test_a_changed_route_counts_as_checked_and_a_stale_form_does_not(w, sign_in):
    route = add(w, w.sia)
    ContactRoute.objects.update(checked_on=dt.date(2020, 1, 1))
    client, url = sign_in(actor(w.sia)), reverse("basis:change_contact", args=[route.pk])
    form = {**ROUTE, "unit": w.unit(w.sia).pk, "name": "Ny"}

    stale = client.post(url, {**form, "seen_version": "gammal"})
    changed = client.post(url, form)

    route.refresh_from_db()
    assert (stale.status_code, changed.status_code) == (422, 302)
    assert (route.name, route.checked_on) == ("Ny", clock.today())


def test_a_removed_route_is_gone_and_the_removal_is_traced(w, sign_in):
    route = add(w, w.sia)

    sign_in(actor(w.sia)).post(reverse("basis:remove_contact", args=[route.pk]))

    assert ContactRoute.objects.count() == 0


def test_another_associations_routes_are_neither_listed_nor_there(w, sign_in):
    route = add(w, w.sia)
    stranger = sign_in(actor(world().pes))

    assert "Östen" not in stranger.get(reverse("basis:contacts")).content.decode()
    assert stranger.get(reverse("basis:change_contact", args=[route.pk])).status_code == 404
    assert stranger.post(reverse("basis:check_contact", args=[route.pk])).status_code == 404
    assert stranger.post(reverse("basis:remove_contact", args=[route.pk])).status_code == 404
