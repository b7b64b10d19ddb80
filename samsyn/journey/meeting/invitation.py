"""The call by mail: a calendar file and a link. It never says who the meeting is about, or why."""

import datetime as dt
import secrets
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from samsyn.access import clock, outbox
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active, actor_of, stand_ins
from samsyn.entry.case.models import CaseAssignment, Item
from samsyn.journey.meeting.models import Invitee, Meeting, MeetingReplyToken
from samsyn.journey.meeting.place import safe_place
from samsyn.journey.meeting.reply_link import digest_of

GUARD = "meeting_mail"
REQUEST, CANCEL = "REQUEST", "CANCEL"
SUBJECT = "Möte i Samsyn"


def send(
    meeting: Meeting, invitee: Invitee, *, by: Actor, method: str = REQUEST, earlier: dt.datetime | None = None
) -> None:
    """Put one call, change (from a time `earlier`), cancellation or call taken back in the outbox.

    Who is away at the time has it sent to the substitute too; who has no address gets it on paper.
    """
    receivers = {_address(invitee): ""} | {s.user.email: _mark(s) for s in _substitutes(meeting, invitee, earlier)}
    with translation.override("sv"):
        for address, mark in receivers.items():
            if address:
                outbox.queue(
                    to=address, subject=SUBJECT, body=_body(meeting, invitee, method, earlier, mark), by=by,
                    checked_by=GUARD, checked_id=_guard_id(meeting, invitee, method) + mark,
                    calendar=calendar(meeting, invitee, attendee=address, sent_by=by.email, method=method),
                    method=method,
                )  # fmt: skip


def _substitutes(meeting: Meeting, invitee: Invitee, earlier: dt.datetime | None) -> list[Staff]:
    """Who answers for the one called, then or at the time it was moved from; not if called by name as well."""
    if invitee.staff_id is None:
        return []
    called = Invitee.objects.filter(meeting_id=meeting.pk, staff__isnull=False).values("staff_id")
    days = {clock.local(at).date() for at in (meeting.starts_at, earlier) if at}
    found = [s for day in sorted(days) for s in stand_ins([invitee.staff_id], day).exclude(pk__in=called)]
    return list(dict.fromkeys(found))


def _mark(substitute: Staff) -> str:
    """Ends the guard's key of a mail to a substitute; it has no room for the whole key."""
    return f":{substitute.pk.hex[-12:]}"


def _guard_id(meeting: Meeting, invitee: Invitee, method: str) -> str:
    """What the check before sending looks at: whose, which change, and whether the place is told."""
    return f"{invitee.pk}:{meeting.sequence}:{method}:{'place' if method == REQUEST and safe_place(meeting) else ''}"


def _address(invitee: Invitee) -> str:
    return invitee.staff.user.email if invitee.staff else invitee.email


def _body(meeting: Meeting, invitee: Invitee, method: str, earlier: dt.datetime | None, mark: str) -> str:
    when, place = _when(meeting), _place_line(meeting, invitee)
    if method == CANCEL:
        if meeting.state == Meeting.State.CANCELLED:
            return _("Mötet %(when)s är inställt.") % {"when": when} + "\n"
        return _("En kollega är kallad till mötet %(when)s i ditt ställe.") % {"when": when} + "\n"
    lines = [
        _("Mötet har fått ny tid eller plats.") if earlier else _("Du är kallad till ett möte."),
        *([_("Du svarar för en kollega som är borta då.")] if mark else []),
        _("Tid: %(when)s") % {"when": when},
        *([place] if place else []),
        "",
        _("Logga in för att läsa mer och svara:") if invitee.staff else _("Svara om du kan komma:"),
        _page_of(meeting) if invitee.staff else _answer_link(meeting, invitee),
    ]
    return "\n".join(lines) + "\n"


def _when(meeting: Meeting) -> str:
    starts = clock.local(meeting.starts_at)
    return f"{starts:%Y-%m-%d %H:%M}–{starts + dt.timedelta(minutes=meeting.minutes_long):%H:%M}"


def _place_line(meeting: Meeting, invitee: Invitee) -> str:
    """The place, or where it can be had."""
    if not meeting.place:
        return ""
    if place := safe_place(meeting):
        return _("Plats: %(place)s") % {"place": place}
    return _("Platsen står i Samsyn.") if invitee.staff else _("Platsen får du av den som har kallat dig.")


def _page_of(meeting: Meeting) -> str:
    return settings.SAMSYN_BASE_URL + reverse("meeting:read", args=[meeting.pk])


def _answer_link(meeting: Meeting, invitee: Invitee) -> str:
    """A new secret each time: only its fingerprint is kept, so an older link stops working."""
    secret = secrets.token_urlsafe(32)
    known = {"digest": digest_of(secret), "expires_at": meeting.starts_at}
    MeetingReplyToken.objects.update_or_create(invitee=invitee, defaults=known)
    return settings.SAMSYN_BASE_URL + reverse("meeting:public_answer", args=[secret])


def calendar(meeting: Meeting, invitee: Invitee, *, attendee: str, sent_by: str, method: str) -> str:
    """An iCalendar file for one receiver: nobody sees who else is called. UID and SEQUENCE never go back.

    Calendars take a change from the same organizer only: who called, also when a colleague sends it.
    """
    event, starts = Event(), clock.local(meeting.starts_at)
    event.add("uid", f"{meeting.pk}@samsyn")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", starts)
    event.add("dtend", starts + dt.timedelta(minutes=meeting.minutes_long))
    event.add("summary", SUBJECT)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("organizer", _organizer(meeting, sent_by))
    event.add("attendee", _attendee(attendee))
    if method == REQUEST and (place := safe_place(meeting)):
        event.add("location", place)
    if invitee.staff:
        event.add("url", _page_of(meeting))
    whole = Calendar()
    for name, value in (("prodid", "-//Samsyn//Samsyn//SV"), ("version", "2.0"), ("method", method)):
        whole.add(name, value)
    whole.add_component(_stockholm())
    whole.add_component(event)
    return whole.to_ical().decode()


def _organizer(meeting: Meeting, sent_by: str) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{meeting.item.author.user.email}")
    if sent_by != meeting.item.author.user.email:
        organizer.params["SENT-BY"] = f"mailto:{sent_by}"
    return organizer


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    for name, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")):
        attendee.params[name] = value
    return attendee


@lru_cache(maxsize=1)
def _stockholm() -> Timezone:
    """Europe/Stockholm by its rule, the last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", "Europe/Stockholm")
    turns = (
        (TimezoneDaylight, "CEST", 3, dt.datetime(1996, 3, 31, 2), 1, 2),
        (TimezoneStandard, "CET", 10, dt.datetime(1996, 10, 27, 3), 2, 1),
    )
    for kind, name, month, first, before, after in turns:
        part = kind()
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", dt.timedelta(hours=before))
        part.add("tzoffsetto", dt.timedelta(hours=after))
        zone.add_component(part)
    return zone


@outbox.guard(GUARD)
def may_still_be_sent(guard_id: str) -> bool:
    """Asked just before sending: the mail is its meeting's newest, and its receiver still has the right."""
    invitee_id, sequence, method, place, *mark = guard_id.split(":")
    invitee = (
        Invitee.objects.select_related("meeting__meeting", "meeting__case__person", "staff__substitute")
        .filter(pk=invitee_id)
        .first()
    )
    if invitee is None:
        return False
    meeting = invitee.meeting.meeting
    if method == REQUEST and (int(sequence) != meeting.sequence or meeting.state != Meeting.State.CALLED):
        return False
    protected = invitee.meeting.case.person.is_protected
    if protected and (place or invitee.is_person):
        return False  # written before the person was protected
    if invitee.staff is None:
        return True
    if mark and method == REQUEST and not _answers_still(invitee.staff, invitee.meeting, f":{mark[0]}"):
        return False
    return _reads(invitee.staff, invitee.meeting)


def _answers_still(staff: Staff, item: Item, mark: str) -> bool:
    """Whether the absence still stands, with the same substitute, who works with the case or will."""
    substitute = staff.substitute
    if substitute is None or _mark(substitute) != mark or not staff.back_on:
        return False
    works = CaseAssignment.objects.filter(case_id=item.case_id, staff_id=substitute.pk)
    works = works.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()))
    return works.exists() and Staff.objects.filter(active(), pk=substitute.pk).exists()


def _reads(staff: Staff, item: Item) -> bool:
    if not Staff.objects.filter(active(), pk=staff.pk).exists():
        return False
    return Policy.all(Item, actor_of(staff)).filter(pk=item.pk).exists()
