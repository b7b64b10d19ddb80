"""Which roles see personal data, and which may never be held by the same account."""

from samsyn.basis.staff.models import Role

PERSONAL_ROLES = frozenset(
    {Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.GROUP_MEMBER, Role.UNIT_MANAGER}
)
CASE_WRITERS = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.UNIT_MANAGER})
CASE_LEADERS = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.UNIT_MANAGER})
REGISTERING_ROLES = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH})
ADMINISTERING_ROLES = frozenset({Role.ASSOCIATION_OFFICER, Role.SYSTEM_ADMINISTRATOR})
BASIS_ROLES = frozenset({Role.ASSOCIATION_OFFICER, Role.SYSTEM_ADMINISTRATOR})


def conflict(roles: set[str]) -> tuple[str, str] | None:
    """Two roles of `roles` that one account may not hold together, or None.

    Who registers participants may not administer the association or its accounts (SUS role rules), and
    who reviews the log may not be reviewed by it.
    """
    for one in sorted(roles & REGISTERING_ROLES):
        for other in sorted(roles & (ADMINISTERING_ROLES | {Role.AUDITOR})):
            return one, other
    return None
