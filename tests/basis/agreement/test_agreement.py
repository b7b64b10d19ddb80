"""Agreements: at least two parties, a validity, and who may call to a SIP by them."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.agreement import actions
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.agreement.queries import may_call_sip_by_agreement, valid
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor, world


@pytest.fixture
def officer(w):
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


def form_for(*parties, **other):
    return {"title": "SamSIP", "parties": [p.pk for p in parties], "starts_on": "2026-01-01", **other}


def test_an_agreement_is_written_and_changed_in_the_browser(w, officer, sign_in):
    client = sign_in(officer)
    client.post(reverse("basis:write_agreement"), form_for(w.pes, w.sia, all_may_call_sip="on"))
    one = Agreement.objects.get()

    page = client.get(reverse("basis:change_agreement", args=[one.pk])).content.decode()
    changed = client.post(reverse("basis:change_agreement", args=[one.pk]), form_for(w.pes, w.region))

    one.refresh_from_db()
    assert page.count(" checked") == 3
    assert changed.status_code == 302
    assert (set(one.parties.all()), one.all_may_call_sip) == ({w.pes, w.region}, False)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"parties": []}, "Bocka för minst en part."),
        ({"parties": ["x"]}, "Parten finns inte i listan."),
        ({"title": ""}, "Skriv vad den heter."),
        ({"ends_on": "2025-01-01"}, "Slutet ligger före början."),
        ({"ends_on": "2026-01-01"}, "Överenskommelsen slutar innan den börjar."),
        ({"title": "x" * 161}, "Korta den till högst 160."),
    ],
)
def test_what_is_wrong_is_said_and_kept(w, officer, sign_in, other, says):
    response = sign_in(officer).post(
        reverse("basis:write_agreement"), form_for(w.pes, w.sia, about="Mina ord", **other)
    )

    assert response.status_code == 422
    assert says in response.content.decode()
    assert "Mina ord" in response.content.decode()


def test_one_party_alone_agrees_with_nobody(w, officer, sign_in):
    response = sign_in(officer).post(reverse("basis:write_agreement"), form_for(w.pes))

    assert "minst två parter" in response.content.decode()
    assert Agreement.objects.count() == 0


def test_validity_is_from_the_first_day_until_the_last_not_included(w, officer):
    day = clock.today()
    actions.write_agreement(
        w.association, by=officer, title="A", parties=[w.pes, w.sia], starts_on=day,
        ends_on=day + dt.timedelta(days=1), all_may_call_sip=True,
    )  # fmt: skip

    found = [Agreement.objects.filter(valid(day + dt.timedelta(days=n))).count() for n in (-1, 0, 1)]
    assert found == [0, 1, 0]
    assert [may_call_sip_by_agreement(p.pk) for p in (w.pes, w.region)] == [True, False]


def test_parties_of_another_association_are_not_in_it(w, officer):
    with pytest.raises(RuleBroken) as refused:
        actions.write_agreement(
            w.association, by=officer, title="A", parties=[w.pes, world().sia], starts_on=clock.today()
        )

    assert refused.value.code == "OTHER_ASSOCIATION"


def test_only_those_who_set_up_write_and_others_do_not_reach_it(w, officer, sign_in):
    known = {"title": "A", "parties": [w.pes, w.sia], "starts_on": clock.today()}
    one = actions.write_agreement(w.association, by=officer, **known)
    with pytest.raises(NotPermitted):
        actions.write_agreement(w.association, by=actor(w.pes, Role.UNIT_MANAGER), **known)

    stranger = sign_in(actor(world().pes, Role.ASSOCIATION_OFFICER))

    assert stranger.get(reverse("basis:change_agreement", args=[one.pk])).status_code == 404
