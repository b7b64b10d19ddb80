"""What may leave for a study now: whose rows, of which sorts, and which participations by name."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.access import clock
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Association, Party, Unit
from samsyn.entry.case.models import Category, Item, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.queries import covered_by_register_consent
from samsyn.entry.person.models import Protection
from samsyn.learning.study import queries
from samsyn.learning.study.models import ReleaseDecision, Study

NOTHING = Q(pk__in=[])
# What a party decides on, each with the tables of the contract that it opens.
GROUPS: dict[str, tuple[str, ...]] = {
    "participations": ("people", "participations"),
    "livelihoods": ("livelihoods", "occupations"),
    "happenings": ("happenings",),
    "progress": ("step_moves", "ratings"),
    "costs": ("costs",),
}


@dataclass(frozen=True)
class Scope:
    """The answer for one study on one day. For a party's own: what it holds, and what it was given and may read."""

    study: Study
    decisions: tuple[ReleaseDecision, ...]
    today: dt.date

    @property
    def party_id(self) -> uuid.UUID | None:
        """Whose own statistics it is."""
        return self.study.party_id if self.study.kind == Study.Kind.PARTY else None

    def givers(self, group: str) -> list[uuid.UUID]:
        """Parties that let these tables leave."""
        if self.party_id:
            return [self.party_id]
        return [one.party_id for one in self.decisions if group in one.tables]

    def items(self, group: str, path: str = "") -> Q:
        """Condition on rows whose item (through `path`, such as "item__") may leave with these tables."""
        if self.party_id:
            return read_by(self.party_id, path)
        found = NOTHING
        for one in self.decisions:
            if group in one.tables:
                held = {f"{path}holder_id": one.party_id}
                if not set(Category.values) <= set(one.categories):
                    held[f"{path}category__in"] = one.categories
                found |= Q(**held)
        return found & Q(**{f"{path}superseded_at__isnull": True})

    def begun(self) -> QuerySet[Enrolment]:
        """Every participation that the study could ask for, whoever may be told of it."""
        rows = Enrolment.objects.filter(
            intervention__association_id=self.study.association_id, starts_on__lte=self.today
        )
        if self.party_id:
            return rows.filter(read_by(self.party_id, "item__"))
        return rows.filter(item__superseded_at__isnull=True)

    def released(self) -> QuerySet[Enrolment]:
        """Those whose holder has decided that they may leave. A party's own asks nobody."""
        if self.party_id:
            return self.begun()
        return self.begun().filter(item__holder_id__in=self.givers("participations"))

    def by_name(self) -> QuerySet[Enrolment]:
        """Those that leave as a person's: registered with a consent that holds, not protected, known to the party."""
        rows = self.released().filter(self._is_named)
        return rows.filter(knows(self.party_id)) if self.party_id else rows

    def only_counted(self) -> QuerySet[Enrolment]:
        """Registered by name once, but with no consent that holds now, or protected: a number from now on."""
        rows = self.released().filter(register=Enrolment.Register.CONSENT).exclude(self._is_named)
        return rows.filter(item__holder_id=self.party_id) if self.party_id else rows

    @property
    def _is_named(self) -> Q:
        unprotected = Q(item__case__person__protection=Protection.NONE)
        return Q(register=Enrolment.Register.CONSENT) & unprotected & covered_by_register_consent()

    @cached_property
    def parties(self) -> Mapping[uuid.UUID, str]:
        """Names of the association's parties."""
        return dict(Party.objects.filter(association_id=self.study.association_id).values_list("pk", "name"))

    @cached_property
    def interventions(self) -> Mapping[uuid.UUID, "Known"]:
        """What is told of each intervention."""
        rows = Intervention.objects.filter(association_id=self.study.association_id)
        columns = ("pk", "name", "owner_party_id", "owner_unit__municipality")
        return {
            key: Known(name, self.parties[owner], place)
            for key, name, owner, place in rows.values_list(*columns)
        }

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Municipalities that the association works in: what is written of a person is told only when it is one."""
        units = Unit.objects.filter(party__association_id=self.study.association_id).exclude(municipality="")
        return {place.strip().casefold(): place.strip() for place in units.values_list("municipality", flat=True)}

    @cached_property
    def payer(self) -> str:
        """Who pays what is bought from the purse of a method."""
        return Association.objects.values_list("name", flat=True).get(pk=self.study.association_id)


@dataclass(frozen=True)
class Known:
    """An intervention as the tables say it."""

    name: str
    owner: str
    municipality: str


def scope_of(study: Study) -> Scope:
    """As it is now."""
    decided = queries.decisions(study) if study.needs_decisions else []
    return Scope(study, tuple(decided), clock.today())


def read_by(party_id: uuid.UUID, path: str) -> Q:
    """Condition: the party holds the item's newest version, or the newest version it was given is this and holds."""
    given = live_disclosures().filter(item_id=OuterRef(f"{path}pk"), to_party_id=party_id)
    newer = live_disclosures().filter(
        to_party_id=party_id, item__series=OuterRef(f"{path}series"), item__version__gt=OuterRef(f"{path}version")
    )
    held = Q(**{f"{path}holder_id": party_id, f"{path}superseded_at__isnull": True})
    return held | (~Q(**{f"{path}holder_id": party_id}) & Exists(given) & ~Exists(newer))


def knows(party_id: uuid.UUID | None) -> Q:
    """Condition on `Enrolment`: the party may know whom its case is about."""
    given = live_disclosures().filter(to_party_id=party_id, item_id=OuterRef("pk"))
    identity = Item.objects.filter(
        Q(holder_id=party_id) | Exists(given), case_id=OuterRef("item__case_id"), kind=ItemKind.IDENTITY
    )
    return Q(Exists(identity))
