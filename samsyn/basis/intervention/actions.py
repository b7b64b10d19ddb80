"""Setting up interventions."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list.queries import is_known, is_valid
from samsyn.basis.group.models import GroupKind
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.intervention.rules import INTERVENTION_KEEPERS, METHOD_CHOOSERS
from samsyn.basis.method.models import Method
from samsyn.basis.party.models import Association, Party
from samsyn.basis.party.rules import refuse_other_association
from samsyn.basis.search import is_taken
from samsyn.basis.staff.models import Role
from samsyn.basis.versions import version_of

HIGHEST_AGE = 120


@action(verb="intervention.set_up", sentence=_("lade upp en insats"), roles=INTERVENTION_KEEPERS)
def set_up_intervention(
    association: Association, *, by: Actor, circle: Collection[Party] = (), **said: Any
) -> Intervention:
    """`said` takes the fields of `Intervention`; the owner party is that of the owner unit.

    Raises OTHER_ASSOCIATION, NOT_OWNER, NAME_TAKEN, ENDS_BEFORE_START, AGE_ORDER, STRUCTURAL_PERSONAL,
    UNKNOWN_CODE, GROUP_KIND.
    """
    refuse_other_association(association.pk, by)
    intervention = Intervention(association=association, **_with_owner(said))
    _check(intervention, circle, by)
    _check_codes(intervention, [])
    intervention.save()
    intervention.circle.set(circle)
    touch(intervention, [*said, "circle"])
    return intervention


@action(verb="intervention.change", sentence=_("ändrade en insats"), roles=INTERVENTION_KEEPERS)
def change_intervention(
    intervention: Intervention, *, by: Actor, circle: Collection[Party] = (), **said: Any
) -> Intervention:
    """Raises STALE and what `set_up_intervention` raises."""
    refuse_other_association(intervention.association_id, by)
    _check_owner(intervention, by)
    check_seen(version_of(intervention))
    before = list(intervention.target_groups)
    for name, value in _with_owner(said).items():
        setattr(intervention, name, value)
    _check(intervention, circle, by)
    _check_codes(intervention, before)
    intervention.save()
    intervention.circle.set(circle)
    touch(intervention, [*said, "circle"])
    return intervention


@action(verb="intervention.choose_method", sentence=_("valde metod för en insats"), roles=METHOD_CHOOSERS)
def choose_method(intervention: Intervention, *, by: Actor, method: Method | None) -> Intervention:
    """Those who are enrolled from now on follow it. Raises OTHER_ASSOCIATION, NOT_OWNER, STALE."""
    refuse_other_association(intervention.association_id, by)
    if not may_choose_method(intervention, by):
        raise RuleBroken("NOT_OWNER", _("Bara den part som äger insatsen kan välja metod."))
    check_seen(str(intervention.method_id or ""))
    intervention.method = method
    intervention.save(update_fields=["method"])
    touch(intervention, ["method"])
    return intervention


def may_choose_method(intervention: Intervention, actor: Actor) -> bool:
    """The association's officer; managers and coordinators of the owner party."""
    if actor.role == Role.ASSOCIATION_OFFICER:
        return True
    return actor.role in METHOD_CHOOSERS and intervention.owner_party_id == actor.party_id


def _with_owner(said: dict[str, Any]) -> dict[str, Any]:
    unit = said.get("owner_unit")
    return {**said, "owner_party": unit.party} if unit else said


def may_change(intervention: Intervention, actor: Actor) -> bool:
    """The association's officer, and intervention managers of the owner party."""
    is_owner = actor.role == Role.INTERVENTION_MANAGER and intervention.owner_party_id == actor.party_id
    return actor.role == Role.ASSOCIATION_OFFICER or is_owner


def _check_owner(intervention: Intervention, by: Actor) -> None:
    if not may_change(intervention, by):
        raise RuleBroken(
            "NOT_OWNER",
            _("Insatsen ägs av en annan part. Välj en enhet hos din egen part."),
            field="owner_unit",
        )


def _check(intervention: Intervention, circle: Collection[Party], by: Actor) -> None:
    _check_owner(intervention, by)
    for party in [intervention.owner_party, *circle]:
        refuse_other_association(party.association_id, by)
    _check_name(intervention)
    _check_numbers(intervention)
    is_structural = intervention.orientation == Intervention.Orientation.STRUCTURAL
    if is_structural and intervention.registration == Intervention.Registration.PERSONAL:
        raise RuleBroken(
            "STRUCTURAL_PERSONAL",
            _("En strukturövergripande insats skriver inte in personer. Välj endast antal."),
            field="registration",
        )  # fmt: skip
    group = intervention.selection_group
    if group and (group.kind != GroupKind.SELECTION or group.association_id != by.association_id):
        raise RuleBroken("GROUP_KIND", _("Välj en urvalsgrupp."), field="selection_group")


def _check_name(intervention: Intervention) -> None:
    others = Intervention.objects.filter(association_id=intervention.association_id).exclude(pk=intervention.pk)
    if is_taken(others, intervention.name):
        raise RuleBroken("NAME_TAKEN", _("Det finns redan en insats med det namnet."), field="name")


def _check_numbers(intervention: Intervention) -> None:
    starts, ends = intervention.starts_on, intervention.ends_on
    if ends and ends <= starts:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Insatsen slutar innan den börjar. Ändra datumen."), field="ends_on"
        )
    youngest, oldest = intervention.age_from, intervention.age_to
    if youngest is not None and oldest is not None and oldest < youngest:
        raise RuleBroken("AGE_ORDER", _("Högsta åldern är lägre än den lägsta."), field="age_to")


def _check_codes(intervention: Intervention, before: Collection[str]) -> None:
    for code in intervention.target_groups:
        is_kept = code in before and is_known("target_group", code)
        if not is_kept and not is_valid("target_group", code):
            raise RuleBroken("UNKNOWN_CODE", _("Målgruppen finns inte i listan."), field="target_groups")
