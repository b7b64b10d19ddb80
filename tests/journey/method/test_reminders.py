"""Reminders: to whom the text says, once a person, thing and period, however often and by whomever they are sent."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.models import OutboxMail
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Notice
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.method import reminders
from samsyn.journey.method.actions import mark
from samsyn.journey.method.models import Reminder
from samsyn.web.operations import rebuild
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, open_case

pytestmark = pytest.mark.usefixtures("code_lists")
ASKED = "latest: 3 weeks, remind: 1 week, if_nothing: {after: 2 weeks, tell: [owner, unit_manager]}"
TEXT = WHOLE.replace("latest: 3 weeks", ASKED)
OTHER = TEXT.replace("id: provet", "id: andra").replace("sv: Provet", "sv: Andra")
START = clock.today()


def followed(w, *texts):
    """Somebody enrolled the same day in an intervention for each text."""
    by = actor(w.municipality, Role.CASEWORKER)
    with clock.at(START):
        case = open_case(by=by)
        for version in take_in(list(texts), by=None):
            offered = intervention(w, method=version.method, starts_on=START)
            enrol(case, by=by, intervention=offered, starts_on=START)
    return case, by


def sent_on(day: int) -> int:
    with clock.at(START + dt.timedelta(days=day)):
        rebuild.make_all()
        return reminders.remind()


def test_a_reminder_comes_once_and_when_nothing_happens_the_manager_is_told(w):
    case, by = followed(w, TEXT)
    manager = actor(w.municipality, Role.UNIT_MANAGER)
    assert [sent_on(day) for day in (13, 14, 14, 20, 34, 35, 36)] == [0, 1, 0, 0, 0, 1, 0]
    told = Notice.objects.filter(kind__startswith="method_").order_by("kind", "to_staff_id")
    expected = sorted([("method_nothing", by.staff_id), ("method_nothing", manager.staff_id)])
    assert list(told.values_list("kind", "to_staff_id")) == [*expected, ("method_remind", by.staff_id)]
    assert set(told.values_list("case_number", flat=True)) == {case.number}
    mail = OutboxMail.objects.filter(subject="Något väntar i Samsyn").values_list("to", "body")
    assert sorted(to for to, _body in mail) == sorted([by.email, by.email, manager.email])
    known = [case.number, case.person.given_name, case.person.family_name, "Kartläggning", "Provet"]
    assert [word for word in known for _to, body in mail if word in body] == []


def test_what_two_methods_expect_is_reminded_of_once(w):
    case, _by = followed(w, TEXT, OTHER)
    assert [sent_on(14), sent_on(15)] == [1, 0]
    assert list(Reminder.objects.values_list("person_id", "kind", "thing", "turn")) == [
        (case.person_id, "remind", "assessment:mapping", 0)
    ]
    [row] = Reminder.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder(person_id=row.person_id, kind=row.kind, thing=row.thing, period=row.period).save(force_insert=True)


def test_what_is_done_is_not_reminded_of(w):
    case, by = followed(w, TEXT)
    with clock.at(START + dt.timedelta(days=10)):
        mark(case.items.get(kind="enrolment").enrolment, by=by, part="mapping", state="done")
    assert [sent_on(14), sent_on(35)] == [0, 0]


def test_two_at_once_send_once(w):
    """Whoever comes second with the same list finds that it was sent."""
    followed(w, TEXT)
    with clock.at(START + dt.timedelta(days=14)):
        rebuild.make_all()
        due = list(reminders._due())
        assert (len(due), reminders.send(due), reminders.send(due)) == (1, 1, 0)
    assert Notice.objects.filter(kind="method_remind").count() == 1


def test_the_line_leads_to_the_way_and_the_party_without_it_is_told_nothing(w, sign_in):
    case, by = followed(w, TEXT)
    other = actor(w.pes)
    assigned(case, other)
    assert sent_on(14) == 1
    with clock.at(START + dt.timedelta(days=14)):
        page = sign_in(by).get(reverse("start")).content.decode()
    assert f'<a href="{reverse("method:way", args=[case.pk])}">' in page
    assert list(Notice.objects.filter(kind="method_remind").values_list("to_staff_id", flat=True)) == [by.staff_id]
