"""What an association has set up, and what is missing before people can come in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.agreement.queries import valid
from samsyn.basis.code_list.models import CodeListVersion
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.contact_route.queries import oldest_good_check
from samsyn.basis.group.models import Group, GroupKind
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.intervention.queries import running
from samsyn.basis.method.models import Method
from samsyn.basis.party.models import Party, PartyKind, Unit
from samsyn.basis.party.queries import member
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active


@dataclass(frozen=True)
class Standing:
    """Numbers for the first page; the lists of names say where something is missing."""

    parties: int
    kinds_missing: list[str]
    without_unit: list[str]
    without_staff: list[str]
    staff: int
    groups: int
    selection_groups: int
    agreements: int
    interventions: int
    routes: int
    routes_old: int
    code_lists: int
    methods: int


def standing(actor: Actor) -> Standing:
    """The actor's association today, in nine questions whatever its size."""
    units = Unit.objects.filter(party_id=OuterRef("pk"), is_active=True)
    people = Staff.objects.filter(active(), party_id=OuterRef("pk"))
    rows = Policy.all(Party, actor).filter(member()).order_by("name")
    parties = list(rows.annotate(has_unit=Exists(units), has_staff=Exists(people)))
    lines = [party for party in parties if party.kind != PartyKind.ASSOCIATION]
    groups = Policy.all(Group, actor).filter(is_active=True)
    found = groups.aggregate(all=Count("pk"), selection=Count("pk", filter=Q(kind=GroupKind.SELECTION)))
    routes = Policy.all(ContactRoute, actor).filter(unit__is_active=True)
    checks = routes.aggregate(all=Count("pk"), old=Count("pk", filter=Q(checked_on__lt=oldest_good_check())))
    return Standing(
        parties=len(lines), kinds_missing=_kinds_missing(lines),
        without_unit=[party.name for party in lines if not party.has_unit],
        without_staff=[party.name for party in lines if not party.has_staff],
        staff=Policy.all(Staff, actor).filter(active()).count(),
        groups=found["all"], selection_groups=found["selection"],
        agreements=Policy.all(Agreement, actor).filter(valid()).count(),
        interventions=Policy.all(Intervention, actor).filter(running()).count(),
        routes=checks["all"], routes_old=checks["old"],
        code_lists=Policy.all(CodeListVersion, actor).values("name").distinct().count(),
        methods=Policy.all(Method, actor).count(),
    )  # fmt: skip


def _kinds_missing(parties: Sequence[Party]) -> list[str]:
    """A coordination association has the four kinds of members (lag 2003:1210)."""
    four = (PartyKind.PES, PartyKind.SIA, PartyKind.MUNICIPALITY, PartyKind.REGION)
    have = {party.kind for party in parties}
    return [str(kind.label) for kind in four if kind not in have]
