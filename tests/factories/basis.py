"""What is agreed before anyone arrives, for tests: an association with four parties and their staff."""

from dataclasses import dataclass, field
from itertools import count

from samsyn.access.actor import Actor
from samsyn.access.models import User
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Association, Party, PartyKind, Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import actor_of

_serial = count(1)
PASSWORD = "ett langt losenord 2026"


@dataclass
class World:
    """An association with AF, FK, one board of a municipality and the region, a unit each."""

    association: Association
    pes: Party
    sia: Party
    municipality: Party
    region: Party
    units: dict[str, Unit] = field(default_factory=dict)

    @property
    def parties(self) -> list[Party]:
        """The four."""
        return [self.pes, self.sia, self.municipality, self.region]

    def unit(self, party: Party) -> Unit:
        """The party's intake unit."""
        return self.units[party.kind]


def world() -> World:
    """A fresh association; names are made unique so that several can stand side by side."""
    n = next(_serial)
    association = Association.objects.create(name=f"Samordningsförbundet {n}")
    names = {
        PartyKind.PES: ("Arbetsförmedlingen", "AF"),
        PartyKind.SIA: ("Försäkringskassan", "FK"),
        PartyKind.MUNICIPALITY: ("Arbetsmarknadsnämnden", "AMN"),
        PartyKind.REGION: ("Regionen", "Region"),
    }
    made = {
        kind: Party.objects.create(association=association, kind=kind, name=f"{name} {n}", short_name=short)
        for kind, (name, short) in names.items()
    }
    units = {
        k: Unit.objects.create(party=p, name=f"{p.short_name} mottagning", is_intake=True) for k, p in made.items()
    }
    keys = ("pes", "sia", "municipality", "region")
    return World(association, *(made[PartyKind(k)] for k in keys), units=units)


def staff(party: Party, role: str = Role.CASEWORKER, *, name: str = "", unit: Unit | None = None) -> Staff:
    """Somebody at work; in the party's first unit unless another is named."""
    n = next(_serial)
    user = User.objects.create_user(f"person{n}@exempel.test", None, name=name or f"Person {n}")
    return Staff.objects.create(user=user, party=party, unit=unit or party.units.first(), role=role)


def actor(party: Party, role: str = Role.CASEWORKER, **known: object) -> Actor:
    """An actor of a new assignment."""
    return actor_of(staff(party, role, **known))  # type: ignore[arg-type]


def intervention(w: World, **known: object) -> Intervention:
    """An intervention owned by the municipality, with all four in its circle."""
    from samsyn.access import clock

    found = Intervention.objects.create(
        **{
            "association": w.association, "owner_party": w.municipality, "owner_unit": w.unit(w.municipality),
            "starts_on": clock.today(), "name": f"Insats {next(_serial)}", **known,
        }
    )  # fmt: skip
    found.circle.set(w.parties)
    return found
