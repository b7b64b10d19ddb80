"""Step moves: two judgements side by side, whose turn it is after 90 days, and who reads them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.errors import RuleBroken
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.progress import actions, queries
from samsyn.journey.progress.models import StepMove
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, ids, open_case

MARCH = dt.date(2026, 3, 2)


@action(verb="test.enrol_for_progress", sentence="skrev in i ett test")
def enrol(case, *, by, into, **known):
    """An enrolment that goes on."""
    row = Enrolment(intervention=into, starts_on=clock.today(), register="consent", **known)
    return writing.write(row, case=case, kind=ItemKind.ENROLMENT, category=Category.OTHER, by=by)


def test_both_judgements_stand_side_by_side_and_a_difference_is_marked(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)
    form = {"to_step": "Åker buss själv", "by_caseworker": "forward", "by_person": "none"}

    sign_in(by).post(reverse("progress:write", args=[case.pk]), form)
    page = sign_in(by).get(reverse("progress:history", args=[case.pk])).content.decode()

    move = StepMove.objects.get()
    assert (move.by_caseworker, move.by_person, move.on) == ("forward", "none", clock.today())
    assert "Ser olika på det" in page


def test_the_next_move_starts_where_the_last_one_ended(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)
    actions.write_step_move(case, by=by, to_step="Kommer till mötena", by_caseworker="forward")

    page = sign_in(by).get(reverse("progress:write", args=[case.pk])).content.decode()

    assert 'name="from_step" value="Kommer till mötena"' in page


def test_what_is_missing_is_said_at_the_field_and_the_rest_stays_typed(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)

    response = sign_in(by).post(
        reverse("progress:write", args=[case.pk]),
        {"evidence": "<script>alert(1)</script>", "on": "2026-02-30"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert [f'id="id_{name}-error"' in page for name in ("to_step", "by_caseworker", "on")] == [True] * 3
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_day_ahead_and_an_unknown_area_are_refused(w):
    by = actor(w.pes)
    case = open_case(by=by)
    said = {"by": by, "to_step": "Något", "by_caseworker": "forward"}

    for wrong, code in (
        ({"on": clock.today() + dt.timedelta(days=1)}, "DAY_AHEAD"),
        ({"area": "x"}, "UNKNOWN_CODE"),
    ):
        with pytest.raises(RuleBroken) as refused:
            actions.write_step_move(case, **said, **wrong)
        assert refused.value.code == code
    assert StepMove.objects.count() == 0


def test_a_case_is_due_90_days_after_the_enrolment_or_the_last_move(w, django_assert_num_queries):
    by = actor(w.pes)
    with clock.at(MARCH):
        case, other = open_case(by=by), open_case(by=by)
        into = intervention(w)
        enrol(case, by=by, into=into)
    later = MARCH + dt.timedelta(days=90)

    with clock.at(later - dt.timedelta(days=1)):
        assert list(queries.due(by, clock.today())) == []
    with clock.at(later), django_assert_num_queries(1):
        assert [(r.case.person.pk, r.last_on) for r in queries.due(by, later)] == [(case.person_id, MARCH)]
    with clock.at(later):
        actions.write_step_move(case, by=by, to_step="Har ökat sin tid", by_caseworker="forward")
        assert list(queries.due(by, later)) == []
    assert other.pk != case.pk


def test_only_the_named_caseworker_is_reminded(w):
    by, colleague = actor(w.pes), actor(w.pes)
    with clock.at(MARCH):
        enrol(open_case(by=by), by=by, into=intervention(w))
    later = MARCH + dt.timedelta(days=100)

    with clock.at(later):
        assert list(queries.due(colleague, later)) == []
        assert queries.due(by, later).count() == 1


def test_a_move_that_was_not_shared_is_not_there(w, sign_in):
    by, other = actor(w.pes), actor(w.sia)
    case = open_case(by=by)
    confirmed_consent(case, by=by, to=[other])
    hidden = actions.write_step_move(case, by=by, to_step="Hemligt steg", by_caseworker="forward")
    shown = actions.write_step_move(case, by=by, to_step="Delat steg", by_caseworker="back", share=ids(other))
    client = sign_in(other)

    assert client.get(reverse("progress:read", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("progress:read", args=[shown.pk])).status_code == 200
    assert client.get(reverse("progress:correct", args=[shown.pk])).status_code == 404
    assert "Hemligt" not in client.get(reverse("progress:history", args=[case.pk])).content.decode()


def test_a_stale_correction_is_refused_and_kept(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)
    first = actions.write_step_move(case, by=by, to_step="Ett", by_caseworker="forward")
    actions.write_step_move(case, by=by, to_step="Två", by_caseworker="forward", replaces=first)
    form = {"to_step": "Tre", "by_caseworker": "back", "seen_version": str(first.pk)}

    response = sign_in(by).post(reverse("progress:correct", args=[first.pk]), form)

    assert response.status_code == 422
    assert 'value="Tre"' in response.content.decode()


def test_the_list_costs_the_same_for_one_row_and_for_ten(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)
    client, address = sign_in(by), reverse("progress:history", args=[case.pk])
    counts = []
    for rows in (1, 9):
        for n in range(rows):
            actions.write_step_move(case, by=by, to_step=f"Steg {n}", by_caseworker="forward")
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_picture_of_moves_says_what_the_table_says(w, sign_in):
    caseworker = actor(w.sia)
    case = open_case(by=caseworker)
    for days_ago, person, staff in ((40, "", "none"), (20, "forward", "forward"), (2, "back", "sideways")):
        on = clock.today() - dt.timedelta(days=days_ago)
        said = {"by_person": person, "by_caseworker": staff, "area": "work"}
        actions.write_step_move(case, by=caseworker, to_step="Kommer", on=on, **said)
    page = sign_in(caseworker).get(reverse("progress:history", args=[case.pk])).content.decode()
    drawn = re.findall(r'class="moves-(person|staff)" data-way="(\w+)"', page)
    assert drawn == [
        ("staff", "none"), ("person", "forward"), ("staff", "forward"), ("person", "back"), ("staff", "sideways"),
    ]  # fmt: skip
