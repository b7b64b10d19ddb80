"""What a person lives on: several at once, unchanged in one click, impossible extents, who reads it."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.entry.consent.actions import register_consent
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.livelihood import actions, queries
from samsyn.journey.livelihood.actions import Source
from samsyn.journey.livelihood.models import Livelihood, Moment, Occupation
from samsyn.journey.plan.actions import start_plan
from samsyn.journey.timeline.facts import livelihood_now
from samsyn.journey.timeline.queries import happenings
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, ids, open_case

OPENED = dt.date(2026, 1, 12)
MARCH, JUNE = dt.date(2026, 3, 2), dt.date(2026, 6, 1)


@pytest.fixture
def by(w):
    """A caseworker whose assignment is older than everything here."""
    with clock.at(dt.date(2026, 1, 2)):
        return actor(w.pes)


@pytest.fixture
def case(by):
    """A case opened early in the year."""
    with clock.at(OPENED):
        return open_case(by=by)


def rows(case):
    """Source, extent, from, to and moment of every newest row."""
    found = Livelihood.objects.filter(item__case=case, item__superseded_at__isnull=True).order_by(
        "starts_on", "source", "item__at", "item_id"
    )
    return [(r.source, r.extent, r.starts_on, r.ends_on, r.moment) for r in found]


def test_several_sources_hold_at_once_and_end_when_the_set_is_written_anew(by, case):
    first = [Source("sickness_benefit", 50), Source("income_support", 60)]
    with clock.at(MARCH):
        actions.record(
            case, by=by, moment=Moment.START, livelihoods=first, occupations=[Source("studying", 25)]
        )
    with clock.at(JUNE):
        actions.record(case, by=by, moment=Moment.FOLLOW_UP, livelihoods=[Source("self_supporting")])

    assert rows(case) == [
        ("income_support", 60, MARCH, JUNE, "start"),
        ("sickness_benefit", 50, MARCH, JUNE, "start"),
        ("self_supporting", None, JUNE, None, "follow_up"),
    ]
    assert [(o.code, o.ends_on) for o in Occupation.objects.filter(item__superseded_at__isnull=True)] == [
        ("studying", None)
    ]


def test_unchanged_writes_the_same_sources_for_the_new_moment(by, case):
    with clock.at(MARCH):
        actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("sickness_benefit", 50)])
    with clock.at(JUNE):
        actions.unchanged(case, by=by, moment=Moment.EXIT)
        known = queries.current_livelihoods(case, by, JUNE)

    assert rows(case) == [
        ("sickness_benefit", 50, MARCH, JUNE, "start"), ("sickness_benefit", 50, JUNE, None, "exit"),
    ]  # fmt: skip
    assert [(r.source, r.extent) for r in known] == [("sickness_benefit", 50)]


def test_unchanged_on_the_same_day_keeps_both_moments_and_counts_once(by, case):
    actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("income_support", 100)])
    actions.unchanged(case, by=by, moment=Moment.EXIT)

    assert [r[4] for r in rows(case)] == ["start", "exit"]
    assert len(queries.current_livelihoods(case, by, clock.today())) == 1


def test_said_again_the_same_day_it_is_one_answer_corrected(by, case):
    with clock.at(JUNE):
        said = [[Source("sickness_benefit", 100)], [Source("sickness_benefit", 50), Source("income_support")]]
        for sources in [*said, *said, [Source("unemployment_insurance")]]:
            actions.record(case, by=by, moment=Moment.UNDER_WAY, livelihoods=sources)
        actions.unchanged(case, by=by, moment=Moment.UNDER_WAY)
        actions.unchanged(case, by=by, moment=Moment.UNDER_WAY)

        assert [row.item.says for row in queries.history(case, by)] == ["A-kassa"]
        assert livelihood_now(happenings(case, by).way) == ["A-kassa"]
    held = Livelihood.objects.filter(item__case=case, item__superseded_at=None, written_over=False)
    assert [(r.source, r.ends_on) for r in held] == [("unemployment_insurance", None)]


def test_two_moments_on_one_day_are_both_told_and_the_later_holds(by, case):
    with clock.at(JUNE):
        actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("income_support", 100)])
        actions.record(case, by=by, moment=Moment.EXIT, livelihoods=[Source("self_supporting", 75)])
        known = queries.current_livelihoods(case, by, JUNE)

    assert rows(case) == [
        ("income_support", 100, JUNE, JUNE, "start"), ("self_supporting", 75, JUNE, None, "exit"),
    ]  # fmt: skip
    assert [row.source for row in known] == ["self_supporting"]
    assert Livelihood.objects.filter(written_over=True).count() == 0


@pytest.mark.parametrize("extent", [100, 50])
def test_a_source_that_goes_on_keeps_its_known_end(by, case, extent):
    last = JUNE + dt.timedelta(days=18)
    with clock.at(JUNE):
        actions.add_period(
            case, by=by, source="sickness_benefit", extent=100, starts_on=MARCH, last_day=last, moment="start"
        )
        if extent == 100:
            actions.unchanged(case, by=by, moment=Moment.UNDER_WAY)
        else:
            actions.record(case, by=by, moment="exit", livelihoods=[Source("sickness_benefit", 50), Source("other")])

    found = [(r.source, r.extent, r.starts_on, r.last_day) for r in queries.history(case, by)]
    assert ("sickness_benefit", extent, JUNE, last) in found
    assert ("sickness_benefit", 100, MARCH, JUNE - dt.timedelta(days=1)) in found


def test_a_period_of_a_source_does_not_lie_over_another_of_the_same(by, case, sign_in):
    actions.add_period(case, by=by, source="parental_benefit", starts_on=MARCH, last_day=JUNE)
    client, address = sign_in(by), reverse("livelihood:period", args=[case.pk])
    form = {"source": "parental_benefit", "moment": "before", "last_day": ""}

    refused = client.post(address, {**form, "starts_on": JUNE.isoformat()})
    after = client.post(address, {**form, "starts_on": (JUNE + dt.timedelta(days=1)).isoformat()})

    assert (refused.status_code, after.status_code) == (422, 302)
    assert 'id="id_starts_on-error"' in refused.content.decode()
    first = Livelihood.objects.get(starts_on=MARCH)
    corrected = client.post(
        reverse("livelihood:correct", args=[first.pk]),
        {**form, "starts_on": MARCH.isoformat(), "last_day": (JUNE - dt.timedelta(days=9)).isoformat()},
    )
    assert corrected.status_code == 302


def test_what_was_answered_at_the_enrolment_is_not_asked_again(w, sign_in):
    by = actor(w.municipality)
    case = open_case(by=by)
    register_consent(case, by=by, kind="register", given_on=clock.today())
    answers = {"livelihood": "income_support", "occupation": "job_seeking"}
    enrol(case, by=by, intervention=intervention(w), starts_on=clock.today(), background=answers)
    client = sign_in(by)

    page = client.get(reverse("livelihood:edit", args=[case.pk])).content.decode()
    sent = client.post(reverse("livelihood:unchanged", args=[case.pk]), {"moment": "start"})

    assert '<option value="income_support" selected' in page
    assert '<option value="job_seeking" selected' in page
    assert "Oförändrat" in page
    assert sent.status_code == 302
    assert rows(case) == [("income_support", None, clock.today(), None, "start")]
    assert [row.code for row in queries.current_occupations(case, by, clock.today())] == ["job_seeking"]


def test_a_set_written_for_an_earlier_day_ends_where_the_later_one_begins(by, case):
    with clock.at(JUNE):
        actions.record(case, by=by, moment=Moment.UNDER_WAY, livelihoods=[Source("income_support", 100)])
        actions.record(
            case, by=by, moment=Moment.START, livelihoods=[Source("sickness_benefit", 100)], on=MARCH
        )

    assert rows(case) == [
        ("sickness_benefit", 100, MARCH, JUNE, "start"), ("income_support", 100, JUNE, None, "under_way"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([], "NOTHING_STATED"),
        ([Source("sickness_benefit", 30)], "EXTENT_NOT_QUARTER"),
        ([Source("income_support", 101)], "EXTENT_IMPOSSIBLE"),
        ([Source("income_support", 0)], "EXTENT_IMPOSSIBLE"),
        ([Source("unknown", 50)], "EXTENT_IMPOSSIBLE"),
        ([Source("unknown"), Source("income_support")], "UNKNOWN_AND_KNOWN"),
        ([Source("income_support", 20), Source("income_support", 30)], "TWICE"),
        ([Source("lottery", 100)], "UNKNOWN_CODE"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(by, case, found, code):

    with pytest.raises(RuleBroken) as refused:
        actions.record(case, by=by, moment=Moment.START, livelihoods=found)

    assert refused.value.code == code
    assert Livelihood.objects.count() == 0


def test_the_label_is_said_in_the_language_of_the_reader(by, case):
    row = actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("sickness_benefit", 50)])
    plan = start_plan(case, by=by, kind="agreed_plan", starts_on=row.starts_on)

    assert (row.item.says, plan.item.says) == ("Sjukpenning 50 %", "Gemensam plan")
    with translation.override("en"):
        assert (row.item.says, plan.item.says) == ("Sickness benefit 50 %", "Joint plan")


def test_one_click_says_unchanged_and_a_double_click_says_it_once(by, case, sign_in):
    with clock.at(MARCH):
        actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("sickness_benefit", 50)])
    client, address = sign_in(by), reverse("livelihood:unchanged", args=[case.pk])

    for _again in range(2):
        response = client.post(address, {"moment": "exit", "idempotency_key": "samma"})
        assert response.status_code == 302

    assert [r[4] for r in rows(case)] == ["start", "exit"]


def test_the_page_changes_ends_and_adds_in_one_send(by, case, sign_in):
    with clock.at(MARCH):
        known = [Source("sickness_benefit", 50), Source("income_support", 50)]
        actions.record(case, by=by, moment=Moment.START, livelihoods=known)
    client, address = sign_in(by), reverse("livelihood:edit", args=[case.pk])
    form = {
        "moment": "under_way", "on": JUNE.isoformat(), "livelihood_rows": "4", "occupation_rows": "2",
        "livelihood_0": "income_support", "livelihood_extent_0": "50", "livelihood_ended_0": "on",
        "livelihood_1": "sickness_benefit", "livelihood_extent_1": "25",
        "livelihood_2": "self_supporting", "livelihood_extent_2": "75",
    }  # fmt: skip

    assert client.post(address, form).status_code == 302

    assert rows(case)[2:] == [
        ("self_supporting", 75, JUNE, None, "under_way"), ("sickness_benefit", 25, JUNE, None, "under_way"),
    ]  # fmt: skip


def test_a_wrong_extent_is_said_at_its_field_and_what_was_typed_stays(by, case, sign_in):
    form = {
        "moment": "start", "livelihood_rows": "2", "livelihood_0": "sickness_benefit", "livelihood_extent_0": "33",
    }  # fmt: skip

    response = sign_in(by).post(reverse("livelihood:edit", args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_livelihood_extent_0-error"' in page
    assert 'value="33"' in page
    assert Livelihood.objects.count() == 0


def test_a_set_that_somebody_else_wrote_meanwhile_is_not_overwritten(by, case, sign_in):
    opened = actions.record(case, by=by, moment="start", livelihoods=[Source("sickness_benefit", 50)])
    actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("income_support", 100)])
    form = {"moment": "exit", "livelihood_rows": "2", "livelihood_0": "other", "seen_version": str(opened.pk)}

    client, address = sign_in(by), reverse("livelihood:edit", args=[case.pk])
    response = client.post(address, form)

    assert response.status_code == 422
    assert Livelihood.objects.filter(source="other").count() == 0

    seen = re.search(r'name="seen_version" value="([^"]+)"', response.content.decode())[1]
    assert client.post(address, {**form, "seen_version": seen}).status_code == 302
    assert Livelihood.objects.filter(source="other").count() == 1


def test_another_party_reads_only_what_was_shared_with_it(w, by, case, sign_in):
    reader = actor(w.sia)
    confirmed_consent(case, by=by, to=[reader])
    known = [Source("sickness_benefit", 50)]
    actions.record(case, by=by, moment=Moment.START, livelihoods=known, share=ids(reader))
    actions.add_period(case, by=by, source="parental_benefit", starts_on=MARCH, last_day=JUNE)

    page = sign_in(reader).get(reverse("livelihood:edit", args=[case.pk])).content.decode()

    assert "Sjukpenning 50 %" in page
    assert '<th scope="row" role="rowheader" data-label="Vad">Föräldrapenning' not in page


def test_a_period_that_ends_before_it_starts_is_refused_at_the_field(by, case, sign_in):
    days = {"starts_on": "2026-06-01", "last_day": "2026-05-31"}
    form = {"source": "parental_benefit", "moment": "before", **days}

    response = sign_in(by).post(reverse("livelihood:period", args=[case.pk]), form)

    assert response.status_code == 422
    assert 'id="id_last_day-error"' in response.content.decode()


def test_a_row_of_another_party_cannot_be_corrected(w, by, case, sign_in):
    reader = actor(w.sia)
    confirmed_consent(case, by=by, to=[reader])
    row = actions.record(case, by=by, moment=Moment.START, livelihoods=[Source("other")], share=ids(reader))

    assert sign_in(reader).get(reverse("livelihood:correct", args=[row.pk])).status_code == 404


def test_who_reads_is_asked_at_length_once_and_said_in_a_line_at_the_short_answer(w, by, case, sign_in):
    confirmed_consent(case, by=by, to=[actor(w.sia)])
    client, ask = sign_in(by), "<legend class=\"ds-label\">Vem får läsa</legend>"

    opened = client.get(reverse("livelihood:edit", args=[case.pk])).content.decode()
    refused = client.post(reverse("livelihood:unknown", args=[case.pk]), {"moment": "soon"})

    folded = re.findall(r"<details class=\"ds-details\"><summary>(.*?)</summary>.*?</details>", opened, re.S)
    assert folded == [f"Läses också av: {w.sia.name}"]
    assert re.sub(r"<details.*?</details>", "", opened, flags=re.S).count(ask) == 1
    named = re.findall(r' id="([^"]+)"', refused.content.decode())
    assert (refused.status_code, sorted(named)) == (422, sorted(set(named)))


@pytest.mark.parametrize("second", ["sickness_benefit", "unknown"])
def test_an_answer_that_cannot_stand_beside_the_first_is_said_at_its_own_field(by, case, sign_in, second):
    form = {"moment": "start", "livelihood_rows": "2", "livelihood_0": "sickness_benefit", "livelihood_1": second}

    response = sign_in(by).post(reverse("livelihood:edit", args=[case.pk]), form)

    assert response.status_code == 422
    assert re.findall(r'id="id_(\w+)-error"', response.content.decode()) == ["livelihood_1"]
