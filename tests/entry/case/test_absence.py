"""Away from a day to a day: a named colleague of the unit gets what comes, reads meanwhile, and no longer."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.models import OutboxMail
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case.actions import assign_colleague, end_absence, set_absence
from samsyn.entry.case.models import CaseAssignment, Notice
from samsyn.entry.person.models import Protection
from samsyn.journey.handover.actions import hand_over
from samsyn.journey.meeting.actions import call_meeting
from samsyn.journey.request.actions import ask, remind_waiting
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, open_case

TODAY = dt.date(2026, 11, 2)
BACK = TODAY + dt.timedelta(days=14)


@pytest.fixture(autouse=True)
def _day():
    with clock.at(TODAY):
        yield


def row_of(who) -> Staff:
    return Staff.objects.select_related("unit", "party", "user").get(pk=who.staff_id)


def away(who, other, *, by=None, first=TODAY, back=BACK) -> Staff:
    return set_absence(row_of(who), by=by or who, away_from=first, back_on=back, substitute=other.staff_id)


def reads(sign_in, who, case) -> int:
    return sign_in(who).get(reverse("case:page", args=[case.pk])).status_code


@pytest.fixture
def two(w):
    return actor(w.pes, name="Ada Berg"), actor(w.pes, name="Bo Ek")


# --- reading ---


def test_set_on_the_page_the_colleague_reads_from_the_first_day_until_back(w, two, sign_in):
    me, colleague = two
    case = open_case(by=me)
    first = TODAY + dt.timedelta(days=3)
    form = {"away_from": first.isoformat(), "back_on": BACK.isoformat(), "substitute": str(colleague.staff_id)}

    response = sign_in(me).post(reverse("case:away"), form)

    assert response.url == reverse("case:away_of", args=[me.staff_id])
    assert reads(sign_in, colleague, case) == 404
    with clock.at(first):
        assert reads(sign_in, colleague, case) == 200
        assert "Bo Ek svarar under tiden" in sign_in(me).get(response.url).content.decode()
    with clock.at(BACK):
        assert reads(sign_in, colleague, case) == 404
        assert reads(sign_in, me, case) == 200


def test_back_earlier_ends_it_at_once_and_another_substitute_replaces_the_first(w, two, sign_in):
    me, colleague = two
    third, case = actor(w.pes), open_case(by=me)
    away(me, colleague)
    away(me, third)
    assert [reads(sign_in, who, case) for who in (colleague, third)] == [404, 200]

    sign_in(me).post(reverse("case:back", args=[me.staff_id]))
    end_absence(row_of(me), by=me)

    assert [reads(sign_in, who, case) for who in (colleague, third)] == [404, 404]
    assert (row_of(me).away_from, row_of(me).back_on) == (None, None)


def test_a_case_that_comes_meanwhile_is_shared_too_and_a_protected_one_by_name(w, two, sign_in):
    me, colleague = two
    away(me, colleague)
    other = actor(w.pes, unit=w.unit(w.pes))
    case = open_case(by=other, protection=Protection.MARKED)

    assign_colleague(case, by=other, staff=me.staff_id)

    row = CaseAssignment.objects.get(staff_id=colleague.staff_id)
    assert (row.part, row.ends_at, row.ended_because) == ("substitute", clock.start_of(BACK), "")
    assert reads(sign_in, colleague, case) == 200
    assert not CaseAssignment.objects.filter(part="inbox").exists()


def test_who_works_with_the_case_already_keeps_it_afterwards(w, two, sign_in):
    me, colleague = two
    case = open_case(by=me)
    assign_colleague(case, by=me, staff=colleague.staff_id)

    away(me, colleague)
    end_absence(row_of(me), by=me)

    assert reads(sign_in, colleague, case) == 200


# --- what comes ---


def told(kind) -> set:
    return set(Notice.objects.filter(kind=kind).values_list("to_staff_id", flat=True))


def test_requests_reminders_calls_and_handovers_reach_the_colleague(w, two):
    me, colleague = two
    asker = actor(w.pes, name="Cia Dal")
    case = open_case(by=asker)
    assign_colleague(case, by=asker, staff=me.staff_id)
    away(me, colleague)
    both = {me.staff_id, colleague.staff_id}

    ask(case, by=asker, asks="statement", question="Kan ni?", to_unit=w.unit(w.pes), to_name="Ada Berg")
    starts = clock.start_of(TODAY + dt.timedelta(days=5))
    call_meeting(case, by=asker, kind="three_party", starts_at=starts, who=[f"staff:{me.staff_id}"])
    hand_over(case, by=asker, from_staff=asker.staff_id, to_staff=me.staff_id)
    with clock.at(TODAY + dt.timedelta(days=15)):
        Staff.objects.filter(pk=me.staff_id).update(back_on=TODAY + dt.timedelta(days=30))
        remind_waiting(by=None)

    assert [told(kind) for kind in ("request_asked", "meeting_called", "handover", "request_reminder")] == [both] * 4
    mails = OutboxMail.objects.filter(subject__contains="förfrågan").values_list("to", flat=True)
    assert sorted(mails) == sorted([me.email, colleague.email])


def test_after_the_absence_only_the_one_meant_is_told(w, two):
    me, colleague = two
    other = actor(w.pes)
    case = open_case(by=other)
    away(me, colleague)
    with clock.at(BACK):
        assign_colleague(case, by=other, staff=me.staff_id)

    assert told("case_assigned") == {me.staff_id}
    assert not CaseAssignment.objects.filter(staff_id=colleague.staff_id).exists()


# --- who and when ---


def test_the_manager_of_the_unit_may_and_nobody_else(w, two, sign_in):
    me, colleague = two
    manager, other = actor(w.pes, Role.UNIT_MANAGER), actor(w.pes)
    elsewhere = actor(w.pes, Role.UNIT_MANAGER, unit=Unit.objects.create(party=w.pes, name="Annan"))
    address = reverse("case:away_of", args=[me.staff_id])

    assert [sign_in(who).get(address).status_code for who in (manager, other, elsewhere, actor(w.sia))] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    assert address in sign_in(manager).get(reverse("case:unit")).content.decode()
    away(me, colleague, by=manager)
    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        away(me, colleague, by=other)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"back_on": "2026-11-01"}, "Ändra"),
        ({"away_from": "2026-10-01", "back_on": "2026-10-20"}, "har redan varit"),
        ({"substitute": "nobody"}, "Välj"),
        ({"back_on": "2026-02-30"}, "ds-validation-message"),
    ],
)
def test_impossible_absences_are_said_at_the_field(w, two, sign_in, changed, words):
    me, colleague = two
    form = {"away_from": TODAY.isoformat(), "back_on": BACK.isoformat(), "substitute": str(colleague.staff_id)}

    response = sign_in(me).post(reverse("case:away"), {**form, **changed})

    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert row_of(me).away_from is None


def test_the_substitute_is_of_the_unit_and_is_not_away(w, two):
    me, colleague = two
    away(colleague, me, back=TODAY + dt.timedelta(days=3))
    stranger = actor(w.pes, unit=Unit.objects.create(party=w.pes, name="Annan"))

    for other, code in ((colleague, "SUBSTITUTE_AWAY"), (stranger, "NOT_A_COLLEAGUE"), (me, "NOT_A_COLLEAGUE")):
        with pytest.raises(RuleBroken, match=code):
            away(me, other)
    away(me, colleague, first=TODAY + dt.timedelta(days=3))


def test_the_substitute_sees_of_others_only_what_the_party_may(w, two, sign_in):
    me, colleague = two
    holder = actor(w.sia)
    case = open_case(by=holder, family_name="Hemlig")
    confirmed_consent(case, by=holder, to=[me])
    CaseAssignment.objects.filter(case=case, party=w.pes).delete()

    away(me, colleague)

    assert reads(sign_in, colleague, case) == 404
