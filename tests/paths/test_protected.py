"""A person becomes protected on the way: nothing in lists, mail or calendar tells where, or that it is so."""

import datetime as dt
import re
from argparse import Namespace

import pytest
from django.core import mail
from django.urls import reverse

from samsyn.access import clock, outbox
from samsyn.access.action import action
from samsyn.access.errors import RuleBroken
from samsyn.access.models import OutboxMail
from samsyn.basis.staff.models import Staff
from samsyn.entry.case import writing
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.sharing import take_to_file
from samsyn.entry.enrolment.models import Enrolment, RegisterRow
from samsyn.entry.person.actions import protect
from samsyn.entry.person.models import Person, Protection
from samsyn.journey.activity.models import Activity
from samsyn.journey.meeting.actions import call_meeting
from samsyn.journey.meeting.models import Meeting
from samsyn.journey.workplace.models import Workplace
from samsyn.web.operations import export
from samsyn.web.operations.check import face_faults
from tests.access import marked
from tests.access.crawl import ask, browser, pages
from tests.factories.basis import actor
from tests.factories.entry import open_case

# Where somebody lives, works or can be met.
PLACES = {
    "entry.Person.address",
    "entry.Person.municipality",
    "journey.Workplace.employer",
    "journey.Workplace.place",
    "journey.Workplace.contact_name",
    "journey.Workplace.contact_number",
    "journey.Workplace.supervisor",
    "journey.Meeting.place",
    "journey.Activity.place",
}
LISTS_OF_A_CASE = {"case:page", "meeting:list", "case:sus", "person:page"}
UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@pytest.fixture
def m(w, code_lists, settings):
    settings.SAMSYN_DEMO = settings.SAMSYN_MAIL_HELD = True
    return marked.marked_world(w)


def _protect(m) -> None:
    """As the caseworker does it, on the person's page."""
    address = reverse("person:protect", args=[m.person.pk])
    answer = browser(m.by).post(address, {"level": Protection.REGISTERED})
    assert answer.status_code == 302, answer.content.decode()


def _places_shown(m, relation: str) -> dict[str, set[str]]:
    client, found = browser(m.viewers[relation].actor), {}
    for page in pages():
        if page.name in LISTS_OF_A_CASE or (
            not page.is_bound and not page.name.startswith(("account", "mfa"))
        ):
            marks = {m.fields.get(mark) for mark in m.found_in(ask(client, m, page).text)}
            found[page.name] = marks & PLACES
    return {name: marks for name, marks in found.items() if marks}


@pytest.mark.parametrize("relation", ["own", "live"])
def test_no_list_says_where(m, relation):
    before = _places_shown(m, relation)
    _protect(m)
    assert before != {}, "nothing was shown before either"
    assert _places_shown(m, relation) == {}


def _outlets(m, capsys) -> dict[str, set[str]]:
    """Which places leave a thing's own page: as text, when it is shared or filed, in the copy, in the export."""
    client, texts = browser(m.by), {}
    for model in (Workplace, Activity, Meeting):
        for name in ("item_text", "share", "take_to_file"):
            address = reverse(f"case:{name}", args=[m.rows[model].pk])
            texts[f"{name} {model.__name__}"] = client.get(address).content.decode()
    copy = FiledCopy.objects.get(source_item=m.rows[Workplace].pk)
    address = reverse("case:filed_copy", args=[copy.pk])
    texts["copy"] = browser(m.viewers["live"].actor).get(address).content.decode()
    asked = Namespace(case=m.case.number, by=m.by.email, purpose="prov", output=None)
    Staff.objects.filter(pk=m.by.staff_id).update(role="coordinator")
    export.run(asked)
    Staff.objects.filter(pk=m.by.staff_id).update(role=m.by.role)
    texts["export"] = capsys.readouterr().out
    shown = {name: {m.fields.get(mark) for mark in m.found_in(text)} & PLACES for name, text in texts.items()}
    return {name: places for name, places in shown.items() if places}


def test_no_outlet_says_where(m, capsys):
    take_to_file(m.rows[Workplace].item, by=m.viewers["live"].actor, needed_for="beslut")
    before = _outlets(m, capsys)

    _protect(m)

    assert len(before) == 11
    assert _outlets(m, capsys) == {}
    protect(Person.objects.get(pk=m.person.pk), by=m.by, level=Protection.NONE, reason="beslut av Skatteverket")
    assert _outlets(m, capsys) == before


def test_where_the_person_lives_is_gone_and_the_timeline_shows_what_is_written(m):
    _protect(m)
    person = Person.objects.get(pk=m.person.pk)
    assert (person.address, person.municipality) == ("", "")
    assert [fault for fault in face_faults() if "Workplace" in fault] == []
    protect(person, by=m.by, level=Protection.NONE, reason="beslut av Skatteverket")
    assert [fault for fault in face_faults() if "Workplace" in fault] == []


def _call(m) -> None:
    when = dt.datetime.combine(clock.today() + dt.timedelta(days=7), dt.time(13), tzinfo=clock.STOCKHOLM)
    who = [f"staff:{m.viewers['live'].actor.staff_id}"]
    call_meeting(m.case, by=m.by, who=who, kind="network", starts_at=when, place="Bruksgatan 7")


def test_mail_written_before_never_leaves_with_the_place(m):
    _call(m)
    assert "Bruksgatan 7" in OutboxMail.objects.get(to=m.viewers["live"].actor.email).calendar
    _protect(m)
    outbox.send_waiting()
    assert [sent for sent in mail.outbox if "Bruksgatan" in str(sent.message())] == []
    assert not OutboxMail.objects.filter(body__contains="Bruksgatan").exists()
    assert not OutboxMail.objects.filter(calendar__contains="Bruksgatan").exists()


def test_a_call_after_protection_names_no_place(m):
    _protect(m)
    m.case = Case.objects.select_related("person").get(pk=m.case.pk)
    _call(m)
    outbox.send_waiting()
    (sent,) = [s for s in mail.outbox if m.viewers["live"].actor.email in s.to]
    words = f"{sent.subject}\n{sent.body}\n{sent.attachments}\n{sent.message()}"
    assert "Bruksgatan" not in words
    assert m.found_in(words) == set()


@action(verb="test.protected_inbox", sentence="lade i inkorgen i ett test", elevated=True)
def _to_inbox(case, unit, *, by):
    return writing.assign_inbox(case, unit)


def test_no_inbox_has_the_case_before_or_after(m):
    row = _to_inbox(m.case, m.world.unit(m.world.region), by=m.by)
    assert CaseAssignment.objects.filter(pk=row.pk, ends_at=None).exists()
    _protect(m)
    assert CaseAssignment.objects.filter(case=m.case, part="inbox", ends_at=None).count() == 0
    m.case.refresh_from_db()
    with pytest.raises(RuleBroken, match="NAMED_ACCESS_ONLY"):
        _to_inbox(m.case, m.world.unit(m.world.region), by=m.by)


def _row(client, address: str, number: str) -> str:
    rows = re.findall(r"<tr.*?</tr>", client.get(address).content.decode(), re.DOTALL)
    (row,) = [r for r in rows if number in r]
    return UUID.sub("", row).replace(number, "")


@pytest.mark.parametrize("level", [Protection.MARKED, Protection.REGISTERED, Protection.FICTITIOUS])
def test_a_row_in_a_list_does_not_tell_that_the_person_is_protected(w, level):
    by = actor(w.pes)
    one, other = (open_case(by=by, given_name="Ada", family_name="Berg") for _ in range(2))
    protect(other.person, by=by, level=level)
    client = browser(by)
    addresses = [reverse("case:list")]
    for address in addresses:
        assert _row(client, address, one.number) == _row(client, address, other.number)
    found = client.post(reverse("person:search"), {"words": "Ada"}).content.decode()
    rows = [r for r in re.findall(r"<(?:tr|li).*?</(?:tr|li)>", found, re.DOTALL) if "Berg" in r]
    plain = [UUID.sub("", r).replace(one.number, "").replace(other.number, "") for r in rows]
    assert len(plain) == 2
    assert plain[0] == plain[1]


def test_later_protection_makes_the_register_row_anonymous_without_a_key_back(m):
    enrolment = m.rows[Enrolment]
    Enrolment.objects.filter(pk=enrolment.pk).update(
        register="consent", background={"education": "upper_secondary"}
    )
    rows = RegisterRow.objects.count()

    _protect(m)

    enrolment.refresh_from_db()
    assert (enrolment.register, enrolment.background, enrolment.registered_by_id) == ("anonymous", {}, None)
    assert RegisterRow.objects.count() == rows + 1
    assert {f.name for f in RegisterRow._meta.concrete_fields} == {"id", "intervention", "sex", "start_year"}
    assert not [f for f in RegisterRow._meta.related_objects if f.related_model in marked.person_bound()]
