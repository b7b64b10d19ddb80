"""Who works with a case: taking it from the inbox, giving it to a colleague, leaving it."""

import uuid

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
