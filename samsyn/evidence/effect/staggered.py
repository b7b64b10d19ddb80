"""Areas that start at different times: each start against areas not yet started, never against those already in it.

Callaway and Sant'Anna, Journal of Econometrics 2021 (without covariates): the effect of each start at each time, then
averaged by time since the start and over all. A regression with area and time effects would also compare with areas
already in it, and can turn the sign (Goodman-Bacon, the same journal).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from samsyn.evidence.effect import words
from samsyn.evidence.effect.areas import Areas, areas_of
from samsyn.evidence.effect.checks import Gate
from samsyn.evidence.effect.question import wrong
from samsyn.evidence.effect.variables import Numbers
from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Interval, Result

LEVEL = 0.95
FEWEST_AREAS = 3
FEW_AREAS = 20
CONTROLS = ("not-yet", "never")


@dataclass(frozen=True)
class Cell:
    """The effect of one start at one time; `moves`: what each area adds to its error."""

    start: int
    time: int
    value: float
    moves: Numbers

    @property
    def since(self) -> int:
        """Times since the start; below 0 before it."""
        return self.time - self.start


def staggered(
    table: Any, *, area: str, time: str, start: str, outcome: str, controls: str = "not-yet", bootstrap: int = 0,
    seed: int = 0, anyway: bool = False,
) -> Result:  # fmt: skip
    """Average effect of starting, over areas that start at different `time`s (numbers or days; `start` empty: never).

    Rows of the same area and time (people) are averaged; every area weighs the same. `estimate`: the mean of each
    start's mean effect since it began, weighted by areas. `parts`: `event_time` (periods since the start; those below 0
    show what differed already before) and `group_time`. `controls`: areas not yet started, or only those that never do.
    `bootstrap`: multiplier replications, which give one band for all event times together (`details["band"]`).
    Standard errors by area. Raises `EvidenceError` BAD_CHOICE and as `areas.areas_of`, and `Refused` NO_START,
    NO_COMPARISON, TOO_FEW_AREAS.

    >>> import pyarrow as pa
    >>> rows = [(a, t, None if a > 5 else 2 + a % 2, a + t + 3 * (a <= 5 and t >= 2 + a % 2))
    ...         for a in range(12) for t in range(5)]
    >>> made = pa.table(dict(zip(("area", "year", "began", "share"), map(list, zip(*rows)))))
    >>> found = staggered(made, area="area", time="year", start="began", outcome="share")
    >>> round(found.estimate, 6), [(one.of["periods"], round(one.estimate, 6)) for one in found.parts[:3]]
    (3.0, [(-2, 0.0), (-1, 0.0), (0, 3.0)])
    """
    if controls not in CONTROLS:
        raise wrong("BAD_CHOICE", f"controls är {' eller '.join(CONTROLS)}.", f"controls is {' or '.join(CONTROLS)}.")
    areas = areas_of(table, area=area, time=time, start=start, outcome=outcome)
    return of_areas(areas, controls=controls, bootstrap=bootstrap, seed=seed, anyway=anyway)


def of_areas(
    areas: Areas, *, controls: str = "not-yet", bootstrap: int = 0, seed: int = 0, anyway: bool = False
) -> Result:  # fmt: skip
    """The same from means by area and time."""
    gate = Gate(anyway)
    _enough(gate, areas, controls)
    cells = _cells(areas, controls)
    if not any(one.since >= 0 for one in cells):
        raise Refused(
            "NO_COMPARISON",
            Sentence(
                "inget område är kvar att jämföra med när de andra har börjat.",
                "no area is left to compare with once the others have begun.",
            ),
        )
    overall = _overall(areas, cells)
    events = _events(areas, cells)
    parts = [_part(areas, "event_time", {"periods": at}, *one) for at, one in events.items()]
    parts += [_part(areas, "group_time", _named(areas, one), one.value, one.moves) for one in cells]
    details = _details(areas, cells, events, controls)
    details |= {"band": _band(events, bootstrap, seed)} if bootstrap else {}
    whole = _part(areas, "effect", {}, *overall)
    return Result(
        "effect", words.of_staggered(controls), len(areas.names), whole.estimate, whole.standard_error, whole.interval,
        unit="difference", counted="areas", exclusions=areas.exclusions, warnings=gate.warnings, details=details,
        parts=tuple(parts), table=pa.Table.from_pylist([_row(one) for one in parts[: len(events)]]),
    )  # fmt: skip


def _enough(gate: Gate, areas: Areas, controls: str) -> None:
    begun = areas.began < areas.never
    if not begun.any():
        raise Refused("NO_START", Sentence("inget område börjar under tiden.", "no area begins within these times."))
    never = int((~begun).sum())
    others = never if controls == "never" else int((areas.began > areas.began.min()).sum())
    if not others:
        raise Refused(
            "NO_COMPARISON",
            Sentence(
                "alla områden börjar samtidigt, eller ingen är utan. Förändring från före till efter är ingen effekt.",
                "all areas begin at once, or none is without. A change from before to after is no effect.",
            ),
        )
    if min(int(begun.sum()), others) < FEWEST_AREAS:
        gate.refuse(
            "TOO_FEW_AREAS",
            f"{int(begun.sum())} områden börjar och {others} finns att jämföra med; minst {FEWEST_AREAS} av varje.",
            f"{int(begun.sum())} areas begin and {others} are there to compare with; {FEWEST_AREAS} of each at least.",
        )
    elif len(areas.names) < FEW_AREAS:
        gate.tell(f"Bara {len(areas.names)} områden: intervallen är osäkra.",
                  f"Only {len(areas.names)} areas: the intervals are uncertain.")  # fmt: skip
    single = [one for one in np.unique(areas.began[begun]) if (areas.began == one).sum() == 1]
    if single:
        shown = ", ".join(str(_shown(areas.times[one])) for one in single)
        gate.tell(f"Ett enda område börjar {shown}: hur säkert dess eget svar är går inte att veta.",
                  f"One area alone begins {shown}: how certain its own answer is cannot be known.")  # fmt: skip


def _cells(areas: Areas, controls: str) -> list[Cell]:
    """Every start at every time that has someone to be compared with. Before the start: against the time before."""
    found = []
    for start in (int(one) for one in np.unique(areas.began) if one < areas.never):
        mine = areas.began == start
        for time in range(1, len(areas.times)):
            base = start - 1 if time >= start else time - 1
            free = areas.began == areas.never
            if controls == "not-yet":
                free = (areas.began > max(time, base)) & ~mine
            if free.any():
                found.append(_cell(areas, start, time, areas.means[:, time] - areas.means[:, base], mine, free))
    return found


def _cell(areas: Areas, start: int, time: int, change: Numbers, mine: Any, free: Any) -> Cell:
    moves, means = np.zeros(len(areas.names)), []
    for sign, rows in ((1, mine), (-1, free)):
        mean = float(change[rows].mean())
        moves[rows] = sign * (change[rows] - mean) / rows.sum()
        means.append(mean)
    return Cell(start, time, means[0] - means[1], moves)


def _weighted(areas: Areas, values: Sequence[tuple[int, float, Numbers]]) -> tuple[float, Numbers]:
    """Mean of (start, value, moves), each by its share of the areas; that the shares are estimated moves it too."""
    size = len(areas.names)
    inside = np.array([areas.began == start for start, _, _ in values], float)
    shares = inside.mean(axis=1)
    total = shares.sum()
    weights = shares / total
    numbers, moves = np.array([one[1] for one in values]), np.array([one[2] for one in values])
    value = float(weights @ numbers)
    return value, weights @ moves + (inside - shares[:, None]).T @ (numbers - value) / total / size


def _events(areas: Areas, cells: Sequence[Cell]) -> dict[int, tuple[float, Numbers]]:
    since = sorted({one.since for one in cells})
    return {
        at: _weighted(areas, [(one.start, one.value, one.moves) for one in cells if one.since == at]) for at in since
    }


def _overall(areas: Areas, cells: Sequence[Cell]) -> tuple[float, Numbers]:
    """Each start's mean since it began, and the mean of those by areas."""
    groups = []
    for start in sorted({one.start for one in cells}):
        after = [one for one in cells if one.start == start and one.since >= 0]
        if after:
            moves = np.mean([one.moves for one in after], axis=0)
            groups.append((start, float(np.mean([one.value for one in after])), moves))
    return _weighted(areas, groups)


def _part(areas: Areas, measure: str, of: Mapping[str, Any], value: float, moves: Numbers) -> Result:
    from scipy.stats import t as student

    size = len(areas.names)
    error = _error(moves)
    half = float(student.ppf(0.5 + LEVEL / 2, size - 1)) * error
    interval = Interval(value - half, value + half, LEVEL, "t")
    return Result(measure, words.of_part(), size, value, error, interval, unit="difference", counted="areas", of=of)


def _error(moves: Numbers) -> float:
    return float(np.sqrt(moves @ moves * len(moves) / (len(moves) - 1)))


def _details(
    areas: Areas, cells: Sequence[Cell], events: Mapping[int, tuple[float, Numbers]], controls: str
) -> dict[str, Any]:  # fmt: skip
    after = [(one.start, one.value, one.moves) for one in cells if one.since >= 0]
    simple, moves = _weighted(areas, after)
    return {
        "method": "did",
        "controls": controls,
        "areas_by_start": {
            "never" if one == areas.never else str(_shown(areas.times[one])): int((areas.began == one).sum())
            for one in np.unique(areas.began)
        },
        "rows": areas.rows,
        "simple": {"estimate": simple, "standard_error": _error(moves)},
        "mean_of_event_times": float(np.mean([value for at, (value, _) in events.items() if at >= 0])),
        "before": _before(events, len(areas.names)),
    }


def _before(events: Mapping[int, tuple[float, Numbers]], size: int) -> dict[str, Any] | None:
    """Whether the areas went apart already before the start: all event times below 0 together (F test)."""
    from scipy.stats import f

    early = [one for at, one in events.items() if at < 0]
    if not early:
        return None
    values, moves = np.array([one[0] for one in early]), np.array([one[1] for one in early])
    variance = moves @ moves.T * size / (size - 1)
    rank = int(np.linalg.matrix_rank(variance))
    if not rank or size <= rank + 1:
        return None
    statistic = float(values @ np.linalg.pinv(variance) @ values) / rank
    return {"f": statistic, "freedom": [rank, size - rank], "p_value": float(f.sf(statistic, rank, size - rank))}


def _band(events: Mapping[int, tuple[float, Numbers]], count: int, seed: int) -> dict[str, Any]:
    """One band that holds all event times at once: random signs an area (Rademacher), greatest distance of each."""
    random = np.random.default_rng(seed)
    moves = np.array([one[1] for one in events.values()])
    errors = np.array([_error(one) for one in moves])
    drawn = moves @ random.choice((-1.0, 1.0), (moves.shape[1], count))
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.nanmax(np.abs(drawn) / np.where(errors > 0, errors, np.nan)[:, None], axis=0)
    reach = float(np.quantile(away, LEVEL))
    spans = {str(at): [value - reach * error, value + reach * error]
             for (at, (value, _)), error in zip(events.items(), errors, strict=True)}  # fmt: skip
    return {"replications": count, "seed": seed, "reach": reach, "intervals": spans}


def _named(areas: Areas, cell: Cell) -> dict[str, Any]:
    return {"start": _shown(areas.times[cell.start]), "time": _shown(areas.times[cell.time])}


def _shown(time: Any) -> Any:
    return int(time) if isinstance(time, float) and time.is_integer() else time


def _row(part: Result) -> dict[str, Any]:
    assert part.interval is not None
    return {
        "periods": part.of["periods"], "estimate": part.estimate, "standard_error": part.standard_error,
        "low": part.interval.low, "high": part.interval.high,
    }  # fmt: skip
