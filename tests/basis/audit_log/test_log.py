"""The auditor reads the own party's trace, without persons, and tests that it is whole."""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted
from samsyn.access.models import AuditEntry
from samsyn.basis.audit_log.actions import verify_chain
from samsyn.basis.audit_log.queries import SAMPLE
from samsyn.basis.audit_log.things import THINGS
from samsyn.basis.contact_route.actions import add_route
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor
from tests.factories.entry import open_case


@pytest.fixture
def auditor(w):
    return actor(w.pes, Role.AUDITOR, name="Agda Granskare")


def act(w, party, name="Karin Nord", **known):
    by = actor(party, name=name)
    add_route(w.unit(party), by=by, about="Remisser", name="Bo", direct_number="010-12 34 56", **known)
    return by


def test_the_log_says_who_did_what_when_and_in_which_role(w, auditor, sign_in):
    act(w, w.pes)

    page = sign_in(auditor).get(reverse("basis:log")).content.decode()

    assert "Karin Nord" in page
    assert "Handläggare" in page
    assert "lade till en kontaktväg" in page
    assert "Kontaktväg …" in page


def test_a_row_that_touched_nothing_says_nothing_of_it(w, auditor, sign_in):
    reader = actor(w.pes)
    sign_in(reader).get(reverse("case:page", args=[open_case(by=reader).pk]))

    page = sign_in(auditor).get(reverse("basis:log"), {"kind": "read"}).content.decode()

    said = re.findall(r'data-label="Berörde">(.*?)</td>', page, re.S)
    assert said == ['<span class="nothing"></span>']


def test_it_is_the_own_party_only(w, auditor, sign_in):
    act(w, w.sia)

    assert "Karin Nord" not in sign_in(auditor).get(reverse("basis:log")).content.decode()


def test_it_does_not_say_about_whom(w, auditor, sign_in):
    case = open_case(by=actor(w.pes), given_name="Märkvärdig", family_name="Markörsson")

    client = sign_in(auditor)
    pages = "".join(client.get(reverse(f"basis:{name}")).content.decode() for name in ("log", "sample"))

    assert "öppnade ett ärende i ett test" in pages
    assert [text for text in ("Markörsson", case.number, str(case.person_id)) if text in pages] == []


def test_one_day_and_one_kind_at_a_time(w, auditor, sign_in):
    with clock.at(clock.today() + dt.timedelta(days=3)):
        act(w, w.pes, name="Senare Person")
    act(w, w.pes)
    client, day = sign_in(auditor), (clock.today() + dt.timedelta(days=3)).isoformat()

    today = client.get(reverse("basis:log")).content.decode()
    later = client.get(reverse("basis:log") + f"?day={day}").content.decode()
    read = client.get(reverse("basis:log") + f"?day={day}&kind=read").content.decode()

    assert ("Karin Nord" in today, "Senare Person" in today) == (True, False)
    assert ("Karin Nord" in later, "Senare Person" in later) == (False, True)
    assert "Inget i loggen den dagen." in read


@pytest.mark.parametrize("query", ["?day=2026-02-30", "?day=igår", "?kind=allt", "?page=x", "?day=<script>"])
def test_nonsense_in_the_address_shows_today_and_says_what_is_wrong(w, auditor, sign_in, query):
    act(w, w.pes)

    response = sign_in(auditor).get(reverse("basis:log") + query)

    assert response.status_code == 200
    assert "Karin Nord" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_the_sample_is_twenty_of_this_month(w, auditor, sign_in):
    by = actor(w.pes)
    for n in range(25):
        add_route(w.unit(w.pes), by=by, about=f"Fråga {n}", name="Bo", direct_number="010-12 34 56")

    page = sign_in(auditor).get(reverse("basis:sample")).content.decode()

    assert page.count("lade till en kontaktväg") == SAMPLE


def test_the_sample_of_an_empty_month_says_so(auditor, sign_in):
    assert "Inget har hänt den här månaden." in sign_in(auditor).get(reverse("basis:sample")).content.decode()


def test_a_whole_chain_is_said_to_be_whole_and_the_test_is_traced(w, auditor, sign_in):
    act(w, w.pes)

    page = sign_in(auditor).post(reverse("basis:verify")).content.decode()

    assert "Loggen är hel" in page
    assert AuditEntry.objects.filter(verb="trace.verify", staff_id=auditor.staff_id).count() == 1


def test_a_changed_entry_is_found(w, auditor, sign_in):
    act(w, w.pes)
    seq = AuditEntry.objects.get(verb="contact_route.add").seq
    _break_the_chain(seq, w.pes.pk)

    page = sign_in(auditor).post(reverse("basis:verify")).content.decode()

    assert "Loggen är inte hel" in page
    assert f"Post {seq}: har ändrats" in page


def _break_the_chain(seq, party_id):
    """What somebody with the database's own key could do."""
    is_postgresql = connection.vendor == "postgresql"
    triggers = "ALTER TABLE access_auditentry {} TRIGGER USER"
    off = triggers.format("DISABLE") if is_postgresql else "DROP TRIGGER audit_no_update"
    on = triggers.format("ENABLE") if is_postgresql else "SELECT 1"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if is_postgresql else "SELECT 1")
        cursor.execute(off)
        cursor.execute(
            "UPDATE access_auditentry SET role = 'auditor' WHERE seq = %s AND party_id = %s",
            [seq, party_id if is_postgresql else party_id.hex],
        )
        cursor.execute(on)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.AUDITOR])
def test_nobody_else_reads_or_tests_the_log(w, role, sign_in):
    client = sign_in(actor(w.pes, role))

    assert [client.get(reverse(n)).status_code for n in ("basis:log", "basis:sample")] == [404, 404]
    assert client.post(reverse("basis:verify")).status_code == 404
    with pytest.raises(NotPermitted):
        verify_chain(by=actor(w.pes, role))


def test_whatever_an_act_can_touch_has_words():
    ours = {m._meta.object_name for m in apps.get_models() if m.__module__.startswith("samsyn.")}
    never_touched = {
        "ChainHead", "AuditEntry", "AuditPerson", "ChainSegment", "IdempotencyKey", "LookupCount", "MeetingReplyToken",
        "ConsentRow", "OwnAssignment", "InboxAssignment", "SharedCount", "ChangedCase", "MethodStanding",
    }  # fmt: skip
    assert set(THINGS) == ours - never_touched
