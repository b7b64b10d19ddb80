"""Do the curves of groups differ: log-rank, and difference in restricted mean time."""

from collections.abc import Mapping
from typing import Any

import ibis

from samsyn.evidence.errors import Place, Refused, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import normal
from samsyn.evidence.survival import estimate, words
from samsyn.evidence.survival.counts import Steps, steps
from samsyn.evidence.survival.data import Asked, followed

WEIGHTS = {"log-rank": 0.0, "wilcoxon": 1.0, "tarone-ware": 0.5}


def log_rank(
    table: ibis.Table,
    *,
    duration: str,
    event: str,
    group: str,
    entry: str | None = None,
    person: str | None = None,
    weights: str = "log-rank",
    name: str = "data",
) -> Result:
    """Test whether two or more groups have the same curve; ties and late entries are counted as they are.

    `table`: one row a person; `duration` ≥ 0 in any unit, `event` 0/1. `weights`: log-rank (all times alike), wilcoxon
    (by people at risk: early times, Gehan 1965) or tarone-ware (by its root). `estimate` is chi-square, `details` has
    p, degrees of freedom, observed and expected ends a group. Raises as `kaplan_meier`; `Refused` ONE_GROUP, NO_EVENTS.
    Source: Mantel (1966), Cancer Chemotherapy Reports 50.

    >>> import ibis
    >>> data = ibis.memtable({"days": [1.0, 2, 3, 4, 5, 6], "ended": [1, 1, 1, 1, 0, 1], "sex": list("wwwmmm")})
    >>> answer = log_rank(data, duration="days", event="ended", group="sex")
    >>> round(answer.estimate, 4), round(answer.details["p"], 4)
    (5.0517, 0.0246)
    """
    data = followed(table, Asked(duration, event, group, entry, person, name=name))
    groups = steps(data)
    _need_two(groups, data.asked)
    answer = comparison(groups, weights)
    return Result(
        measure="log_rank",
        method=words.comparison(weights),
        n=data.n,
        estimate=answer["statistic"],
        unit="chi-square",
        exclusions=data.exclusions,
        warnings=words.warned(groups, 0.0),
        details=answer,
    )


def comparison(groups: Mapping[str, Steps], weights: str = "log-rank") -> dict[str, Any]:
    """Statistic, p, degrees, n and ends, observed and expected, a group."""
    from scipy.special import chdtrc

    statistic, degrees, observed, expected = estimate.log_rank(list(groups.values()), WEIGHTS[weights])
    return {
        "statistic": statistic,
        "degrees": degrees,
        "p": float(chdtrc(degrees, statistic)),
        "n": sum(one.n for one in groups.values()),
        "weights": weights,
        "groups": {
            name: {"n": one.n, "observed": float(o), "expected": float(e)}
            for (name, one), o, e in zip(groups.items(), observed, expected, strict=True)
        },
    }


def can_be_tested(groups: Mapping[str, Steps]) -> bool:
    """Two groups, and somebody ended."""
    return len(groups) > 1 and any(one.ended.any() for one in groups.values())


def mean_difference(of: Mapping[str, str], one: estimate.Mean, base: estimate.Mean, level: float) -> dict[str, Any]:
    """Restricted mean of `one` less that of `base`, with normal interval; not an effect."""
    from scipy.special import ndtr

    apart, error = one.estimate - base.estimate, (one.standard_error**2 + base.standard_error**2) ** 0.5
    reach = normal(level) * error
    return {
        **of,
        "estimate": apart,
        "standard_error": error,
        "low": apart - reach,
        "high": apart + reach,
        "p": float(2 * ndtr(-abs(apart / error))) if error else None,
        "tau": one.tau,
    }


def _need_two(groups: Mapping[str, Steps], asked: Asked) -> None:
    place = Place(asked.name, None, asked.group or "")
    if len(groups) < 2:
        raise Refused(
            "ONE_GROUP",
            Sentence(
                "bara en grupp. En jämförelse behöver minst två.", "only one group. A comparison needs at least two."
            ),
            place=place,
        )
    if not can_be_tested(groups):
        raise Refused(
            "NO_EVENTS",
            Sentence(
                "ingen har nått slutet, så kurvorna kan inte jämföras. Följ längre.",
                "nobody has reached the end, so the curves cannot be compared. Follow for longer.",
            ),
            place=Place(asked.name, None, asked.event),
        )
