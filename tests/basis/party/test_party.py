"""Parties and units: set up by those who may, one unit takes in, none is closed with people in it."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.party import actions
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.party.queries import intake_unit, member
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor, staff, world


@pytest.fixture
def officer(w):
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


def test_a_party_is_added_in_the_browser_and_then_its_first_unit_takes_in(w, officer, sign_in):
    client = sign_in(officer)
    form = {"kind": "municipality", "name": "Socialnämnden", "short_name": "SN", "starts_on": "2026-01-01"}

    added = client.post(reverse("basis:add_party"), form)
    party = Party.objects.get(name="Socialnämnden")
    client.post(added.headers["Location"], {"name": "Vuxen", "municipality": "Ås"})

    assert added.headers["Location"] == reverse("basis:add_unit", args=[party.pk])
    assert (party.association, party.kind) == (w.association, "municipality")
    assert intake_unit(party.pk) == Unit.objects.get(party=party, name="Vuxen", is_intake=True)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "kyrka"}, "Välj ett giltigt alternativ"),
        ({"kind": ""}, "Välj vilken sorts part det är."),
        ({"name": ""}, "Skriv partens namn."),
        ({"starts_on": "31 februari"}, "Skriv en dag som finns"),
        ({"short_name": "x" * 25}, "Korta den till högst 24."),
    ],
)
def test_a_wrong_party_is_not_added_and_what_was_typed_stays(officer, sign_in, wrong, says):
    form = {"kind": "region", "name": "<script>Namn</script>", "short_name": "SN", "starts_on": "2026-01-01"}

    response = sign_in(officer).post(reverse("basis:add_party"), {**form, **wrong})

    assert response.status_code == 422
    assert says in response.content.decode()
    assert "<script>Namn" not in response.content.decode()
    assert Party.objects.filter(short_name="SN").count() == 0


def test_a_name_is_used_once_in_an_association_but_again_in_another(w, officer):
    known = {"kind": "pes", "short_name": "AF 2", "starts_on": clock.today()}
    with pytest.raises(RuleBroken) as refused:
        actions.add_party(w.association, by=officer, name=w.pes.name, **known)
    other = world()

    made = actions.add_party(
        other.association, by=actor(other.pes, Role.ASSOCIATION_OFFICER), name=w.pes.name, **known
    )

    assert (refused.value.code, made.association) == ("NAME_TAKEN", other.association)


@pytest.mark.parametrize(
    ("name", "short_name", "says"),
    [
        ("ÖVERTORNEÅ  kulturnämnd", "ÖK", "Det finns redan en part med det namnet."),
        ("Övertorneå skolnämnd", "Af", "En annan part har det korta namnet."),
    ],
)
def test_a_name_is_the_same_in_other_letters_and_spaces(w, officer, sign_in, name, short_name, says):
    known = {"association": w.association, "by": officer, "kind": "municipality", "starts_on": clock.today()}
    actions.add_party(**known, name="Övertorneå kulturnämnd", short_name="Kultur")
    form = {"kind": "municipality", "name": name, "short_name": short_name, "starts_on": "2026-01-01"}

    response = sign_in(officer).post(reverse("basis:add_party"), form)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert Party.objects.filter(association=w.association).count() == len(w.parties) + 1


def test_a_units_name_is_the_same_in_other_letters(w, officer):
    unit = actions.add_unit(w.pes, by=officer, name="Östra mottagningen")

    with pytest.raises(RuleBroken, match="NAME_TAKEN"):
        actions.add_unit(w.pes, by=officer, name="östra  Mottagningen")
    assert actions.change_unit(unit, by=officer, name="ÖSTRA mottagningen").name == "ÖSTRA mottagningen"


def test_a_party_that_leaves_is_a_member_until_the_day(w, officer):
    day = clock.today() + dt.timedelta(days=30)

    actions.end_party(w.sia, by=officer, ends_on=day)

    assert Party.objects.filter(member(day - dt.timedelta(days=1)), pk=w.sia.pk).exists()
    assert not Party.objects.filter(member(day), pk=w.sia.pk).exists()


def test_a_party_does_not_leave_before_it_came(w, officer, sign_in):
    response = sign_in(officer).post(reverse("basis:end_party", args=[w.sia.pk]), {"ends_on": "1999-01-01"})

    assert response.status_code == 422
    assert "Slutet ligger före början." in response.content.decode()


def test_only_one_unit_of_a_party_takes_in(w, officer):
    second = actions.add_unit(w.pes, by=officer, name="Andra", is_intake=True)

    assert intake_unit(w.pes.pk) == second
    assert Unit.objects.filter(party=w.pes, is_intake=True).count() == 1


def test_the_unit_that_takes_in_is_not_simply_unmarked_or_closed(w, officer):
    actions.add_unit(w.pes, by=officer, name="Andra")
    first = w.unit(w.pes)
    codes = []
    for act, known in ((actions.change_unit, {"name": "Ny"}), (actions.close_unit, {})):
        with pytest.raises(RuleBroken) as refused:
            act(first, by=officer, **known)
        codes.append(refused.value.code)

    assert codes == ["INTAKE_MISSING", "INTAKE_MISSING"]


def test_a_unit_with_staff_is_not_closed(w, officer, sign_in):
    unit = actions.add_unit(w.pes, by=officer, name="Andra")
    one = staff(w.pes, unit=unit)
    client, url = sign_in(officer), reverse("basis:close_unit", args=[unit.pk])

    refused = client.post(url)
    one.ends_on = clock.today()
    one.save()
    closed = client.post(url)

    assert (refused.status_code, closed.status_code) == (409, 302)
    assert "Enheten har personal." in refused.content.decode()
    assert Unit.objects.get(pk=unit.pk).is_active is False


def test_a_closed_unit_is_opened_again(w, officer, sign_in):
    unit = actions.close_unit(actions.add_unit(w.pes, by=officer, name="Andra"), by=officer)

    sign_in(officer).post(reverse("basis:open_unit", args=[unit.pk]))

    assert Unit.objects.get(pk=unit.pk).is_active is True


def test_a_manager_keeps_the_units_of_the_own_party_only(w):
    manager = actor(w.pes, Role.UNIT_MANAGER)

    actions.add_unit(w.pes, by=manager, name="Min")
    with pytest.raises(RuleBroken) as refused:
        actions.add_unit(w.sia, by=manager, name="Deras")

    assert refused.value.code == "OTHER_PARTY"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.INTERVENTION_MANAGER, Role.AUDITOR, Role.EVALUATOR])
def test_others_do_not_change_parties(w, role, sign_in):
    someone = actor(w.pes, role)
    with pytest.raises(NotPermitted):
        actions.add_unit(w.pes, by=someone, name="X")

    page = sign_in(someone).get(reverse("basis:parties")).content.decode()

    assert "Lägg till en enhet" not in page
    assert w.sia.name in page


def test_a_stale_unit_form_is_refused(w, officer, sign_in):
    unit = w.unit(w.pes)
    form = {"name": "Mitt namn", "is_intake": "on", "seen_version": "gammal"}

    response = sign_in(officer).post(reverse("basis:change_unit", args=[unit.pk]), form)

    assert response.status_code == 422
    assert "Någon annan har ändrat detta" in response.content.decode()
    assert 'value="Mitt namn"' in response.content.decode()


def test_another_associations_parties_are_neither_listed_nor_there(officer, sign_in):
    other = world()
    client = sign_in(officer)
    addresses = [
        reverse("basis:end_party", args=[other.sia.pk]), reverse("basis:add_unit", args=[other.sia.pk]),
        reverse("basis:change_unit", args=[other.unit(other.sia).pk]),
    ]  # fmt: skip

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert other.sia.name not in client.get(reverse("basis:parties")).content.decode()


def test_an_act_refuses_another_association_by_itself(officer):
    other = world()

    with pytest.raises(RuleBroken) as refused:
        actions.add_unit(other.sia, by=officer, name="Intrång")

    assert refused.value.code == "OTHER_ASSOCIATION"
