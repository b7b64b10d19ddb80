"""Cohort: which participations a question is about, as settings that can be kept, sent and put in a link.

    chosen = cohort.choose(tables, cohort=Cohort(first=date(2025, 1, 1), until=date(2026, 1, 1), counted="ended"))

`Cohort` is frozen and holds no personal data: `to_query()` and `from_query()` go to and from an address, `to_dict()`
to JSON. `choose` answers `Tables` with the chosen participations, and with the rows of the other tables that are
about the same people; `size` answers how many were chosen and how many were not, by reason.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import reduce
from operator import and_
from typing import Any, Literal

import ibis

from samsyn.evidence.errors import EvidenceError, Sentence, not_one_of
from samsyn.evidence.result import Result
from samsyn.evidence.tables import KINDS, Tables

Counted = Literal["started", "ended", "ongoing"]
COUNTED: tuple[Counted, ...] = ("started", "ended", "ongoing")
MISSING = "missing"
COLUMNS: Mapping[str, str] = {
    "interventions": "intervention",
    "methods": "method",
    "owners": "owner",
    "municipalities": "municipality",
    "referrers": "referred_by",
    "kinds": "kind",
    "sexes": "sex",
}
BACKGROUND = (
    "education", "household", "country_of_birth", "reason", "obstacles", "measure_type", "time_in_need",
    "exit_reason", "exit_outcome",
)  # fmt: skip


@dataclass(frozen=True)
class Cohort:
    """Settings; nothing set is everybody. Several values of one kind mean any of them, different kinds mean all.

    - `first`, `until`: the period [first, until): day it begins, first day after. Either may be open.
    - `counted`: whose `started`, `ended`, or were `ongoing` (at least one day) in the period.
    - `interventions`, `methods`, `owners`, `municipalities`, `referrers`, `kinds`, `sexes`: values of those columns.
    - `background`: pairs such as ("education", ("compulsory_school", "missing")); "missing" is those without value.

    Those who are only counted (anonymous, volume) have a start year and no days: they are in a period of `started`
    that holds their whole year, and in no other.
    """

    first: dt.date | None = None
    until: dt.date | None = None
    counted: Counted = "started"
    interventions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    referrers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    background: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        for one in fields(self):
            self._hold(one.name, getattr(self, one.name))
        if self.counted not in COUNTED:
            raise not_one_of("counted", self.counted, COUNTED)
        for kind in self.kinds:
            if kind not in KINDS:
                raise not_one_of("kinds", kind, KINDS)
        for name, _values in self.background:
            if name not in BACKGROUND:
                raise not_one_of("background", name, BACKGROUND)
        if self.first and self.until and self.until <= self.first:
            words = Sentence(
                f"perioden slutar {self.until} men börjar {self.first}. Slutet är första dagen efter.",
                f"the period ends {self.until} but begins {self.first}. The end is the first day after.",
            )
            raise EvidenceError("BAD_PERIOD", words)

    def _hold(self, name: str, value: Any) -> None:
        """Lists become tuples and YYYY-MM-DD a day; a text where several are asked for is refused."""
        if name in ("first", "until"):
            if isinstance(value, str):
                object.__setattr__(self, name, _day(name, value))
            elif value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
                raise _no_day(name, str(value))
        elif name in COLUMNS:
            if isinstance(value, str):
                raise EvidenceError(
                    "WRONG_TYPE",
                    Sentence(f"{name}: skriv flera värden, så här: (”{value}”,).",
                             f"{name}: write several values, such as (“{value}”,)."),
                )  # fmt: skip
            object.__setattr__(self, name, tuple(value))
        elif name == "background":
            pairs = value.items() if isinstance(value, Mapping) else value
            object.__setattr__(self, name, tuple((variable, tuple(codes)) for variable, codes in pairs))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; only what is set."""
        made: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "background":
                made |= {"background": {name: list(values) for name, values in value}} if value else {}
            elif value not in (None, ()) and value != one.default:
                made[one.name] = list(value) if isinstance(value, tuple) else str(value)
        return made

    def to_query(self) -> list[tuple[str, str]]:
        """Pairs of an address, in a fixed order; `urllib.parse.urlencode` makes the text."""
        pairs: list[tuple[str, str]] = []
        for name, value in self.to_dict().items():
            if name == "background":
                pairs += [(variable, one) for variable, values in value.items() for one in values]
            else:
                pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return pairs

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> "Cohort":
        """Back from `to_query`; names it does not know are left to others, empty values are nothing.

        Raises `EvidenceError` NOT_A_DAY, BAD_PERIOD or UNKNOWN_VALUE.
        """
        given: dict[str, Any] = {}
        background: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            if value and name in BACKGROUND:
                background[name] = (*background.get(name, ()), value)
            elif value and name in COLUMNS:
                given[name] = (*given.get(name, ()), value)
            elif value and name in ("first", "until", "counted"):
                given[name] = value
        return cls(**given, background=tuple(background.items()))


def choose(tables: Tables, *, cohort: Cohort) -> Tables:
    """The tables of those whom `cohort` chooses.

    People, livelihoods, occupations, happenings, step moves and ratings: every row about a chosen person (what was
    asked in another participation is told apart by its `participation`). Costs: of the interventions that have a
    chosen participation, in the years of the period.

    Raises `EvidenceError` EMPTY_COHORT when nobody is chosen.

    >>> from samsyn.evidence import example
    >>> ended = choose(example.tables(), cohort=Cohort(counted="ended", sexes=("woman",)))
    >>> int(ended.participations.count().execute())
    3
    """
    chosen = tables.participations.filter(_condition(tables.participations, cohort))
    if not chosen.limit(1).count().execute():
        raise _empty(cohort)
    people = chosen.filter(chosen.person.notnull()).select("person").distinct()
    about = {
        name: table.semi_join(people, "person")
        for name, table in tables.items()
        if "person" in table.columns and name != "participations"
    }
    return replace(tables, **about, participations=chosen, costs=_costs(tables.costs, chosen, cohort))


def size(tables: Tables, *, cohort: Cohort) -> Result:
    """How many participations `cohort` chooses. n = participations (a volume row stands for its count).

    `exclusions`: outside_period (or ended/started outside it), undated (only counted, no day to place them by),
    not_chosen (another intervention, method, background …). Each is counted once, in that order.

    >>> from samsyn.evidence import example
    >>> size(example.tables(), cohort=Cohort(counted="ended")).exclusions
    {'undated': 5, 'outside_period': 2, 'not_chosen': 0}
    """
    rows = tables.participations
    dated = ~_undated(rows, cohort)
    inside, named = _period(rows, cohort), _named(rows, cohort)
    counts = rows.aggregate(
        n=rows["count"].sum(where=inside & named),
        undated=rows["count"].sum(where=~dated),
        outside_period=rows["count"].sum(where=dated & ~inside),
        not_chosen=rows["count"].sum(where=inside & ~named),
    )
    told = {name: int(value or 0) for name, value in counts.to_pyarrow().to_pylist()[0].items()}
    n = told.pop("n")
    return Result("cohort", _method(cohort), n, estimate=n, unit="participations", counted="participations",
                  exclusions=told, details={"cohort": cohort.to_dict()})  # fmt: skip


def _method(cohort: Cohort) -> Sentence:
    sv = {"started": "påbörjade", "ended": "avslutade", "ongoing": "pågående"}[cohort.counted]
    first, until = cohort.first or "–", cohort.until or "–"
    return Sentence(
        f"Deltaganden som var {sv} i perioden från {first} till (inte med) {until}.",
        f"Participations that {'were ' if cohort.counted == 'ongoing' else ''}{cohort.counted} in the period from "
        f"{first} until (not including) {until}.",
    )


def _condition(rows: ibis.Table, cohort: Cohort) -> Any:
    return _period(rows, cohort) & _named(rows, cohort)


def _undated(rows: ibis.Table, cohort: Cohort) -> Any:
    """Those who cannot be placed: only counted, and the period is not of whole years that began."""
    if cohort.counted == "started":
        return rows.starts_on.isnull() & ~_whole_year(rows, cohort)
    return rows.starts_on.isnull()


def _period(rows: ibis.Table, cohort: Cohort) -> Any:
    if cohort.counted == "started":
        inside = _between(rows.starts_on, cohort).fill_null(False)
        return inside | (rows.starts_on.isnull() & _whole_year(rows, cohort))
    if cohort.counted == "ended":
        return (rows.ends_on.notnull() & _between(rows.ends_on, cohort)).fill_null(False)
    begun = rows.starts_on.notnull() if cohort.until is None else rows.starts_on < cohort.until
    left = rows.ends_on.isnull()
    if cohort.first:
        left = left | (rows.ends_on > cohort.first)
    elif cohort.until is None:
        return (begun & left).fill_null(False)
    else:
        left = ibis.literal(True)
    return (begun & left).fill_null(False)


def _between(day: Any, cohort: Cohort) -> Any:
    held = day.notnull()
    if cohort.first:
        held = held & (day >= cohort.first)
    if cohort.until:
        held = held & (day < cohort.until)
    return held


def _whole_year(rows: ibis.Table, cohort: Cohort) -> Any:
    held = rows.start_year.notnull()
    if cohort.first:
        begins = cohort.first.year + (cohort.first != dt.date(cohort.first.year, 1, 1))
        held = held & (rows.start_year >= begins)
    if cohort.until:
        held = held & (rows.start_year < cohort.until.year)
    return held


def _named(rows: ibis.Table, cohort: Cohort) -> Any:
    asked = [(column, getattr(cohort, name)) for name, column in COLUMNS.items()] + list(cohort.background)
    held = [_any_of(rows[column], values) for column, values in asked if values]
    return reduce(and_, held, ibis.literal(True))


def _any_of(column: Any, values: tuple[str, ...]) -> Any:
    found = column.isin(values).fill_null(False)
    return found | column.isnull() if MISSING in values else found


def _costs(costs: ibis.Table, chosen: ibis.Table, cohort: Cohort) -> ibis.Table:
    kept = costs.semi_join(chosen.select("intervention").distinct(), "intervention")
    if cohort.first:
        kept = kept.filter(kept.year >= cohort.first.year)
    if cohort.until:
        kept = kept.filter(kept.year <= (cohort.until - dt.timedelta(days=1)).year)
    return kept


def _day(name: str, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise _no_day(name, value) from None


def _no_day(name: str, value: str) -> EvidenceError:
    return EvidenceError(
        "NOT_A_DAY",
        Sentence(
            f"{name}: ”{value}” är inte en dag. Skriv ÅÅÅÅ-MM-DD.", f"{name}: “{value}” is not a day. Write YYYY-MM-DD."
        ),
    )


def _empty(cohort: Cohort) -> EvidenceError:
    asked = "; ".join(f"{name}={value}" for name, value in cohort.to_query()) or "–"
    return EvidenceError(
        "EMPTY_COHORT",
        Sentence(
            f"ingen finns i urvalet ({asked}). Vidga perioden eller ta bort ett villkor.",
            f"nobody is in the cohort ({asked}). Widen the period or take away a condition.",
        ),
    )
