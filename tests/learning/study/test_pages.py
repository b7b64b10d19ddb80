"""Pages of studies: a leader decides, the association sees who has, and no number of people."""

import datetime as dt

import pytest

from samsyn.access import clock
from samsyn.basis.staff.models import Role
from samsyn.learning.study import actions
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study
from tests.factories.basis import actor
from tests.learning.study.scene import association_study, made, scene

YES = {
    "answer": "yes", "tables": ["participations", "costs"], "categories": ["plan", "other"], "ground": "consent",
    "starts_on": "2026-05-04", "reference": "AMN 2026/12",
}  # fmt: skip


@pytest.fixture
def s(w, code_lists):
    with clock.at(dt.date(2026, 5, 4)):
        yield scene(w)


def test_a_leader_decides_changes_and_takes_back(s, sign_in):
    study = association_study(s.w)
    leader = actor(s.w.municipality, Role.UNIT_MANAGER)
    page, form = f"/studier/{study.pk}/", f"/studier/{study.pk}/beslut/"
    client = sign_in(leader)
    assert "Er part har inte beslutat" in client.get(page).content.decode()

    refused = client.post(form, {**YES, "tables": [], "ends_on": "2026-05-01"})
    assert (refused.status_code, "Slutet ligger före början" in refused.content.decode()) == (422, True)
    assert client.post(form, {**YES, "tables": []}).status_code == 422
    assert client.post(form, YES).status_code == 302
    one = ReleaseDecision.objects.get()
    assert (one.party_id, one.tables, one.categories) == (leader.party_id, YES["tables"], ["plan", "other"])
    assert "Ta tillbaka ert beslut" in client.get(page).content.decode()

    assert client.post(form, {"answer": "no", "starts_on": "2026-05-04"}).status_code == 302
    no = ReleaseDecision.objects.get(withdrawn_at=None)
    assert (no.is_refusal, no.tables) == (True, [])
    assert client.post(f"/utlamnandebeslut/{no.pk}/ta-tillbaka/", {"because": ""}).status_code == 302
    assert not ReleaseDecision.objects.filter(withdrawn_at=None).exists()


def test_only_a_leader_decides_and_only_for_the_own_party(s, sign_in):
    study = association_study(s.w, s.w.municipality)
    decision = ReleaseDecision.objects.get()
    for party, role in ((s.w.municipality, Role.CASEWORKER), (s.w.pes, Role.ASSOCIATION_OFFICER)):
        client = sign_in(actor(party, role))
        assert client.post(f"/studier/{study.pk}/beslut/", YES).status_code == 403
        assert client.post(f"/utlamnandebeslut/{decision.pk}/ta-tillbaka/", {}).status_code in (403, 404)
    other = sign_in(actor(s.w.pes, Role.UNIT_MANAGER))
    assert other.get(f"/utlamnandebeslut/{decision.pk}/ta-tillbaka/").status_code == 404


def test_the_association_sees_who_has_decided_and_no_number_of_rows(s, sign_in):
    study = association_study(s.w, s.w.municipality)
    made(study)
    client = sign_in(actor(s.w.pes, Role.EVALUATOR))
    text = client.get(f"/studier/{study.pk}/").content.decode()

    assert text.count("Har inte beslutat") == 3
    assert "Vad uttaget innehåller" not in text
    assert "bara som antal.</li>" in text
    assert client.post(f"/studier/{study.pk}/uttag/").status_code == 302
    assert "Ett nytt uttag görs" in client.get(f"/studier/{study.pk}/").content.decode()
    assert client.post(f"/studier/{study.pk}/uttag/").status_code == 302
    assert Snapshot.objects.filter(state="waiting").count() == 1


def test_a_party_sees_its_own_with_rows_and_no_other(s, sign_in):
    own = actions.begin_party_study(s.w.municipality, by=None)
    made(own)
    ours, theirs = (sign_in(actor(party, Role.UNIT_MANAGER)) for party in (s.w.municipality, s.w.pes))

    assert "Vad uttaget innehåller" in ours.get(f"/studier/{own.pk}/").content.decode()
    assert theirs.get(f"/studier/{own.pk}/").status_code == 404
    assert own.name not in theirs.get("/studier/").content.decode()


def test_an_evaluation_is_laid_in_with_a_purpose_and_an_end(s, sign_in):
    client = sign_in(actor(s.w.pes, Role.ASSOCIATION_OFFICER))
    said = {"name": "Vad hjälper?", "purpose": "Lära", "receiver": "Högskolan", "ends_on": "2026-05-04"}
    assert client.post("/studier/ny/", said).status_code == 422
    assert client.post("/studier/ny/", said | {"ends_on": "2027-01-01"}).status_code == 302
    assert client.post("/studier/ny/", said | {"ends_on": "2027-01-01"}).status_code == 422
    assert client.post("/studier/forbundet/").status_code == 302
    assert sorted(Study.objects.values_list("kind", flat=True)) == ["association", "project"]
