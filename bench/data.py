"""A large association: 60 parties of very different size, 100,000 cases with 20 happenings each."""

import datetime as dt
import os
import random
import uuid

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from bench.rows import Table
from samsyn.access import clock
from samsyn.access.models import User
from samsyn.basis.models import Association, Party, Staff, Unit
from samsyn.entry.models import (
    Case,
    CaseAssignment,
    Consent,
    ConsentConfirmation,
    ConsentRow,
    Disclosure,
    Identifier,
    Item,
    Person,
    StandingDisclosure,
)
from samsyn.entry.person.name_key import sort_key
from samsyn.journey.models import Activity, FollowUp, Livelihood, Note

CASES = int(os.environ.get("BENCH_CASES", "100000"))
PARTIES = 60
ORDINARY_STAFF = 20
KINDS = ("pes", "sia", "municipality", "region")
CATEGORIES = ["health", "livelihood", "social", "housing", "work_and_study", "network", "assessment", "plan", "other"]
HAPPENINGS = (
    ["note"] * 8 + ["activity"] * 4 + ["livelihood"] * 2 + ["meeting", "plan", "enrolment", "follow_up", "consent"]
)
GIVEN = ["Ada", "Bo", "Cecilia", "David", "Elsa", "Farid", "Gun", "Hassan", "Ida", "Jonas", "Åsa", "Örjan", "Älva"]
FAMILY = ["Provsson", "Exempelberg", "Testlund", "Mallström", "Åprov", "Öström", "Älvprov", "Figursson"]


class Builder:
    """Writes the whole database in one pass, table by table."""

    def __init__(self) -> None:
        self.random = random.Random(2026)  # noqa: S311 - repeatable test data
        self.now = clock.now()
        self.serial = 0
        models = (
            Person, Identifier, Case, CaseAssignment, Item, Disclosure, Consent, ConsentRow, ConsentConfirmation,
            StandingDisclosure, Note, Activity, Livelihood, FollowUp,
        )  # fmt: skip
        self.tables = {model: Table(model) for model in models}

    def key(self) -> uuid.UUID:
        """A key that sorts by making, like UUIDv7, without asking the clock two million times."""
        self.serial += 1
        return uuid.UUID(int=(0x0198_0000_0000 << 80) + (self.serial << 64) + (7 << 76) + self.random.getrandbits(60))

    def build(self) -> None:
        """Parties and staff, then cases."""
        with transaction.atomic():
            self._parties()
            for number in range(CASES):
                self._case(number)
            for table in self.tables.values():
                table.flush()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _parties(self) -> None:
        association = Association.objects.create(name="Mätförbundet")
        password = make_password(None)
        self.staff: list[list[Staff]] = []
        names = [(f"m{n}@exempel.test", f"Mätare {n}") for n in range(PARTIES * ORDINARY_STAFF + 2)]
        users = User.objects.bulk_create(User(email=e, name=n, password=password) for e, n in names)
        spare = iter(users)
        for n in range(PARTIES):
            party = Party.objects.create(
                association=association, kind=KINDS[n % 4], name=f"Myndighet {n}", short_name=f"M{n}"
            )
            unit = Unit.objects.create(party=party, name=f"Enhet {n}", is_intake=True)
            made = [Staff(user=next(spare), party=party, unit=unit, role="caseworker") for _ in range(ORDINARY_STAFF)]
            self.staff.append(Staff.objects.bulk_create(made))
        first = self.staff[0][0]
        extra = [Staff(user=next(spare), party=first.party, unit=first.unit, role="caseworker") for _ in range(2)]
        self.small, self.large = Staff.objects.bulk_create(extra)

    def _case(self, number: int) -> None:
        draw = self.random
        special = self.small if number < 3 else self.large if number < 20_003 and number % 4 == 0 else None
        others = draw.sample(range(1, PARTIES), 3)
        trio = [0, *others[:2]] if special or number % 3 == 0 else others
        people = [draw.choice(self.staff[p]) for p in trio]
        if special:
            people[0] = special
        begun = self.now - dt.timedelta(days=draw.randrange(30, 900))
        person, case = self._person(people[0]), self.key()
        sort, person_id = person
        self.tables[Case].add(
            id=case, number=f"B{number:06d}", person_id=person_id, opened_by_id=people[0].party_id, opened_at=begun
        )
        for n, worker in enumerate(people):
            self.tables[CaseAssignment].add(
                id=self.key(), case_id=case, party_id=worker.party_id, unit_id=worker.unit_id, staff_id=worker.pk,
                part="participant" if n else "owner", sort_key=sort, starts_at=begun,
            )  # fmt: skip
        self._items(case, people, begun)

    def _person(self, worker: Staff) -> tuple[str, uuid.UUID]:
        given, family = self.random.choice(GIVEN), f"{self.random.choice(FAMILY)} {self.serial:x}"
        key, sort = self.key(), sort_key(family, given)
        self.tables[Person].add(
            id=key, holder_id=worker.party_id, given_name=given, family_name=family,
            sort_key=sort, birth_year=1985, sex="unknown",
            created_at=self.now,
        )  # fmt: skip
        mark = f"{self.serial:064x}"
        self.tables[Identifier].add(
            id=self.key(), person_id=key, kind="personal_identity_number", key_id="k0", value=mark, blind_index=mark,
            masked="19850101-••••",
        )  # fmt: skip
        return sort, key

    def _items(self, case: uuid.UUID, people: list[Staff], begun: dt.datetime) -> None:
        consent = self._item(case, people[0], "consent", begun)
        self._consent(case, consent, people)
        identity = self._item(case, people[0], "identity", begun)
        self._disclose(case, identity, people[0], people[1:], consent)
        for n, kind in enumerate(HAPPENINGS[:-1]):
            worker = people[n % 3]
            key = self._item(case, worker, kind, begun + dt.timedelta(days=n * 9), label=f"Händelse {n}")
            self._content(key, kind, worker, (begun + dt.timedelta(days=n * 9)).date())
            if n % 2:
                self._disclose(case, key, worker, [p for p in people if p is not worker], consent)

    def _item(self, case: uuid.UUID, worker: Staff, kind: str, at: dt.datetime, label: str = "") -> uuid.UUID:
        key = self.key()
        ends = at.date() + dt.timedelta(days=60) if kind in {"activity", "livelihood", "plan"} else None
        self.tables[Item].add(
            id=key, case_id=case, holder_id=worker.party_id, category="other", kind=kind, author_id=worker.pk,
            at=at, series=self.key(), starts_on=at.date(), ends_on=ends, label=label, lanes=[], state="",
        )  # fmt: skip
        return key

    def _disclose(self, case: uuid.UUID, item: uuid.UUID, worker: Staff, to: list[Staff], consent: uuid.UUID) -> None:
        for receiver in to:
            self.tables[Disclosure].add(
                id=self.key(), item_id=item, case_id=case, by_party_id=worker.party_id, made_by_id=worker.pk,
                to_party_id=receiver.party_id, at=self.now, ground="consent", consent_id=consent,
                expires_at=self.now + dt.timedelta(days=365),
            )  # fmt: skip

    def _consent(self, case: uuid.UUID, key: uuid.UUID, people: list[Staff]) -> None:
        day = self.now.date()
        self.tables[Consent].add(
            item_id=key, kind="secrecy", given_on=day, starts_on=day, ends_on=day + dt.timedelta(days=365),
            taken_by_id=people[0].pk, how="written", given_as="person",
        )  # fmt: skip
        parties = [p.party_id for p in people]
        for one in people:
            self.tables[ConsentConfirmation].add(
                id=self.key(), consent_id=key, party_id=one.party_id, by_id=one.pk, at=self.now
            )
            for other in parties:
                if other == one.party_id:
                    continue
                self.tables[ConsentRow].add(
                    id=self.key(), consent_id=key, from_party_id=one.party_id, to_party_id=other, categories=CATEGORIES
                )
                self.tables[StandingDisclosure].add(
                    id=self.key(), case_id=case, holder_id=one.party_id, to_party_id=other, categories=CATEGORIES,
                    consent_id=key, set_by_id=one.pk, set_at=self.now,
                )  # fmt: skip

    def _content(self, key: uuid.UUID, kind: str, worker: Staff, day: dt.date) -> None:
        if kind == "note":
            self.tables[Note].add(item_id=key, text="Vi talade om nästa steg och vad som behövs till dess.")
        elif kind == "activity":
            self.tables[Activity].add(
                item_id=key, title="Arbetsträning", kind="work_training", responsible_party_id=worker.party_id,
                starts_on=day, ends_on=day + dt.timedelta(days=60), state="under_way",
            )  # fmt: skip
        elif kind == "livelihood":
            self.tables[Livelihood].add(
                item_id=key, source="sickness_benefit", extent=100, starts_on=day, moment="before"
            )
        elif kind == "follow_up":
            self.tables[FollowUp].add(item_id=key, kind="quarterly", due_on=day)
