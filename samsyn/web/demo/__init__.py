"""A synthetic association to try Samsyn with. Nobody in it exists.

`build(stage)` fills an empty database; `accounts()` says who can sign in.
"""

from dataclasses import dataclass

from samsyn.access.models import User
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Role, Staff
from samsyn.web.demo.world import PASSWORD, build_world

__all__ = ["PASSWORD", "Account", "accounts", "build", "is_built"]


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in to the demo."""

    role: str
    email: str
    where: str


def is_built() -> bool:
    """Whether the database holds a demo already."""
    return Association.objects.exists()


def build(stage: str) -> None:
    """Fill an empty database up to `stage`: referral, selection, plan or exit."""
    build_world(by=None)


def accounts() -> list[Account]:
    """One account per role, in the order of the roles."""
    rows = Staff.objects.filter(
        user__in=User.objects.filter(is_active=True), user__email__endswith="@demo.example"
    )
    first: dict[str, Staff] = {}
    for staff in rows.select_related("user", "party", "unit").order_by("user_id"):
        first.setdefault(staff.role, staff)
    return [_account(first[role]) for role in Role.values if role in first]


def _account(staff: Staff) -> Account:
    where = f"{staff.party.name}, {staff.unit.name}" if staff.unit else staff.party.name
    return Account(role=staff.role.replace("_", " "), email=staff.user.email, where=where)
