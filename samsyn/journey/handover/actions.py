"""Change of caseworker: old and new overlap, what is open moves, the person is told."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment, Category, ItemKind
from samsyn.entry.case.queries import open_assignments, owner_of
from samsyn.journey.activity.models import Activity
from samsyn.journey.activity.writing import as_holder, carried
from samsyn.journey.follow_up import queries as follow_ups
from samsyn.journey.handover import queries
from samsyn.journey.handover.models import Handover
from samsyn.journey.meeting import invitation
from samsyn.journey.meeting.models import Invitee

Part = CaseAssignment.Part
OVERLAP_DAYS, LONGEST_OVERLAP = 30, 180
NOT_ORDINARY_LINE = _(
    "Ansvarig ska vara handläggare i sin myndighets ordinarie verksamhet, så att ansvaret finns kvar när"
    " insatsen tar slut. Välj en handläggare; samordnare och coacher kan delta i ärendet."
)


@action(verb="handover.give", sentence=_("lämnade över ett ärende"), roles=CASE_LEADERS, elevated=True)
def hand_over(
    case: Case, *, by: Actor, to_staff: uuid.UUID, from_staff: uuid.UUID | None = None,
    overlap_days: int = OVERLAP_DAYS, person_told_on: dt.date | None = None, person_told_how: str = "",
    share: Iterable[uuid.UUID] = (),
) -> Handover:  # fmt: skip
    """From one to another within the party, with the same part. The old one reads on during the overlap.

    Raises NOT_ASSIGNED, NOT_A_COLLEAGUE, SAME_PERSON, OWNER_MUST_BE_CASEWORKER, WORKS_ALREADY,
    OVERLAP_IMPOSSIBLE, DAY_AHEAD, CONSENT_MISSING.
    """
    old = _assignment(case, by, from_staff or by.staff_id)
    new = _receiver(by, to_staff, old)
    _check(overlap_days, person_told_on)
    until = clock.today() + dt.timedelta(days=overlap_days)
    _swap(case, old, new, until)
    row = Handover(
        from_staff=old.staff, to_staff=new, on=clock.today(), overlap_until=until,
        person_told_on=person_told_on,
        person_told_how=person_told_how, moved=_move(case, _who(old), new, by),
    )  # fmt: skip
    writing.write(row, case=case, kind=ItemKind.HANDOVER, category=Category.OTHER, by=by, share=share)
    _tell(row, by)
    return row


@action(verb="handover.told", sentence=_("skrev att personen fått veta om bytet"), roles=CASE_LEADERS)
def tell_person(handover: Handover, *, by: Actor, person_told_on: dt.date, person_told_how: str) -> Handover:
    """When and how the person was told. Raises NOT_HOLDER, DAY_AHEAD."""
    if handover.item.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som bytte handläggare kan skriva det."))
    _check(0, person_told_on)
    handover.person_told_on, handover.person_told_how = person_told_on, person_told_how
    handover.save(update_fields=["person_told_on", "person_told_how"])
    touch(handover, ["person_told_on", "person_told_how"], person_id=handover.case.person_id)
    return handover


@action(verb="handover.appoint", sentence=_("utsåg ansvarig handläggare"), roles=CASE_LEADERS, elevated=True)
def appoint_owner(case: Case, *, by: Actor, to_staff: uuid.UUID) -> CaseAssignment:
    """A case that nobody owns gets an owner in the actor's party.

    Raises HAS_OWNER, NOT_A_COLLEAGUE, OWNER_MUST_BE_CASEWORKER.
    """
    if owner_of(case.pk):
        raise RuleBroken(
            "HAS_OWNER", _("Ärendet har redan en ansvarig handläggare, som i så fall lämnar över.")
        )
    new = _colleague(by, to_staff)
    _check_line(new)
    open_assignments(case.pk).filter(staff=new).update(ends_at=clock.now(), ended_because="owner")
    row = writing.assign_staff(case, new, Part.OWNER)
    writing.tell(party_id=new.party_id, staff_id=new.pk, kind="case_owner", case_number=case.number)
    return row


def _assignment(case: Case, by: Actor, staff_id: uuid.UUID) -> CaseAssignment:
    found = queries.named_here(case, by).filter(staff_id=staff_id).first()
    if found is None:
        raise RuleBroken(
            "NOT_ASSIGNED", _("Den som lämnar över arbetar inte med ärendet hos er."), field="from_staff"
        )
    return found


def _who(row: CaseAssignment) -> Staff:
    """The named person; `queries.named_here` gives no other rows."""
    assert row.staff is not None
    return row.staff


def _colleague(by: Actor, staff_id: uuid.UUID) -> Staff:
    rows = Staff.objects.filter(active(), pk=staff_id, party_id=by.party_id, role__in=queries.WORKERS)
    found = rows.select_related("user", "party", "unit").first()
    if found is None:
        raise RuleBroken("NOT_A_COLLEAGUE", _("Välj en kollega som arbetar hos er nu."), field="to_staff")
    return found


def _check_line(staff: Staff) -> None:
    if staff.role not in writing.ORDINARY_LINE:
        raise RuleBroken("OWNER_MUST_BE_CASEWORKER", NOT_ORDINARY_LINE, field="to_staff")


def _receiver(by: Actor, staff_id: uuid.UUID, old: CaseAssignment) -> Staff:
    found = _colleague(by, staff_id)
    if found.pk == old.staff_id:
        raise RuleBroken("SAME_PERSON", _("Välj en annan än den som lämnar över."), field="to_staff")
    if old.part == Part.OWNER:
        _check_line(found)
    return found


def _check(overlap_days: int, told_on: dt.date | None) -> None:
    if not 0 <= overlap_days <= LONGEST_OVERLAP:
        raise RuleBroken(
            "OVERLAP_IMPOSSIBLE", _("Skriv ett antal dagar mellan 0 och 180."), field="overlap_days"
        )
    not_ahead(told_on, field="person_told_on", message=_("Dagen har inte varit än. Lämna tomt tills det är gjort."))


def _swap(case: Case, old: CaseAssignment, new: Staff, until: dt.date) -> None:
    """The part goes to the new one at once; every part the old one had ends with the overlap."""
    now, then = clock.now(), max(clock.start_of(until), clock.now())
    open_assignments(case.pk).filter(staff=new).update(ends_at=now, ended_because="handover")
    open_assignments(case.pk).filter(staff=old.staff).exclude(part=Part.OWNER).update(
        ends_at=then, ended_because="handover"
    )
    if old.part == Part.OWNER:
        open_assignments(case.pk).filter(pk=old.pk).update(ends_at=now, ended_because="handover")
        if then > now:
            writing.assign_staff(case, _who(old), Part.PARTICIPANT, ends_at=then)
    touch(old, ["ends_at"], person_id=case.person_id)
    writing.assign_staff(case, new, old.part)


def _move(case: Case, old: Staff, new: Staff, by: Actor) -> dict[str, int]:
    activities, calls = queries.activities_of(case, old, new), queries.invitations_of(case, old)
    requests = queries.requests_to(case, old)
    for activity in activities:
        _move_activity(activity, new, by)
    for call in calls:
        _move_call(call, new, by)
    for request in requests:
        request.to_staff, request.substitute_id = new, new.substitute_id
        request.save(update_fields=["to_staff", "substitute"])
        touch(request, ["to_staff"], person_id=case.person_id)
    coming = follow_ups.open_of(case, by).count()
    return {
        "activities": len(activities),
        "meetings": len(calls),
        "requests": len(requests),
        "follow_ups": coming,
    }


def _move_activity(activity: Activity, new: Staff, by: Actor) -> None:
    """A new version with the new name, to those who read the one before."""
    columns = [f.attname for f in Activity._meta.concrete_fields if not f.primary_key]
    moved = Activity(
        **{name: getattr(activity, name) for name in columns} | {"responsible_name": new.user.name}
    )
    item, holder = activity.item, as_holder(activity.item, by)
    writing.write(
        moved, case=item.case, kind=ItemKind.ACTIVITY, category=item.category, by=holder,
        share=carried(item, by=holder), replaces=item,
    )  # fmt: skip


def _move_call(call: Invitee, new: Staff, by: Actor) -> None:
    """The new one is called instead, and the old one's call is taken back: who called has none to take back."""
    meeting = call.meeting.meeting
    known = Invitee.objects.filter(meeting_id=call.meeting_id, staff=new).first()
    if call.staff_id != call.meeting.author_id:
        invitation.send(meeting, call, by=by, method=invitation.CANCEL)
    call.staff, call.reply = new, known.reply if known else Invitee.Reply.NONE
    call.save(update_fields=["staff", "reply"])
    if known:
        known.delete()
    touch(call, ["staff"])
    invitation.send(meeting, call, by=by)


def _tell(row: Handover, by: Actor) -> None:
    """Old and new see it on their start pages; so do those of other parties who may read it."""
    number, address = row.case.number, reverse("handover:read", args=[row.pk])
    for staff in (row.from_staff, row.to_staff):
        if staff.pk != by.staff_id:
            writing.tell(
                party_id=staff.party_id,
                staff_id=staff.pk,
                kind="handover",
                case_number=number,
                address=address,
            )
    shared = row.item.disclosures.values_list("to_party_id", flat=True)
    for other in open_assignments(row.case.pk).filter(party_id__in=list(shared), staff__isnull=False):
        writing.tell(
            party_id=other.party_id,
            staff_id=other.staff_id,
            kind="handover",
            case_number=number,
            address=address,
        )
