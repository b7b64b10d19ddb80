"""Share that has reached each kind of end, while the other kinds may come first: Aalen–Johansen."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.survival import estimate, words
from samsyn.evidence.survival.counts import Steps, steps, together
from samsyn.evidence.survival.data import CENSORED, Asked, followed
from samsyn.evidence.survival.estimate import Curve
from samsyn.evidence.survival.standing import need_somebody, ticks


def aalen_johansen(
    table: ibis.Table,
    *,
    duration: str,
    event: str,
    causes: Sequence[str] = (),
    censored: str = CENSORED,
    group: str | None = None,
    entry: str | None = None,
    person: str | None = None,
    key: str | None = None,
    at: Sequence[float] = (),
    level: float = 0.95,
    name: str = "data",
) -> Result:
    """Share that has ended by each cause, as step functions of time: a part for each cause (and `group`).

    `table`: one row a person; `duration` ≥ 0; `event`: code of the end, `censored` (0) where none was seen. `causes`
    names the codes and their order (left out: those found). A part's `estimate` is the share at the last time all its
    people were followed, with interval; its `table` the curve (time, at_risk, events, competing, censored, estimate,
    low, high, standard_error); `details` what holds `at` given times. Ties are counted as they are.
    Raises as `kaplan_meier`, and `EvidenceError` UNKNOWN_EVENT, TOO_MANY_CAUSES.
    Source: Aalen & Johansen (1978), Scand. J. Statistics 5; variance as Marubini & Valsecchi (1995), ch. 10.

    >>> import ibis
    >>> data = ibis.memtable({"days": [1.0, 2, 2, 3, 4], "end": ["work", "work", "studies", "0", "studies"]})
    >>> answer = aalen_johansen(data, duration="days", event="end", causes=["work", "studies"])
    >>> [(part.of["cause"], round(part.estimate, 3)) for part in answer.parts]
    [('work', 0.4), ('studies', 0.6)]
    """
    asked = Asked(duration, event, group, entry, person, tuple(causes), True, censored, name, key=key)
    data = followed(table, asked)
    need_somebody(data)
    groups, method = steps(data), words.competing(level)
    times = at or ticks(max(own.time[-1] for own in groups.values()))
    whole = together(groups)
    parts = []
    for one, own in {"": whole, **groups}.items():
        for cause in data.asked.causes:
            of = {"cause": cause, **({str(group): one} if one else {})}
            part = _result(own, cause, of, times, level, method, data.asked.causes)
            parts.append(data.keyed(part, one or None))
    return Result(
        measure="cumulative_incidence",
        method=method,
        n=data.n,
        exclusions=data.exclusions,
        warnings=(*words.warned(groups, 0.0), *_unseen(whole, data.asked.causes)),
        details={"events": int(whole.ended.sum()), "censored": int(whole.censored.sum()), "causes": data.asked.causes},
        parts=tuple(parts),
    )


def _result(
    own: Steps,
    cause: str,
    of: Mapping[str, str],
    times: Sequence[float],
    level: float,
    method: Sentence,
    causes: Sequence[str],
) -> Result:
    curve = estimate.aalen_johansen(own, causes.index(cause), level)
    events = own.events[causes.index(cause)]
    low, high = float(curve.low[-1]), float(curve.high[-1])
    return Result(
        measure="share_ended",
        of=of,
        method=method,
        n=own.n,
        estimate=float(curve.estimate[-1]),
        standard_error=float(np.sqrt(curve.variance[-1])),
        interval=None if np.isnan(low) else Interval(low, high, level, "log-log"),
        details={
            "time": float(own.time[-1]),
            "events": int(events.sum()),
            "competing": int(own.events.sum() - events.sum()),
            "censored": int(own.censored.sum()),
            "at": [_at(curve, events, one) for one in times],
        },
        table=_drawn(curve, events),
    )


def _at(curve: Curve, events: Any, time: float) -> dict[str, Any]:
    found = curve.at([time])[0]
    own = int(events[curve.steps.time <= time].sum())
    return {**found, "events": own, "competing": found["events"] - own}


def _drawn(curve: Curve, events: Any) -> pa.Table:
    own = curve.steps
    columns = {
        "time": own.time, "at_risk": own.at_risk, "events": events, "competing": own.ended - events,
        "censored": own.censored, "estimate": curve.estimate, "low": curve.low, "high": curve.high,
        "standard_error": np.sqrt(curve.variance),
    }  # fmt: skip
    return pa.table(columns)


def _unseen(whole: Steps, causes: Sequence[str]) -> list[Sentence]:
    quiet = [cause for cause, events in zip(causes, whole.events, strict=True) if not events.any()]
    if not quiet:
        return []
    return [
        Sentence(
            f"Ingen har nått slutet {', '.join(quiet)}. Är koden rätt stavad?",
            f"Nobody has reached the end {', '.join(quiet)}. Is the code spelled right?",
        )
    ]
