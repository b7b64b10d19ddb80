"""Mail: sent to a real server, tried again, dropped when its ground is gone, and in a demo read on a page."""

import datetime as dt
import email
import socket
from email import policy as email_policy

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from samsyn.access import clock, outbox
from samsyn.access.models import OutboxMail
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Möte i Samsyn\r\nEND:VCALENDAR\r\n"


class Box:
    """Keeps what a mail server received."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        """One mail."""
        self.received.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email_policy.default))
        )
        return "250 ok"


@pytest.fixture
def post_office(settings):
    box = Box()
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


@pytest.fixture
def ground(monkeypatch):
    """A check on waiting mail whose answer the test decides."""
    answer = {"holds": True}
    monkeypatch.setitem(outbox.GUARDS, "test", lambda _about: answer["holds"])
    return answer


def write(**known):
    return outbox.queue(
        **{"to": "a@exempel.test", "subject": "Möte i Samsyn", "body": "Välkommen", "by": None, **known}
    )


def test_a_mail_reaches_the_server_with_its_words_and_calendar(db, post_office):
    write(body="Hej!\nÅÄÖ åäö", calendar=CALENDAR, method="REQUEST")

    assert outbox.send_waiting() == 1
    assert outbox.send_waiting() == 0

    [(receivers, mail)] = post_office.received
    text, calendar = list(mail.walk())[1:]
    assert receivers == ["a@exempel.test"]
    assert mail["Subject"] == "Möte i Samsyn"
    assert text.get_content().split() == ["Hej!", "ÅÄÖ", "åäö"]
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content().splitlines() == CALENDAR.splitlines()


def test_a_mail_whose_ground_is_gone_is_dropped_and_emptied(db, post_office, ground):
    kept, dropped = write(), write(checked_by="test", calendar=CALENDAR)
    ground["holds"] = False

    assert outbox.send_waiting() == 1

    assert len(post_office.received) == 1
    assert OutboxMail.objects.get(pk=kept.pk).sent_at is not None
    gone = OutboxMail.objects.get(pk=dropped.pk)
    assert (gone.sent_at, gone.body, gone.calendar) == (None, "", "")
    assert gone.dropped_at is not None


def test_held_mail_is_dropped_too_when_its_ground_is_gone(db, ground):
    mail = write(checked_by="test")
    assert outbox.drop_all_groundless() == 0
    ground["holds"] = False
    assert outbox.drop_all_groundless() == 1
    assert OutboxMail.objects.get(pk=mail.pk).body == ""


def test_a_mail_is_tried_again_later_when_the_server_is_away(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    now = clock.now()
    mail = write()
    tried = []
    for minute in (0, 0.5, 1, 2, 3, 6, 7):
        with clock.at(now + dt.timedelta(minutes=minute, seconds=1)):
            outbox.send_waiting()
        tried.append(OutboxMail.objects.get(pk=mail.pk).tries)
    assert tried == [1, 1, 2, 2, 3, 3, 4]
    assert OutboxMail.objects.get(pk=mail.pk).last_error == "ConnectionRefusedError"


@pytest.fixture
def demo(settings):
    settings.SAMSYN_DEMO = settings.SAMSYN_MAIL_HELD = True


def test_in_a_demo_the_receiver_and_the_administrator_read_held_mail(w, sign_in, demo):
    reader, other = actor(w.pes), actor(w.sia)
    mail = write(to=reader.email.upper(), subject="Kallelse", calendar=CALENDAR)
    administrator = actor(w.municipality, Role.SYSTEM_ADMINISTRATOR)
    address = reverse("post:mail", args=[mail.pk])

    seen = {who.role: sign_in(who).get(address).status_code for who in (reader, administrator)}
    listed = {
        who.staff_id: "Kallelse" in sign_in(who).get("/post/").content.decode() for who in (reader, other)
    }
    calendar = sign_in(reader).get(reverse("post:calendar", args=[mail.pk]))

    assert seen == {"caseworker": 200, "system_administrator": 200}
    assert listed == {reader.staff_id: True, other.staff_id: False}
    assert sign_in(other).get(address).status_code == 404
    assert calendar.content.decode() == CALENDAR
    assert calendar.headers["Content-Disposition"] == 'attachment; filename="mote.ics"'


def test_outside_a_demo_nobody_reads_mail(w, sign_in, settings, forget_statements):
    settings.SAMSYN_DEMO, settings.SAMSYN_MAIL_HELD = False, True
    forget_statements()
    reader = actor(w.pes)
    mail = write(to=reader.email)
    assert sign_in(reader).get("/post/").status_code == 404
    assert sign_in(reader).get(reverse("post:mail", args=[mail.pk])).status_code == 404
