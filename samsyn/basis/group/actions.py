"""Setting up groups, and who sits in them with what mandate."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.group.models import Group, GroupMember
from samsyn.basis.party.models import Association
from samsyn.basis.party.rules import refuse_other_association
from samsyn.basis.search import is_taken
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import BASIS_ROLES
from samsyn.basis.versions import version_of


@action(verb="group.start", sentence=_("startade en grupp"), roles=BASIS_ROLES)
def start_group(association: Association, *, by: Actor, kind: str, name: str, purpose: str = "") -> Group:
    """Raises OTHER_ASSOCIATION, NAME_TAKEN."""
    refuse_other_association(association.pk, by)
    if is_taken(Group.objects.filter(association=association, is_active=True), name):
        raise RuleBroken("NAME_TAKEN", _("Det finns redan en grupp med det namnet."), field="name")
    group = Group.objects.create(association=association, kind=kind, name=name, purpose=purpose)
    touch(group, ["kind", "name", "purpose"])
    return group


@action(verb="group.change", sentence=_("ändrade en grupp"), roles=BASIS_ROLES)
def change_group(group: Group, *, by: Actor, kind: str, name: str, purpose: str = "") -> Group:
    """Raises OTHER_ASSOCIATION, STALE, NAME_TAKEN."""
    refuse_other_association(group.association_id, by)
    check_seen(version_of(group))
    others = Group.objects.filter(association_id=group.association_id, is_active=True).exclude(pk=group.pk)
    if is_taken(others, name):
        raise RuleBroken("NAME_TAKEN", _("Det finns redan en grupp med det namnet."), field="name")
    group.kind, group.name, group.purpose = kind, name, purpose
    group.save(update_fields=["kind", "name", "purpose"])
    touch(group, ["kind", "name", "purpose"])
    return group


@action(verb="group.close", sentence=_("lade ned en grupp"), roles=BASIS_ROLES)
def close_group(group: Group, *, by: Actor) -> Group:
    """The group no longer meets; its members leave today. Raises OTHER_ASSOCIATION."""
    refuse_other_association(group.association_id, by)
    group.is_active = False
    group.save(update_fields=["is_active"])
    group.members.filter(ends_on__isnull=True).update(ends_on=clock.today())
    touch(group, ["is_active", "members"])
    return group


@action(verb="group.add_member", sentence=_("lade till en medlem i en grupp"), roles=BASIS_ROLES)
def add_member(
    group: Group, *, by: Actor, staff: Staff, mandate: str = "", substitute: Staff | None = None,
    starts_on: dt.date | None = None, ends_on: dt.date | None = None,
) -> GroupMember:  # fmt: skip
    """A seat for an assignment, from–to.

    Raises OTHER_ASSOCIATION, GROUP_CLOSED, ENDS_BEFORE_START, MEMBER_ALREADY, SUBSTITUTE_OTHER_PARTY.
    """
    refuse_other_association(group.association_id, by)
    refuse_other_association(staff.party.association_id, by)
    starts = starts_on or clock.today()
    _check(group, staff, substitute, starts, ends_on)
    member = GroupMember.objects.create(
        group=group, staff=staff, mandate=mandate, substitute=substitute, starts_on=starts, ends_on=ends_on
    )
    touch(member, ["staff", "mandate", "substitute", "starts_on", "ends_on"])
    return member


@action(verb="group.end_member", sentence=_("avslutade ett medlemskap i en grupp"), roles=BASIS_ROLES)
def end_member(member: GroupMember, *, by: Actor) -> GroupMember:
    """The seat is empty from today. Twice is once. Raises OTHER_ASSOCIATION."""
    refuse_other_association(member.group.association_id, by)
    if member.ends_on is None or member.ends_on > clock.today():
        member.ends_on = max(member.starts_on, clock.today())
        member.save(update_fields=["ends_on"])
        touch(member, ["ends_on"])
    return member


def _check(
    group: Group, staff: Staff, substitute: Staff | None, starts: dt.date, ends: dt.date | None
) -> None:
    if not group.is_active:
        raise RuleBroken("GROUP_CLOSED", _("Gruppen är nedlagd."))
    if ends and ends <= starts:
        raise RuleBroken(
            "ENDS_BEFORE_START",
            _("Medlemskapet slutar innan det börjar. Ändra något av datumen."),
            field="ends_on",
        )
    if group.members.filter(staff=staff).exclude(ends_on__lte=starts).exists():
        raise RuleBroken("MEMBER_ALREADY", _("Personen är redan med i gruppen."), field="staff")
    if substitute and (substitute.party_id != staff.party_id or substitute.pk == staff.pk):
        raise RuleBroken(
            "SUBSTITUTE_OTHER_PARTY",
            _("Ersättaren måste vara en annan person hos samma part."),
            field="substitute",
        )
