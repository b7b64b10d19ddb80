"""One part of the record as rows of the tables: some persons, with all that may leave of them. Nothing in words.

A row is a tuple in the order of the contract's columns. Ids are the study's own; what was typed never leaves.
"""

import datetime as dt
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from samsyn.access import clock
from samsyn.entry.person.models import Person
from samsyn.journey.exit.models import Exit
from samsyn.learning.study.models import StudyPerson
from samsyn.learning.study.scope import Scope
from samsyn.learning.study.told import Time

CODE = re.compile(r"[a-z0-9][a-z0-9_./-]{0,79}\Z")
Rows = dict[str, list[tuple[Any, ...]]]
BACKGROUND = ("education", "household", "country_of_birth", "reason", "obstacles")


class Row(NamedTuple):
    """A participation as it is read."""

    id: uuid.UUID
    case_id: uuid.UUID
    person_id: uuid.UUID
    holder_id: uuid.UUID
    intervention_id: uuid.UUID
    method: str | None
    version_id: uuid.UUID | None
    referred_by: uuid.UUID | None
    starts_on: dt.date
    ends_on: dt.date | None
    background: dict[str, str]


COLUMNS = (
    "pk", "item__case_id", "item__case__person_id", "item__holder_id", "intervention_id",
    "method_version__method__slug", "method_version_id", "referral__item__holder_id", "starts_on", "ends_on",
    "background",
)  # fmt: skip


@dataclass
class Part:
    """Some persons of a study: their keys, cases and participations. `out` gathers the rows of each table."""

    scope: Scope
    keys: dict[uuid.UUID, StudyPerson]
    rows: list[Row]
    workers: Mapping[int, str]
    out: Rows = field(default_factory=lambda: defaultdict(list))
    left_out: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.by_case: dict[uuid.UUID, list[Row]] = defaultdict(list)
        self.codes: dict[uuid.UUID, str] = {}
        self.cases: dict[uuid.UUID, str] = {}
        numbers: Counter[str] = Counter()
        for row in sorted(self.rows, key=lambda one: (one.starts_on, one.id)):
            person = self.keys[row.person_id].code
            numbers[f"{person}-p"] += 1
            self.codes[row.id] = f"{person}-p{numbers[f'{person}-p']}"
            if row.case_id not in self.cases:
                numbers[f"{person}-c"] += 1
                self.cases[row.case_id] = f"{person}-c{numbers[f'{person}-c']}"
            self.by_case[row.case_id].append(row)

    def person(self, case_id: uuid.UUID) -> str:
        """The study id of whom a case is about."""
        return self.keys[self.by_case[case_id][0].person_id].code

    def place(self, case_id: uuid.UUID) -> str | None:
        """The municipality that a case is counted in."""
        return self.scope.interventions[self.by_case[case_id][0].intervention_id].municipality or None

    def times(self, case_id: uuid.UUID) -> list[Time]:
        """The case's participations."""
        return [Time(self.codes[one.id], one.holder_id, one.starts_on, one.ends_on) for one in self.by_case[case_id]]

    def worker(self, user_id: int) -> str | None:
        """The study id of somebody at work."""
        return self.workers.get(user_id)


def rows_of(scope: Scope, persons: Collection[uuid.UUID]) -> list[Row]:
    """The participations of these persons that leave by name."""
    found = scope.by_name().filter(item__case__person_id__in=list(persons)).values_list(*COLUMNS)
    return [Row(*values) for values in found]


def write_people(part: Part) -> None:
    """Sex, year of birth, municipality when the association works there; country from the latest participation."""
    latest = {row.person_id: row for row in sorted(part.rows, key=lambda one: one.starts_on)}
    columns = ("pk", "sex", "birth_year", "municipality")
    for key, sex, year, place in Person.objects.filter(pk__in=list(latest)).values_list(*columns):
        known = part.keys[key]
        country = plain(latest[key].background.get("country_of_birth"))
        part.out["people"].append((known.code, sex, year, country, _place(part, place), known.record_key))


def _place(part: Part, written: str) -> str | None:
    place = part.scope.places.get(written.strip().casefold()) if written.strip() else None
    if written.strip() and place is None:
        part.left_out["municipality_elsewhere"] += 1
    return place


def write_participations(part: Part) -> None:
    """Each participation, with what was answered at its start and how it ended."""
    of = Person.objects.filter(pk__in=[row.person_id for row in part.rows])
    persons = {key: (sex, year) for key, sex, year in of.values_list("pk", "sex", "birth_year")}
    exits = _exits(part)
    for row in part.rows:
        sex, year = persons[row.person_id]
        known, person = part.scope.interventions[row.intervention_id], part.keys[row.person_id]
        reason, outcome = exits.get(row.id, (None, None))
        told = [plain(row.background.get(name)) for name in BACKGROUND]
        part.out["participations"].append((
            part.codes[row.id], person.code, "person", 1, known.name, row.method, known.owner,
            known.municipality or None, _referrer(part, row), sex, row.starts_on.year, row.starts_on, row.ends_on,
            age(year, row.starts_on), *told, None, plain(row.background.get("time_in_need")), plain(reason),
            plain(outcome), person.record_key,
        ))  # fmt: skip


def _referrer(part: Part, row: Row) -> str | None:
    return part.scope.parties.get(row.referred_by) if row.referred_by else None


def _exits(part: Part) -> dict[uuid.UUID, tuple[str, str]]:
    """Reason and outcome of the exit from each participation that has ended."""
    rows = Exit.objects.filter(
        part.scope.items("participations", "item__"), enrolment_id__in=list(part.codes), state=Exit.State.DONE
    )
    return {key: (reason, outcome) for key, reason, outcome in rows.values_list("enrolment_id", "reason", "outcome")}


def age(year: int | None, day: dt.date) -> int | None:
    """Whole years at a start, by year of birth; missing where it cannot be."""
    years = day.year - year if year else None
    return years if years is not None and 0 <= years <= 120 else None


def plain(code: object) -> str | None:
    """A code as code lists and methods have them; anything else is not told."""
    return code if isinstance(code, str) and CODE.match(code) else None


def midnight(day: dt.date | None) -> dt.datetime | None:
    """The day's beginning, as the tables have times: the Stockholm wall clock."""
    return dt.datetime.combine(day, dt.time()) if day else None


def wall_clock(moment: dt.datetime) -> dt.datetime:
    """The same, of a moment."""
    return clock.local(moment).replace(tzinfo=None)


def of_cases(part: Part, group: str) -> Q:
    """Condition on contents: of the part's cases, and may leave with these tables."""
    return part.scope.items(group, "item__") & Q(item__case_id__in=list(part.cases))


def sorted_rows(rows: Rows) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Each table by its first ids, which are random: the order in which somebody came does not show."""
    return {name: sorted(found, key=lambda row: (str(row[0]), str(row[1]))) for name, found in rows.items()}
