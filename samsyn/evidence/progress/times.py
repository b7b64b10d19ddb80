"""Progress over time: moves by quarter since the start, and what the two who rate say of the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.evidence import columns
from samsyn.evidence.describe.cells import MODULUS, counted, drawn, groups, part, total
from samsyn.evidence.describe.population import Among, population
from samsyn.evidence.errors import Place, Refused, Sentence
from samsyn.evidence.progress.frame import BELIEF, placed
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

QUARTER = 90  # days: step moves and ratings are asked for every third month
JUDGES = ("person", "caseworker")
MOVES = Sentence(
    f"Av dem som bedömts under ett kvartal ({QUARTER} dagar från starten räknat), de som då tog minst ett steg framåt,"
    " enligt personen och enligt handläggaren var för sig. Vilka som är kvar senare är inte slumpvis.",
    f"Of those judged in a quarter ({QUARTER} days, counted from the start), those who then took at least one step"
    " forward, as the person and as the caseworker judges. Who is still there later is not by chance.",
)
RATED = Sentence(
    "Varje person räknas en gång: medelvärde av personens egna skattningar. agreement: andel par (samma dag, skala och"
    " del) där båda satte samma värde. difference: handläggarens värde minus personens. change: sista minus första."
    " Intervallen är t-intervall över personer. En förändring är ingen effekt av insatsen.",
    "Each person counts once: the mean of their own ratings. agreement: share of pairs (same day, scale and part) where"
    " both set the same value. difference: the caseworker's value minus the person's. change: last minus first."
    " Intervals are t-intervals over persons. A change is no effect of the intervention.",
)


def over_time(tables: Tables, *, by: str | None = None, among: Among = "all", level: float = LEVEL) -> Result:
    """Share who took a step forward, of those judged in each quarter since their start.

    Parts `of` {"what": person or caseworker, "period": "1", "2" …, sex and/or `by`}: numerator and denominator are
    participations. `exclusions` also: undated (moves before the start, or of none that is known).
    Raises `EvidenceError` as `describe`, `Refused` NOTHING_JUDGED.
    """
    people = population(tables, by=by, among=among)
    rows = placed(tables.step_moves, tables, "on", "by_person", "by_caseworker")
    joined = people.frame.inner_join(rows, "participation")
    there = joined.filter(joined.on >= joined.starts_on)
    if not (n := int(there.count().execute())):
        raise _nothing("NOTHING_JUDGED", "step_moves", "det finns inga bedömda steg.", "no steps were judged.")
    period = (there.on.delta(there.starts_on, unit="day") // QUARTER + 1).cast("int64")
    each = there.mutate(period=period).group_by("participation", "period", "sex", "group", "key")
    made = each.aggregate(**{who: (there[f"by_{who}"] == "forward").cast("int64").max() for who in JUDGES})
    cells = counted(made, "period", *JUDGES, by=by)
    periods = sorted({key[0] for key in cells[()]})
    parts = tuple(_moved(cells, group, who, one, level) for who in JUDGES for group in groups(cells) for one in periods)
    out = int(tables.step_moves.count().execute()) - n
    told = {**people.exclusions, **({"undated": out} if out else {})}
    return Result(
        "step_moves_over_time", MOVES, n, counted="step moves", exclusions=told, parts=parts, table=drawn(parts)
    )


def _moved(cells: Any, group: Any, who: str, period: int, level: float) -> Result:
    at = 1 + JUDGES.index(who)
    known = [key for key in cells.get(group, {}) if key[0] == period and key[at] is not None]
    there, base = total(cells, group, [key for key in known if key[at]]), total(cells, group, known)
    words = Sentence(f"{MOVES.sv} {WILSON.sv}", f"{MOVES.en} {WILSON.en}")
    of = {"what": who, "period": str(period), **dict(group)}
    return part("step_move", there, base, of=of, method=words, level=level)


@dataclass(frozen=True)
class _Values:
    """One number a person, and the person's record key."""

    values: Any
    keys: Any
    details: dict[str, Any]


def ratings(tables: Tables, *, among: Among = "all", level: float = LEVEL) -> Result:
    """What the person and the caseworker rate, how they agree, and how it changes.

    Parts `of` {"scale", "what"}: agreement (share), difference, change_person, change_staff (steps of the scale); n =
    persons. `details`: pairs, cell_key. The caseworker's belief is the scale "belief", rated by the caseworker alone.
    `exclusions`: one_rater (ratings without the other's of that day), not_judged (no value).
    Raises `EvidenceError` as `describe`, `Refused` NOTHING_RATED.

    >>> from samsyn.evidence.progress import example
    >>> found = {(one.of["scale"], one.of["what"]): one for one in ratings(example.tables()).parts}
    >>> found["steps", "agreement"].estimate, found["steps", "difference"].estimate
    (0.575, -0.425)
    """
    people = population(tables, among=among)
    rows = placed(tables.ratings, tables, "on", "scale", "part", "rater", "value")
    joined = people.frame.select("participation", "person", "key").inner_join(rows, "participation")
    wide = joined.group_by("person", "key", "participation", "scale", "part", "on").aggregate(
        by_person=joined.value.max(where=joined.rater == "person"),
        by_staff=joined.value.max(where=joined.rater != "person"),
    )
    found = columns.collect(wide.order_by("person", "participation", "scale", "part", "on"), name="ratings").to_pandas()
    told = found[["by_person", "by_staff"]].notna().sum(axis=1)
    if not told.any():
        raise _nothing("NOTHING_RATED", "ratings", "det finns inga skattningar.", "nothing was rated.")
    parts = tuple(_parts(found[told > 0], level))
    two_sided = found[(told == 1) & (found.scale != BELIEF)]
    exclusions = {"one_rater": len(two_sided), "not_judged": int((told == 0).sum())}
    return Result(
        "ratings", RATED, int(found.person.nunique()), counted="people", unit="steps", parts=parts,
        exclusions={**people.exclusions, **{why: n for why, n in exclusions.items() if n}},
    )  # fmt: skip


def _parts(found: Any, level: float) -> Iterator[Result]:
    for scale, rows in found.groupby("scale", sort=True):
        both = rows.dropna(subset=["by_person", "by_staff"])
        if len(both):
            gap = both.by_staff - both.by_person
            yield _mean(scale, "agreement", "share", _each(both, (gap == 0).astype(float)), level)
            yield _mean(scale, "difference", "steps", _each(both, gap), level)
        for rater in ("person", "staff"):
            changed = _changed(rows.dropna(subset=[f"by_{rater}"]), f"by_{rater}")
            if len(changed.values):
                yield _mean(scale, f"change_{rater}", "steps", changed, level)


def _each(rows: Any, values: Any) -> _Values:
    """The mean a person."""
    means = rows.assign(value=values).groupby("person", sort=True).agg(value=("value", "mean"), key=("key", "first"))
    return _Values(means["value"].to_numpy(float), means["key"].to_numpy(), {"pairs": len(rows)})


def _changed(rows: Any, column: str) -> _Values:
    """Last minus first of each part rated on two days or more."""
    ends = rows.groupby(["person", "key", "participation", "part"], sort=True, dropna=False)[column]
    made = ends.agg(["first", "last", "size"]).reset_index()
    made = made[made["size"] > 1]
    return _each(made, made["last"] - made["first"])


def _mean(scale: str, what: str, unit: str, of: _Values, level: float) -> Result:
    values = of.values
    n, mean = len(values), float(values.mean())
    error = float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else None
    numbers = [int(one) for one in of.keys if one == one and one is not None]
    key = {"cell_key": sum(numbers) % MODULUS} if numbers else {}
    return Result(
        f"rating_{what}", RATED, n, mean, error, _t(mean, error, n, level), unit=unit,
        of={"scale": scale, "what": what}, details={**of.details, **key},
    )  # fmt: skip


def _t(mean: float, error: float | None, n: int, level: float) -> Interval | None:
    if error is None:
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, 0.5 + level / 2)) * error
    return Interval(mean - half, mean + half, level, "t")


def _nothing(code: str, table: str, sv: str, en: str) -> Refused:
    return Refused(code, Sentence(sv, en), place=Place(table))
