"""The signed-in account, found together with its assignments: one statement a request instead of two."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from samsyn.access.models import User
from samsyn.access.prepared import Prepared
from samsyn.basis.staff.queries import assignments_of

_assigned = Prepared(assignments_of)


class AssignedBackend(AuthenticationBackend):
    """Signs in as before; an account with assignments carries them as `current_staff`."""

    def get_user(self, user_id: Any) -> User | None:
        """The account if it may be used; without an assignment it is found the ordinary way."""
        rows = _assigned(user_id=int(user_id))
        if not rows:
            return super().get_user(user_id)
        user = rows[0].user
        user.current_staff = rows  # type: ignore[attr-defined]
        return user
