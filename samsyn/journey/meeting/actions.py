"""Calling, moving, cancelling and holding a meeting; answers; decisions at the table."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.activity.models import Activity
from samsyn.journey.meeting import invitation, queries, rules
from samsyn.journey.meeting.models import Invitee, Meeting, MeetingReplyToken
from samsyn.journey.plan.queries import sole_plan

State = Meeting.State
Reply = Invitee.Reply
PAPER, MAIL, NOT_CALLED = "paper", "mail", "no"


@action(verb="meeting.call", sentence=_("kallade till ett möte"), roles=CASE_WRITERS)
def call_meeting(
    case: Case, *, by: Actor, kind: str, starts_at: dt.datetime, who: Sequence[str] = (),
    others: Iterable[tuple[str, str]] = (), person: str = PAPER, **said: Any,
) -> Meeting:  # fmt: skip
    """Call to a meeting: the item goes to the parties called, the mails to the outbox, all at once.

    `who` holds values of `queries.candidates`, `others` pairs of name and e-mail, `said` the other fields of
    `Meeting` (place, purpose, minutes_long, called_by_person).
    Raises SIP_CALL, TIME_PAST, NOBODY_CALLED, CANNOT_BE_CALLED, PERSON_MAIL, CONSENT_MISSING.
    """
    people = list(others)
    chosen = _chosen(case, by, who)
    _check_call(case, by, kind, starts_at, person)
    if not chosen and not people and person == NOT_CALLED:
        raise RuleBroken("NOBODY_CALLED", _("Välj minst en som ska kallas."), field="who")
    meeting = Meeting(kind=kind, starts_at=starts_at, **said)
    parties = list(dict.fromkeys(c.party_id for c in chosen if c.party_id != by.party_id))
    writing.write(meeting, case=case, kind=ItemKind.MEETING, category=Category.PLAN, by=by, share=parties)
    meeting.item.lanes = [str(party) for party in parties]
    writing.show_face(meeting)
    _invite(meeting, by, chosen, people, person)
    return meeting


def _chosen(case: Case, by: Actor, who: Sequence[str]) -> list[queries.Candidate]:
    known = {c.value: c for c in queries.candidates(case, by) if c.value}
    for value in who:
        if value not in known or known[value].why_not:
            reason = (
                known[value].why_not if value in known else _("Personen arbetar inte med ärendet längre.")
            )
            raise RuleBroken("CANNOT_BE_CALLED", reason, field="who")
    return [known[value] for value in who]


def _check_call(case: Case, by: Actor, kind: str, starts_at: dt.datetime, person: str) -> None:
    if kind == Meeting.Kind.PLAN and not queries.may_call_sip(by):
        raise RuleBroken(
            "SIP_CALL",
            _(
                "Bara kommunen och regionen får kalla till SIP, om inte en överenskommelse säger att alla"
                " får. Be kommunen eller regionen att kalla, eller kalla till ett annat slags möte."
            ),
            field="kind",
        )
    _check_time(starts_at)
    if person == MAIL and (case.person.is_protected or not case.person.email):
        raise RuleBroken(
            "PERSON_MAIL",
            _("Personen kan inte få kallelsen med e-post. Lämna den på papper."),
            field="person",
        )


def _check_time(starts_at: dt.datetime) -> None:
    if starts_at <= clock.now():
        raise RuleBroken("TIME_PAST", _("Tiden har redan varit. Välj en tid framåt."), field="starts_at")


def _invite(
    meeting: Meeting, by: Actor, chosen: list[queries.Candidate], people: list[tuple[str, str]], person: str
) -> None:
    mine = Invitee(party_id=by.party_id, staff_id=by.staff_id, reply=Reply.YES)
    staff = [Invitee(party_id=c.party_id, staff=c.staff) for c in chosen]
    rows = [mine, *staff, *(Invitee(name=name, email=email) for name, email in people)]
    if person != NOT_CALLED:
        email = meeting.case.person.email if person == MAIL else ""
        rows.append(Invitee(is_person=True, email=email))
    for row in rows:
        row.meeting = meeting.item
    Invitee.objects.bulk_create(rows)
    for row in rows[1:]:
        touch(row, ["meeting"])
        invitation.send(meeting, row, by=by)
    _tell(meeting, staff, "meeting_called", {c.party_id: c.unit.pk for c in chosen if c.unit})


def _tell(
    meeting: Meeting, rows: Iterable[Invitee], kind: str, units: dict[uuid.UUID, uuid.UUID] | None = None
) -> None:
    """A line on the start page of each called staff or inbox."""
    for row in rows:
        unit = (units or {}).get(row.party_id) if row.party_id and row.staff_id is None else None
        if row.party_id and (row.staff_id or unit):
            writing.tell(
                party_id=row.party_id, staff_id=row.staff_id, unit_id=unit, kind=kind,
                case_number=meeting.case.number, address=reverse("meeting:read", args=[meeting.pk]),
            )  # fmt: skip


def seen_key(meeting: Meeting) -> str:
    """What a form about the meeting was opened on."""
    return f"{meeting.pk}:{meeting.sequence}"


def _check_open(meeting: Meeting, by: Actor) -> None:
    if not rules.may_lead(meeting, by):
        raise RuleBroken("NOT_HOLDER", _("Bara den part som kallade till mötet kan ändra det. Kontakta dem."))
    check_seen(seen_key(meeting), newer=meeting.item)
    if meeting.state != State.CALLED:
        raise RuleBroken("NOT_CALLED", _("Mötet är redan hållet eller inställt."))


@action(verb="meeting.change", sentence=_("ändrade ett möte"), roles=CASE_WRITERS)
def change_meeting(
    meeting: Meeting,
    *,
    by: Actor,
    starts_at: dt.datetime,
    place: str = "",
    minutes_long: int = 60,
    purpose: str = "",
) -> Meeting:
    """Another time or place: a new SEQUENCE, new mails; a new time asks everybody to answer again.

    Nothing changed is nothing sent. Raises NOT_HOLDER, STALE, NOT_CALLED, TIME_PAST.
    """
    _check_open(meeting, by)
    same_call = (meeting.starts_at, meeting.place, meeting.minutes_long) == (starts_at, place, minutes_long)
    if same_call and meeting.purpose == purpose:
        return meeting
    _check_time(starts_at)
    earlier = meeting.starts_at
    meeting.starts_at, meeting.place, meeting.minutes_long = starts_at, place, minutes_long
    meeting.purpose, meeting.sequence = purpose, meeting.sequence + (0 if same_call else 1)
    _save(meeting, ["starts_at", "place", "minutes_long", "purpose", "sequence"])
    if not same_call:
        _send_again(meeting, by, earlier)
    return meeting


def _save(meeting: Meeting, fields: list[str]) -> None:
    """A meeting's time and state are seen by all who read it, at once; so it is changed in place."""
    meeting.save(update_fields=fields)
    writing.show_face(meeting)
    touch(meeting, fields, person_id=meeting.case.person_id)


def _send_again(meeting: Meeting, by: Actor, earlier: dt.datetime) -> None:
    rows = list(queries.invitees_of(meeting))
    if earlier != meeting.starts_at:
        Invitee.objects.filter(meeting_id=meeting.pk).exclude(staff_id=by.staff_id).update(reply=Reply.NONE)
    for row in rows:
        if row.staff_id != by.staff_id:
            invitation.send(meeting, row, by=by, earlier=earlier)
    _tell(meeting, [r for r in rows if r.staff_id and r.staff_id != by.staff_id], "meeting_changed")


@action(verb="meeting.cancel", sentence=_("ställde in ett möte"), roles=CASE_WRITERS)
def cancel_meeting(meeting: Meeting, *, by: Actor, because: str = "") -> Meeting:
    """Cancel it and tell everybody. Twice is once. Raises NOT_HOLDER, STALE, NOT_CALLED."""
    if meeting.state == State.CANCELLED and rules.may_lead(meeting, by):
        return meeting
    _check_open(meeting, by)
    meeting.state, meeting.cancelled_because, meeting.sequence = (
        State.CANCELLED,
        because,
        meeting.sequence + 1,
    )
    _save(meeting, ["state", "cancelled_because", "sequence"])
    MeetingReplyToken.objects.filter(invitee__meeting_id=meeting.pk).delete()
    rows = [row for row in queries.invitees_of(meeting) if row.staff_id != by.staff_id]
    for row in rows:
        invitation.send(meeting, row, by=by, method=invitation.CANCEL)
    _tell(meeting, [r for r in rows if r.staff_id], "meeting_cancelled")
    return meeting


@action(verb="meeting.reply", sentence=_("svarade på en kallelse"), roles=PERSONAL_ROLES, elevated=True)
def reply(meeting: Meeting, *, by: Actor, answer: str) -> Meeting:
    """Yes or no by somebody called; who answers for an inbox, or for one who is away then, takes their place.

    The answer stands on the caller's row, which is why the act is elevated.
    Raises NOT_INVITED, ANSWER_CLOSED.
    """
    row = queries.mine(meeting, list(queries.invitees_of(meeting)), by)
    if row is None:
        raise RuleBroken("NOT_INVITED", _("Du är inte kallad till mötet."))
    if meeting.state != State.CALLED or meeting.starts_at <= clock.now():
        raise RuleBroken(
            "ANSWER_CLOSED", _("Mötet har börjat eller är inställt, så det går inte att svara längre.")
        )
    row.staff_id, row.reply = by.staff_id, Reply(answer)
    _keep_reply(row, meeting)
    return meeting


def _keep_reply(row: Invitee, meeting: Meeting) -> None:
    row.save(update_fields=["staff", "reply"])
    touch(row, ["reply"], person_id=meeting.case.person_id)
    if row.reply == Reply.NO:
        address = reverse("meeting:read", args=[meeting.pk])
        writing.tell_author(meeting.item, kind="meeting_declined", address=address)


@action(verb="meeting.answer_by_link", sentence=_("svarade på en kallelse med en länk"), elevated=True)
def answer_by_link(token: MeetingReplyToken, *, by: Actor | None = None, answer: str) -> Invitee:
    """Yes or no by somebody without an account, until the meeting starts. Raises ANSWER_CLOSED."""
    row = Invitee.objects.select_related("meeting__meeting", "meeting__case__person").get(pk=token.invitee_id)
    meeting = row.meeting.meeting
    if meeting.state != State.CALLED or meeting.starts_at <= clock.now():
        raise RuleBroken(
            "ANSWER_CLOSED", _("Mötet har börjat eller är inställt, så det går inte att svara längre.")
        )
    row.reply = Reply(answer)
    _keep_reply(row, meeting)
    return row


@action(
    verb="meeting.hold", sentence=_("noterade vilka som kom till ett möte"), roles=CASE_WRITERS, elevated=True
)
def hold_meeting(meeting: Meeting, *, by: Actor, attended: Iterable[uuid.UUID]) -> Meeting:
    """The meeting was held, and who came; ticked again, the list is corrected.

    Any party called may do it; the rows are the caller's, which is why the act is elevated.
    Raises NOT_INVITED, CANCELLED, NOT_YET.
    """
    _check_at_table(meeting, by)
    if clock.local(meeting.starts_at).date() > clock.today():
        raise RuleBroken("NOT_YET", _("Mötet har inte varit än. Vänta till dagen för mötet."))
    came = set(attended)
    for row in Invitee.objects.filter(meeting_id=meeting.pk):
        row.attended = row.pk in came
        row.save(update_fields=["attended"])
    meeting.state = State.HELD
    _save(meeting, ["state"])
    return meeting


def _check_at_table(meeting: Meeting, by: Actor) -> None:
    if not rules.takes_part(meeting, by):
        raise RuleBroken("NOT_INVITED", _("Er part är inte kallad till mötet."))
    if meeting.state == State.CANCELLED:
        raise RuleBroken("CANCELLED", _("Mötet är inställt."))


@action(verb="meeting.decide", sentence=_("bokade ett beslut vid bordet"), roles=CASE_WRITERS)
def book_decision(
    meeting: Meeting, *, by: Actor, what: str, when: dt.date, responsible_party_id: uuid.UUID | None = None,
    responsible_name: str = "", share: Iterable[uuid.UUID] = (),
) -> Activity:  # fmt: skip
    """What, who, when: an activity in the plan, held by the party that books it.

    Raises NOT_INVITED, CANCELLED, DAY_BEFORE_MEETING, CONSENT_MISSING.
    """
    _check_at_table(meeting, by)
    if when < clock.local(meeting.starts_at).date():
        raise RuleBroken(
            "DAY_BEFORE_MEETING", _("Dagen ligger före mötet. Skriv en dag framåt."), field="when"
        )
    return write_activity(
        meeting.case, by=by, title=what, starts_on=when, ends_on=when + dt.timedelta(days=1), share=share,
        responsible_party_id=responsible_party_id, responsible_name=responsible_name, meeting=meeting.item,
        plan_series=sole_plan(meeting.case, by),
    )  # fmt: skip
