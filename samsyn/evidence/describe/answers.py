"""Answers at two moments, counted in one question: all that held, or one state each, as pairs of before and after."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ibis

from samsyn.evidence.describe.cells import MODULUS, NOBODY, Cells, Count, Group, counted, folded
from samsyn.evidence.describe.codes import STATES, Codes, Kind
from samsyn.evidence.describe.population import Population, said
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.tables import MOMENTS, Tables

Way = Literal["all", "collapsed", "main"]
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Asked:
    """What was asked: of which table, at which two moments, sorted by which codes, and how several are counted."""

    kind: Kind
    moments: tuple[str, str]
    codes: Codes
    way: Way

    def __post_init__(self) -> None:
        for moment in self.moments:
            if moment not in MOMENTS:
                raise _unknown_moment(moment)
        if self.moments[0] == self.moments[1]:
            raise EvidenceError(
                "SAME_MOMENT",
                Sentence(
                    "före och efter är samma tillfälle. Välj två.", "before and after are the same moment. Choose two."
                ),
            )


@dataclass(frozen=True)
class Answers:
    """`codes`: by (moment, code, answered both times). `bases`: by (answered before, answered after), everybody.

    `extents`: mean percent and how many said it, by (moment, code), of everybody; only when all that held is counted.
    """

    codes: Cells
    bases: Cells
    extents: Mapping[tuple[str, str], tuple[float, int]]


def answers(tables: Tables, people: Population, *, asked: Asked) -> Answers:
    """Counted, for everybody, each sex and each group."""
    return _several(tables, people, asked) if asked.way == "all" else _single(pairs(tables, people, asked=asked), asked)


def pairs(tables: Tables, people: Population, *, asked: Asked) -> Cells:
    """Counts by (state before, state after) when each has one state; no answer is None."""
    rows = said(tables, kind=asked.kind, moments=asked.moments, codes=asked.codes)
    one = _collapsed(rows, asked) if asked.way == "collapsed" else _main(rows, asked)
    return counted(people.frame.left_join(one, "participation"), "before", "after", by=people.by)


def strays(tables: Tables, people: Population, *, asked: Asked) -> dict[str, int]:
    """How many answers, by code that is sorted as nothing."""
    rows = said(tables, kind=asked.kind, moments=asked.moments, codes=asked.codes)
    rows = rows.filter(asked.codes.state(rows.code) == "not_mapped").semi_join(people.frame, "participation")
    found = rows.group_by("code").aggregate(n=rows.count()).to_pyarrow().to_pylist()
    return {row["code"]: row["n"] for row in sorted(found, key=lambda row: row["code"])}


def _collapsed(rows: ibis.Table, asked: Asked) -> ibis.Table:
    """Work before studies before job-seeking before other."""
    state = asked.codes.state(rows.code)
    rank = ibis.cases(*((state == name, number) for number, name in enumerate(STATES)), else_=len(STATES))
    ranked = rows.mutate(rank=rank)
    best = ranked.group_by("participation").aggregate(
        before=ranked["rank"].min(where=ranked.moment == asked.moments[0]),
        after=ranked["rank"].min(where=ranked.moment == asked.moments[1]),
    )
    return best.mutate(before=_named(best.before), after=_named(best.after))


def _named(rank: Any) -> Any:
    return ibis.cases(*((rank == number, name) for number, name in enumerate(STATES)))


def _main(rows: ibis.Table, asked: Asked) -> ibis.Table:
    """The source marked as main, else the only one, else of the greatest extent; two alike are unclear."""
    weighed = rows.mutate(weight=rows.main * 1000 + rows.extent.fill_null(-1))
    most = weighed.group_by("participation", "moment").aggregate(most=weighed.weight.max())
    best = weighed.inner_join(most, ["participation", "moment"]).filter(ibis._.weight == ibis._.most)
    one = best.group_by("participation", "moment").aggregate(least=best.code.min(), greatest=best.code.max())
    one = one.mutate(code=(one.least == one.greatest).ifelse(one.least, UNCLEAR))
    return one.group_by("participation").aggregate(
        before=one.code.max(where=one.moment == asked.moments[0]),
        after=one.code.max(where=one.moment == asked.moments[1]),
    )


def _single(cells: Cells, asked: Asked) -> Answers:
    codes: dict[Group, dict[tuple[Any, ...], Count]] = defaultdict(lambda: defaultdict(Count))
    bases: dict[Group, dict[tuple[Any, ...], Count]] = defaultdict(lambda: defaultdict(Count))
    for group, there in cells.items():
        for pair, one in there.items():
            both = None not in pair
            bases[group][pair[0] is not None, pair[1] is not None] += one
            for moment, code in zip(asked.moments, pair, strict=True):
                if code is not None:
                    codes[group][moment, code, both] += one
    return Answers(codes, bases, {})


def _several(tables: Tables, people: Population, asked: Asked) -> Answers:
    """Every code counted, and each participation once among the answered: on the row of its first code."""
    rows = said(tables, kind=asked.kind, moments=asked.moments, codes=asked.codes)
    first = rows.group_by("participation", "moment").aggregate(first=rows.code.min())
    times = first.group_by("participation").aggregate(times=first.count())
    told = rows.inner_join(first, ["participation", "moment"]).inner_join(times, "participation")
    joined = people.frame.left_join(told, "participation")
    joined = joined.mutate(
        both=(joined.times == 2).fill_null(False),
        lead=(joined.code.isnull() | (joined.code == joined.first)).cast("int64"),
        own=joined.key % MODULUS,
    )
    made = joined.group_by("moment", "code", "both", "sex", "group").aggregate(
        n=joined.count(), sum_of_keys=joined.own.sum(), keys=joined.key.count(),
        leads=joined.lead.sum(), sum_of_lead_keys=(joined.own * joined.lead).sum(),
        extent_sum=joined.extent.sum(), extents=joined.extent.count(),
    ).to_pyarrow().to_pylist()  # fmt: skip
    codes = folded([row for row in made if row["code"] is not None], "moment", "code", "both", by=people.by)
    leads = folded(made, "moment", "both", by=people.by, n="leads", key="sum_of_lead_keys")
    return Answers(codes, {group: _bases(there, asked) for group, there in leads.items()}, _extents(made))


def _bases(leads: Mapping[tuple[Any, ...], Count], asked: Asked) -> dict[tuple[Any, ...], Count]:
    before, after = asked.moments
    made = {
        (False, False): leads.get((None, False), NOBODY),
        (True, False): leads.get((before, False), NOBODY),
        (False, True): leads.get((after, False), NOBODY),
        (True, True): leads.get((after, True), NOBODY),
    }
    return {flags: one for flags, one in made.items() if one.n}


def _extents(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[float, int]]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row["extents"]:
            both = sums[row["moment"], row["code"]]
            both[0] += int(row["extent_sum"])
            both[1] += row["extents"]
    return {key: (total / n, n) for key, (total, n) in sums.items()}


def _unknown_moment(moment: str) -> EvidenceError:
    there = ", ".join(MOMENTS)
    return EvidenceError(
        "UNKNOWN_MOMENT",
        Sentence(
            f"”{moment}” är inget tillfälle. Välj bland {there}.", f"“{moment}” is no moment. Choose among {there}."
        ),
        place=Place("", None, "moment"),
    )
