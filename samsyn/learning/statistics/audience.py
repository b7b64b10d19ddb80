"""Who is answered how: whoever may read the persons, exactly and on the own party's record; others through the
association's snapshot and disclosure control."""

from samsyn.access.actor import Actor
from samsyn.basis.staff.models import Role

INSIDE, ASSOCIATION = "inside", "association"
WITHIN = frozenset({Role.COORDINATOR, Role.UNIT_MANAGER})
OUTSIDE = frozenset({Role.INTERVENTION_MANAGER, Role.ASSOCIATION_OFFICER, Role.EVALUATOR})
READERS = WITHIN | OUTSIDE
PUBLISHERS = frozenset({Role.ASSOCIATION_OFFICER})
REFERRERS = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.UNIT_MANAGER})


def of(actor: Actor) -> str:
    """`inside` or `association`."""
    return INSIDE if actor.role in WITHIN else ASSOCIATION


def is_inside(actor: Actor) -> bool:
    """Whether they are answered exactly, on the own party's record."""
    return of(actor) == INSIDE
