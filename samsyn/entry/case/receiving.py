"""When a party is let into a case: somebody there has it, by name or in an inbox, and is told."""

import uuid

from django.utils.translation import gettext_lazy as _

from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.queries import open_assignments


def let_in(case: Case, party_id: uuid.UUID, named: uuid.UUID | None, *, kind: str, field: str) -> None:
    """Whoever has the case in the party, or gets it now, is told by a notice of `kind`.

    Raises NAMED_ACCESS_ONLY (at `field`) when the identity is protected and nobody is named.
    """
    there = [row for row in open_assignments(case.pk) if row.party_id == party_id]
    for row in there or _receive(case, party_id, named, field):
        tell_row(row, kind, case)


def _receive(case: Case, party_id: uuid.UUID, named: uuid.UUID | None, field: str) -> list[CaseAssignment]:
    """A named person, else the intake unit's inbox."""
    if named or case.person.is_protected:
        people = Staff.objects.filter(active(), party_id=party_id, role__in=PERSONAL_ROLES)
        staff = people.filter(pk=named).first() if named else None
        if staff is None:
            words = _("Välj vem som ska ta emot hos varje part: ingen inkorg får användas.")
            raise RuleBroken("NAMED_ACCESS_ONLY", words, field=field)
        return [writing.assign_staff(case, staff, CaseAssignment.Part.PARTICIPANT)]
    unit = Unit.objects.filter(party_id=party_id, is_active=True).order_by("-is_intake", "name").first()
    return [writing.assign_inbox(case, unit)] if unit else []


def tell_row(row: CaseAssignment, kind: str, case: Case, *, address: str = "") -> None:
    """A line on the start page of whoever an assignment is for."""
    unit = None if row.staff_id else row.unit_id
    known = {"kind": kind, "case_number": case.number, "address": address}
    writing.tell(party_id=row.party_id, staff_id=row.staff_id, unit_id=unit, **known)
