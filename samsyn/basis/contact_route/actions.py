"""Keeping contact routes true."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.party.models import Unit
from samsyn.basis.party.rules import refuse_other_association
from samsyn.basis.staff.rules import BASIS_ROLES, PERSONAL_ROLES
from samsyn.basis.versions import version_of

ROUTE_KEEPERS = BASIS_ROLES | PERSONAL_ROLES


def may_keep(unit: Unit, by: Actor) -> bool:
    """Those who work in the party know its numbers; the association's officers help everyone."""
    return by.role in BASIS_ROLES or (by.role in ROUTE_KEEPERS and unit.party_id == by.party_id)


@action(verb="contact_route.add", sentence=_("lade till en kontaktväg"), roles=ROUTE_KEEPERS)
def add_route(
    unit: Unit, *, by: Actor, about: str, name: str, direct_number: str, **said: Any
) -> ContactRoute:
    """`said` takes email, substitute_name, substitute_number, hours.

    Raises OTHER_ASSOCIATION, OTHER_PARTY.
    """
    _check(unit, by)
    route = ContactRoute.objects.create(
        unit=unit, about=about, name=name, direct_number=direct_number, checked_on=clock.today(),
        checked_by_id=by.staff_id, **said,
    )  # fmt: skip
    touch(route, ["about", "name", "direct_number", "checked_on", *said])
    return route


@action(verb="contact_route.change", sentence=_("ändrade en kontaktväg"), roles=ROUTE_KEEPERS)
def change_route(
    route: ContactRoute, *, by: Actor, unit: Unit, about: str, name: str, direct_number: str, **said: Any
) -> ContactRoute:
    """Whoever changes it has also checked it. Raises OTHER_ASSOCIATION, OTHER_PARTY, STALE."""
    _check(route.unit, by)
    _check(unit, by)
    check_seen(version_of(route))
    known = {"unit": unit, "about": about, "name": name, "direct_number": direct_number, **said}
    for field, value in known.items():
        setattr(route, field, value)
    route.checked_on, route.checked_by_id = clock.today(), by.staff_id
    route.save()
    touch(route, [*known, "checked_on"])
    return route


@action(verb="contact_route.check", sentence=_("kontrollerade en kontaktväg"), roles=ROUTE_KEEPERS)
def check_route(route: ContactRoute, *, by: Actor) -> ContactRoute:
    """It is right as it stands, today. Raises OTHER_ASSOCIATION, OTHER_PARTY."""
    _check(route.unit, by)
    route.checked_on, route.checked_by_id = clock.today(), by.staff_id
    route.save(update_fields=["checked_on", "checked_by"])
    touch(route, ["checked_on"])
    return route


@action(verb="contact_route.remove", sentence=_("tog bort en kontaktväg"), roles=ROUTE_KEEPERS)
def remove_route(route: ContactRoute, *, by: Actor) -> None:
    """Raises OTHER_ASSOCIATION, OTHER_PARTY."""
    _check(route.unit, by)
    touch(route, ["removed"])
    route.delete()


def _check(unit: Unit, by: Actor) -> None:
    refuse_other_association(unit.party.association_id, by)
    if not may_keep(unit, by):
        raise RuleBroken(
            "OTHER_PARTY", _("Enheten hör till en annan part. Ring dem och be dem ändra."), field="unit"
        )
