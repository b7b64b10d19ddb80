"""KV's published flow (130, 79, 30, 21) from the record, with its waiting times; small numbers are hidden."""

import datetime as dt
import statistics

import pytest
from django.urls import reverse

from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import actor_of
from samsyn.entry.enrolment.models import Enrolment, VolumeRegistration
from samsyn.entry.referral.models import ReferralStep
from samsyn.entry.selection.flows import PARTS, Flow, Period, Spread, flow, without_small_numbers
from samsyn.web.demo.kv import FIRST_MEETING, Application, applications, kv_world, published, run_kv_flow
from tests.factories.basis import staff

FORTNIGHT = 14


def next_meeting(sent_on: dt.date) -> dt.date:
    """The first meeting day after the day it was sent, counted without walking the calendar."""
    return FIRST_MEETING + dt.timedelta(days=FORTNIGHT * ((sent_on - FIRST_MEETING).days // FORTNIGHT + 1))


def expected(days: list[int]) -> Spread:
    lower, median, upper = statistics.quantiles(days, n=4, method="inclusive")
    return Spread(len(days), median, lower, upper, max(days))


def meeting_waits(came: list[Application]) -> list[int]:
    return [(next_meeting(a.sent_on) - a.sent_on).days for a in came]


def test_the_published_flow_comes_out_of_the_record(db, sign_in):
    counts, world = published(), kv_world()
    came = applications(counts)
    run_kv_flow(world, came)

    found = flow(world.intervention, Period(None, None))

    assert [counts[k] for k in list(counts)[:4]] == [130, 79, 30, 21]
    assert (found.applications, found.enrolled, found.other, found.returned) == (130, 79, 30, 21)
    assert (found.declined, found.withdrawn, found.waiting) == (0, 0, 0)
    assert found.to_decision == expected(meeting_waits(came))
    assert found.to_start == expected([a.start_delay for a in came if a.outcome == "enrol"])
    assert Enrolment.objects.filter(register="consent").count() == 79
    assert VolumeRegistration.objects.count() == 30
    assert ReferralStep.objects.filter(to_state="sent").count() == 130

    half = dt.date(2007, 12, 31)
    early = [a for a in came if a.sent_on <= half]
    part = flow(world.intervention, Period(None, half))
    later = flow(world.intervention, Period(half + dt.timedelta(days=1), None))
    assert (part.applications, part.applications + later.applications) == (len(early), 130)
    assert part.to_decision == expected(meeting_waits(early))

    manager = actor_of(staff(world.intervention.owner_party, Role.INTERVENTION_MANAGER))
    address = reverse("selection:flow", args=[world.intervention.pk])
    page = sign_in(manager).get(address).content.decode()
    assert [f">{n}<" in page for n in (130, 79, 30, 21)] == [True] * 4
    stranger = actor_of(staff(world.parties[1], Role.INTERVENTION_MANAGER))
    assert sign_in(stranger).get(address).status_code == 404
    assert Staff.objects.filter(role=Role.COORDINATOR).count() == 1


def a_flow(**parts: int) -> Flow:
    known = {**dict.fromkeys(PARTS, 0), **parts}
    return Flow(applications=sum(known.values()), **known, to_decision=Spread(4, 7, 3, 9, 30), to_start=None)


@pytest.mark.parametrize(
    "parts",
    [
        {"enrolled": 20, "other": 3},
        {"enrolled": 20, "other": 3, "returned": 8},
        {"enrolled": 20, "other": 1, "returned": 2, "waiting": 9},
        {"enrolled": 4},
        {"enrolled": 3, "other": 4},
    ],
)
def test_a_small_number_cannot_be_had_by_subtraction(parts):
    shown = without_small_numbers(a_flow(**parts), 5)

    hidden = [p for p in PARTS if getattr(shown, p) is None]
    small = [p for p, n in parts.items() if n < 5]
    visible_sum = sum(getattr(shown, p) or 0 for p in PARTS)
    assert set(small) <= set(hidden)
    assert shown.has_hidden
    assert shown.applications is None or (len(hidden) >= 2 and shown.applications - visible_sum >= 5)
    assert shown.to_decision is None


def test_large_numbers_are_shown_as_they_are():
    shown = without_small_numbers(a_flow(enrolled=20, other=5), 5)

    assert (shown.applications, shown.enrolled, shown.other, shown.waiting, shown.has_hidden) == (
        25,
        20,
        5,
        0,
        False,
    )
