"""The demo's association: five parties, their units, people at work in every role, what they have agreed."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _
from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.models import User
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.group.models import Group, GroupKind, GroupMember
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.actions import copy_method
from samsyn.basis.method.models import Method
from samsyn.basis.party.models import Association, Party, PartyKind, Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import actor_of

METHODS = Path(__file__).with_name("methods.yaml")
SINCE = dt.date(2015, 1, 1)  # before the oldest case of the demo
PASSWORD = "prova samsyn 2026"  # noqa: S105 - printed at start, for invented people
PARTIES = (
    ("af", PartyKind.PES, "Arbetsförmedlingen", "AF", "Exempelby kontor"),
    ("fk", PartyKind.SIA, "Försäkringskassan", "FK", "Sjukförsäkring Exempelby"),
    ("amn", PartyKind.MUNICIPALITY, "Arbetsmarknadsnämnden", "AMN", "Arbetsmarknadsenheten"),
    ("soc", PartyKind.MUNICIPALITY, "Socialnämnden", "Soc", "Försörjningsstöd"),
    ("reg", PartyKind.REGION, "Region Exempel", "Region", "Psykiatrimottagningen"),
    ("forb", PartyKind.ASSOCIATION, "Samordningsförbundet Exempelbygden, kansliet", "Förbundet", "Kansliet"),
)
PEOPLE = (
    ("handlaggare.af", "Anna Arbman", "af", Role.CASEWORKER, "Arbetsförmedlare"),
    ("handlaggare.fk", "Frida Kassman", "fk", Role.CASEWORKER, "Personlig handläggare"),
    ("handlaggare.soc", "Sofia Stödberg", "soc", Role.CASEWORKER, "Socialsekreterare"),
    ("handlaggare.region", "Rolf Region", "reg", Role.CASEWORKER, "Rehabkoordinator"),
    ("samordnare", "Siv Samordnare", "amn", Role.COORDINATOR, "Samordnare"),
    ("handlaggare.amn", "Amanda Marknad", "amn", Role.CASEWORKER, "Arbetskonsulent"),
    ("coach", "Conny Coach", "amn", Role.COACH, "Coach"),
    ("gruppmedlem.af", "Adam Grupp", "af", Role.GROUP_MEMBER, "Sektionschef"),
    ("gruppmedlem.fk", "Fanny Grupp", "fk", Role.GROUP_MEMBER, "Samverkansansvarig"),
    ("gruppmedlem.soc", "Simon Grupp", "soc", Role.GROUP_MEMBER, "Förste socialsekreterare"),
    ("gruppmedlem.region", "Rut Grupp", "reg", Role.GROUP_MEMBER, "Enhetschef"),
    ("enhetschef", "Elin Enhet", "fk", Role.UNIT_MANAGER, "Enhetschef"),
    ("insatsansvarig", "Ivar Insats", "amn", Role.INTERVENTION_MANAGER, "Insatsansvarig"),
    ("utvarderare", "Ulla Utvärd", "forb", Role.EVALUATOR, "Utvärderare"),
    ("forbund", "Folke Förbund", "forb", Role.ASSOCIATION_OFFICER, "Förbundschef"),
    ("loggranskare", "Lova Logg", "fk", Role.AUDITOR, "Loggranskare"),
    ("systemadmin", "Sixten System", "forb", Role.SYSTEM_ADMINISTRATOR, "Systemadministratör"),
    ("enhetschef.af", "Alma Ansvar", "af", Role.UNIT_MANAGER, "Sektionschef"),
    ("enhetschef.amn", "Arvid Ansvar", "amn", Role.UNIT_MANAGER, "Enhetschef"),
    ("enhetschef.soc", "Saga Ansvar", "soc", Role.UNIT_MANAGER, "Enhetschef"),
)


@dataclass
class DemoWorld:
    """Everything the builders of cases need, by short names."""

    association: Association
    parties: dict[str, Party] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    interventions: dict[str, Intervention] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """The actor of one of `PEOPLE`, by the first part of their address."""
        return actor_of(self.staff[who])


@action(verb="demo.build_world", sentence=_("byggde upp demoförbundet"))
def build_world(*, by: Actor | None) -> DemoWorld:
    """Association, parties, people, groups, agreement, contact routes and interventions."""
    world = DemoWorld(Association.objects.create(name="Samordningsförbundet Exempelbygden", is_demo=True))
    touch(world.association, ["name"])
    for key, kind, name, short, unit in PARTIES:
        party = Party.objects.create(
            association=world.association, kind=kind, name=name, short_name=short, starts_on=SINCE
        )
        world.parties[key] = party
        world.units[key] = Unit.objects.create(party=party, name=unit, is_intake=True, municipality="Exempelby")
    secret = make_password(PASSWORD)
    for n, person in enumerate(PEOPLE):
        _employ(world, n, secret, *person)
    rut, start = world.staff["gruppmedlem.region"], clock.today() - dt.timedelta(days=300)
    Staff.objects.create(
        user=rut.user, party=rut.party, unit=rut.unit, role=Role.UNIT_MANAGER, title=rut.title, starts_on=start
    )
    _agree(world)
    _offer(world)
    return world


def _employ(world: DemoWorld, n: int, secret: str, address: str, name: str, key: str, role: str, title: str) -> None:
    user = User.objects.create(email=f"{address}@demo.example", name=name, password=secret)
    world.staff[address] = Staff.objects.create(
        user=user, party=world.parties[key], unit=world.units[key], role=role, title=title,
        phone=f"070-174 06 {n + 10:02d}", starts_on=SINCE,
    )  # fmt: skip


def _agree(world: DemoWorld) -> None:
    day = clock.today()
    agreement = Agreement.objects.create(
        association=world.association, title="Lokal överenskommelse om samverkan kring individen",
        about="Alla parter får kalla till samordnad individuell plan. Svar på förfrågan ges inom 14 dagar.",
        starts_on=day - dt.timedelta(days=400), ends_on=day + dt.timedelta(days=700), all_may_call_sip=True,
    )  # fmt: skip
    agreement.parties.set([world.parties[k] for k in ("af", "fk", "amn", "soc", "reg")])
    Agreement.objects.create(
        association=world.association, title="Samlokalisering i Exempelby",
        about="Gemensamma lokaler för samtal två dagar i veckan.",
        starts_on=day - dt.timedelta(days=330), ends_on=day + dt.timedelta(days=35),
    ).parties.set([world.parties[k] for k in ("af", "amn")])  # fmt: skip
    Group.objects.create(
        association=world.association, kind=GroupKind.LOCAL, name="Lokal samverkansgrupp Exempelby",
        purpose="Delar det som ärendena lär.",
    )  # fmt: skip
    group = Group.objects.create(
        association=world.association, kind=GroupKind.SELECTION, name="Urvalsgruppen Exempelby",
        purpose="Väljer gemensamt vem som får plats.",
    )  # fmt: skip
    world.groups["selection"] = group
    for who in ("gruppmedlem.af", "gruppmedlem.fk", "gruppmedlem.soc", "gruppmedlem.region", "samordnare"):
        GroupMember.objects.create(
            group=group, staff=world.staff[who], mandate="Beslutar om platser för sin myndighet",
            starts_on=day - dt.timedelta(days=800),
        )  # fmt: skip
    for key in ("af", "fk", "amn", "soc", "reg"):
        ContactRoute.objects.create(
            unit=world.units[key], about="Frågor om gemensamma ärenden",
            name=f"{world.units[key].name}, jour",
            direct_number=f"010-174 06 {len(key) * 7 + 10}", hours="Vardagar 9–12",
            checked_on=day - dt.timedelta(days=240 if key == "reg" else 30),
            checked_by=world.staff["samordnare"], substitute_name="Växeln", substitute_number="010-174 06 00",
        )  # fmt: skip


def _offer(world: DemoWorld) -> None:
    day = clock.today()
    common = {
        "association": world.association, "owner_party": world.parties["amn"], "owner_unit": world.units["amn"],
        "starts_on": day - dt.timedelta(days=800), "funding": "Samordningsförbundet",
    }  # fmt: skip
    circle = [world.parties[k] for k in ("af", "fk", "amn", "soc", "reg")]
    stairs = Intervention.objects.create(
        name="Vägen vidare", about="Kartläggning, arbetsträning och stöd i lagom takt.", places=15, age_from=18,
        age_to=64, selection_group=world.groups["selection"], **common,
    )  # fmt: skip
    youth = Intervention.objects.create(
        name="Ung på väg", about="För dig 16–29 år som vill hitta jobb eller studier.", places=2, age_from=16,
        age_to=29, **common,
    )  # fmt: skip
    said = YAML(typ="safe").load(METHODS)
    followed = said["interventions"]
    for intervention in (stairs, youth):
        intervention.circle.set(circle)
        intervention.method = Method.objects.filter(association=None, slug=followed[intervention.name]).first()
        intervention.save(update_fields=["method"])
    Intervention.objects.create(
        name="Gemensamma utbildningsdagar", about="För personal i alla parter.", orientation="structural",
        registration="volume", **common,
    )  # fmt: skip
    world.interventions = {"stairs": stairs, "youth": youth}
    if copied := Method.objects.filter(association=None, slug=said["copied"]).first():
        copy_method(copied, by=world.actor("samordnare"))
