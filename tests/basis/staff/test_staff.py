"""Assignments: given and ended by those who may, roles kept apart, told in the trace."""

import datetime as dt
import re
from itertools import combinations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.access.models import AuditEntry, OutboxMail, User
from samsyn.basis.party.models import Party, PartyKind
from samsyn.basis.staff.actions import add_assignment, change_assignment, close_account, end_assignment
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import actor_of, colleagues
from samsyn.basis.staff.rules import PERSONAL_ROLES, conflict
from tests.factories.basis import actor, staff, world

NEW = {"name": "Ny Nilsson", "email": "ny@exempel.test"}


@pytest.fixture
def admin(w):
    return actor(w.pes, Role.SYSTEM_ADMINISTRATOR)


def form_for(w, **other):
    """What a browser sends for a new coach."""
    return {**NEW, "place": str(w.unit(w.pes).pk), "role": "coach", "starts_on": "2026-01-07", **other}


def give(party, *, by, unit=None, role=Role.CASEWORKER, **known):
    return add_assignment(party, by=by, **{**NEW, "unit": unit or party.units.first(), "role": role, **known})


def test_an_administrator_gives_an_assignment_in_the_browser(w, admin, sign_in):
    form = form_for(w, role="caseworker")

    response = sign_in(admin).post(reverse("basis:add_staff"), form)

    assert response.status_code == 302
    made = Staff.objects.get(user__email="ny@exempel.test")
    assert (made.party, made.unit, made.role) == (w.pes, w.unit(w.pes), "caseworker")
    assert made.starts_on == dt.date(2026, 1, 7)
    assert OutboxMail.objects.get().to == "ny@exempel.test"
    assert AuditEntry.objects.get(verb="staff.add").party_id == w.pes.pk


def test_the_form_sent_twice_gives_one_assignment_and_one_letter(w, admin, sign_in):
    client = sign_in(admin)
    form = form_for(w, idempotency_key="en")

    first, second = (client.post(reverse("basis:add_staff"), form) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Staff.objects.filter(user__email="ny@exempel.test").count() == 1
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "inte en adress"}, "Skriv en e-postadress, till exempel anna.ek@myndighet.se."),
        ({"name": ""}, "Skriv personens namn."),
        ({"role": "kung"}, "Välj i listan."),
        ({"place": "någonstans"}, "Välj i listan."),
        ({"place": ""}, "Välj var personen arbetar."),
        ({"starts_on": "2026-02-30"}, "Skriv en dag som finns, som ÅÅÅÅ-MM-DD"),
        ({"ends_on": "2025-12-31"}, "Slutet ligger före början."),
        ({"name": "x" * 121}, "Texten är för lång: 121 tecken. Korta den till högst 120."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(w, admin, sign_in, wrong, says):
    form = form_for(w, title="<script>x</script>", **wrong)

    response = sign_in(admin).post(reverse("basis:add_staff"), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert 'value="&lt;script&gt;x&lt;/script&gt;"' in page
    assert not User.objects.filter(email="ny@exempel.test").exists()


@pytest.mark.parametrize(
    ("held", "wanted", "words"),
    [
        (Role.COORDINATOR, Role.SYSTEM_ADMINISTRATOR, "samordnare och systemadministratör"),
        (Role.COACH, Role.AUDITOR, "coach och loggranskare"),
        (Role.ASSOCIATION_OFFICER, Role.CASEWORKER, "handläggare och förbundstjänsteman"),
        (Role.ASSOCIATION_OFFICER, Role.GROUP_MEMBER, "gruppmedlem och förbundstjänsteman"),
        (Role.UNIT_MANAGER, Role.SYSTEM_ADMINISTRATOR, "enhetschef och systemadministratör"),
        (Role.GROUP_MEMBER, Role.INTERVENTION_MANAGER, "gruppmedlem och insatsansvarig"),
        (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, "loggranskare och systemadministratör"),
    ],
)
def test_roles_that_must_be_kept_apart_are_refused_with_both_named(w, admin, sign_in, held, wanted, words):
    other = staff(w.pes, held)
    form = form_for(w, email=other.user.email, role=wanted)

    response = sign_in(admin).post(reverse("basis:add_staff"), form)

    assert response.status_code == 422
    assert f"Samma konto kan inte vara både {words}" in response.content.decode()
    assert Staff.objects.filter(user=other.user).count() == 1
    assert AuditEntry.objects.get(verb="staff.add").outcome == "ROLE_CONFLICT"


def test_no_role_that_sees_persons_goes_with_one_that_sees_none():
    apart = [pair for pair in combinations(Role, 2) if (pair[0] in PERSONAL_ROLES) != (pair[1] in PERSONAL_ROLES)]

    assert len(apart) == 25
    assert [pair for pair in apart if conflict(set(pair)) is None] == []


def test_the_conflict_is_seen_across_parties_and_ahead_but_not_after_the_end(w, admin):
    held = staff(w.sia, Role.AUDITOR)
    held.starts_on = clock.today() + dt.timedelta(days=30)
    held.save()
    known = {"email": held.user.email}
    with pytest.raises(RuleBroken) as refused:
        give(w.pes, by=admin, **known)

    held.starts_on, held.ends_on = dt.date(2020, 1, 1), clock.today()
    held.save()

    assert refused.value.code == "ROLE_CONFLICT"
    assert give(w.pes, by=admin, **known).user == held.user


def test_roles_that_go_together_may_be_held_together(w, admin):
    held = staff(w.pes, Role.CASEWORKER)

    give(w.pes, by=admin, email=held.user.email, role=Role.GROUP_MEMBER)

    assert held.user.assignments.count() == 2
    assert OutboxMail.objects.count() == 0


def test_the_same_assignment_is_not_given_twice(w, admin):
    give(w.pes, by=admin)

    with pytest.raises(RuleBroken) as refused:
        give(w.pes, by=admin)

    assert (refused.value.code, refused.value.field) == ("ASSIGNMENT_EXISTS", "email")


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SYSTEM_ADMINISTRATOR, Role.UNIT_MANAGER}])
def test_nobody_else_gives_assignments(w, role):
    with pytest.raises(NotPermitted):
        give(w.pes, by=actor(w.pes, role))


def test_an_administrator_of_one_party_does_not_reach_into_another(w, admin):
    with pytest.raises(RuleBroken) as refused:
        give(w.sia, by=admin)

    assert refused.value.code == "NOT_YOURS"


def test_who_registers_is_not_made_an_officer_of_the_association(w):
    known = {"association": w.association, "kind": PartyKind.ASSOCIATION}
    home = Party.objects.create(name="Förbundet", short_name="F", **known)

    with pytest.raises(RuleBroken) as refused:
        give(home, by=actor(home, Role.SYSTEM_ADMINISTRATOR), role=Role.ASSOCIATION_OFFICER,
             email=staff(w.pes).user.email)  # fmt: skip

    assert refused.value.code == "ROLE_CONFLICT"


def test_an_officer_of_the_association_is_appointed_at_its_own_office_only(w, admin, sign_in):
    sent = {
        "name": "Folke Förbund", "email": "folke@exempel.test", "role": Role.ASSOCIATION_OFFICER,
        "place": f"party:{w.pes.pk}", "starts_on": clock.today().isoformat(),
    }  # fmt: skip

    response = sign_in(admin).post(reverse("basis:add_staff"), sent)

    html = response.content.decode()
    assert (response.status_code, Staff.objects.filter(role=Role.ASSOCIATION_OFFICER).count()) == (422, 0)
    assert "Förbundets administratör ger det uppdraget där." in html
    assert 'value="folke@exempel.test"' in html
    known = {"association": w.association, "kind": PartyKind.ASSOCIATION}
    home = Party.objects.create(name="Förbundet", short_name="F", **known)
    made = give(home, by=actor(home, Role.SYSTEM_ADMINISTRATOR), role=Role.ASSOCIATION_OFFICER)
    assert (made.party, made.role) == (home, Role.ASSOCIATION_OFFICER)


def test_the_associations_administrator_sets_up_every_party_but_no_one_with_persons_in_the_association(w):
    known = {"association": w.association, "kind": PartyKind.ASSOCIATION}
    home = Party.objects.create(name="Förbundet", short_name="F", **known)
    admin = actor(home, Role.SYSTEM_ADMINISTRATOR)

    made = give(w.sia, by=admin)
    with pytest.raises(RuleBroken) as refused:
        add_assignment(home, by=admin, name="B", email="b@exempel.test", role=Role.COORDINATOR)

    assert made.party == w.sia
    assert refused.value.code == "ROLE_NOT_HERE"


def test_a_caseworker_must_have_a_unit(w, admin):
    with pytest.raises(RuleBroken) as refused:
        add_assignment(w.pes, by=admin, role=Role.CASEWORKER, **NEW)

    assert refused.value.code == "UNIT_MISSING"


def test_a_manager_gives_some_roles_in_the_own_unit_only(w):
    manager = actor(w.pes, Role.UNIT_MANAGER)
    other_unit = w.pes.units.create(name="AF annan")
    codes = []
    for known in ({"role": Role.AUDITOR}, {"unit": other_unit}, {}):
        try:
            give(w.pes, by=manager, **known)
        except RuleBroken as broken:
            codes.append((broken.code, broken.field))

    assert codes == [("NOT_YOURS", "role"), ("NOT_YOURS", "place")]
    assert Staff.objects.get(user__email="ny@exempel.test").role == Role.CASEWORKER


def test_an_ended_assignment_is_out_of_use_at_once(w, admin, sign_in):
    one = staff(w.pes)
    client = sign_in(actor_of(one))
    assert client.get(reverse("basis:contacts")).status_code == 200

    response = sign_in(admin).post(reverse("basis:end_staff", args=[one.pk]))

    assert response.status_code == 302
    assert client.get(reverse("basis:contacts")).status_code == 403
    one.refresh_from_db()
    assert one.ends_on == clock.today()


def test_one_that_has_not_begun_never_does(w, admin):
    one = give(w.pes, by=admin, starts_on=clock.today() + dt.timedelta(days=10))

    end_assignment(one, by=admin)

    assert one.ends_on == one.starts_on
    assert list(colleagues(w.pes.pk).filter(pk=one.pk)) == []


def test_nobody_ends_their_own(w, admin):
    with pytest.raises(RuleBroken) as refused:
        end_assignment(Staff.objects.get(pk=admin.staff_id), by=admin)

    assert refused.value.code == "OWN"


def test_a_closed_account_signs_in_no_more_but_not_while_another_party_needs_it(w, admin):
    one = staff(w.pes)
    there = Staff.objects.create(user=one.user, party=w.sia, unit=w.unit(w.sia), role=Role.CASEWORKER)
    with pytest.raises(RuleBroken) as refused:
        close_account(one, by=admin)
    there.ends_on = clock.today()
    there.save()

    close_account(one, by=admin)

    assert refused.value.code == "OTHER_PARTY"
    assert User.objects.get(pk=one.user_id).is_active is False


def test_one_who_lost_the_phone_gets_a_new_start_from_the_administrator(w, admin, sign_in):
    one = staff(w.pes)
    TOTP.activate(one.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    response = sign_in(admin).post(reverse("basis:reset_factor", args=[one.pk]))

    assert response.status_code == 302
    assert Authenticator.objects.filter(user=one.user).count() == 0
    assert OutboxMail.objects.get().to == one.user.email
    assert AuditEntry.objects.filter(verb="account.reset_factor", staff_id=admin.staff_id).count() == 1


def test_a_manager_does_not_take_away_a_second_step(w, sign_in):
    one = staff(w.pes)
    TOTP.activate(one.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    manager = sign_in(actor(w.pes, Role.UNIT_MANAGER))

    assert manager.post(reverse("basis:reset_factor", args=[one.pk])).status_code == 403
    assert Authenticator.objects.filter(user=one.user).count() == 1


def test_a_substitute_is_a_colleague(w, admin):
    one, colleague, stranger = staff(w.pes), staff(w.pes), staff(w.sia)

    change_assignment(one, by=admin, title="Specialist", phone="010-1", substitute=colleague)
    with pytest.raises(RuleBroken) as refused:
        change_assignment(one, by=admin, substitute=stranger)

    one.refresh_from_db()
    assert (one.title, one.phone, one.substitute) == ("Specialist", "010-1", colleague)
    assert refused.value.code == "SUBSTITUTE_OTHER_PARTY"


def test_a_form_opened_before_a_colleagues_change_is_stale(w, admin, sign_in):
    one = staff(w.pes)
    client, url = sign_in(admin), reverse("basis:change_staff", args=[one.pk])
    seen = re.search(r'name="seen_version" value="(\w+)"', client.get(url).content.decode())[1]
    change_assignment(one, by=admin, title="Ändrad under tiden")

    response = client.post(url, {"title": "Min titel", "seen_version": seen})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Någon annan har ändrat detta" in page
    assert 'value="Min titel"' in page


def test_the_list_shows_the_own_association_and_finds_by_name(w, admin, sign_in):
    staff(w.sia, name="Åsa Öberg")
    staff(w.region, name="Bo Ek")
    staff(world().pes, name="Åsa Främling")

    page = sign_in(admin).get(reverse("basis:staff") + "?q=åsa").content.decode()

    assert ("Åsa Öberg" in page, "Bo Ek" in page, "Främling" in page) == (True, False, False)


@pytest.mark.parametrize("name", ["change_staff", "end_staff", "send_link", "reset_factor", "close_account"])
def test_another_associations_staff_is_not_there(admin, sign_in, name):
    stranger = staff(world().pes)
    client, url = sign_in(admin), reverse(f"basis:{name}", args=[stranger.pk])

    response = client.get(url) if name == "change_staff" else client.post(url)

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["end_staff", "send_link", "reset_factor", "close_account"])
def test_changes_are_never_made_by_a_link(w, admin, sign_in, name):
    assert sign_in(admin).get(reverse(f"basis:{name}", args=[staff(w.pes).pk])).status_code == 405
