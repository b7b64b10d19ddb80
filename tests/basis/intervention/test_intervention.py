"""Interventions: who may offer what, structural ones count only, and which take a person in."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.code_list.models import Code
from samsyn.basis.code_list.queries import forget
from samsyn.basis.group.models import Group, GroupKind
from samsyn.basis.intervention import actions
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.intervention.queries import open_for_referral
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor, intervention, world


@pytest.fixture
def officer(w):
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


def form_for(w, **other):
    return {
        "name": "Spåret", "orientation": "individual", "owner_unit": w.unit(w.municipality).pk,
        "starts_on": "2026-01-01", **other,
    }  # fmt: skip


def test_an_intervention_is_set_up_in_the_browser(w, officer, sign_in):
    group = Group.objects.create(association=w.association, kind=GroupKind.SELECTION, name="Urval")
    form = form_for(
        w, about="Steg för steg", target_groups=["young_adults", "zero_placed"], age_from="16", age_to="29",
        places="12", circle=[w.pes.pk, w.region.pk], selection_group=group.pk, funding="Förbundet",
    )  # fmt: skip

    response = sign_in(officer).post(reverse("basis:set_up_intervention"), form)

    one = Intervention.objects.get()
    assert response.headers["Location"] == reverse("basis:intervention", args=[one.pk])
    assert (one.owner_party, one.registration, one.selection_group) == (w.municipality, "personal", group)
    assert (one.age_from, one.age_to, one.places) == (16, 29, 12)
    assert set(one.circle.all()) == {w.pes, w.region}
    page = sign_in(actor(w.sia)).get(response.headers["Location"]).content.decode()
    assert "Unga vuxna, Nollplacerade" in page
    assert "16–29 år" in page


def test_a_structural_one_is_registered_by_volume_without_asking(w, officer, sign_in):
    sign_in(officer).post(reverse("basis:set_up_intervention"), form_for(w, orientation="structural"))

    assert Intervention.objects.get().registration == "volume"


def test_a_structural_one_never_registers_persons(w, officer, sign_in):
    form = form_for(w, orientation="structural", registration="personal", funding="Mina ord")

    response = sign_in(officer).post(reverse("basis:set_up_intervention"), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert "En strukturövergripande insats skriver inte in personer. Välj endast antal." in page
    assert 'value="Mina ord"' in page
    assert Intervention.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Skriv insatsens namn."),
        ({"target_groups": ["påhittad"]}, "Svaret finns inte i listan."),
        ({"age_from": "trettio"}, "Skriv åldern i hela år."),
        ({"age_from": "30", "age_to": "20"}, "Högsta åldern är lägre än den lägsta."),
        ({"age_to": "121"}, "Skriv en ålder från 0 till 120."),
        ({"places": "0"}, "Skriv minst 1, eller lämna tomt."),
        ({"places": "-3"}, "Skriv minst 1, eller lämna tomt."),
        ({"owner_unit": ""}, "Välj vilken enhet som äger insatsen."),
        ({"starts_on": "2026-13-01"}, "Skriv en dag som finns"),
        ({"ends_on": "2025-12-31"}, "Slutet ligger före början."),
        ({"about": "x" * 20_001}, "Korta den till högst 20000."),
    ],
)
def test_what_is_wrong_is_said_and_kept(w, officer, sign_in, wrong, says):
    response = sign_in(officer).post(
        reverse("basis:set_up_intervention"), form_for(w, funding="<script>1</script>", **wrong)
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert 'value="&lt;script&gt;1&lt;/script&gt;"' in page


def test_a_name_is_used_once(w, officer, sign_in):
    client = sign_in(officer)
    client.post(reverse("basis:set_up_intervention"), form_for(w))

    response = client.post(reverse("basis:set_up_intervention"), form_for(w))

    assert response.status_code == 422
    assert "Det finns redan en insats med det namnet." in response.content.decode()


def test_a_retired_target_group_stays_when_editing_but_is_not_chosen_anew(w, officer, sign_in, code_lists):
    one = intervention(w, target_groups=["young_adults"])
    Code.objects.filter(version__name="target_group", code="young_adults").update(valid_to=dt.date(2026, 1, 2))
    forget()
    client = sign_in(officer)
    page = client.get(reverse("basis:intervention", args=[one.pk])).content.decode()
    form = form_for(w, name=one.name, target_groups=["young_adults"])

    kept = client.post(reverse("basis:change_intervention", args=[one.pk]), form)
    new = client.post(reverse("basis:set_up_intervention"), {**form, "name": "Ny"})

    assert "Unga vuxna" in page
    assert (kept.status_code, new.status_code) == (302, 422)


def test_an_intervention_manager_keeps_those_of_the_own_party(w, sign_in):
    manager = actor(w.municipality, Role.INTERVENTION_MANAGER)
    theirs = intervention(w, owner_party=w.sia, owner_unit=w.unit(w.sia))
    client = sign_in(manager)

    made = client.post(reverse("basis:set_up_intervention"), form_for(w))
    other_unit = client.post(reverse("basis:set_up_intervention"), form_for(w, owner_unit=w.unit(w.sia).pk))
    with pytest.raises(RuleBroken) as refused:
        actions.change_intervention(theirs, by=manager, name="Min nu")

    assert (made.status_code, other_unit.status_code) == (302, 422)
    assert refused.value.code == "NOT_OWNER"
    page = client.get(reverse("basis:intervention", args=[theirs.pk])).content.decode()
    assert reverse("basis:change_intervention", args=[theirs.pk]) not in page


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.UNIT_MANAGER, Role.SYSTEM_ADMINISTRATOR])
def test_others_do_not_set_up(w, role):
    with pytest.raises(NotPermitted):
        actions.set_up_intervention(w.association, by=actor(w.municipality, role), name="X")


def test_only_a_selection_group_selects(w, officer):
    board = Group.objects.create(association=w.association, kind=GroupKind.BOARD, name="Styrelsen")
    known = {"name": "X", "owner_unit": w.unit(w.pes), "starts_on": clock.today()}

    with pytest.raises(RuleBroken) as refused:
        actions.set_up_intervention(w.association, by=officer, selection_group=board, **known)

    assert refused.value.code == "GROUP_KIND"


def test_open_for_referral_is_running_individual_and_right_for_the_age(w):
    day = clock.today()
    young = intervention(w, name="Unga", age_from=16, age_to=29)
    everyone = intervention(w, name="Alla")
    intervention(w, name="Struktur", orientation="structural", registration="volume")
    intervention(w, name="Slut", ends_on=day)
    later = intervention(w, name="Sen")
    Intervention.objects.filter(pk=later.pk).update(starts_on=day + dt.timedelta(days=1))
    rows = Intervention.objects.all()

    assert [i.name for i in open_for_referral(rows)] == ["Alla", "Unga"]
    assert list(open_for_referral(rows, age=29)) == [everyone, young]
    assert list(open_for_referral(rows, age=30)) == [everyone]
    assert list(open_for_referral(rows, age=15)) == [everyone]


def test_a_stale_form_is_refused(w, officer, sign_in):
    one = intervention(w)

    response = sign_in(officer).post(
        reverse("basis:change_intervention", args=[one.pk]), form_for(w, about="Mitt", seen_version="gammal")
    )

    assert response.status_code == 422
    assert "Mitt" in response.content.decode()


def test_another_associations_intervention_is_not_there(w, sign_in):
    one = intervention(w)
    stranger = sign_in(actor(world().pes, Role.ASSOCIATION_OFFICER))

    assert stranger.get(reverse("basis:intervention", args=[one.pk])).status_code == 404
    assert stranger.get(reverse("basis:change_intervention", args=[one.pk])).status_code == 404
    assert one.name not in stranger.get(reverse("basis:interventions")).content.decode()
