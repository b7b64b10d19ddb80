"""Change of caseworker: overlap, what moves, who can own a case, and that the person is told."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock, outbox
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.access.models import OutboxMail
from samsyn.access.policy import Policy
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Case, CaseAssignment, Item, Notice
from samsyn.entry.case.queries import owner_of
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.activity.models import Activity
from samsyn.journey.follow_up.actions import plan_quarterly
from samsyn.journey.handover import actions
from samsyn.journey.handover.models import Handover
from samsyn.journey.meeting.actions import call_meeting, reply
from samsyn.journey.meeting.models import Invitee
from samsyn.journey.meeting.queries import candidates
from samsyn.journey.request.actions import ask
from tests.factories.basis import actor
from tests.factories.entry import assigned, confirmed_consent, ids, open_case

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _day():
    """One day for all."""
    with clock.at(TODAY):
        yield


@pytest.fixture
def old(w):
    """Who hands over."""
    return actor(w.pes, name="Gun Gammal")


@pytest.fixture
def new(w):
    """Who takes over."""
    return actor(w.pes, name="Nils Ny")


@pytest.fixture
def case(old):
    """A case the old one owns."""
    return open_case(by=old)


def code_of(act):
    """The code and field of the refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.code, refused.value.field


def reaches(who, case):
    """Whether the case is in reach."""
    return Policy.all(Case, who).filter(pk=case.pk).exists()


def test_the_new_one_owns_at_once_and_the_old_one_reads_until_the_overlap_ends(case, old, new):
    assert not reaches(new, case)
    row = actions.hand_over(case, by=old, to_staff=new.staff_id)

    assert owner_of(case.pk).staff_id == new.staff_id
    assert row.overlap_until == dt.date(2026, 12, 23)
    assert (reaches(old, case), reaches(new, case)) == (True, True)
    with clock.at(dt.date(2026, 12, 22)):
        assert reaches(old, case)
    with clock.at(dt.date(2026, 12, 23)):
        assert (reaches(old, case), reaches(new, case)) == (False, True)


def test_without_overlap_the_old_one_is_out_at_once(case, old, new):
    actions.hand_over(case, by=old, to_staff=new.staff_id, overlap_days=0)

    assert (reaches(old, case), reaches(new, case)) == (False, True)


def test_an_earlier_caseworker_can_become_caseworker_again(case, old, new):
    actions.hand_over(case, by=old, to_staff=new.staff_id)
    actions.hand_over(case, by=new, to_staff=old.staff_id)
    with clock.at(dt.date(2027, 3, 1)):
        assert owner_of(case.pk).staff_id == old.staff_id
        assert (reaches(old, case), reaches(new, case)) == (True, False)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COACH])
def test_a_coordinator_or_coach_cannot_own_a_case(w, case, old, role, sign_in):
    other = actor(w.pes, role)

    form = {"to_staff": str(other.staff_id), "from_staff": str(old.staff_id), "overlap_days": "30"}
    response = sign_in(old).post(reverse("handover:write", args=[case.pk]), form)

    assert response.status_code == 422
    assert "ordinarie verksamhet" in response.content.decode()
    assert owner_of(case.pk).staff_id == old.staff_id
    assert CaseAssignment.objects.filter(staff_id=other.staff_id).count() == 0


def test_impossible_handovers_are_refused(w, case, old, new):
    stranger, outside = actor(w.pes), actor(w.sia)
    give = actions.hand_over

    assert code_of(lambda: give(case, by=old, to_staff=old.staff_id)) == ("SAME_PERSON", "to_staff")
    assert code_of(lambda: give(case, by=old, to_staff=outside.staff_id)) == ("NOT_A_COLLEAGUE", "to_staff")
    assert code_of(lambda: give(case, by=stranger, to_staff=new.staff_id)) == ("NOT_ASSIGNED", "from_staff")
    assert (
        code_of(lambda: give(case, by=old, to_staff=new.staff_id, overlap_days=181))[0]
        == "OVERLAP_IMPOSSIBLE"
    )
    ahead = TODAY + dt.timedelta(days=1)
    assert code_of(lambda: give(case, by=old, to_staff=new.staff_id, person_told_on=ahead))[0] == "DAY_AHEAD"
    with pytest.raises(NotPermitted):
        give(case, by=actor(w.pes, Role.COACH), to_staff=new.staff_id)
    assert Handover.objects.count() == 0


def test_a_manager_hands_over_for_somebody_who_is_away(w, case, old, new, sign_in):
    manager = actor(w.pes, Role.UNIT_MANAGER)

    actions.hand_over(case, by=manager, from_staff=old.staff_id, to_staff=new.staff_id)

    assert owner_of(case.pk).staff_id == new.staff_id
    assert sorted(Notice.objects.filter(kind="handover").values_list("to_staff_id", flat=True)) == sorted(
        [old.staff_id, new.staff_id]
    )


def test_open_activities_meetings_requests_and_follow_ups_move(w, case, old, new):
    other = actor(w.sia, name="Svea")
    confirmed_consent(case, by=old, to=[other])
    mine = {"responsible_name": "Gun Gammal", "responsible_party_id": old.party_id}
    write_activity(case, by=old, title="Egen", starts_on=TODAY, share=ids(other), **mine)
    write_activity(case, by=other, title="Andras", starts_on=TODAY, share=ids(old), **mine)
    write_activity(case, by=old, title="Någon annans", starts_on=TODAY, responsible_name="Svea")
    meeting = call_meeting(
        case, by=other, kind="three_party", starts_at=clock.now() + dt.timedelta(days=7),
        who=[c.value for c in candidates(case, other) if c.staff and c.staff.pk == old.staff_id],
    )  # fmt: skip
    request = ask(case, by=other, asks="decision", question="?", to_unit=w.unit(w.pes), to_name="Gun Gammal")
    plan_quarterly(case, by=old)

    row = actions.hand_over(case, by=old, to_staff=new.staff_id)

    assert row.moved == {"activities": 2, "meetings": 1, "requests": 1, "follow_ups": 1}
    newest = Activity.objects.filter(item__superseded_at__isnull=True)
    assert {a.title: a.responsible_name for a in newest} == {
        "Egen": "Nils Ny", "Andras": "Nils Ny", "Någon annans": "Svea",
    }  # fmt: skip
    assert {a.title: a.item.holder_id for a in newest}["Andras"] == other.party_id
    assert Policy.all(Item, other).filter(label="Egen", superseded_at__isnull=True).count() == 1
    assert Invitee.objects.filter(meeting=meeting.item, staff_id=new.staff_id, reply="none").count() == 1
    assert Invitee.objects.filter(meeting=meeting.item, staff_id=old.staff_id).count() == 0
    request.refresh_from_db()
    assert request.to_staff_id == new.staff_id


def test_the_form_hands_over_once_when_sent_twice_and_the_letter_tells_the_person(case, old, new, sign_in):
    client, address = sign_in(old), reverse("handover:write", args=[case.pk])
    form = {
        "to_staff": str(new.staff_id),
        "from_staff": str(old.staff_id),
        "overlap_days": "14",
        "idempotency_key": "a",
    }
    for _again in range(2):
        assert client.post(address, form).status_code == 302

    row = Handover.objects.get()
    letter = client.get(reverse("handover:letter", args=[row.pk])).content.decode()
    assert ("Nils Ny" in letter, "Gun Gammal" in letter, "6 december 2026" in letter) == (True, True, True)
    told = {"person_told_on": "2026-11-23", "person_told_how": "Brev"}
    client.post(reverse("handover:read", args=[row.pk]), told)
    row.refresh_from_db()
    assert (row.person_told_on, row.person_told_how) == (TODAY, "Brev")


def test_wrong_numbers_are_said_at_the_field_and_what_was_typed_stays(case, old, new, sign_in):
    form = {
        "to_staff": str(new.staff_id), "from_staff": str(old.staff_id), "overlap_days": "trettio",
        "person_told_how": "<script>x</script>",
    }  # fmt: skip

    response = sign_in(old).post(reverse("handover:write", args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert ('id="id_overlap_days-error"' in page, "&lt;script&gt;x" in page) == (True, True)


def test_another_party_sees_only_a_shared_handover_and_no_counts(w, case, old, new, sign_in):
    other = actor(w.sia)
    confirmed_consent(case, by=old, to=[other])
    hidden = actions.hand_over(case, by=old, to_staff=new.staff_id)
    shown = actions.hand_over(case, by=new, to_staff=old.staff_id, share=ids(other))
    client = sign_in(other)

    assert client.get(reverse("handover:read", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("handover:letter", args=[shown.pk])).status_code == 404
    page = client.get(reverse("handover:read", args=[shown.pk])).content.decode()
    assert ("Nils Ny" in page, "Aktiviteter som följde med" in page) == (True, False)


def test_an_owner_is_appointed_only_where_there_is_none(w, case, old, new):
    assert code_of(lambda: actions.appoint_owner(case, by=old, to_staff=new.staff_id))[0] == "HAS_OWNER"

    CaseAssignment.objects.filter(case=case).update(part="participant")
    coach = actor(w.pes, Role.COACH)
    assert (
        code_of(lambda: actions.appoint_owner(case, by=old, to_staff=coach.staff_id))[0]
        == "OWNER_MUST_BE_CASEWORKER"
    )
    actions.appoint_owner(case, by=old, to_staff=new.staff_id)
    assert owner_of(case.pk).staff_id == new.staff_id


def test_a_case_that_a_coordinator_opens_has_no_owner_yet(w, new):
    coordinator = actor(w.pes, Role.COORDINATOR)
    case = open_case(by=coordinator)

    assert (owner_of(case.pk), reaches(coordinator, case)) == (None, True)
    actions.appoint_owner(case, by=coordinator, to_staff=new.staff_id)
    assert owner_of(case.pk).staff_id == new.staff_id


@pytest.mark.parametrize(
    ("typed", "moves"),
    [("gun", True), ("Gammal", True), ("Gun  gammal", True), ("Gunnar", False), ("", False), ("Siv", False)],
)
def test_a_part_of_the_name_is_enough_to_move_an_activity(case, old, new, typed, moves):
    write_activity(
        case, by=old, title="A", starts_on=TODAY, responsible_name=typed, responsible_party_id=old.party_id
    )

    row = actions.hand_over(case, by=old, to_staff=new.staff_id)

    named = Activity.objects.get(item__superseded_at__isnull=True).responsible_name
    assert (row.moved["activities"], named) == ((1, "Nils Ny") if moves else (0, typed))


def test_a_part_of_the_name_that_a_colleague_shares_or_another_party_means_moves_nothing(w, case, old, new):
    assigned(case, actor(w.pes, name="Gun Grön"))
    other = actor(w.sia, name="Gun Annan")
    for name, party in (("Gun", old), ("Gammal", other)):
        write_activity(
            case, by=old, title="A", starts_on=TODAY, responsible_name=name,
            responsible_party_id=party.party_id,
        )  # fmt: skip

    assert actions.hand_over(case, by=old, to_staff=new.staff_id).moved["activities"] == 0


@pytest.mark.parametrize(
    ("days", "told"), [(0, ["Nils Ny"]), (30, ["Gun Gammal", "Nils Ny"]), (None, ["Gun Gammal"])]
)
def test_who_has_the_case_hears_that_somebody_cannot_come(w, case, old, new, days, told):
    other = actor(w.sia, name="Svea")
    confirmed_consent(case, by=old, to=[other])
    assigned(case, other)
    meeting = call_meeting(
        case, by=old, kind="three_party", starts_at=clock.now() + dt.timedelta(days=7),
        who=[f"staff:{other.staff_id}"],
    )  # fmt: skip
    if days is not None:
        actions.hand_over(case, by=old, to_staff=new.staff_id, overlap_days=days)

    reply(meeting, by=other, answer="no")

    heard = Notice.objects.filter(kind="meeting_declined").values_list("to_staff__user__name", flat=True)
    assert sorted(heard) == told


def test_without_overlap_one_lands_at_home_and_the_letter_promises_no_days(case, old, new, sign_in):
    form = {"to_staff": str(new.staff_id), "from_staff": str(old.staff_id), "overlap_days": "0"}

    response = sign_in(old).post(reverse("handover:write", args=[case.pk]), form, follow=True)

    assert (response.status_code, response.redirect_chain) == (200, [(reverse("start"), 302)])
    assert "Nils Ny kan skriva ut brevet" in response.content.decode()
    letter = sign_in(new).get(reverse("handover:letter", args=[Handover.objects.get().pk])).content.decode()
    assert ("Nils Ny" in letter, "svara på frågor" in letter) == (True, False)


@pytest.mark.parametrize("called_too", [False, True])
def test_the_replaced_ones_call_is_taken_back(w, case, old, new, called_too):
    other = actor(w.sia, name="Svea")
    confirmed_consent(case, by=old, to=[other])
    assigned(case, other)
    if called_too:
        assigned(case, new)
    who = [c.value for c in candidates(case, other) if c.staff and c.staff.party_id == old.party_id]
    meeting = call_meeting(
        case, by=other, kind="three_party", starts_at=clock.now() + dt.timedelta(days=7), who=who
    )

    actions.hand_over(case, by=old, to_staff=new.staff_id)

    mails = OutboxMail.objects.filter(to=old.email).order_by("created_at")
    assert [mail.calendar_method for mail in mails] == ["REQUEST", "CANCEL"]
    assert f"ORGANIZER;SENT-BY=\"mailto:{old.email}\":mailto:{other.email}" in mails[1].calendar.replace("\r\n ", "")
    assert "En kollega är kallad" in mails[1].body
    staff = Invitee.objects.filter(meeting=meeting.item, staff__isnull=False)
    assert set(staff.values_list("staff_id", flat=True)) == {other.staff_id, new.staff_id}
    assert staff.count() == 2
    outbox.send_waiting()
    assert OutboxMail.objects.filter(to=old.email, calendar_method="CANCEL", sent_at__isnull=False).count() == 1
