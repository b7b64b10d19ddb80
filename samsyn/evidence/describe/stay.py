"""How long people take part: mean, median and quartiles of those who ended, and how many go on."""

from typing import Any

import numpy as np

from samsyn.evidence import columns
from samsyn.evidence.describe.cells import drawn
from samsyn.evidence.describe.population import Population, population
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import LEVEL
from samsyn.evidence.tables import Tables

METHOD = Sentence(
    "Dagar från första dagen till första dagen efter, för avslutade deltaganden; kvartiler med linjär interpolation, "
    "medianens intervall efter ordningstal. De pågående är inte med, så långa tider underskattas: se överlevnadskurvan "
    "när många pågår.",
    "Days from the first day to the first day after, of ended participations; quartiles by linear interpolation, the "
    "median's interval by order statistics. Those who go on are not in it, so long stays are underestimated: see the "
    "survival curve when many go on.",
)


def length_of_stay(tables: Tables, *, by: str | None = None, level: float = LEVEL) -> Result:
    """Days in the intervention. Estimate: the median of the ended; `unit` days.

    Parts by sex and `by`, everybody first. `details`: mean, standard_deviation, quartile_1, quartile_3, shortest,
    longest, ongoing, share_ongoing (of ended and ongoing), cell_key (of the ended). `exclusions`: undated (no first
    day), besides anonymous, volume and wrong registrations.
    Raises `EvidenceError` EMPTY_COHORT, UNKNOWN_VARIABLE, DOUBLE_ID or NEGATIVE_DURATION (ends before it starts).

    >>> from samsyn.evidence import example
    >>> one = length_of_stay(example.tables())
    >>> one.estimate, one.n, one.details["ongoing"]
    (192.5, 6, 2)
    """
    people = population(tables, by=by, among="all")
    frame = _frame(people)
    masks = _masks(frame, by)
    undated = int((~frame["dated"]).sum())
    parts = tuple(_part(frame, mask, of, level) for of, mask in masks)
    whole = parts[0]
    exclusions = {**people.exclusions, **({"undated": undated} if undated else {})}
    return Result(
        "length_of_stay", METHOD, whole.n, estimate=whole.estimate, interval=whole.interval, unit="days",
        counted="participations", details=whole.details, exclusions=exclusions, parts=parts, table=drawn(parts),
    )  # fmt: skip


def _frame(people: Population) -> dict[str, Any]:
    rows = people.frame
    made = rows.select(
        "sex", "group", "key", days=rows.ends_on.delta(rows.starts_on, unit="day"), dated=rows.starts_on.notnull(),
        ended=rows.ends_on.notnull(),
    )  # fmt: skip
    return {
        name: column.to_numpy(zero_copy_only=False)
        for name, column in zip(made.columns, columns.collect(made, name="participations").columns, strict=True)
    }


def _masks(frame: dict[str, Any], by: str | None) -> list[tuple[dict[str, str], Any]]:
    every = frame["dated"]
    found: list[tuple[dict[str, str], Any]] = [({}, every)]
    sexes = sorted(set(frame["sex"]))
    found += [({"sex": sex}, every & (frame["sex"] == sex)) for sex in sexes]
    for group in sorted(set(frame["group"])) if by else []:
        here = every & (frame["group"] == group)
        found += [({by or "": group}, here)]
        found += [({by or "": group, "sex": sex}, here & (frame["sex"] == sex)) for sex in sexes]
    return found


def _part(frame: dict[str, Any], mask: Any, of: dict[str, str], level: float) -> Result:
    ended, n = mask & frame["ended"], int((mask & frame["ended"]).sum())
    ongoing = int(mask.sum()) - n
    told: dict[str, Any] = {"ongoing": ongoing, "share_ongoing": ongoing / (n + ongoing) if n + ongoing else None}
    keys = frame["key"][ended].astype("float64")
    if np.isfinite(keys).any():
        told["cell_key"] = int(np.nansum(keys % 2**32) % 2**32)
    if not n:
        return Result("length_of_stay", METHOD, 0, unit="days", counted="participations", of=of, details=told)
    days = np.sort(frame["days"][ended].astype("float64"))
    first, median, third = np.quantile(days, (0.25, 0.5, 0.75))
    told |= {"mean": float(days.mean()), "standard_deviation": float(days.std(ddof=1)) if n > 1 else None,
             "quartile_1": float(first), "quartile_3": float(third), "shortest": float(days[0]),
             "longest": float(days[-1])}  # fmt: skip
    return Result("length_of_stay", METHOD, n, estimate=float(median), interval=_median(days, level), unit="days",
                  counted="participations", of=of, details=told)  # fmt: skip


def _median(days: Any, level: float) -> Interval | None:
    """Between two order statistics, by the binomial distribution; none when so few cannot give that level."""
    from scipy.stats import binom

    n = len(days)
    rank = int(binom.ppf((1 - level) / 2, n, 0.5))
    if rank < 1:
        return None
    return Interval(float(days[rank - 1]), float(days[n - rank]), level, "order statistics")
