"""Who works with a case: taking it from the inbox, giving it to a colleague, leaving it."""

import datetime as dt
import uuid

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.queries import gone_identities, live, open_assignments
from samsyn.entry.case.sharing_queries import Load, load_of_unit
from samsyn.entry.selection.writing import leave_unread

Part = CaseAssignment.Part


def _end(row: CaseAssignment, because: str) -> None:
    row.ends_at, row.ended_because = clock.now(), because
    row.save(update_fields=["ends_at", "ended_because"])
    touch(row, ["ends_at"], person_id=row.case.person_id)


@action(verb="case.take", sentence=_("tog ett ärende ur inkorgen"), roles=PERSONAL_ROLES)
def take_case(row: CaseAssignment, *, by: Actor) -> CaseAssignment:
    """From the unit's inbox to the actor by name; the inbox no longer has it. Raises TAKEN_ALREADY."""
    waiting = (
        CaseAssignment.objects.select_for_update()
        .filter(live(clock.now()), pk=row.pk, part=Part.INBOX)
        .first()
    )
    if waiting is None:
        raise RuleBroken("TAKEN_ALREADY", _("En kollega har redan tagit ärendet."))
    staff = Staff.objects.get(pk=by.staff_id)
    taken = writing.assign_staff(waiting.case, staff, Part.PARTICIPANT)
    _end(waiting, "taken")
    return taken


@action(verb="case.assign", sentence=_("gav en kollega ett ärende"), roles=CASE_WRITERS)
def assign_colleague(
    case: Case, *, by: Actor, staff: uuid.UUID, part: str = Part.PARTICIPANT
) -> CaseAssignment:
    """A named colleague of the actor's own party works with the case too.

    Raises NOT_A_COLLEAGUE, WORKS_ALREADY.
    """
    found = Staff.objects.filter(active(), pk=staff, party_id=by.party_id, role__in=PERSONAL_ROLES).first()
    if found is None or part not in (Part.PARTICIPANT, Part.COACH):
        raise RuleBroken("NOT_A_COLLEAGUE", _("Välj en kollega i er egen part."), field="staff")
    if open_assignments(case.pk).filter(staff_id=found.pk).exists():
        raise RuleBroken("WORKS_ALREADY", _("Kollegan arbetar redan med ärendet."), field="staff")
    row = writing.assign_staff(case, found, part)
    writing.tell(party_id=by.party_id, staff_id=found.pk, kind="case_assigned", case_number=case.number)
    return row


@action(verb="case.leave", sentence=_("lämnade ett ärende"), roles=PERSONAL_ROLES)
def leave_case(case: Case, *, by: Actor) -> Case:
    """The actor no longer works with the case. Raises OWNER_STAYS, NOT_ASSIGNED, LAST_ONE."""
    mine = list(open_assignments(case.pk).filter(staff_id=by.staff_id).select_related("case"))
    if not mine:
        raise RuleBroken("NOT_ASSIGNED", _("Du är inte namngiven i ärendet. Det ligger i enhetens inkorg."))
    if any(row.part == Part.OWNER for row in mine):
        raise RuleBroken(
            "OWNER_STAYS", _("Du är ansvarig handläggare. Lämna över ärendet till en kollega först.")
        )
    others = open_assignments(case.pk).filter(party_id=by.party_id).exclude(staff_id=by.staff_id)
    if not others.exists():
        raise RuleBroken(
            "LAST_ONE", _("Du är den enda hos er som har ärendet. Ge det till en kollega först.")
        )
    for row in mine:
        _end(row, "left")
    return case


@action(
    verb="case.see_unit",
    sentence=_("såg enhetens fördelning av ärenden"),
    roles={Role.UNIT_MANAGER},
    elevated=True,
)
def see_unit(*, by: Actor) -> list[Load]:
    """Case numbers and caseworkers of the manager's unit, without persons."""
    return load_of_unit(by.unit_id) if by.unit_id else []


@action(
    verb="case.reassign",
    sentence=_("flyttade ett ärende till en annan kollega"),
    roles={Role.UNIT_MANAGER},
    elevated=True,
)
def reassign(assignment_id: uuid.UUID, *, by: Actor, staff: uuid.UUID) -> CaseAssignment:
    """When somebody is away: the same part to another of the unit.

    Raises NOT_IN_UNIT, NOT_A_COLLEAGUE, WORKS_ALREADY.
    """
    rows = CaseAssignment.objects.select_for_update().filter(
        live(clock.now()), pk=assignment_id, party_id=by.party_id
    )
    row = next((r for r in rows if r.staff_id and by.unit_id in (r.unit_id, _unit_of(r))), None)
    if row is None:
        raise RuleBroken("NOT_IN_UNIT", _("Ärendet ligger inte hos din enhet längre."))
    found = Staff.objects.filter(active(), pk=staff, unit=by.unit_id, role__in=CASE_WRITERS).first()
    if found is None:
        raise RuleBroken("NOT_A_COLLEAGUE", _("Välj en kollega i enheten."), field="staff")
    if open_assignments(row.case_id).filter(staff_id=found.pk).exists():
        raise RuleBroken("WORKS_ALREADY", _("Kollegan arbetar redan med ärendet."), field="staff")
    _end(row, "reassigned")
    moved = writing.assign_staff(row.case, found, row.part)
    for told in (found.pk, row.staff_id):
        writing.tell(party_id=by.party_id, staff_id=told, kind="case_reassigned", case_number=row.case.number)
    return moved


@action(verb="staff.away", sentence=_("skrev in en frånvaro"), roles=CASE_WRITERS, elevated=True)
def set_absence(
    staff: Staff, *, by: Actor, away_from: dt.date, back_on: dt.date, substitute: uuid.UUID
) -> Staff:
    """From a day until back, a colleague of the unit gets what comes and works with the cases, by name.

    Raises NOT_YOURS, ENDS_BEFORE_START, BACK_ALREADY, NOT_A_COLLEAGUE, SUBSTITUTE_AWAY.
    """
    _may_set_absence(staff, by)
    if back_on <= away_from:
        raise RuleBroken("ENDS_BEFORE_START", _("Dagen tillbaka är före första dagen borta."), field="back_on")
    if back_on <= clock.today():
        raise RuleBroken("BACK_ALREADY", _("Dagen tillbaka har redan varit."), field="back_on")
    found = Staff.objects.select_for_update().get(pk=staff.pk)
    _end_stand_ins(found)
    found.away_from, found.back_on = away_from, back_on
    found.substitute = _who_stands_in(found, substitute)
    found.save(update_fields=["away_from", "back_on", "substitute"])
    touch(found, ["away_from", "back_on", "substitute"])
    rows = CaseAssignment.objects.filter(live(clock.now()), staff=found).exclude(part=Part.SUBSTITUTE)
    for row in rows.select_related("case__person"):
        writing.stand_in(row.case, found)
    return found


def _who_stands_in(staff: Staff, substitute: uuid.UUID) -> Staff:
    rows = Staff.objects.filter(active(), pk=substitute, unit=staff.unit, role__in=CASE_WRITERS)
    found = rows.exclude(pk=staff.pk).first() if staff.unit_id else None
    if found is None:
        raise RuleBroken("NOT_A_COLLEAGUE", _("Välj en kollega i samma enhet."), field="substitute")
    if rows.filter(away_from__lt=staff.back_on, back_on__gt=staff.away_from).exists():
        raise RuleBroken("SUBSTITUTE_AWAY", _("Kollegan är själv borta då. Välj någon annan."), field="substitute")
    return found


@action(verb="staff.back", sentence=_("avslutade en frånvaro"), roles=CASE_WRITERS, elevated=True)
def end_absence(staff: Staff, *, by: Actor) -> Staff:
    """Back earlier, or never away: the colleague's time in the cases ends now. Twice is once. Raises NOT_YOURS."""
    _may_set_absence(staff, by)
    _end_stand_ins(staff)
    staff.away_from = staff.back_on = None
    staff.save(update_fields=["away_from", "back_on"])
    touch(staff, ["away_from", "back_on"])
    return staff


def _sets_absence(staff: Staff, by: Actor) -> bool:
    leads = by.role == Role.UNIT_MANAGER and staff.unit_id is not None and staff.unit_id == by.unit_id
    return by.role in CASE_WRITERS and (staff.pk == by.staff_id or leads)


def must_set_absence(staff: Staff, actor: Actor) -> None:
    """Refuse the page to others. Raises `Http404`: whether somebody is away is not theirs to ask."""
    if not _sets_absence(staff, actor):
        raise Http404


def _may_set_absence(staff: Staff, by: Actor) -> None:
    if not _sets_absence(staff, by):
        raise RuleBroken("NOT_YOURS", _("Bara personen själv eller enhetens chef skriver in frånvaro."))


def _end_stand_ins(staff: Staff) -> None:
    """What the substitute was given for this absence ends now, or never begins."""
    if not (staff.substitute_id and staff.back_on):
        return
    cases = CaseAssignment.objects.filter(staff=staff).values("case_id")
    rows = CaseAssignment.objects.filter(
        staff_id=staff.substitute_id, part=Part.SUBSTITUTE, ends_at=clock.start_of(staff.back_on), case_id__in=cases
    )
    now = clock.now()
    rows.filter(starts_at__gt=now).update(starts_at=now)
    rows.filter(ends_at__gt=now).update(ends_at=now, ended_because="back")


def _unit_of(row: CaseAssignment) -> uuid.UUID | None:
    return row.staff.unit_id if row.staff else None


def may_manage(actor: Actor) -> bool:
    """Whether the actor distributes a unit's cases."""
    return actor.role == Role.UNIT_MANAGER and actor.unit_id is not None


def must_manage(actor: Actor) -> None:
    """Refuse a page that is the manager's. Raises `NotPermitted`."""
    if not may_manage(actor):
        raise NotPermitted("case.see_unit")


@action(verb="case.forget_names", sentence=_("glömde namn som inte längre får kännas till"), elevated=True)
def forget_names(*, by: Actor | None = None) -> int:
    """For the scheduler: where a consent has run out, the party loses the person's sort key and place in a queue."""
    cases = list(gone_identities())
    for case in cases:
        writing.keep_sort_keys(case)
        leave_unread(case)
        touch(case, ["sort_key"])
    return len(cases)
