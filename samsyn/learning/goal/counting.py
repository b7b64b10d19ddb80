"""Counts the goals of an intervention's method versions over a cohort. Here, and nowhere else.

Each person is asked each goal (`basis.method.goals`), on the whole record or on what a reader sees of it, in a
handful of queries whatever the number of people. A person counts once in a version, with the first participation.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.content import Goal
from samsyn.basis.method.goals import LEFT_UNKNOWN, NOT_LEFT, Verdict, is_yet, judged
from samsyn.basis.method.queries import of_versions
from samsyn.basis.method.schema import Method
from samsyn.basis.party.queries import kinds
from samsyn.entry.enrolment.counting import numbers_across_vaults
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.selection.flows import Period
from samsyn.journey.method.engine import decisions, standing
from samsyn.journey.method.happened import happened
from samsyn.journey.method.known import Enrolled, Known, reached
from samsyn.journey.method.queries import COLUMNS
from samsyn.journey.timeline.queries import rows_of_many

AT_ONCE = 1_000  # people whose records are read together: a few queries, and only theirs in memory


class Asked(NamedTuple):
    """One person of a version: when they began, and what each goal gave, in the order of the text."""

    started: dt.date
    verdicts: tuple[Verdict, ...]


@dataclass
class OfVersion:
    """Everybody who follows one version in an intervention; `again`: days on which somebody began once more."""

    method: Method
    people: list[Asked] = field(default_factory=list)
    again: list[dt.date] = field(default_factory=list)


@dataclass(frozen=True)
class Count:
    """What a goal gave for a cohort: reached, not reached, and for each reason how many are not counted."""

    goal: Goal
    reached: int
    missed: int
    reasons: Mapping[str, int]

    @property
    def counted(self) -> int:
        """The denominator."""
        return self.reached + self.missed

    @property
    def yet(self) -> int:
        """Of those not counted, how many may be later."""
        return sum(number for reason, number in self.reasons.items() if is_yet(self.goal, reason))


def is_within(day: dt.date, period: Period) -> bool:
    """Whether a day lies in the cohort's time."""
    return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)


def counts(method: Method, people: Sequence[Asked]) -> list[Count]:
    """Each goal over these people."""
    return [_count(goal, [one.verdicts[at] for one in people]) for at, goal in enumerate(method.goals)]


def _count(goal: Goal, verdicts: Sequence[Verdict]) -> Count:
    reasons = Counter(one.reason for one in verdicts if one.met is None)
    met = Counter(one.met for one in verdicts)
    return Count(goal, met[True], met[False], dict(sorted(reasons.items())))


def everybody(intervention: Intervention) -> list[OfVersion]:
    """All who were enrolled, on the whole record. Only numbers may leave."""
    with numbers_across_vaults():
        return _asked(intervention, None)


def seen_by(intervention: Intervention, reader: Actor) -> list[OfVersion]:
    """Those whom a reader works with, on what the reader's party sees."""
    return _asked(intervention, reader)


def _asked(intervention: Intervention, reader: Actor | None) -> list[OfVersion]:
    """Newest version first."""
    rows = reached(Enrolment, reader).filter(
        intervention=intervention, item__superseded_at__isnull=True, method_version__isnull=False,
        starts_on__lte=clock.today(),
    )  # fmt: skip
    found = rows.order_by("starts_on", "pk").values_list("item__case__person_id", *COLUMNS)
    versions: dict[uuid.UUID, OfVersion] = {}
    for together in _in_parts(_once(found, versions), AT_ONCE):
        records = _Records(reader, together)
        for row in together:
            of = versions[row.version_id]
            of.people.append(Asked(row.starts_on, records.asks(row, of.method)))
    return sorted(versions.values(), key=lambda of: (of.method.name.sv, -of.method.version))


def _once(found: Iterable[tuple[Any, ...]], versions: dict[uuid.UUID, OfVersion]) -> list[Enrolled]:
    """The first enrolment of each person in each version; the others are noted in `versions`."""
    rows = [(person_id, Enrolled(*values)) for person_id, *values in found]
    methods = of_versions(row.version_id for _person, row in rows)
    firsts: dict[tuple[uuid.UUID, uuid.UUID], Enrolled] = {}
    for person_id, row in rows:
        of = versions.setdefault(row.version_id, OfVersion(methods[row.version_id]))
        if firsts.setdefault((row.version_id, person_id), row) is not row:
            of.again.append(row.starts_on)
    return list(firsts.values())


class _Records:
    """The records of some, read at once."""

    def __init__(self, reader: Actor | None, rows: Sequence[Enrolled]) -> None:
        self.today, self.kinds = clock.today(), kinds()
        self.known = Known(rows, rows_of_many({row.case_id for row in rows}, reader), reader)

    def asks(self, row: Enrolled, method: Method) -> tuple[Verdict, ...]:
        """Every goal of the method; one who left without anybody knowing how says so."""
        record = self._of(row, method)
        verdicts = (judged(goal, record) for goal in method.goals)
        if row.ends_on is None or row.ends_on > self.today:
            return tuple(verdicts)
        return tuple(Verdict(None, LEFT_UNKNOWN) if one.reason == NOT_LEFT else one for one in verdicts)

    def _of(self, row: Enrolled, method: Method) -> dict[str, Any]:
        rows, marks = self.known.rows(row), self.known.marks.get(row.id, [])
        record = self.known.record(row, rows, party_kinds=self.kinds, today=self.today)
        if not _asks_of_way(method):
            return record | {"decisions": decisions(marks, row.starts_on)}
        events = happened(rows, self.today, self.known.ratings.get(row.id, ()))
        now = standing(method, started=row.starts_on, today=self.today, happened=events, marks=marks, record=record)
        return now.record


def _in_parts(rows: Sequence[Enrolled], number: int) -> Iterator[Sequence[Enrolled]]:
    """In parts of so many."""
    return (rows[at : at + number] for at in range(0, len(rows), number))


def _asks_of_way(method: Method) -> bool:
    """Whether a goal asks what is done, or where phases stand: that takes the whole way to say."""
    texts = [goal.met for goal in method.goals] + [one.when for goal in method.goals for one in goal.excluded]
    return any("p.done" in text or "p.phases" in text for text in texts)
