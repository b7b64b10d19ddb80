"""Work and studies after: how many, and how many of them started, or increased the extent."""

from functools import reduce
from operator import add
from typing import Any

import ibis

from samsyn.evidence.describe.answers import Asked
from samsyn.evidence.describe.before_after import NOT_EFFECT
from samsyn.evidence.describe.cells import NOBODY, Cells, Count, Group, counted, drawn, groups, part
from samsyn.evidence.describe.codes import Codes, Kind, sorting
from samsyn.evidence.describe.population import Among, Population, population, said
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

AREAS = ("work", "studies", "either")
HOW = ("after", "started", "increased", "started_or_increased")
METHOD = Sentence(
    "Arbetar eller studerar efter: andel av dem som svarat efter. Började: var inte där före men efter; ökade: var där "
    "både före och efter med större sammanlagd omfattning efter; båda som andel av dem som svarat före och efter. Utan "
    "angiven omfattning kan en ökning inte ses; de räknas som okänd omfattning.",
    "Works or studies after: share of those who answered after. Started: not there before but after; increased: "
    "there both before and after with a greater total extent after; both as shares of those who answered before and "
    "after. Without a stated extent an increase cannot be seen; they are counted as extent unknown.",
)


def work_or_study(
    tables: Tables, *, kind: Kind = "occupations", by: str | None = None, among: Among = "ended",
    before: str = "before", after: str = "exit", codes: Codes | None = None, level: float = LEVEL,
) -> Result:  # fmt: skip
    """How many work and/or study after, and how many started or increased.

    Parts `of` {"area": work | studies | either, "how": after | started | increased | started_or_increased,
    sex and/or `by`}. A person who both works and studies is in both areas, and once in either. `exclusions`:
    missing_after, and missing_before (answered after, not before), besides those of the population; `details`:
    both_after (work and studies), extent_unknown (there both times, but an extent is missing), cell keys.
    Raises `EvidenceError` as `before_after`. Source: the standard reports on participants of SUS (susam.se).

    >>> from samsyn.evidence import example
    >>> report = work_or_study(example.tables())
    >>> wanted = {"area": "either", "how": "started_or_increased"}
    >>> [(part.numerator, part.denominator) for part in report.parts if part.of == wanted]
    [(3, 5)]
    """
    asked = Asked(kind, (before, after), sorting(kind, codes), "all")
    people = population(tables, by=by, among=among)
    cells = counted(_flags(tables, people, asked), "has_before", "has_after", *AREAS, by=by)
    method = Sentence(f"{METHOD.sv} {WILSON.sv}", f"{METHOD.en} {WILSON.en}")
    parts = tuple(
        _part(cells, group, area, how, method, level) for group in groups(cells) for area in AREAS for how in HOW
    )
    everybody = cells[()]
    unanswered = {
        "missing_after": sum(one.n for key, one in everybody.items() if not key[1]),
        "missing_before": sum(one.n for key, one in everybody.items() if key[1] and not key[0]),
    }
    return Result(
        "work_or_study_after", method, sum(one.n for one in everybody.values()), counted="participations",
        exclusions={**people.exclusions, **unanswered}, warnings=(NOT_EFFECT,), parts=parts, table=drawn(parts),
        details={"both_after": sum(one.n for key, one in everybody.items() if _in_both(key))},
    )  # fmt: skip


def _part(cells: Cells, group: Group, area: str, how: str, method: Sentence, level: float) -> Result:
    there, which = cells[group], 2 + AREAS.index(area)
    answered = [(key, one) for key, one in there.items() if key[1] and (how == "after" or key[0])]
    base = sum((one for _key, one in answered), NOBODY)
    n = sum((one for key, one in answered if _is(key[which], how)), NOBODY)
    unknown: Count = sum((one for key, one in answered if key[which] == "unknown"), NOBODY)
    told: dict[str, Any] = {"extent_unknown": unknown.n} if how in ("increased", "started_or_increased") else {}
    of = {"area": area, "how": how, **dict(group)}
    return part("work_or_study_after", n, base, of=of, method=method, level=level, **told)


def _is(flag: str, how: str) -> bool:
    if how == "after":
        return flag not in ("none", "left")
    if how == "started_or_increased":
        return flag in ("started", "increased")
    return flag == how


def _in_both(key: tuple[Any, ...]) -> bool:
    return bool(key[1]) and _is(key[2], "after") and _is(key[3], "after")


def _flags(tables: Tables, people: Population, asked: Asked) -> ibis.Table:
    """For each area none, left, started, increased, kept (not increased) or unknown (an extent is missing)."""
    rows = said(tables, kind=asked.kind, moments=asked.moments, codes=asked.codes)
    rows = rows.mutate(state=asked.codes.state(rows.code))
    sums: dict[str, Any] = {}
    for moment, which in zip(asked.moments, ("before", "after"), strict=True):
        at = rows.moment == moment
        sums[f"has_{which}"] = at.any()
        for state in ("work", "studies"):
            here = at & (rows.state == state)
            sums |= {
                f"{which}_{state}": here.cast("int64").sum(),
                f"{which}_{state}_extent": rows.extent.sum(where=here).fill_null(0),
                f"{which}_{state}_unknown": (here & rows.extent.isnull()).cast("int64").sum(),
            }
    made = rows.group_by("participation").aggregate(**sums)
    flags = {area: _flag(made, states) for area, states in _STATES.items()}
    joined = people.frame.left_join(made.select("participation", "has_before", "has_after", **flags), "participation")
    return joined.mutate(**{name: joined[name].fill_null(False) for name in ("has_before", "has_after")},
                         **{area: joined[area].fill_null("none") for area in AREAS})  # fmt: skip


_STATES = {"work": ("work",), "studies": ("studies",), "either": ("work", "studies")}


def _flag(made: ibis.Table, states: tuple[str, ...]) -> Any:
    def summed(which: str, ending: str = "") -> Any:
        return reduce(add, [made[f"{which}_{state}{ending}"] for state in states])

    was, is_ = summed("before") > 0, summed("after") > 0
    unknown = summed("before", "_unknown") + summed("after", "_unknown") > 0
    more = summed("after", "_extent") > summed("before", "_extent")
    return ibis.cases(
        (was & is_ & unknown, "unknown"), (was & is_ & more, "increased"), (was & is_, "kept"),
        (was, "left"), (is_, "started"), else_="none",
    )  # fmt: skip
