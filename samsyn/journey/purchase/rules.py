"""Who reaches purchases: the one rule for items. Who decides stands in the method's text."""

from samsyn.access.actor import Actor
from samsyn.basis.method.content import Purse
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.method.queries import read_once
from samsyn.basis.party.models import PartyKind
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.queries import owner_of
from samsyn.entry.case.rules import register_content
from samsyn.journey.purchase.models import Purchase

DECIDERS = PERSONAL_ROLES
COUNTERS = frozenset({Role.ASSOCIATION_OFFICER})  # see sums, never a row


def purse_of(version: MethodVersion | None) -> Purse | None:
    """The purse of a version of a method; None where there is none."""
    return read_once(version.text).purse if version else None


def may_decide(purchase: Purchase, actor: Actor) -> bool:
    """Whether the text lets the actor's party decide: a role of the text without a party means any party's staff."""
    method = read_once(purchase.method_version.text)
    if method.purse is None or actor.role not in DECIDERS or actor.party_kind == PartyKind.ASSOCIATION:
        return False
    roles = {role.id: role.party for role in method.who.roles}
    return any(_is(roles.get(name, name), purchase, actor) for name in method.purse.decided_by)


def _is(who: str | None, purchase: Purchase, actor: Actor) -> bool:
    """Whether the actor is of a kind of party, or is one of those that every text may name."""
    if who is None or who == actor.party_kind:
        return True
    if who == "owner":
        owner = owner_of(purchase.item.case_id)
        return owner is not None and owner.staff_id == actor.staff_id
    return who == {Role.UNIT_MANAGER: "unit_manager", Role.GROUP_MEMBER: "group"}.get(Role(actor.role), "")


register_content(Purchase)
