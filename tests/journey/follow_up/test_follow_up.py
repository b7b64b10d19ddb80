"""Follow-ups: planned by themselves, done in one page, not reached is an answer, late ones are seen."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.entry.enrolment import actions as enrolment
from samsyn.journey.follow_up import actions, queries
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.livelihood import actions as livelihood
from samsyn.journey.livelihood.actions import Source
from samsyn.journey.livelihood.models import Livelihood
from samsyn.journey.progress.models import StepMove
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, ids, open_case
from tests.journey.progress.test_progress import enrol

MARCH, JUNE = dt.date(2026, 3, 2), dt.date(2026, 6, 2)
ANSWER = {
    "livelihood_now": "unchanged",
    "direction": "forward",
    "what_now": "Arbetstränar",
    "what_next": "Fler timmar",
}


@pytest.fixture
def by(w):
    """A caseworker."""
    with clock.at(dt.date(2026, 1, 2)):
        return actor(w.pes)


@pytest.fixture
def case(w, by):
    """An enrolled person, with a livelihood, in March."""
    with clock.at(MARCH):
        made = open_case(by=by)
        enrol(made, by=by, into=intervention(w))
        livelihood.record(made, by=by, moment="start", livelihoods=[Source("sickness_benefit", 100)])
    return made


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2026, 3, 2), 3, dt.date(2026, 6, 2)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2027, 11, 30), 3, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
        (dt.date(2026, 9, 30), 3, dt.date(2026, 12, 30)),
    ],
)
def test_months_end_on_a_day_that_exists(day, months, then):
    assert clock.months_after(day, months) == then


def test_doing_one_in_four_fields_writes_livelihood_and_step_and_plans_the_next(by, case, sign_in):
    with clock.at(MARCH):
        row = actions.plan_quarterly(case, by=by)
    with clock.at(JUNE):
        response = sign_in(by).post(reverse("follow_up:do", args=[row.pk]), ANSWER)

    assert response.status_code == 302
    done, coming = FollowUp.objects.filter(item__superseded_at__isnull=True).order_by("due_on")
    assert (done.done_on, done.livelihood, done.direction, done.item.version) == (
        JUNE,
        "unchanged",
        "forward",
        2,
    )
    assert (coming.due_on, coming.done_on, coming.kind) == (dt.date(2026, 9, 2), None, "quarterly")
    assert [m.to_step for m in StepMove.objects.all()] == ["Arbetstränar"]
    newest = Livelihood.objects.filter(item__superseded_at__isnull=True).order_by("starts_on").last()
    assert (newest.source, newest.starts_on, newest.moment) == ("sickness_benefit", JUNE, "under_way")


def test_sent_twice_it_is_done_once(by, case, sign_in):
    with clock.at(MARCH):
        row = actions.plan_quarterly(case, by=by)
    client, address = sign_in(by), reverse("follow_up:do", args=[row.pk])
    with clock.at(JUNE):
        for _again in range(2):
            client.post(address, {**ANSWER, "idempotency_key": "samma", "seen_version": str(row.pk)})

    assert (FollowUp.objects.count(), StepMove.objects.count()) == (3, 1)


def test_not_reached_is_an_answer_and_the_next_is_planned(by, case, sign_in):
    with clock.at(MARCH):
        row = actions.plan_quarterly(case, by=by)
    with clock.at(JUNE):
        sign_in(by).post(reverse("follow_up:do", args=[row.pk]), {"not_reached": "1"})

    done, coming = FollowUp.objects.filter(item__superseded_at__isnull=True).order_by("due_on")
    assert (done.not_reached, done.livelihood, done.done_on) == (True, "unknown", JUNE)
    assert coming.due_on == dt.date(2026, 9, 2)
    assert StepMove.objects.count() == 0


def test_a_changed_livelihood_leads_on_to_its_page(by, case, sign_in):
    with clock.at(MARCH):
        row = actions.plan_quarterly(case, by=by)
    with clock.at(JUNE):
        response = sign_in(by).post(
            reverse("follow_up:do", args=[row.pk]), {**ANSWER, "livelihood_now": "changed"}
        )

    assert response.url == reverse("livelihood:edit", args=[case.pk]) + "?moment=under_way"


def test_missing_answers_are_said_at_their_fields_and_nothing_is_lost(by, case, sign_in):
    row = actions.plan_quarterly(case, by=by)

    response = sign_in(by).post(reverse("follow_up:do", args=[row.pk]), {"what_now": "Bor hos sin mor"})

    page = response.content.decode()
    assert response.status_code == 422
    assert [f'id="id_{name}-error"' in page for name in ("livelihood_now", "direction", "what_next")] == [
        True
    ] * 3
    assert "Bor hos sin mor" in page


def test_unchanged_without_anything_known_is_refused_at_the_field(by, sign_in):
    case = open_case(by=by)
    row = actions.plan_quarterly(case, by=by)

    response = sign_in(by).post(reverse("follow_up:do", args=[row.pk]), ANSWER)

    assert response.status_code == 422
    assert FollowUp.objects.count() == 1


def test_planning_the_quarter_twice_is_once(by, case):
    first, second = actions.plan_quarterly(case, by=by), actions.plan_quarterly(case, by=by)

    assert first.pk == second.pk


def test_after_an_exit_three_are_planned_and_none_follows_a_done_one(by):
    with clock.at(MARCH):
        case = open_case(by=by)
        actions.plan_after_exit(case, by=by, exit_on=MARCH)
        actions.plan_after_exit(case, by=by, exit_on=MARCH)
        rows = list(queries.of_case(case, by))
    assert [(r.kind, r.due_on.isoformat()) for r in rows] == [
        ("after_3", "2026-06-02"), ("after_6", "2026-09-02"), ("after_12", "2027-03-02"),
    ]  # fmt: skip
    with clock.at(JUNE):
        answer = {**ANSWER, "livelihood_now": "unknown"}
        actions.do(rows[0], by=by, **answer)
        assert [r.kind for r in queries.open_of(case, by)] == ["after_6", "after_12"]
    assert Livelihood.objects.get().moment == "follow_up"


def test_a_done_one_cannot_be_done_or_moved_again(by, case):
    row = actions.plan_quarterly(case, by=by)
    done = actions.not_reached(row, by=by)

    for act in (
        lambda: actions.do(done, by=by, **ANSWER),
        lambda: actions.plan(case, by=by, due_on=clock.today(), replaces=done),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "ALREADY_DONE"


def test_overdue_and_upcoming_are_told_apart_in_a_query_each(by, case, django_assert_num_queries):
    with clock.at(MARCH):
        actions.plan(case, by=by, due_on=JUNE - dt.timedelta(days=1))
        actions.plan(case, by=by, due_on=JUNE)
        actions.plan(case, by=by, due_on=JUNE + dt.timedelta(days=15))
    with clock.at(JUNE), django_assert_num_queries(2):
        assert [r.due_on for r in queries.overdue(by, JUNE)] == [dt.date(2026, 6, 1)]
        assert [r.due_on for r in queries.upcoming(by, JUNE)] == [JUNE]


def test_a_day_that_has_passed_is_refused_at_the_field(by, case, sign_in):
    response = sign_in(by).post(reverse("follow_up:plan", args=[case.pk]), {"due_on": "2020-01-01"})

    assert response.status_code == 422
    assert 'id="id_due_on-error"' in response.content.decode()


def test_another_party_reads_only_a_shared_one_and_cannot_do_it(w, by, case, sign_in):
    reader = actor(w.sia)
    confirmed_consent(case, by=by, to=[reader])
    row = actions.plan_quarterly(case, by=by)
    client = sign_in(reader)
    assert client.get(reverse("follow_up:do", args=[row.pk])).status_code == 404

    done = actions.do(row, by=by, **ANSWER, share=ids(reader))

    assert client.get(reverse("follow_up:do", args=[done.pk])).status_code == 200
    assert client.get(reverse("follow_up:do", args=[row.pk])).status_code == 404
    assert list(queries.mine(reader)) == []


def begin(w, case, *, by, **known):
    """Enrolled by the act that is in use."""
    into = intervention(w, owner_party=w.pes, owner_unit=w.unit(w.pes), **known)
    return enrolment.enrol(case, by=by, intervention=into, starts_on=into.starts_on)


def test_the_first_is_planned_with_the_enrolment_and_once_for_several(w, by, sign_in):
    with clock.at(MARCH):
        case = open_case(by=by)
        begin(w, case, by=by)
        planned = [(r.due_on, r.kind, r.item.holder_id, r.item.author_id) for r in FollowUp.objects.all()]
        assert planned == [(JUNE, "quarterly", by.party_id, by.staff_id)]
        assert "2026-06-02" in sign_in(by).get(reverse("follow_up:mine")).content.decode()

        begin(w, case, by=by)

    assert FollowUp.objects.count() == 1


def test_enrolled_long_after_it_began_the_first_is_due_today(w, by):
    with clock.at(MARCH + dt.timedelta(days=200)):
        begin(w, open_case(by=by), by=by, starts_on=MARCH)
        assert [row.due_on for row in FollowUp.objects.all()] == [clock.today()]


def test_unchanged_may_rest_on_what_another_party_wrote_and_nothing_is_written_anew(w, by, case, sign_in):
    with clock.at(MARCH):
        other = actor(w.sia)
    with clock.at(MARCH + dt.timedelta(days=1)):
        confirmed_consent(case, by=by, to=[other])
        source = [Source("sickness_benefit", 100)]
        livelihood.record(case, by=by, moment="under_way", livelihoods=source, share=ids(other))
        row = actions.plan_quarterly(case, by=other)
    written = Livelihood.objects.count()
    with clock.at(JUNE):
        response = sign_in(other).post(reverse("follow_up:do", args=[row.pk]), ANSWER)

    assert response.status_code == 302
    assert [f.livelihood for f in FollowUp.objects.filter(done_on=JUNE)] == ["unchanged"]
    assert Livelihood.objects.count() == written


def test_one_after_an_exit_is_not_done_long_before_its_day(by, case, sign_in):
    first = actions.plan_after_exit(case, by=by, exit_on=clock.today())
    found = {**ANSWER, "livelihood_now": "unknown"}
    address = reverse("follow_up:do", args=[first.pk])
    earliest = first.due_on - dt.timedelta(days=30)

    early = sign_in(by).post(address, found)

    html = early.content.decode()
    assert (early.status_code, f"tidigast {earliest}" in html, "Fler timmar" in html) == (422, True, True)
    with clock.at(earliest):
        assert sign_in(by).post(address, found).status_code == 302


def test_a_day_more_than_two_years_ahead_is_refused_at_the_field(by, case, sign_in):
    answer = sign_in(by).post(reverse("follow_up:plan", args=[case.pk]), {"due_on": "2199-01-01"})

    html = answer.content.decode()
    assert (answer.status_code, "Välj en dag inom två år" in html, "2199-01-01" in html) == (422, True, True)
