"""The demo's association: four parties with their units, the association's office, and their staff."""

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.models import User
from samsyn.basis.party.models import Association, Party, PartyKind, Unit
from samsyn.basis.staff.models import Role, Staff

PASSWORD = "prova samsyn 2026"  # noqa: S105 - printed at start, for invented people
PARTIES = (
    (PartyKind.PES, "Arbetsförmedlingen", "AF", "AF Rehabilitering"),
    (PartyKind.SIA, "Försäkringskassan", "FK", "FK Lokalt försäkringscenter"),
    (PartyKind.MUNICIPALITY, "Arbetsmarknadsnämnden, Sjöstads kommun", "AMN", "Arbetsmarknadsenheten"),
    (PartyKind.REGION, "Region Sjöland", "Region", "Rehabteamet vårdcentralen"),
    (PartyKind.ASSOCIATION, "Samordningsförbundet Sjöland", "Förbundet", "Kansliet"),
)
STAFF = (
    ("Anna Lind", "anna", PartyKind.MUNICIPALITY, Role.CASEWORKER),
    ("Björn Ek", "bjorn", PartyKind.PES, Role.CASEWORKER),
    ("Cecilia Rask", "cecilia", PartyKind.SIA, Role.CASEWORKER),
    ("David Holm", "david", PartyKind.REGION, Role.CASEWORKER),
    ("Elin Sjö", "elin", PartyKind.MUNICIPALITY, Role.COORDINATOR),
    ("Fatima Noor", "fatima", PartyKind.MUNICIPALITY, Role.COACH),
    ("Gustav Berg", "gustav", PartyKind.REGION, Role.GROUP_MEMBER),
    ("Hanna Ström", "hanna", PartyKind.MUNICIPALITY, Role.UNIT_MANAGER),
    ("Ivar Dahl", "ivar", PartyKind.ASSOCIATION, Role.INTERVENTION_MANAGER),
    ("Jasmin Åkesson", "jasmin", PartyKind.ASSOCIATION, Role.EVALUATOR),
    ("Karin Öst", "karin", PartyKind.ASSOCIATION, Role.ASSOCIATION_OFFICER),
    ("Lars Vik", "lars", PartyKind.MUNICIPALITY, Role.AUDITOR),
    ("Maria Gren", "maria", PartyKind.ASSOCIATION, Role.SYSTEM_ADMINISTRATOR),
)


@action(verb="demo.build_basis", sentence=_("byggde upp demoförbundet"))
def build_basis(*, by: Actor | None) -> Association:
    """The association, its parties with a unit each, and one account per role."""
    association = Association.objects.create(name="Samordningsförbundet Sjöland")
    touch(association, ["name"])
    units = {kind: _party(association, kind, *names) for kind, *names in PARTIES}
    for name, mailbox, kind, role in STAFF:
        user = User.objects.create_user(f"{mailbox}@demo.example", PASSWORD, name=name)
        touch(Staff.objects.create(user=user, party=units[kind].party, unit=units[kind], role=role), ["role"])
    return association


def _party(association: Association, kind: str, name: str, short: str, unit: str) -> Unit:
    party = Party.objects.create(association=association, kind=kind, name=name, short_name=short)
    return Unit.objects.create(party=party, name=unit, municipality="Sjöstad", is_intake=True)
