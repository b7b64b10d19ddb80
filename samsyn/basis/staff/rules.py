"""Which roles see personal data, which may never be held by the same account, and who sees whose names."""

from django.db.models import Q

from samsyn.access.actor import Actor
from samsyn.access.policy import register
from samsyn.basis.party.rules import acts_for, parties_of
from samsyn.basis.staff.models import Role, Staff

PERSONAL_ROLES = frozenset(
    {Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.GROUP_MEMBER, Role.UNIT_MANAGER}
)
CASE_WRITERS = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.UNIT_MANAGER})
CASE_LEADERS = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.UNIT_MANAGER})
REGISTERING_ROLES = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH})
BASIS_ROLES = frozenset({Role.ASSOCIATION_OFFICER, Role.SYSTEM_ADMINISTRATOR})

STAFF_KEEPERS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.UNIT_MANAGER})
MANAGED_ROLES = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH})


def conflict(roles: set[str]) -> tuple[str, str] | None:
    """Two roles of `roles` that one account may not hold together, or None.

    Who sees persons has no role that must see none: the association's, an intervention's manager's, those of
    accounts and of the log (SUS role rules). And who reviews the log administers nothing that it tells of.
    """
    reviewing = frozenset({Role.AUDITOR})
    for apart, from_ in ((PERSONAL_ROLES, frozenset(Role) - PERSONAL_ROLES), (reviewing, BASIS_ROLES)):
        if roles & apart and roles & from_:
            return min(roles & apart), min(roles & from_)
    return None


def may_appoint(row: Staff, actor: Actor) -> bool:
    """Whether buttons for changing this assignment are shown; the actions check again and say why not."""
    if actor.role == Role.UNIT_MANAGER:
        return row.unit_id is not None and row.unit_id == actor.unit_id and row.role in MANAGED_ROLES
    return actor.role == Role.SYSTEM_ADMINISTRATOR and acts_for(row.party_id, actor)


register(Staff, lambda actor: Q(party_id__in=parties_of(actor).values("pk")))
