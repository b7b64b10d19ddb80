"""Meetings: called in a few clicks, mailed without telling anything, answered, decided at the table."""

import datetime as dt
import re
from email import message_from_bytes

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from samsyn.access import clock, outbox
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry, OutboxMail
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case.actions import end_absence, set_absence
from samsyn.entry.case.models import CaseAssignment, Disclosure, Notice
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.activity.models import PERSON, Activity
from samsyn.journey.meeting import queries
from samsyn.journey.meeting.actions import (
    answer_by_link,
    book_decision,
    call_meeting,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    reply,
)
from samsyn.journey.meeting.models import Invitee, Meeting
from samsyn.journey.meeting.place import safe_place
from tests.factories.basis import actor
from tests.factories.entry import assigned, confirmed_consent, ids, open_case

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=clock.STOCKHOLM)
WHEN = dt.datetime(2026, 12, 1, 13, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture(autouse=True)
def _lists(db):
    load_code_lists()
    with clock.at(NOW):
        yield


@pytest.fixture
def shared(w):
    """A case of the municipality; the insurance agency has somebody at work in it."""
    caller, reader = actor(w.municipality), actor(w.sia)
    case = open_case(by=caller, given_name="Ada", family_name="Lindqvist", email="ada@exempel.test")
    given = confirmed_consent(case, by=caller, to=[reader])
    assigned(case, reader)
    return case, caller, reader, given


def row_of(who):
    return Staff.objects.select_related("party").get(pk=who.staff_id)


def called(case, by, *who, **known):
    who = [f"staff:{a.staff_id}" for a in who]
    return call_meeting(
        case, by=by, who=who, **{"kind": "network", "starts_at": WHEN, "place": "Rum 3", **known}
    )


def calendar_of(row):
    event = Calendar.from_ical(row.calendar)
    return event, next(iter(event.walk("VEVENT")))


def code_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as refused:
        act(*args, **kwargs)
    return refused.value.code, refused.value.field


# --- calling


def test_four_fields_call_a_meeting_with_the_known_staff_ticked(shared, sign_in):
    case, caller, reader, _given = shared
    client, address = sign_in(caller), reverse("meeting:call", args=[case.pk])
    page = client.get(address).content.decode()
    value = f"staff:{reader.staff_id}"
    assert re.search(
        rf'<input class="ds-input" type="checkbox" name="who" value="{value}"[^>]* checked', page
    )

    form = {
        "kind": "network",
        "starts_at": "2026-12-01 13:00",
        "place": "Rum 3",
        "who": [value],
        "person": "paper",
    }
    response = client.post(address, {**form, "minutes_long": "60"})

    meeting = Meeting.objects.get()
    assert response.url == reverse("meeting:read", args=[meeting.pk])
    assert (meeting.starts_at, meeting.place, meeting.state, meeting.sequence) == (WHEN, "Rum 3", "called", 0)
    assert (meeting.item.lanes, meeting.item.is_joint) == ([str(reader.party_id)], True)
    assert [d.to_party_id for d in Disclosure.objects.filter(item_id=meeting.pk)] == [reader.party_id]
    rows = [(i.staff_id, i.is_person, i.reply) for i in Invitee.objects.order_by("id")]
    assert rows == [(caller.staff_id, False, "yes"), (reader.staff_id, False, "none"), (None, True, "none")]
    assert list(Notice.objects.filter(kind="meeting_called").values_list("to_staff_id")) == [
        (reader.staff_id,)
    ]


def test_a_form_sent_twice_is_one_meeting_and_one_mail(shared, sign_in):
    case, caller, reader, _given = shared
    client, address = sign_in(caller), reverse("meeting:call", args=[case.pk])
    form = {"kind": "network", "starts_at": "2026-12-01 13:00", "who": [f"staff:{reader.staff_id}"],
            "person": "paper", "minutes_long": "60", "idempotency_key": "samma"}  # fmt: skip

    for _time in range(2):
        client.post(address, form)

    assert (Meeting.objects.count(), OutboxMail.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "fest"}, "Svaret finns inte i listan"),
        ({"starts_at": "2026-12-01"}, "Skriv dag och tid"),
        ({"starts_at": "2026-02-30 13:00"}, "Skriv dag och tid"),
        ({"starts_at": "2026-11-02 08:59"}, "Tiden har redan varit."),
        ({"starts_at": "2126-12-01 13:00"}, "Året ser fel ut"),
        ({"minutes_long": "4"}, "Skriv ett tal från 5 till 600."),
        ({"others": "Anna utan adress"}, "har ingen e-postadress"),
        ({"who": ["staff:00000000-0000-0000-0000-000000000000"]}, "giltigt"),
        ({"person": "mail"}, "giltigt"),
        ({"person": "no"}, "Välj minst en som ska kallas."),
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(w, sign_in, wrong, words):
    caller = actor(w.municipality)
    case = open_case(by=caller)
    form = {"kind": "network", "starts_at": "2026-12-01 13:00", "person": "paper", "minutes_long": "60"}

    response = sign_in(caller).post(
        reverse("meeting:call", args=[case.pk]), {**form, "purpose": "<script>alert(1)</script>", **wrong}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
    assert (Meeting.objects.count(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.parametrize(("party", "agreed", "allowed"), [
    ("municipality", False, True), ("region", False, True), ("pes", False, False), ("sia", False, False),
    ("pes", True, True), ("sia", True, True),
])  # fmt: skip
def test_who_may_call_to_a_sip(w, sign_in, party, agreed, allowed):
    caller = actor(getattr(w, party))
    case = open_case(by=caller)
    agreement = Agreement.objects.create(
        association=w.association, title="SamSIP", starts_on=dt.date(2026, 1, 1), all_may_call_sip=agreed
    )
    agreement.parties.set(w.parties)
    form = {"kind": "plan", "starts_at": "2026-12-01 13:00", "person": "paper", "minutes_long": "60"}

    response = sign_in(caller).post(reverse("meeting:call", args=[case.pk]), form)

    assert response.status_code == (302 if allowed else 422)
    assert ("Bara kommunen och regionen får kalla till SIP" in response.content.decode()) is not allowed
    assert Meeting.objects.count() == int(allowed)


def test_an_agreement_that_has_ended_lets_nobody_call(w):
    caller = actor(w.pes)
    case = open_case(by=caller)
    agreement = Agreement.objects.create(
        association=w.association, title="SamSIP", starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2026, 11, 2), all_may_call_sip=True,
    )  # fmt: skip
    agreement.parties.set(w.parties)

    assert code_of(called, case, caller, kind="plan") == ("SIP_CALL", "kind")


def test_a_party_without_consent_is_shown_with_the_reason_and_not_called(shared, sign_in):
    case, caller, reader, given = shared
    withdraw_consent(given, by=caller)

    assert code_of(called, case, caller, reader)[0] == "CANNOT_BE_CALLED"
    page = sign_in(caller).get(reverse("meeting:call", args=[case.pk])).content.decode()
    assert ("Samtycket är återkallat." in page, f"staff:{reader.staff_id}" in page) == (True, False)


def test_a_party_where_nobody_has_the_case_is_called_by_its_inbox_but_not_for_a_protected_person(w):
    caller, reader = actor(w.municipality), actor(w.sia)
    case, hidden = open_case(by=caller), open_case(by=caller, protection="marked")
    confirmed_consent(case, by=caller, to=[reader])
    confirmed_consent(hidden, by=caller, to=[reader], named={reader.party_id: reader.staff_id})

    assert [c.value for c in queries.candidates(case, caller)] == [f"party:{w.sia.pk}"]
    assert [c.value for c in queries.candidates(hidden, caller)] == [f"staff:{reader.staff_id}"]
    CaseAssignment.objects.filter(case=hidden, staff_id=reader.staff_id).update(ends_at=NOW)
    assert [(c.value, bool(c.why_not)) for c in queries.candidates(hidden, caller)] == [("", True)]
    call_meeting(case, by=caller, kind="network", starts_at=WHEN, who=[f"party:{w.sia.pk}"])
    assert Notice.objects.get(kind="meeting_called").to_unit_id == w.unit(w.sia).pk


# --- the mail


def test_the_calendar_file_is_a_correct_request_that_tells_nothing(shared):
    case, caller, reader, _given = shared
    called(case, caller, reader, purpose="Depression och skulder", others=[("Eva Ek", "eva@exempel.test")])

    rows = {row.to: row for row in OutboxMail.objects.all()}
    assert set(rows) == {reader.email, "eva@exempel.test"}
    whole, event = calendar_of(rows[reader.email])
    zone = next(iter(whole.walk("VTIMEZONE")))
    assert (str(whole["method"]), str(whole["version"]), str(zone["tzid"])) == (
        "REQUEST",
        "2.0",
        "Europe/Stockholm",
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (WHEN, WHEN + dt.timedelta(hours=1))
    assert event["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert (str(event["summary"]), int(event["sequence"]), str(event["location"])) == (
        "Möte i Samsyn",
        0,
        "Rum 3",
    )
    assert (str(event["organizer"]), str(event["attendee"])) == (
        f"mailto:{caller.email}",
        f"mailto:{reader.email}",
    )
    for row in rows.values():
        text = (row.subject + row.body + row.calendar).casefold()
        told = [
            w
            for w in ("ada", "lindqvist", "depression", "skulder", "nätverk", case.number.casefold())
            if w in text
        ]
        assert told == []
    assert "eva" not in rows[reader.email].body.casefold() + rows[reader.email].calendar.casefold()


def test_the_time_zone_turns_in_march_and_october(shared):
    case, caller, reader, _given = shared
    called(case, caller, reader, starts_at=dt.datetime(2027, 6, 1, 13, 0, tzinfo=clock.STOCKHOLM))

    whole, event = calendar_of(OutboxMail.objects.get())
    zone = next(iter(whole.walk("VTIMEZONE"))).to_tz()

    assert event.decoded("dtstart").utcoffset() == dt.timedelta(hours=2)
    offsets = [zone.utcoffset(dt.datetime(2027, month, 15)) for month in (1, 7)]
    assert offsets == [dt.timedelta(hours=1), dt.timedelta(hours=2)]


def test_a_change_keeps_uid_and_raises_sequence_and_a_cancellation_cancels(shared):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    reply(meeting, by=reader, answer="yes")

    change_meeting(meeting, by=caller, starts_at=WHEN + dt.timedelta(days=1), place="Rum 4")
    answer = Invitee.objects.get(staff_id=reader.staff_id).reply
    cancel_meeting(meeting, by=caller, because="Sjukdom")
    cancel_meeting(meeting, by=caller)

    events = [calendar_of(row) for row in OutboxMail.objects.order_by("pk")]
    assert [(str(whole["method"]), int(e["sequence"])) for whole, e in events] == [
        ("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)
    ]  # fmt: skip
    assert {str(e["uid"]) for _whole, e in events} == {f"{meeting.pk}@samsyn"}
    assert (answer, str(events[2][1]["status"])) == ("none", "CANCELLED")
    assert "Sjukdom" not in "".join(OutboxMail.objects.values_list("body", flat=True))


def test_the_organizer_stays_the_same_when_a_colleague_changes_and_cancels(shared):
    case, caller, reader, _given = shared
    colleague = actor(row_of(caller).party)
    assigned(case, colleague)
    meeting = called(case, caller, reader)
    change_meeting(meeting, by=colleague, starts_at=WHEN, place="Rum 4")
    cancel_meeting(meeting, by=colleague)

    events = [calendar_of(row)[1] for row in OutboxMail.objects.filter(to=reader.email).order_by("created_at")]
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert {str(event["organizer"]) for event in events} == {f"mailto:{caller.email}"}
    sent_by = f"mailto:{colleague.email}"
    assert [event["organizer"].params.get("SENT-BY") for event in events] == [None, sent_by, sent_by]


def test_a_change_of_place_keeps_the_answers_and_no_change_sends_nothing(shared):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    reply(meeting, by=reader, answer="yes")

    change_meeting(meeting, by=caller, starts_at=WHEN, place="Rum 4")
    change_meeting(meeting, by=caller, starts_at=WHEN, place="Rum 4", purpose="Mål")

    assert (meeting.sequence, OutboxMail.objects.count()) == (1, 2)
    assert Invitee.objects.get(staff_id=reader.staff_id).reply == "yes"


@pytest.mark.parametrize(
    ("known", "place", "told"),
    [
        ({}, "Rum 3, Storgatan 1", "Rum 3, Storgatan 1"),
        ({}, "Norra Kungsgatan 12 B, våning 3, 123 45 Storstad", "Norra Kungsgatan 12 B, våning 3, 123 45 Storstad"),
        ({}, "https://moten.exempel.test/abc", "https://moten.exempel.test/abc"),
        ({}, "FK mottagning, plan 2", ""),
        ({}, "FK, Storgatan 3", ""),
        ({}, "FK Storgatan 3", ""),
        ({}, "psykmottagningen", ""),
        ({}, "Psykiatrin Region Ex, plan 2", ""),
        ({}, "Frida Kassmans rum", ""),
        ({}, "Sjukhusvägen 1", ""),
        ({}, "Lindqvistgatan 3", ""),
        ({}, "https://psykiatri.exempel.test/abc", ""),
        ({}, "hos kuratorn", ""),
        ({}, "hemma hos Ada", ""),
        ({"protection": "marked"}, "Rum 3", ""),
    ],
)
def test_which_place_may_stand_in_a_mail(w, known, place, told):
    caller = actor(w.municipality)
    case = open_case(by=caller, given_name="Ada", family_name="Lindqvist", **known)

    meeting = called(case, caller, place=place, others=[("Eva", "eva@exempel.test")])

    row = OutboxMail.objects.get()
    assert (safe_place(meeting), str(calendar_of(row)[1].get("location", ""))) == (told, told)
    assert ("Plats:" in row.body, "Platsen får du av den som har kallat" in row.body) == (bool(told), not told)


def test_the_writer_is_told_before_and_after_what_is_not_mailed(shared, sign_in):
    case, caller, reader, _given = shared
    client = sign_in(caller)
    meeting = called(case, caller, reader, place="psykmottagningen")

    before = client.get(reverse("meeting:call", args=[case.pk])).content.decode()
    after = client.get(reverse("meeting:read", args=[meeting.pk])).content.decode()

    assert "bara om den är en gatuadress" in before
    assert "psykmottagningen (står inte i e-post och kalender)" in after
    assert "Platsen står i Samsyn." in OutboxMail.objects.get().body


def test_the_mail_goes_out_with_its_calendar(shared):
    case, caller, reader, _given = shared
    called(case, caller, reader)

    assert outbox.send_waiting() == 1
    parts = list(message_from_bytes(mail.outbox[0].message().as_bytes()).walk())
    assert [
        (p.get_content_type(), p.get_param("method")) for p in parts if "calendar" in p.get_content_type()
    ] == [("text/calendar", "REQUEST")]


def test_queued_mail_is_dropped_when_the_right_is_gone(shared):
    case, caller, reader, given = shared
    called(case, caller, reader)
    withdraw_consent(given, by=caller)

    assert outbox.send_waiting() == 0
    row = OutboxMail.objects.get()
    assert (row.dropped_at is not None, row.body, row.calendar) == (True, "", "")


def test_queued_mail_is_dropped_when_a_newer_one_says_what_holds(shared):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    change_meeting(meeting, by=caller, starts_at=WHEN, place="Rum 4")

    assert outbox.send_waiting() == 1
    assert [row.dropped_at is not None for row in OutboxMail.objects.order_by("pk")] == [True, False]


def test_queued_mail_that_tells_the_place_is_dropped_when_the_person_becomes_protected(shared):
    case, caller, reader, _given = shared
    called(case, caller, reader)
    called(case, caller, reader, place="")
    type(case.person).objects.filter(pk=case.person_id).update(protection="marked")

    assert outbox.send_waiting() == 1
    assert [row.dropped_at is not None for row in OutboxMail.objects.order_by("pk")] == [True, False]


def test_the_person_gets_mail_only_when_asked_and_never_when_protected(shared, w):
    case, caller, _reader, _given = shared
    called(case, caller, person="mail")
    hidden = open_case(by=caller, protection="marked", email="")

    assert OutboxMail.objects.get().to == "ada@exempel.test"
    assert code_of(called, hidden, caller, person="mail") == ("PERSON_MAIL", "person")


# --- for one who is away


@pytest.fixture
def away(shared, w):
    """The reader is away on the day of the meeting, not yet; a colleague answers for them then."""
    _case, _caller, reader, _given = shared
    colleague = actor(w.sia, name="Vik Vikarie")
    set_absence(row_of(reader), by=reader, substitute=colleague.staff_id,
                away_from=WHEN.date() - dt.timedelta(days=1), back_on=WHEN.date() + dt.timedelta(days=3))  # fmt: skip
    return colleague


def test_who_answers_for_one_who_is_away_then_gets_the_same_invitation(shared, away):
    case, caller, reader, _given = shared
    called(case, caller, reader, purpose="Ryggont")

    own, other = OutboxMail.objects.order_by("pk")
    assert (own.to, other.to, outbox.send_waiting()) == (reader.email, away.email, 2)
    events = [calendar_of(row)[1] for row in (own, other)]
    for name in ("uid", "sequence", "dtstart", "dtend", "location", "url", "organizer", "summary"):
        assert events[0][name] == events[1][name]
    assert [str(event["attendee"]) for event in events] == [f"mailto:{reader.email}", f"mailto:{away.email}"]
    assert other.body.replace("Du svarar för en kollega som är borta då.\n", "") == own.body
    written = other.subject + other.body + other.calendar
    hidden = ("Ada", "Lindqvist", case.number, "Ryggont", row_of(reader).user.name, "Vikarie")
    assert [words for words in hidden if words in written] == []


@pytest.mark.parametrize(("day", "receivers"), [(-2, 1), (-1, 2), (2, 2), (3, 1)])
def test_the_substitute_is_called_to_meetings_of_the_absence_only(shared, away, day, receivers):
    case, caller, reader, _given = shared
    called(case, caller, reader, starts_at=WHEN + dt.timedelta(days=day))

    assert OutboxMail.objects.count() == receivers


def test_a_substitute_who_is_called_by_name_as_well_is_called_once(shared, away):
    case, caller, reader, _given = shared
    assigned(case, away)
    called(case, caller, reader, away)

    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == sorted([reader.email, away.email])


def test_the_substitute_hears_that_it_moves_into_and_out_of_the_absence_and_is_cancelled(shared, away):
    case, caller, reader, _given = shared
    later = WHEN + dt.timedelta(days=14)
    meeting = called(case, caller, reader, starts_at=later)
    for when in (WHEN, later, WHEN):
        change_meeting(meeting, by=caller, starts_at=when, place="Rum 3")
    cancel_meeting(meeting, by=caller)

    rows = OutboxMail.objects.filter(to=away.email).order_by("pk")
    told = [(row.calendar_method, clock.local(calendar_of(row)[1]["dtstart"].dt)) for row in rows]
    assert told == [("REQUEST", WHEN), ("REQUEST", later), ("REQUEST", WHEN), ("CANCEL", WHEN)]
    assert outbox.send_waiting() == 2  # the cancellations: what was queued before no longer holds


def test_the_substitutes_mail_is_dropped_when_the_absence_or_the_right_has_ended(shared, away):
    case, caller, reader, given = shared
    called(case, caller, reader)
    end_absence(row_of(reader), by=reader)
    assert outbox.send_waiting() == 1
    assert OutboxMail.objects.get(to=away.email).dropped_at is not None

    set_absence(row_of(reader), by=reader, substitute=away.staff_id,
                away_from=WHEN.date(), back_on=WHEN.date() + dt.timedelta(days=1))  # fmt: skip
    called(case, caller, reader)
    withdraw_consent(given, by=caller)

    assert outbox.send_waiting() == 0


def test_no_place_is_told_to_the_substitute_when_the_person_is_protected(shared, away):
    case, caller, reader, _given = shared
    type(case.person).objects.filter(pk=case.person_id).update(protection="marked")
    case.person.refresh_from_db()
    called(case, caller, reader)

    row = OutboxMail.objects.get(to=away.email)
    assert "Rum 3" not in row.body + row.calendar


def test_the_substitute_answers_in_the_others_place(shared, away, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)

    with clock.at(WHEN - dt.timedelta(hours=2)):
        address = reverse("meeting:reply", args=[meeting.pk])
        assert sign_in(away).post(address, {"answer": "yes"}).status_code == 302
        with pytest.raises(RuleBroken) as refused:
            reply(meeting, by=actor(row_of(away).party), answer="yes")

    row = Invitee.objects.get(meeting_id=meeting.pk, party_id=reader.party_id)
    assert (row.staff_id, row.reply, refused.value.code) == (away.staff_id, "yes", "NOT_INVITED")


# --- answers


def test_staff_answer_on_the_page(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)

    sign_in(reader).post(reverse("meeting:reply", args=[meeting.pk]), {"answer": "no"})

    assert Invitee.objects.get(staff_id=reader.staff_id).reply == "no"
    assert Notice.objects.get(kind="meeting_declined").to_staff_id == caller.staff_id


def test_nobody_answers_uninvited_or_after_the_start(shared, w, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    colleague = actor(w.sia)
    assigned(case, colleague)

    assert code_of(reply, meeting, by=colleague, answer="yes")[0] == "NOT_INVITED"
    with clock.at(WHEN):
        assert code_of(reply, meeting, by=reader, answer="yes")[0] == "ANSWER_CLOSED"
        assert (
            sign_in(reader).post(reverse("meeting:reply", args=[meeting.pk]), {"answer": "yes"}).status_code
            == 409
        )


def link_of(row):
    return re.search(r"http://[^\s]+(/svar/[^\s]+)", row.body).group(1)


def test_an_answer_link_shows_only_the_time_and_takes_yes_or_no(shared, client):
    case, caller, _reader, _given = shared
    called(case, caller, others=[("Eva Ek", "eva@exempel.test")], purpose="Hälsa")
    link = link_of(OutboxMail.objects.get())

    seen = client.get(link)
    answered = client.post(link, {"answer": "yes"})

    page = seen.content.decode()
    assert "2026-12-01 13:00" in page
    assert [w in page for w in ("Ada", "Lindqvist", "Rum 3", "Hälsa", "Eva Ek", case.number)] == [False] * 6
    assert (answered.status_code, Invitee.objects.get(email="eva@exempel.test").reply) == (200, "yes")
    assert AuditEntry.objects.filter(verb="meeting.answer_by_link").count() == 1


def test_looking_at_a_link_answers_nothing_and_nonsense_is_no_answer(shared, client):
    case, caller, _reader, _given = shared
    called(case, caller, others=[("Eva Ek", "eva@exempel.test")])
    link = link_of(OutboxMail.objects.get())

    client.get(link)
    client.post(link, {"answer": "kanske"})

    assert Invitee.objects.get(email="eva@exempel.test").reply == "none"


def test_a_link_stops_at_the_start_at_a_change_and_at_a_cancellation(shared, client):
    case, caller, _reader, _given = shared
    meeting = called(case, caller, others=[("Eva Ek", "eva@exempel.test")])
    first = link_of(OutboxMail.objects.get())
    change_meeting(meeting, by=caller, starts_at=WHEN + dt.timedelta(days=1))
    second = link_of(OutboxMail.objects.order_by("-pk").first())
    seen = [client.get(first).status_code, client.get(second).status_code]
    with clock.at(WHEN + dt.timedelta(days=1)):
        seen.append(client.post(second, {"answer": "yes"}).status_code)
    cancel_meeting(meeting, by=caller)
    seen += [client.get(second).status_code, client.get("/svar/gissning/").status_code]

    assert seen == [410, 200, 410, 410, 410]
    assert Invitee.objects.get(email="eva@exempel.test").reply == "none"


def test_a_link_that_was_loaded_before_the_meeting_ended_is_refused_by_the_act(shared):
    case, caller, _reader, _given = shared
    meeting = called(case, caller, others=[("Eva Ek", "eva@exempel.test")])
    token = Invitee.objects.get(email="eva@exempel.test").token
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")

    assert code_of(answer_by_link, token, by=None, answer="yes")[0] == "ANSWER_CLOSED"


# --- changing


def test_only_the_caller_changes_and_a_stale_form_is_kept(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    client, address = sign_in(caller), reverse("meeting:change", args=[meeting.pk])
    seen = f"{meeting.pk}:0"
    change_meeting(meeting, by=caller, starts_at=WHEN, place="Rum 9")

    form = {"starts_at": "2026-12-02 10:00", "place": "Min plats", "minutes_long": "60", "seen_version": seen}
    stale = client.post(address, form)

    assert (stale.status_code, "Min plats" in stale.content.decode()) == (422, True)
    assert code_of(change_meeting, meeting, by=reader, starts_at=WHEN)[0] == "NOT_HOLDER"
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("Rum 9", 1)


def test_a_cancelled_meeting_is_not_changed(shared):
    case, caller, reader, _given = shared
    meeting = cancel_meeting(called(case, caller, reader), by=caller)

    assert code_of(change_meeting, meeting, by=caller, starts_at=WHEN)[0] == "NOT_CALLED"


# --- at the table


def test_five_decisions_one_after_the_other(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    client, address = sign_in(caller), reverse("meeting:table", args=[meeting.pk])
    page = client.get(address).content.decode()
    assert ("autofocus" in page, page.count("checked") >= 1) == (True, True)

    for n in range(5):
        form = {
            "what": f"Beslut {n}",
            "who": str(reader.party_id),
            "when": f"2026-12-1{n}",
            "share": [str(reader.party_id)],
        }
        response = client.post(address, form)
        assert response.url == address

    made = list(Activity.objects.order_by("starts_on"))
    assert [a.title for a in made] == [f"Beslut {n}" for n in range(5)]
    assert {(a.meeting_id, a.responsible_party_id, a.state) for a in made} == {
        (meeting.pk, reader.party_id, "planned")
    }
    assert [a.title for a in queries.decisions(meeting, reader)] == [f"Beslut {n}" for n in range(5)]


def test_any_called_party_books_and_the_person_may_answer_for_it(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)

    sign_in(reader).post(
        reverse("meeting:table", args=[meeting.pk]),
        {"what": "Ringa kocken", "who": PERSON, "when": "2026-12-05"},
    )

    made = Activity.objects.get()
    assert (made.item.holder_id, made.responsible) == (reader.party_id, "Personen själv")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": ""}, "Skriv vad som ska göras."),
        ({"when": "snart"}, "Skriv en dag som finns"),
        ({"when": "2026-11-30"}, "Dagen ligger före mötet."),
        ({"who": "ingen"}, "giltigt"),
    ],
)
def test_a_wrong_decision_is_said_at_the_field(shared, sign_in, wrong, words):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    form = {"what": "<b>Beslut</b>", "who": PERSON, "when": "2026-12-05", **wrong}

    response = sign_in(caller).post(reverse("meeting:table", args=[meeting.pk]), form)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "<b>Beslut" not in response.content.decode()
    assert Activity.objects.count() == 0


def test_a_decision_stays_hidden_from_those_it_was_not_shared_with(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    book_decision(meeting, by=caller, what="Hemligt beslut", when=dt.date(2026, 12, 5))

    page = sign_in(reader).get(reverse("meeting:read", args=[meeting.pk])).content.decode()

    assert ("Hemligt beslut" in page, "Inga beslut är bokade." in page) == (False, True)


def test_attendance_is_ticked_on_the_day_and_makes_the_meeting_held(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    came = Invitee.objects.get(staff_id=caller.staff_id)
    address = reverse("meeting:hold", args=[meeting.pk])

    early = sign_in(reader).post(address, {"attended": [str(came.pk)]})
    with clock.at(WHEN):
        sign_in(reader).post(address, {"attended": [str(came.pk)]})

    meeting.refresh_from_db()
    assert (early.status_code, meeting.state, meeting.item.state) == (422, "held", "held")
    assert {i.attended for i in Invitee.objects.exclude(pk=came.pk)} == {False}
    assert Invitee.objects.get(pk=came.pk).attended is True


def test_a_cancelled_meeting_is_neither_held_nor_decides(shared):
    case, caller, reader, _given = shared
    meeting = cancel_meeting(called(case, caller, reader), by=caller)

    assert code_of(hold_meeting, meeting, by=caller, attended=[])[0] == "CANCELLED"
    assert code_of(book_decision, meeting, by=caller, what="X", when=dt.date(2026, 12, 5))[0] == "CANCELLED"


# --- right


def test_a_withdrawn_consent_closes_the_meeting(shared, sign_in):
    case, caller, reader, given = shared
    meeting = called(case, caller, reader)
    client, address = sign_in(reader), reverse("meeting:read", args=[meeting.pk])
    assert client.get(address).status_code == 200

    withdraw_consent(given, by=caller)

    assert client.get(address).status_code == 404


def test_without_right_the_pages_are_not_there(shared, w, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller)
    names = ("read", "paper", "change", "cancel", "table", "minutes")

    for who, form in ((reader, 404), (actor(w.region), 404), (actor(w.municipality, Role.EVALUATOR), 403)):
        client = sign_in(who)
        found = [client.get(reverse(f"meeting:{n}", args=[meeting.pk])).status_code for n in names]
        found += [client.post(reverse(f"meeting:{n}", args=[meeting.pk]), {"answer": "yes"}).status_code
                  for n in ("reply", "hold")]  # fmt: skip
        assert found == [404, 404, *[form] * 4, 404, 404]
    assert sign_in(actor(w.region)).get(reverse("meeting:call", args=[case.pk])).status_code == 404


def test_upcoming_is_one_query_the_next_first(shared, django_assert_num_queries):
    case, caller, reader, _given = shared
    later = called(case, caller, reader, starts_at=WHEN + dt.timedelta(days=7))
    sooner = called(case, caller, reader)
    cancel_meeting(called(case, caller, reader), by=caller)
    called(case, caller)

    with django_assert_num_queries(1):
        found = [(m.pk, m.case.person.given_name) for m in queries.upcoming(reader)]

    assert found == [(sooner.pk, "Ada"), (later.pk, "Ada")]


def test_the_paper_call_can_be_printed(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)

    page = sign_in(caller).get(reverse("meeting:paper", args=[meeting.pk])).content.decode()

    said = ("tisdag 1 december 2026 klockan 13:00", "Rum 3", "Ada Lindqvist")
    assert [words in page for words in said] == [True, True, True]
    assert ids(reader) == [reader.party_id]


def test_at_the_table_of_a_cancelled_meeting_nothing_is_asked_but_what_was_typed_stays(shared, sign_in):
    case, caller, reader, _given = shared
    meeting = called(case, caller, reader)
    cancel_meeting(meeting, by=caller, because="Sjuk")
    client, address = sign_in(caller), reverse("meeting:table", args=[meeting.pk])

    html = client.get(address).content.decode()
    assert ("Mötet är inställt" in html, 'name="what"' in html, 'name="attended"' in html) == (True, False, False)
    sent = client.post(address, {"what": "Ring", "who": str(caller.party_id), "when": "2026-12-02"})
    assert (sent.status_code, 'value="Ring"' in sent.content.decode()) == (422, True)


@pytest.mark.parametrize("skipped", ["2027-03-28 02:30", "2027-10-31 02:30"])
def test_a_time_when_the_clocks_change_is_said_in_words(shared, sign_in, skipped):
    case, caller = shared[:2]

    answer = sign_in(caller).post(reverse("meeting:call", args=[case.pk]), {"kind": "network", "starts_at": skipped})

    html = answer.content.decode()
    told = ("Klockorna ställs om då" in html, "Europe/Stockholm" in html, skipped in html)
    assert (answer.status_code, told) == (422, (True, False, True))


def test_a_pasted_decision_that_is_too_long_is_not_cut_but_said(shared, sign_in):
    case, caller, reader, _given = shared
    address, client = reverse("meeting:table", args=[called(case, caller, reader).pk]), sign_in(caller)
    pasted = "a" * 200

    assert "maxlength" not in client.get(address).content.decode()
    answer = client.post(address, {"what": pasted, "who": str(caller.party_id), "when": "2026-12-02"})

    html = answer.content.decode()
    assert (answer.status_code, "200 tecken" in html, pasted in html) == (422, True, True)
