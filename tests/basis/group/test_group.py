"""Groups: seats per party with mandate and substitute, from–to."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.group import actions
from samsyn.basis.group.models import GroupKind, GroupMember
from samsyn.basis.group.queries import members_on
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor, staff, world


@pytest.fixture
def officer(w):
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


@pytest.fixture
def group(w, officer):
    return actions.start_group(w.association, by=officer, kind=GroupKind.SELECTION, name="Urval")


def test_a_group_is_started_and_seated_in_the_browser(w, officer, sign_in):
    client = sign_in(officer)
    one, substitute = staff(w.sia, Role.GROUP_MEMBER, name="Siv Berg"), staff(w.sia, name="Ulf Strand")
    started = client.post(reverse("basis:start_group"), {"kind": "selection", "name": "Urvalet"})
    seat = {"staff": one.pk, "substitute": substitute.pk, "mandate": "Får ge plats"}

    client.post(f"{started.headers['Location']}medlem/", {**seat, "starts_on": "2026-01-01"})

    member = GroupMember.objects.get(staff=one)
    assert (member.group.name, member.mandate, member.substitute) == ("Urvalet", "Får ge plats", substitute)
    page = client.get(started.headers["Location"]).content.decode()
    assert ("Siv Berg" in page, "Ulf Strand" in page, "Får ge plats" in page) == (True, True, True)


def test_members_of_a_day_are_those_whose_seat_has_begun_and_not_ended(w, officer, group):
    first, second = staff(w.pes), staff(w.sia)
    day = clock.today()
    actions.add_member(group, by=officer, staff=first, starts_on=day, ends_on=day + dt.timedelta(days=10))
    actions.add_member(group, by=officer, staff=second, starts_on=day + dt.timedelta(days=10))

    assert [m.staff for m in members_on(group.pk)] == [first]
    assert [m.staff for m in members_on(group.pk, day + dt.timedelta(days=10))] == [second]


def test_the_same_person_has_one_seat_at_a_time(w, officer, group):
    one = staff(w.pes)
    member = actions.add_member(group, by=officer, staff=one)
    with pytest.raises(RuleBroken) as refused:
        actions.add_member(group, by=officer, staff=one)
    actions.end_member(member, by=officer)

    actions.add_member(group, by=officer, staff=one, starts_on=clock.today() + dt.timedelta(days=1))

    assert refused.value.code == "MEMBER_ALREADY"
    assert group.members.count() == 2


@pytest.mark.parametrize("who", ["another party", "oneself"])
def test_a_substitute_is_another_in_the_same_party(w, officer, group, who):
    one = staff(w.pes)
    substitute = one if who == "oneself" else staff(w.sia)

    with pytest.raises(RuleBroken) as refused:
        actions.add_member(group, by=officer, staff=one, substitute=substitute)

    assert (refused.value.code, refused.value.field) == ("SUBSTITUTE_OTHER_PARTY", "substitute")


def test_nobody_from_another_association_gets_a_seat(officer, group, sign_in):
    stranger = staff(world().pes)
    with pytest.raises(RuleBroken) as refused:
        actions.add_member(group, by=officer, staff=stranger)

    response = sign_in(officer).post(
        reverse("basis:add_member", args=[group.pk]), {"staff": stranger.pk, "starts_on": "2026-01-01"}
    )

    assert refused.value.code == "OTHER_ASSOCIATION"
    assert response.status_code == 422


def test_a_seat_does_not_end_before_it_begins(w, officer, group, sign_in):
    form = {"staff": staff(w.pes).pk, "starts_on": "2026-05-01", "ends_on": "2026-04-01", "mandate": "Allt"}

    response = sign_in(officer).post(reverse("basis:add_member", args=[group.pk]), form)

    assert response.status_code == 422
    assert 'value="Allt"' in response.content.decode()


def test_a_closed_group_is_empty_and_takes_nobody_in(w, officer, group, sign_in):
    actions.add_member(group, by=officer, staff=staff(w.pes))
    sign_in(officer).post(reverse("basis:close_group", args=[group.pk]))
    group.refresh_from_db()

    with pytest.raises(RuleBroken) as refused:
        actions.add_member(group, by=officer, staff=staff(w.sia))

    assert refused.value.code == "GROUP_CLOSED"
    assert list(members_on(group.pk)) == []


def test_a_caseworker_sees_groups_but_does_not_set_them_up(w, group, sign_in):
    caseworker = actor(w.pes)
    page = sign_in(caseworker).get(reverse("basis:group", args=[group.pk])).content.decode()

    assert "Lägg till en medlem" not in page
    with pytest.raises(NotPermitted):
        actions.start_group(w.association, by=caseworker, kind=GroupKind.LOCAL, name="Min")


def test_another_associations_group_is_not_there(group, sign_in):
    stranger = sign_in(actor(world().pes, Role.ASSOCIATION_OFFICER))

    for name in ("group", "change_group", "add_member"):
        assert stranger.get(reverse(f"basis:{name}", args=[group.pk])).status_code == 404
    assert stranger.post(reverse("basis:close_group", args=[group.pk])).status_code == 404
