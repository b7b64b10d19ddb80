"""Flow in a plain long table: from any moment to any other, or month to month."""

import ibis

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.flow import fast, plain
from samsyn.evidence.flow.counts import SEVERAL, Several
from samsyn.evidence.flow.data import Long, at, long
from samsyn.evidence.flow.matrix import Named, result
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL


def transitions(
    table: ibis.Table,
    *,
    person: str,
    moment: str,
    state: str,
    start: str | None = None,
    end: str | None = None,
    extent: str | None = None,
    main: str | None = None,
    key: str | None = None,
    several: Several | None = None,
    level: float = LEVEL,
    name: str = "data",
) -> Result:
    """Transition matrix of a long table: one row a person, moment and state.

    - `person`, `moment`, `state`: columns. `extent` (percent), `main` (true/false), `key` (record key): if any.
    - `start`, `end`: moments. Neither: from each moment to the next, all steps added up (`table` has each step);
      one of them: the other is the last or the first. Moments are ordered as numbers or times when all are such, as
      the contract's moments when all are, else as they first stand (on Spark by name).
    - `several` states at one moment: "set" (a state put together of them; the default), "main" (marked as main, else of
      greatest extent; the default when `extent` or `main` is given), "weighted" (divided by extent), or "refuse".

    Answers parts `of` {"from", "to"}: numerator the count, denominator the row, estimate the row share with Wilson's
    interval; `details` from, to, counts, row_shares, row_totals, column_totals, several_states; `table` start, end,
    from, to, n, base, share, low, high. An empty state is the state "missing". n: people at both moments (steps, when
    several are added up). `exclusions`: not_at_start, not_at_end (at one of the two moments only), repeated_rows.

    Raises `EvidenceError` MISSING_COLUMN, MISSING_VALUE (person or moment), NO_ROWS, ONE_MOMENT, UNKNOWN_MOMENT,
    SAME_MOMENT, NO_OVERLAP (nobody is at both), DOUBLE_ID ("refuse"), TOO_MANY_STATES, TOO_MANY_MOMENTS, NOT_A_NUMBER,
    OUT_OF_BOUNDS (an extent outside 0 to 100), UNKNOWN_VALUE.

    >>> rows = ibis.memtable({"who": [1, 1, 2, 2, 3], "when": [0, 1, 0, 1, 0], "what": ["a", "b", "a", "a", "b"]})
    >>> flow = transitions(rows, person="who", moment="when", state="what")
    >>> flow.details["from"], flow.details["to"], flow.details["counts"], flow.exclusions["not_at_end"]
    (['a'], ['a', 'b'], [[1, 1]], 1)
    """
    ready = long(table, person=person, moment=moment, state=state, extent=extent, main=main, key=key, name=name)
    chosen = several or ("main" if extent or main else "set")
    if chosen not in SEVERAL:
        there = ", ".join(SEVERAL)
        raise EvidenceError(
            "UNKNOWN_VALUE",
            Sentence(f"”{chosen}” är inget sätt. Välj bland {there}.", f"“{chosen}” is no way. Choose among {there}."),
        )
    return counted(ready, pairs=_pairs(ready, start, end), several=chosen, level=level)


def months(
    table: ibis.Table,
    *,
    person: str,
    month: str,
    state: str,
    key: str | None = None,
    several: Several = "set",
    level: float = LEVEL,
    name: str = "data",
) -> Result:
    """Month to month: one row a person and month; from each month to the next that the table has, added up.

    `month`: numbers, days, or text such as 2025-03. `table` of the answer has every step by itself. One pass without
    sorting on one machine (1 million people × 36 months in seconds); the same numbers as the plain form on Spark.
    Otherwise as `transitions`.

    >>> rows = ibis.memtable({"who": [1, 1, 1], "month": ["2025-01", "2025-02", "2025-03"], "what": ["a", "a", "b"]})
    >>> months(rows, person="who", month="month", state="what").details["counts"]
    [[1, 1]]
    """
    return transitions(
        table, person=person, moment=month, state=state, key=key, several=several, level=level, name=name
    )


def counted(ready: Long, *, pairs: list[tuple[int, int]], several: Several, level: float) -> Result:
    """By the fast form when it holds, else by the plain one. Raises `EvidenceError` NO_OVERLAP."""
    counts = fast.counted(ready, pairs=pairs, several=several) or plain.counted(ready, pairs=pairs, several=several)
    if not counts.cells:
        raise EvidenceError(
            "NO_OVERLAP",
            Sentence(
                "ingen finns vid båda tillfällena. Välj två som samma personer finns vid.",
                "nobody is at both moments. Choose two where the same people are.",
            ),
            place=Place(ready.name),
        )
    return result(Named(counts, ready.moments, pairs, ready.states, several), level=level)


def _pairs(ready: Long, start: str | None, end: str | None) -> list[tuple[int, int]]:
    if start is None and end is None:
        return [(one, one + 1) for one in range(len(ready.moments) - 1)]
    first, last = at(ready, start, else_=0), at(ready, end, else_=-1)
    if first == last:
        raise EvidenceError(
            "SAME_MOMENT",
            Sentence("från och till är samma tillfälle. Välj två.", "from and to are the same moment. Choose two."),
            place=Place(ready.name),
        )
    return [(first, last)]
