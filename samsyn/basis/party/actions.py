"""Setting up parties and their units."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Association, Party, Unit
from samsyn.basis.party.rules import acts_for, refuse_other_association
from samsyn.basis.search import is_taken
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import BASIS_ROLES
from samsyn.basis.versions import version_of

UNIT_KEEPERS = BASIS_ROLES | {Role.UNIT_MANAGER}


@action(verb="party.add", sentence=_("lade till en part"), roles=BASIS_ROLES)
def add_party(
    association: Association, *, by: Actor, kind: str, name: str, short_name: str, starts_on: dt.date
) -> Party:
    """A new secrecy area. Raises OTHER_ASSOCIATION, NAME_TAKEN."""
    refuse_other_association(association.pk, by)
    others = Party.objects.filter(association=association)
    if is_taken(others, name):
        raise RuleBroken("NAME_TAKEN", _("Det finns redan en part med det namnet."), field="name")
    if is_taken(others, short_name, field="short_name"):
        raise RuleBroken(
            "NAME_TAKEN", _("En annan part har det korta namnet. Välj ett som skiljer dem åt."), field="short_name"
        )
    party = Party.objects.create(
        association=association, kind=kind, name=name, short_name=short_name, starts_on=starts_on
    )
    touch(party, ["kind", "name", "short_name", "starts_on"])
    return party


@action(verb="party.end", sentence=_("avslutade en parts medlemskap"), roles=BASIS_ROLES)
def end_party(party: Party, *, by: Actor, ends_on: dt.date) -> Party:
    """The party is a member until this day. Raises OTHER_ASSOCIATION, ENDS_BEFORE_START."""
    refuse_other_association(party.association_id, by)
    if ends_on < party.starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Slutet ligger före början. Välj en senare dag."), field="ends_on"
        )
    party.ends_on = ends_on
    party.save(update_fields=["ends_on"])
    touch(party, ["ends_on"])
    return party


@action(verb="unit.add", sentence=_("lade till en enhet"), roles=UNIT_KEEPERS)
def add_unit(party: Party, *, by: Actor, name: str, municipality: str = "", is_intake: bool = False) -> Unit:
    """A unit with an inbox; a party's first one takes joint matters in.

    Raises OTHER_ASSOCIATION, OTHER_PARTY, NAME_TAKEN.
    """
    _may_change(party, by)
    if is_taken(Unit.objects.filter(party=party), name):
        raise RuleBroken("NAME_TAKEN", _("Parten har redan en enhet med det namnet."), field="name")
    is_first = not Unit.objects.filter(party=party, is_active=True).exists()
    unit = Unit.objects.create(party=party, name=name, municipality=municipality)
    touch(unit, ["name", "municipality"])
    if is_intake or is_first:
        _take_in_at(unit)
    return unit


@action(verb="unit.change", sentence=_("ändrade en enhet"), roles=UNIT_KEEPERS)
def change_unit(unit: Unit, *, by: Actor, name: str, municipality: str = "", is_intake: bool = False) -> Unit:
    """Raises OTHER_ASSOCIATION, OTHER_PARTY, STALE, NAME_TAKEN, INTAKE_MISSING, UNIT_CLOSED."""
    _may_change(unit.party, by)
    check_seen(version_of(unit))
    if is_taken(Unit.objects.filter(party=unit.party).exclude(pk=unit.pk), name):
        raise RuleBroken("NAME_TAKEN", _("Parten har redan en enhet med det namnet."), field="name")
    if is_intake and not unit.is_active:
        raise RuleBroken("UNIT_CLOSED", _("Enheten är stängd. Öppna den först."), field="is_intake")
    if unit.is_intake and not is_intake:
        raise RuleBroken(
            "INTAKE_MISSING",
            _("Välj i stället en annan enhet som tar emot, så flyttas det dit."),
            field="is_intake",
        )
    unit.name, unit.municipality = name, municipality
    unit.save(update_fields=["name", "municipality"])
    touch(unit, ["name", "municipality"])
    if is_intake:
        _take_in_at(unit)
    return unit


@action(verb="unit.close", sentence=_("stängde en enhet"), roles=UNIT_KEEPERS)
def close_unit(unit: Unit, *, by: Actor) -> Unit:
    """Nothing new comes to it. Raises OTHER_ASSOCIATION, OTHER_PARTY, UNIT_HAS_STAFF, INTAKE_MISSING."""
    _may_change(unit.party, by)
    if unit.is_intake and Unit.objects.filter(party=unit.party, is_active=True).exclude(pk=unit.pk).exists():
        raise RuleBroken(
            "INTAKE_MISSING", _("Gemensamma ärenden kommer hit. Välj först en annan enhet som tar emot.")
        )
    if Staff.objects.filter(active(), unit=unit).exists():
        raise RuleBroken(
            "UNIT_HAS_STAFF", _("Enheten har personal. Avsluta eller flytta deras uppdrag först.")
        )
    unit.is_active = unit.is_intake = False
    unit.save(update_fields=["is_active", "is_intake"])
    touch(unit, ["is_active", "is_intake"])
    return unit


@action(verb="unit.open", sentence=_("öppnade en stängd enhet"), roles=UNIT_KEEPERS)
def open_unit(unit: Unit, *, by: Actor) -> Unit:
    """Raises OTHER_ASSOCIATION, OTHER_PARTY."""
    _may_change(unit.party, by)
    unit.is_active = True
    unit.save(update_fields=["is_active"])
    touch(unit, ["is_active"])
    if not Unit.objects.filter(party=unit.party, is_intake=True).exists():
        _take_in_at(unit)
    return unit


def _may_change(party: Party, by: Actor) -> None:
    refuse_other_association(party.association_id, by)
    if by.role == Role.UNIT_MANAGER and not acts_for(party.pk, by):
        raise RuleBroken("OTHER_PARTY", _("Enheten hör till en annan part. Fråga dem."))
    if party.ends_on and party.ends_on <= clock.today():
        raise RuleBroken("PARTY_ENDED", _("Parten är inte längre med i förbundet."))


def _take_in_at(unit: Unit) -> None:
    """One unit of a party takes joint matters in, no more."""
    Unit.objects.filter(party=unit.party, is_intake=True).exclude(pk=unit.pk).update(is_intake=False)
    unit.is_intake = True
    unit.save(update_fields=["is_intake"])
    touch(unit, ["is_intake"])
