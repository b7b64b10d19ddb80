"""The start page of every role, its notices, and its cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access.models import AuditEntry, AuditPerson
from samsyn.basis.group.models import Group
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.models import Notice
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.follow_up.actions import plan_quarterly
from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, consent, ids, open_case
from tests.journey.timeline.ways import full_way


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_start_page_and_every_link_on_it_opens(w, sign_in, role):
    client = sign_in(actor(w.pes, role))

    response = client.get("/")

    assert response.status_code == 200
    hrefs = {part.split('"')[0] for part in response.content.decode().split('href="/')[1:]}
    pages = {f"/{href}" for href in hrefs if not href.startswith("static")}
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_what_waits_is_due_and_is_stuck_stands_there(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    case = open_case(by=me, given_name="Ada", family_name="Provsson")
    confirmed_consent(case, by=me, to=[other])
    full_way(w, case, by=me, other=other, share=ids(other))

    html = sign_in(me).get("/").content.decode()

    assert "Uppföljningen är 5 dagar sen" in html
    assert "Obesvarad förfrågan i 0 dagar" in html
    assert "Aktiviteten tar slut om 20 dagar" in html  # what follows is hidden with the other party
    assert html.count("Ada Provsson") > 0


def test_a_consent_to_confirm_waits_on_the_start_page(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    case = open_case(by=me, given_name="Ada", family_name="Provsson")
    given = consent(case, by=me, to=[w.sia])

    html = sign_in(other).get("/").content.decode()

    assert reverse("consent:read", args=[given.pk]) in html


def test_a_notice_is_marked_as_seen_only_by_whom_it_is_for(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    notice = Notice.objects.create(
        party=w.pes, to_staff_id=me.staff_id, kind="case_assigned", case_number="2026-ABC"
    )
    address = reverse("see_notice", args=[notice.pk])
    assert "Du har fått ett ärende" in sign_in(me).get("/").content.decode()

    assert sign_in(other).post(address).status_code == 404
    assert sign_in(me).post(address).status_code == 302

    assert "Du har fått ett ärende" not in sign_in(me).get("/").content.decode()
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_all_notices_at_once(w, sign_in):
    me = actor(w.pes)
    for kind in ("case_assigned", "item_shared"):
        Notice.objects.create(party=w.pes, to_unit_id=me.unit_id, kind=kind)
    Notice.objects.create(party=w.sia, kind="item_shared", to_staff_id=actor(w.sia).staff_id)

    sign_in(me).post(reverse("see_notices"))

    assert Notice.objects.filter(seen_at=None).count() == 1


def test_a_line_to_the_unit_leads_only_those_who_reach_it(w, sign_in):
    named, colleague = actor(w.pes), actor(w.pes)
    case = open_case(by=named)
    note = write_note(case, by=named, text="Har ringt.")
    address = reverse("note:read", args=[note.pk])
    Notice.objects.create(party=w.pes, to_unit_id=named.unit_id, kind="item_shared", address=address)

    pages = [sign_in(who).get("/").content.decode() for who in (named, colleague)]

    assert ["Ni har fått en ny uppgift att läsa" in html for html in pages] == [True, True]
    assert [f'href="{address}">Ni har' in html for html in pages] == [True, False]


def test_a_line_about_somebody_who_may_no_longer_be_known_leads_nowhere(w, sign_in):
    holder, other = actor(w.pes), actor(w.sia)
    case = open_case(by=holder)
    given = confirmed_consent(case, by=holder, to=[other])
    note = write_note(case, by=other, text="Har ringt.")
    address = reverse("note:read", args=[note.pk])
    Notice.objects.create(party=w.sia, to_staff_id=other.staff_id, kind="item_shared", address=address)
    client = sign_in(other)
    seen = [f'href="{address}">Ni har' in client.get("/").content.decode()]
    withdraw_consent(given, by=holder)
    seen.append(f'href="{address}">Ni har' in client.get("/").content.decode())
    assert (seen, client.get(address).status_code) == ([True, False], 404)


def test_lists_over_all_cases_are_linked_with_as_many_as_they_hold(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    for _n in range(2):
        case = open_case(by=me)
        plan_quarterly(case, by=me)
    client = sign_in(me)

    html = client.get("/").content.decode()

    assert "Uppföljningar att göra (2)" in html
    assert client.get(reverse("follow_up:mine")).content.decode().count("/uppfoljning/") == 2
    assert "I alla dina ärenden" not in sign_in(other).get("/").content.decode()


def test_an_address_outside_is_not_shown(w, sign_in):
    me = actor(w.pes)
    Notice.objects.create(party=w.pes, to_staff_id=me.staff_id, kind="item_shared", address="//elak.test/")
    assert "elak.test" not in sign_in(me).get("/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_cases(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    client = sign_in(me)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/")
        asks = [q["sql"] for q in found.captured_queries if q["sql"].startswith("SELECT")]
        return len([sql for sql in asks if "set_config" not in sql])

    for _n in range(2):
        case = open_case(by=me)
        confirmed_consent(case, by=me, to=[other])
        full_way(w, case, by=me, other=other, share=ids(other))
    client.get("/")
    few = asked()
    for _n in range(6):
        case = open_case(by=me)
        confirmed_consent(case, by=me, to=[other])
        full_way(w, case, by=me, other=other, share=ids(other))

    assert asked() == few
    assert few <= 12


def test_those_shown_are_logged_and_nobody_else(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    quiet, busy = open_case(by=me), open_case(by=me)
    confirmed_consent(busy, by=me, to=[other])
    full_way(w, busy, by=me, other=other, share=ids(other))

    sign_in(me).get("/")

    entry = AuditEntry.objects.get(kind="read", verb="start")
    shown = set(AuditPerson.objects.filter(entry_id=entry.pk).values_list("person_id", flat=True))
    assert shown == {busy.person_id}
    assert quiet.person_id not in shown


def test_a_request_waits_with_the_one_who_is_asked(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    case = open_case(by=me, given_name="Ada", family_name="Provsson")
    confirmed_consent(case, by=me, to=[other])
    full_way(w, case, by=me, other=other, share=ids(other))

    asked = sign_in(other).get("/").content.decode()
    asker = sign_in(me).get("/").content.decode()

    assert "Förfrågan: Utlåtande" in asked
    assert ">Svara<" in asked
    assert ">Svara<" not in asker
    assert sign_in(actor(w.sia, unit=None)).get("/").status_code == 200


def test_a_manager_sees_cases_of_somebody_who_has_left_without_names(w, sign_in):
    from samsyn.access import clock
    from samsyn.basis.staff.models import Staff

    gone, manager = actor(w.pes, name="Sara Slutat"), actor(w.pes, Role.UNIT_MANAGER)
    open_case(by=gone, given_name="Ada", family_name="Provsson")
    Staff.objects.filter(pk=gone.staff_id).update(ends_on=clock.today())

    html = sign_in(manager).get("/").content.decode()

    assert "Sara Slutat" in html
    assert "1 ärende" in html
    assert "Provsson" not in html


@pytest.mark.parametrize("role", [r for r in Role.values if r not in PERSONAL_ROLES])
def test_roles_without_persons_see_none(w, sign_in, role):
    me = actor(w.pes)
    case = open_case(by=me, given_name="Ada", family_name="Hemligsson")
    full_way(w, case, by=me, other=me, share=())
    client = sign_in(actor(w.pes, role))
    assert "Hemligsson" not in client.get("/").content.decode()
    assert "Hemligsson" not in client.get(reverse("case:list")).content.decode()


def test_every_notice_that_the_code_tells_has_words():
    import re
    from pathlib import Path

    import samsyn
    from samsyn.web.start.notices import WORDS

    told = set()
    for path in Path(samsyn.__file__).parent.glob("*/*/*.py"):
        for call in re.findall(
            r"\b(?:tell|_tell|_tell_asked|_notice|tell_receiver)\((.{0,400}?)\)\n", path.read_text(), re.S
        ):
            told |= set(re.findall(r"\"([a-z]+_[a-z_]+)\"", call))
    from samsyn.entry.referral.models import ReferralState

    told |= {f"referral_{state}" for state in ReferralState.values if state != ReferralState.DRAFT}
    assert told - set(WORDS) == set()
    assert len(told) > 20


def test_the_association_sees_what_lapses_is_full_or_stands_empty(w, sign_in):
    group = Group.objects.create(association=w.association, kind="local", name="Tomma gruppen")
    full, free = intervention(w, name="Fulla insatsen", places=0), intervention(w, name="Lediga insatsen", places=3)

    html = sign_in(actor(w.municipality, Role.ASSOCIATION_OFFICER)).get("/").content.decode()

    hrefs = [reverse("basis:group", args=[group.pk])]
    hrefs += [reverse("basis:intervention", args=[row.pk]) for row in (full, free)]
    assert [href in html for href in hrefs] == [True, True, False]
