"""Files of persons: is each like at least k others in what may be known of them, and what is then told of them?

k-anonymity (Sweeney 2002): as many rows share their quasi-identifiers. l-diversity (Machanavajjhala et al. 2007): so
many different values of what is sensitive within each such class. t-closeness (Li et al. 2007): how far a class may lie
from the whole, here as total variation. None of them protects against whoever knows what a class has in common.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ibis
import pyarrow as pa

from samsyn.evidence import columns
from samsyn.evidence.disclosure.coarser import Ladder, ladder
from samsyn.evidence.errors import EvidenceError, Place, Refused, Sentence
from samsyn.evidence.result import Result

K, L = 5, 2
MOST_LEFT_OUT = 0.1
Row = tuple[Any, ...]
METHOD = Sentence(
    "En klass är de rader som är lika i allt som kan vara känt om någon (kvasi-identifierare). Skattningen är den"
    " minsta klassens storlek. Att ingen kan pekas ut betyder inte att inget kan sägas om den som är med.",
    "A class is the rows alike in all that may be known of somebody (quasi-identifiers). The estimate is the size of"
    " the smallest class. That nobody can be singled out does not mean that nothing can be said of who is in it.",
)


@dataclass(frozen=True)
class Wanted:
    """At least `k` rows a class, `l` values of each sensitive column in it, at most `t` from the whole (or None)."""

    k: int = K
    l: int = L  # noqa: E741
    t: float | None = None

    def __post_init__(self) -> None:
        if self.k < 2 or self.l < 1 or not (self.t is None or 0 < self.t <= 1):
            raise EvidenceError(
                "WRONG_LIMIT",
                Sentence("k ska vara minst 2, l minst 1 och t mellan 0 och 1.", "k is at least 2, l 1, t from 0 to 1."),
            )


def check(
    table: ibis.Table, *, quasi: Sequence[str], sensitive: Sequence[str], wanted: Wanted | None = None,
    name: str = "data",
) -> Result:  # fmt: skip
    """How anonymous a file is: `estimate` = rows of its smallest class, numerator = rows in classes that do not do.

    `details`: k, l, t, holds, classes, smallest, least_diverse, farthest (total variation from the whole).

    Raises `EvidenceError` MISSING_COLUMN, TOO_LARGE, NO_ROWS, SAME_COLUMN or WRONG_LIMIT.

    >>> rows = ibis.memtable({"age": [30, 30, 30, 41], "ill": ["a", "b", "a", "b"]})
    >>> found = check(rows, quasi=["age"], sensitive=["ill"], wanted=Wanted(k=3))
    >>> found.estimate, found.numerator, found.details["holds"]
    (1, 1, False)
    """
    rows = _rows(table, quasi, sensitive, name)
    return _told(_classes(rows, len(quasi)), len(quasi), sensitive, wanted or Wanted())


def safe(
    table: ibis.Table, *, quasi: Sequence[str], sensitive: Sequence[str], wanted: Wanted | None = None,
    most_left_out: float = MOST_LEFT_OUT, name: str = "data",
) -> tuple[pa.Table, Result]:  # fmt: skip
    """The file as it may leave, and how anonymous it is then: only the declared columns, its rows sorted.

    Quasi-identifiers are made coarser, the one with most values first (numbers in spans of 5, 10, 20 …, days as years
    and decades, other codes left out), until at most `most_left_out` of the rows must be left out (Datafly, Sweeney
    1997). `exclusions`: too_unlike (rows left out). `details` "coarser": what became of each column.

    Raises what `check` raises, and `Refused` NOT_ANONYMOUS when nothing is left.
    """
    rows, limits = _rows(table, quasi, sensitive, name), wanted or Wanted()
    ladders = [ladder([row[at] for row in rows]) for at in range(len(quasi))]
    while True:
        made = [
            (*(one.at(value) for one, value in zip(ladders, row, strict=False)), *row[len(quasi) :]) for row in rows
        ]
        good = [row for group in _good(_classes(made, len(quasi)), len(quasi), limits) for row in group]
        steps = [at for at, one in enumerate(ladders) if one.can_rise]
        if len(good) >= (1 - most_left_out) * len(rows) or not steps:
            break
        ladders = _risen(ladders, steps, made)
    if not good:
        raise Refused(
            "NOT_ANONYMOUS",
            Sentence("inga rader kan lämnas ut. Välj färre kolumner.", "no rows can leave. Choose fewer columns."),
            place=Place(name),
        )
    return _file(good, (*quasi, *sensitive)), _left(rows, good, ladders, (*quasi,), sensitive, limits)


def _risen(ladders: Sequence[Ladder], steps: Sequence[int], made: Sequence[Row]) -> list[Ladder]:
    finest = max(steps, key=lambda at: len({row[at] for row in made}))
    return [one.risen() if at == finest else one for at, one in enumerate(ladders)]


def _rows(table: ibis.Table, quasi: Sequence[str], sensitive: Sequence[str], name: str) -> list[Row]:
    names = [*quasi, *sensitive]
    if doubled := [one for one, times in Counter(names).items() if times > 1]:
        raise EvidenceError(
            "SAME_COLUMN",
            Sentence("kolumnen är nämnd två gånger.", "the column is named twice."),
            place=Place(name, None, doubled[0]),
        )
    columns.needed(table, names, name=name)
    found = columns.collect(table.select(*names), name=name)
    if not found.num_rows:
        raise EvidenceError("NO_ROWS", Sentence("filen har inga rader.", "the file has no rows."), place=Place(name))
    return list(zip(*(found[one].to_pylist() for one in names), strict=True))


def _classes(rows: Iterable[Row], width: int) -> list[list[Row]]:
    found: dict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[:width]].append(row)
    return list(found.values())


def _good(classes: list[list[Row]], width: int, wanted: Wanted) -> list[list[Row]]:
    whole = _spread([row for group in classes for row in group], width)
    return [group for group in classes if _does(group, width, wanted, whole)]


def _does(group: list[Row], width: int, wanted: Wanted, whole: list[Mapping[Any, float]]) -> bool:
    if len(group) < wanted.k or _diversity(group, width) < wanted.l:
        return False
    return wanted.t is None or _distance(group, width, whole) <= wanted.t


def _diversity(group: list[Row], width: int) -> int:
    """The fewest different values of any sensitive column; as many as there are rows when there is none."""
    kinds = [len({row[at] for row in group}) for at in range(width, len(group[0]))]
    return min(kinds, default=len(group))


def _distance(group: list[Row], width: int, whole: list[Mapping[Any, float]]) -> float:
    """The farthest total variation of any sensitive column from the whole file's."""
    pairs = zip(_spread(group, width), whole, strict=True)
    return max(
        (sum(abs(here.get(one, 0) - share) for one, share in all_.items()) / 2 for here, all_ in pairs), default=0
    )


def _spread(rows: list[Row], width: int) -> list[Mapping[Any, float]]:
    counts = [Counter(row[at] for row in rows) for at in range(width, len(rows[0]))]
    return [{value: n / len(rows) for value, n in one.items()} for one in counts]


def _told(classes: list[list[Row]], width: int, sensitive: Sequence[str], wanted: Wanted) -> Result:
    n = sum(map(len, classes))
    good = sum(map(len, _good(classes, width, wanted)))
    whole = _spread([row for group in classes for row in group], width)
    smallest = min(map(len, classes))
    details = {
        "k": wanted.k, "l": wanted.l, "t": wanted.t, "holds": good == n, "classes": len(classes), "smallest": smallest,
        "least_diverse": min(_diversity(group, width) for group in classes) if sensitive else None,
        "farthest": max(_distance(group, width, whole) for group in classes),
    }  # fmt: skip
    return Result(
        "anonymity",
        METHOD,
        n,
        smallest,
        numerator=n - good,
        denominator=n,
        unit="rows",
        counted="rows",
        details=details,
    )


def _left(
    rows: list[Row], good: list[Row], ladders: Sequence[Ladder], quasi: tuple[str, ...], sensitive: Sequence[str],
    wanted: Wanted,
) -> Result:  # fmt: skip
    told = _told(_classes(good, len(quasi)), len(quasi), sensitive, wanted)
    coarser = {name: one.said for name, one in zip(quasi, ladders, strict=True)}
    return replace(told, exclusions={"too_unlike": len(rows) - len(good)}, details={**told.details, "coarser": coarser})


def _file(rows: list[Row], names: Sequence[str]) -> pa.Table:
    ordered = sorted(rows, key=repr)
    return pa.table({name: [row[at] for row in ordered] for at, name in enumerate(names)})
