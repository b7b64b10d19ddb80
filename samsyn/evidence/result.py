"""What every number leaves with: definition, numerator, denominator, exclusions and interval."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from samsyn.evidence.errors import Sentence

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Interval:
    """Where the true value lies with probability `level`, by `method` (such as "wilson", "log-log", "bootstrap")."""

    low: float
    high: float
    level: float = 0.95
    method: str = "normal"

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ValueError(f"level must lie between 0 and 1, not {self.level}")


@dataclass(frozen=True)
class Result:
    """One answer. A report is a result whose `parts` are results; `table` holds what is drawn or listed.

    - `measure`: name that never changes, such as "share_in_work"; `of`: which part, such as {"sex": "woman"}.
    - `estimate`, `standard_error`: in `unit` ("share", "people", "days", "months", "difference", "ratio" …).
    - `n`: people (or what `counted` says) that the answer rests on. `numerator`/`denominator`: of a share.
    - `exclusions`: how many were left out, by reason (a stable code). Missing is a row or an exclusion, never silent.
    - `method`: one or more sentences on how, and what may and may not be concluded.
    - `warnings`: what a reader must know before believing it. `details`: further numbers by name, JSON-ready.
    """

    measure: str
    method: Sentence
    n: int
    estimate: float | None = None
    standard_error: float | None = None
    interval: Interval | None = None
    numerator: float | None = None
    denominator: float | None = None
    unit: str = "share"
    counted: str = "people"
    of: Mapping[str, Any] = field(default_factory=dict)
    exclusions: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Sentence, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple["Result", ...] = ()
    table: "pa.Table | None" = field(default=None, compare=False)

    def first(self, language: str) -> list[str]:
        """What is read before any number, line by line; nothing unless a kind of result says otherwise."""
        return []

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: the same keys for every analysis; absent is null, not-a-number is null."""
        return {
            "measure": self.measure,
            "of": dict(self.of),
            "unit": self.unit,
            "counted": self.counted,
            "estimate": number(self.estimate),
            "standard_error": number(self.standard_error),
            "interval": self.interval and _interval(self.interval),
            "n": self.n,
            "numerator": number(self.numerator),
            "denominator": number(self.denominator),
            "exclusions": dict(self.exclusions),
            "method": asdict(self.method),
            "warnings": [asdict(one) for one in self.warnings],
            "details": plain(self.details),
            "parts": [one.to_dict() for one in self.parts],
            "table": None if self.table is None else plain(self.table.to_pylist()),
        }


def number(value: float | None) -> float | None:
    """For JSON: infinite and not-a-number are nothing."""
    return None if value is None or not math.isfinite(value) else value


def plain(value: Any) -> Any:
    """For JSON: mappings, lists, days and numpy numbers as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return number(value) if isinstance(value, float) else value


def _interval(one: Interval) -> dict[str, Any]:
    return {"low": number(one.low), "high": number(one.high), "level": one.level, "method": one.method}
