"""Assessments: areas each optional, work ability side by side, and what a receiver does with one."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock, db
from samsyn.access.errors import RuleBroken
from samsyn.entry.case.models import Notice
from samsyn.journey.assessment import actions, queries
from samsyn.journey.assessment.models import Assessment, AssessmentUse
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, ids, open_case


@pytest.fixture
def by(w):
    """Who writes."""
    return actor(w.pes)


@pytest.fixture
def reader(w):
    """Who receives."""
    return actor(w.sia)


@pytest.fixture
def case(by, reader):
    """A case the two share."""
    made = open_case(by=by)
    confirmed_consent(made, by=by, to=[reader])
    return made


def code_of(act):
    """The code and field of the refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.code, refused.value.field


def assess(case, by, **known):
    """A functional assessment."""
    said = {
        "kind": "functional",
        "made_by": "Anna Ek, arbetsterapeut",
        "summary": "Klarar två timmar",
        **known,
    }
    return actions.write_assessment(case, by=by, **{"made_on": clock.today(), **said})


def test_a_mapping_is_saved_in_parts_and_gone_on_with(case, by, sign_in):
    client, address = sign_in(by), reverse("assessment:mapping", args=[case.pk])
    client.post(address, {"area_health": "Sover bättre"})
    first = Assessment.objects.get()
    page = client.get(address).content.decode()
    client.post(
        address, {"area_health": "Sover bättre", "area_work": "Har kört truck", "seen_version": str(first.pk)}
    )

    newest = queries.mapping_of(case, by)
    assert "Sover bättre" in page
    assert newest.areas == {"health": "Sover bättre", "work": "Har kört truck"}
    assert newest.item.version == 2


def test_an_empty_mapping_is_refused_and_an_unknown_area_is_not_stored(case, by, sign_in):
    response = sign_in(by).post(reverse("assessment:mapping", args=[case.pk]), {"area_health": "   "})

    assert response.status_code == 422
    assert code_of(lambda: actions.write_mapping(case, by=by, areas={"x": "y"})) == ("UNKNOWN_CODE", "area_x")
    assert Assessment.objects.count() == 0


def test_a_stale_mapping_keeps_what_was_typed(case, by, sign_in):
    first = actions.write_mapping(case, by=by, areas={"health": "Ett"})
    actions.write_mapping(case, by=by, areas={"health": "Två"}, replaces=first)

    form = {"area_health": "Min text", "seen_version": str(first.pk)}
    response = sign_in(by).post(reverse("assessment:mapping", args=[case.pk]), form)

    assert response.status_code == 422
    assert "Min text" in response.content.decode()
    assert queries.mapping_of(case, by).areas == {"health": "Två"}


def test_a_referral_onwards_says_to_whom(case, by, sign_in):
    wrong = code_of(lambda: assess(case, by, outcome="referral_onwards"))
    form = {
        "kind": "psychological", "made_by": "Bo Li, psykolog", "made_on": "2026-10-01", "summary": "Utred vidare",
        "outcome": "referral_onwards", "referred_to": "Neuropsykiatrin",
    }  # fmt: skip

    assert wrong == ("REFERRED_TO_MISSING", "referred_to")
    assert sign_in(by).post(reverse("assessment:write", args=[case.pk]), form).status_code == 302
    row = Assessment.objects.get()
    assert (row.kind, row.outcome, row.referred_to) == ("psychological", "referral_onwards", "Neuropsykiatrin")


def test_impossible_days_and_extents_are_refused_at_their_fields(case, by, sign_in):
    form = {"work_ability": "Halvtid", "extent": "101", "made_on": "2026-13-01"}

    response = sign_in(by).post(reverse("assessment:write_work_ability", args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert [f'id="id_{name}-error"' in page for name in ("extent", "made_on")] == [True, True]
    ahead = clock.today() + dt.timedelta(days=1)
    assert code_of(lambda: assess(case, by, made_on=ahead)) == ("DAY_AHEAD", "made_on")
    assert code_of(lambda: actions.write_work_ability(case, by=by, work_ability="x", extent=-1)) == (
        "EXTENT_IMPOSSIBLE", "extent",
    )  # fmt: skip


def test_work_ability_stands_side_by_side_with_the_latest_of_each_party(w, case, by, reader, sign_in):
    with clock.at(dt.date(2026, 11, 23)):
        actions.write_work_ability(case, by=by, work_ability="Heltid", extent=100, share=ids(reader))
    with clock.at(dt.date(2026, 11, 24)):
        actions.write_work_ability(case, by=by, work_ability="Halvtid", extent=50, share=ids(reader))
        actions.write_work_ability(case, by=reader, work_ability="Ingen", extent=0)
        seen = [(r.item.holder_id, r.extent) for r in queries.work_ability(case, reader)]
        mine = [(r.item.holder_id, r.extent) for r in queries.work_ability(case, by)]
        page = sign_in(reader).get(reverse("assessment:work_ability", args=[case.pk])).content.decode()

    assert seen == [(by.party_id, 50), (reader.party_id, 0)]
    assert mine == [(by.party_id, 50)]
    assert ("50 %" in page, "0 %" in page, "100 %" in page) == (True, True, False)


def test_the_receiver_says_relied_on_and_the_author_is_told(case, by, reader, sign_in):
    row = assess(case, by, share=ids(reader))
    assert list(queries.waiting_for_use(reader)) == [row]

    response = sign_in(reader).post(reverse("assessment:read", args=[row.pk]), {"use": "relied_on"})

    assert response.status_code == 302
    assert list(queries.waiting_for_use(reader)) == []
    assert Notice.objects.filter(to_staff_id=by.staff_id, kind="assessment_used").count() == 1
    assert (
        "Vi utgår från bedömningen"
        in sign_in(by).get(reverse("assessment:read", args=[row.pk])).content.decode()
    )


def test_reassessing_needs_a_reason_and_a_changed_mind_is_one_row(case, by, reader, sign_in):
    row = assess(case, by, share=ids(reader))
    client, address = sign_in(reader), reverse("assessment:read", args=[row.pk])

    assert client.post(address, {"use": "reassessed"}).status_code == 422
    client.post(address, {"use": "relied_on"})
    client.post(address, {"use": "reassessed", "because": "Läget är nytt"})

    assert [(u.use, u.because) for u in AssessmentUse.objects.all()] == [("reassessed", "Läget är nytt")]


def test_nobody_answers_for_their_own_assessment(case, by):
    row = assess(case, by)
    assert code_of(lambda: actions.state_use(row, by=by, use="relied_on"))[0] == "OWN_ASSESSMENT"


def test_a_third_party_does_not_learn_who_used_it(w, case, by, reader, sign_in):
    third = actor(w.municipality)
    confirmed_consent(case, by=by, to=[third])
    row = assess(case, by, share=ids(reader, third))
    actions.state_use(row, by=reader, use="reassessed", because="Märke av FK")

    page = sign_in(third).get(reverse("assessment:read", args=[row.pk])).content.decode()

    assert "Märke av FK" not in page
    assert list(queries.uses_of(row, third)) == []
    assert [u.party_id for u in queries.uses_of(row, by)] == [reader.party_id]


def test_what_was_not_shared_is_not_there_on_any_page(case, by, reader, sign_in):
    row = assess(case, by, summary="Hemlig bedömning")
    client = sign_in(reader)

    assert client.get(reverse("assessment:read", args=[row.pk])).status_code == 404
    assert client.post(reverse("assessment:read", args=[row.pk]), {"use": "relied_on"}).status_code == 404
    assert client.get(reverse("assessment:correct", args=[row.pk])).status_code == 404
    assert "Hemlig" not in client.get(reverse("assessment:case", args=[case.pk])).content.decode()


def test_a_stale_correction_is_refused(case, by, sign_in):
    first = assess(case, by)
    assess(case, by, summary="Nyare", replaces=first)
    form = {
        "kind": "functional", "made_by": "x", "made_on": "2026-10-01", "summary": "Min", "seen_version": str(first.pk),
    }  # fmt: skip

    response = sign_in(by).post(reverse("assessment:correct", args=[first.pk]), form)

    assert response.status_code == 422
    assert "Min" in response.content.decode()


def test_a_receiver_keeps_its_version_when_a_newer_one_is_not_shared(case, by, reader, sign_in):
    first = assess(case, by, summary="Delad version", share=ids(reader))
    second = assess(case, by, summary="Egen version", replaces=first)

    assert [r.pk for r in queries.of_case(case, reader)] == [first.pk]
    assert [r.pk for r in queries.of_case(case, by)] == [second.pk]
    page = sign_in(reader).get(reverse("assessment:read", args=[first.pk])).content.decode()
    assert ("Delad version" in page, "nyare version" in page, "Egen version" in page) == (True, False, False)


def test_the_database_itself_hides_the_use_from_a_third_party(w, case, by, reader):
    if not db.has_row_security():
        pytest.skip("the embedded database has no walls")
    third = actor(w.municipality)
    confirmed_consent(case, by=by, to=[third])
    row = assess(case, by, share=ids(reader, third))
    actions.state_use(row, by=reader, use="relied_on")

    seen = []
    for who in (third, reader, by):
        with db.request_scope(who):
            seen.append(AssessmentUse.objects.count())
    assert seen == [0, 1, 1]
