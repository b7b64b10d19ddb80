"""Calling a selection meeting, its agenda, each party's picture, the decision, and the queue."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.group.models import Group
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import CASE_LEADERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import CaseAssignment, Category, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.enrolment.counting import load_of
from samsyn.entry.enrolment.models import VolumeRegistration
from samsyn.entry.person.models import Sex
from samsyn.entry.referral.deidentify import check_text, names_of, remaining_marks
from samsyn.entry.referral.models import Referral, ReferralState
from samsyn.entry.referral.writing import (
    DAYS_TO_READ_AFTER,
    locked,
    move,
    release_covered,
    release_without_identity,
)
from samsyn.entry.selection.models import AgendaItem, Picture, SelectionDecision, SelectionMeeting
from samsyn.entry.selection.queries import members, names_in_group, on_open_agenda
from samsyn.entry.selection.rules import is_owner, leads
from samsyn.entry.selection.writing import Outcome, answer, check_may_change, check_said, join_queue

PURPOSE = _("Gemensamt urval")


@action(verb="selection.call", sentence=_("kallade till urvalsmöte"), roles=CASE_LEADERS)
def call_meeting(
    group: Group, *, by: Actor, starts_at: dt.datetime, ends_at: dt.datetime, place: str = ""
) -> SelectionMeeting:
    """A meeting of the group; the other members get a line. Raises NOT_YOURS, ENDS_BEFORE_START."""
    if not leads(by, group):
        raise RuleBroken("NOT_YOURS", _("Bara samordnaren för gruppens insats kan kalla till möte."))
    if ends_at <= starts_at:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Mötet slutar innan det börjar. Ändra tiderna."), field="ends_at"
        )
    meeting = SelectionMeeting.objects.create(
        group=group, starts_at=starts_at, ends_at=ends_at, place=place, called_by_id=by.staff_id
    )
    touch(meeting, ["group", "starts_at", "place"])
    path = reverse("selection:meeting", args=[meeting.pk])
    for staff in members(group):
        if staff.pk != by.staff_id:
            writing.tell(party_id=staff.party_id, staff_id=staff.pk, kind="selection_meeting", address=path)
    return meeting


@action(
    verb="selection.add", sentence=_("tog upp en remiss på dagordningen"), roles=CASE_LEADERS, elevated=True
)
def put_on_agenda(meeting: SelectionMeeting, *, by: Actor, referral: Referral) -> AgendaItem:
    """Let each member party read the referral: named where the consent covers it, else without identity.

    A party that neither may know nor can read a text without identity does not get it.
    Raises NOT_YOURS, WRONG_STATE, MEETING_CLOSED, ALREADY_ON_AGENDA.
    """
    found = locked(referral)
    _check_agenda(meeting, found, by)
    position = (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1
    row = AgendaItem.objects.create(
        meeting=meeting, referral=found, position=position, is_deidentified=found.is_deidentified
    )
    touch(row, ["referral"], person_id=found.item.case.person_id)
    _let_members_in(meeting.group, found, by)
    if found.state == ReferralState.SENT:
        move(found, "receive", by=by)
    return row


def _check_agenda(meeting: SelectionMeeting, referral: Referral, by: Actor) -> None:
    if not is_owner(by, referral) or referral.intervention.selection_group_id != meeting.group_id:
        raise RuleBroken("NOT_YOURS", _("Remissen hör inte till den här gruppens insatser."))
    if meeting.held_at:
        raise RuleBroken("MEETING_CLOSED", _("Mötet är avslutat. Ta upp remissen på nästa möte."))
    if referral.state not in (ReferralState.SENT, ReferralState.RECEIVED):
        raise RuleBroken("WRONG_STATE", _("Bara en mottagen remiss som väntar på beslut kan tas upp."))
    if on_open_agenda(referral):
        raise RuleBroken("ALREADY_ON_AGENDA", _("Remissen finns redan på en dagordning."))


def _let_members_in(group: Group, referral: Referral, by: Actor) -> None:
    people = list(members(group))
    parties = {staff.party_id for staff in people}
    purpose = str(PURPOSE)
    named = (
        release_covered(referral.item, parties, by=by, purpose=purpose)
        if not referral.is_deidentified
        else set()
    )
    identity = referral.item.case.items.filter(kind=ItemKind.IDENTITY, superseded_at__isnull=True).first()
    if identity and named:
        release_covered(identity, named, by=by, purpose=purpose)
    rest = parties - named - {referral.item.holder_id}
    if referral.summary:
        release_without_identity(referral.item, rest, by=by, purpose=purpose)
        rest = set()
    for staff in people:
        if staff.party_id not in rest:
            writing.assign_staff(referral.item.case, staff, CaseAssignment.Part.SELECTION)


@action(
    verb="selection.picture",
    sentence=_("lade till underlag till urvalet"),
    roles=PERSONAL_ROLES,
    elevated=True,
)
def add_picture(
    agenda_item: AgendaItem, *, by: Actor, text: str, confirmed: Collection[str] = (),
    share: Iterable[uuid.UUID] = (), replaces: Picture | None = None,
) -> Picture:  # fmt: skip
    """What one's party knows, released to the member parties; without consent only a text without identity.

    Raises NOT_MEMBER, DECIDED, IDENTITY_MARKS, CONSENT_MISSING, STALE.
    """
    group = agenda_item.meeting.group
    if by.staff_id not in {staff.pk for staff in members(group)}:
        raise RuleBroken("NOT_MEMBER", _("Bara gruppens medlemmar lägger till underlag."))
    if SelectionDecision.objects.filter(agenda_item=agenda_item).exists():
        raise RuleBroken("DECIDED", _("Gruppen har redan beslutat. Underlaget kan inte ändras."))
    if agenda_item.is_deidentified:
        check_text(text, field="text", confirmed=confirmed)
    picture = writing.write(
        Picture(agenda_item=agenda_item, text=text), case=agenda_item.referral.item.case,
        kind=ItemKind.PICTURE,
        category=Category.OTHER, by=by, share=() if agenda_item.is_deidentified else share,
        replaces=replaces.item if replaces else None,
    )  # fmt: skip
    if agenda_item.is_deidentified:
        release_without_identity(
            picture.item, {s.party_id for s in members(group)}, by=by, purpose=str(PURPOSE)
        )
    return picture


@action(
    verb="selection.present", sentence=_("skrev in vilka som var med på urvalsmötet"), roles=PERSONAL_ROLES
)
def note_present(meeting: SelectionMeeting, *, by: Actor, present: Iterable[uuid.UUID]) -> SelectionMeeting:
    """Who takes part. Raises MEETING_CLOSED, NOT_MEMBER."""
    _check_open(meeting)
    known = {staff.pk for staff in members(meeting.group)}
    chosen = list(dict.fromkeys(present))
    if not set(chosen) <= known:
        raise RuleBroken(
            "NOT_MEMBER", _("Bara gruppens medlemmar och ersättare kan kryssas i."), field="present"
        )
    meeting.present = [str(pk) for pk in chosen]
    meeting.save(update_fields=["present"])
    touch(meeting, ["present"])
    return meeting


@action(verb="selection.close", sentence=_("avslutade ett urvalsmöte"), roles=CASE_LEADERS)
def close_meeting(
    meeting: SelectionMeeting, *, by: Actor, minutes: str = "", confirmed: Collection[str] = ()
) -> SelectionMeeting:
    """Keep the minutes, without persons, and close.

    Raises NOT_YOURS, MEETING_CLOSED, PRESENT_MISSING, IDENTITY_MARKS.
    """
    _check_open(meeting)
    if not leads(by, meeting.group):
        raise RuleBroken("NOT_YOURS", _("Bara samordnaren för gruppens insats kan avsluta mötet."))
    if not meeting.present:
        raise RuleBroken("PRESENT_MISSING", _("Kryssa först i vilka som är med på mötet."), field="minutes")
    check_text(minutes, field="minutes", confirmed=confirmed, known_names=names_in_group(meeting, by))
    meeting.minutes, meeting.held_at = minutes, clock.now()
    meeting.save(update_fields=["minutes", "held_at"])
    touch(meeting, ["minutes", "held_at"])
    return meeting


def _check_open(meeting: SelectionMeeting) -> None:
    if meeting.held_at:
        raise RuleBroken("MEETING_CLOSED", _("Mötet är avslutat och kan inte ändras."))


@action(verb="selection.decide", sentence=_("fattade ett urvalsbeslut"), roles=CASE_LEADERS, elevated=True)
def decide(agenda_item: AgendaItem, *, by: Actor, outcome: str, **said: Any) -> SelectionDecision:
    """The group's decision at the table; the referrer is told, a full intervention means the queue.

    `said`: reason, because, named_receiver, measure, sex, birth_year. Raises NOT_YOURS, DECIDED,
    PRESENT_MISSING, WRONG_STATE, REASON_MISSING, RECEIVER_MISSING, UNKNOWN_CODE, IDENTITY_MARKS.
    """
    meeting = agenda_item.meeting
    if SelectionDecision.objects.filter(agenda_item=agenda_item).exists():
        raise RuleBroken("DECIDED", _("Gruppen har redan beslutat om den här remissen."))
    if not meeting.present:
        raise RuleBroken("PRESENT_MISSING", _("Kryssa först i vilka som är med på mötet."))
    present = (
        Staff.objects.filter(pk__in=meeting.present).select_related("user", "party").order_by("user__name")
    )
    took_part = [
        {"name": s.user.name, "party": s.party.short_name, "party_id": str(s.party_id)} for s in present
    ]
    return _decide(agenda_item.referral, agenda_item, took_part, by=by, outcome=outcome, **said)


@action(
    verb="selection.decide_alone", sentence=_("beslutade om en remiss"), roles=CASE_LEADERS, elevated=True
)
def decide_alone(referral: Referral, *, by: Actor, outcome: str, **said: Any) -> SelectionDecision:
    """The owner unit decides where no group selects, or anew when nobody was enrolled after all.

    Raises as `decide`, and GROUP_DECIDES, ALREADY_ENROLLED.
    """
    if referral.intervention.selection_group_id and referral.state != ReferralState.ACCEPTED:
        raise RuleBroken(
            "GROUP_DECIDES", _("Urvalsgruppen beslutar om den här insatsen. Ta upp remissen på ett möte.")
        )
    took_part = [{"name": by.display_name, "party": by.party_name, "party_id": str(by.party_id)}]
    return _decide(referral, None, took_part, by=by, outcome=outcome, **said)


def _decide(
    referral: Referral, agenda_item: AgendaItem | None, took_part: list[dict[str, str]], *, by: Actor,
    outcome: str,
    reason: str = "", because: str = "", named_receiver: str = "", measure: str = "", sex: str = Sex.UNKNOWN,
    birth_year: int | None = None, confirmed: Collection[str] = (),
) -> SelectionDecision:  # fmt: skip
    found = locked(referral)
    if not is_owner(by, found):
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen skriver in beslutet."))
    check_said(found, outcome, reason, because, named_receiver, measure, confirmed)
    if found.state == ReferralState.ACCEPTED:
        check_may_change(found, outcome)
    found = answer(found, outcome, by=by, words=because, reason=reason, named_receiver=named_receiver)
    decision = writing.write(
        SelectionDecision(
            agenda_item=agenda_item, referral=found, outcome=outcome, reason=reason, because=because,
            named_receiver=named_receiver, decided_on=clock.today(), took_part=took_part,
        ),
        case=found.item.case, kind=ItemKind.DECISION, category=Category.OTHER, by=by,
    )  # fmt: skip
    _show_decision(decision, by)
    if outcome == Outcome.OTHER:
        _count(found, by, measure, sex, birth_year)
    if outcome == Outcome.ENROL and load_of(found.intervention).is_full:
        join_queue(found)
    return decision


def _show_decision(decision: SelectionDecision, by: Actor) -> None:
    """The referrer and every party that read the referral for this meeting read the decision."""
    referral = decision.referral
    referrer, purpose = referral.item.holder_id, str(PURPOSE)
    readers = set(live_disclosures().filter(item=referral.item).values_list("to_party_id", flat=True)) | {
        referrer
    }
    named = (
        set() if referral.is_deidentified else release_covered(decision.item, readers, by=by, purpose=purpose)
    )
    is_safe = not remaining_marks(decision.because, known_names=names_of(referral.item.case.person))
    rest = readers if referral.is_deidentified or is_safe else {referrer}
    release_without_identity(decision.item, rest - named, by=by, purpose=purpose)
    ends = clock.now() + dt.timedelta(days=DAYS_TO_READ_AFTER)
    chosen = CaseAssignment.objects.filter(case=referral.item.case, part=CaseAssignment.Part.SELECTION)
    chosen.filter(ends_at__isnull=True).update(ends_at=ends)


def _count(referral: Referral, by: Actor, measure: str, sex: str, birth_year: int | None) -> None:
    """Sex and birth year only. Neither row nor trace leads back to the person."""
    VolumeRegistration.objects.create(
        intervention=referral.intervention,
        party_id=by.party_id,
        sex=sex,
        birth_year=birth_year,
        about=measure,
    )
