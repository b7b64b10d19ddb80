"""Flow of a snapshot between two moments that were asked about: before, at exit, at follow-up."""

from typing import Any

import pyarrow as pa

from samsyn.evidence.describe.answers import Asked, Way, pairs
from samsyn.evidence.describe.before_after import HOW
from samsyn.evidence.describe.cells import NOBODY, Cells, Group, at, groups, part, total
from samsyn.evidence.describe.codes import MISSING, STATES, Codes, Kind, sorting
from samsyn.evidence.describe.population import Among, population
from samsyn.evidence.errors import Sentence
from samsyn.evidence.flow.matrix import NOT_CAUSE
from samsyn.evidence.flow.moments import said
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON, wilson
from samsyn.evidence.tables import Tables


def between(
    tables: Tables,
    *,
    kind: Kind = "livelihoods",
    start: str = "before",
    end: str = "exit",
    collapsed: bool = False,
    by: str | None = None,
    among: Among = "ended",
    codes: Codes | None = None,
    level: float = LEVEL,
) -> Result:
    """Before × after, person by person: from the state at `start` to the state at `end` of the same participation.

    One state each: the main source (marked, else the only one, else of greatest extent; two alike are "unclear"), or
    with `collapsed` work, studies, job_seeking, other. No answer is the state "missing", so rows and columns add up to
    all that are counted. Several sources at once, kept apart: `transitions` with `several`.

    Parts `of` {"from", "to", sex and/or `by`}: numerator, denominator (the row), row share, Wilson's interval, cell
    keys. `details`: from, to, counts, row_shares, row_totals, column_totals of everybody; `table` as `transitions`.
    Raises `EvidenceError` as `describe.before_after`.

    >>> from samsyn.evidence import example
    >>> flow = between(example.tables(), kind="occupations", collapsed=True)
    >>> flow.details["from"], flow.details["to"], flow.details["counts"][0]
    (['work', 'job_seeking', 'other'], ['work', 'studies', 'job_seeking', 'other', 'missing'], [1, 0, 0, 0, 0])
    """
    way: Way = "collapsed" if collapsed else "main"
    people = population(tables, by=by, among=among)
    cells = pairs(tables, people, asked=Asked(kind, (start, end), sorting(kind, codes), way))
    rows, columns = (_states(cells, which, way) for which in (0, 1))
    method = _method(start, end, way)
    parts = tuple(
        _part(cells, group, (a, b), columns, method, level) for group in groups(cells) for a in rows for b in columns
    )
    counts = [[at(cells, (), _code(a), _code(b)).n for b in columns] for a in rows]
    return Result(
        "transitions", method, total(cells, ()).n, counted="participations", exclusions=people.exclusions,
        warnings=(NOT_CAUSE,), parts=parts, table=_table(parts, (start, end), level),
        details={
            "moments": [start, end], "from": rows, "to": columns, "counts": counts,
            "row_shares": [[n / sum(row) for n in row] for row in counts], "row_totals": [sum(row) for row in counts],
            "column_totals": [sum(column) for column in zip(*counts, strict=True)], "several": way,
        },
    )  # fmt: skip


def _states(cells: Cells, which: int, way: Way) -> list[str]:
    """Those that were met, in order, missing last."""
    met = {key[which] for key in cells.get((), {})}
    known = [one for one in STATES if one in met] if way == "collapsed" else sorted(one for one in met if one)
    return [*known, *([MISSING] if None in met else [])]


def _code(state: str) -> str | None:
    return None if state == MISSING else state


def _part(
    cells: Cells, group: Group, which: tuple[str, str], columns: list[str], method: Sentence, level: float
) -> Result:
    a, b = which
    base = sum((at(cells, group, _code(a), _code(one)) for one in columns), NOBODY)
    of = {"from": a, "to": b, **dict(group)}
    return part("transitions", at(cells, group, _code(a), _code(b)), base, of=of, method=method, level=level)


def _table(parts: tuple[Result, ...], moments: tuple[str, str], level: float) -> pa.Table:
    rows: list[dict[str, Any]] = []
    for one in parts:
        if len(one.of) == 2 and one.numerator:
            n, base = float(one.numerator), float(one.denominator or 0)
            interval = wilson(n, base, level=level)
            rows.append({"start": moments[0], "end": moments[1], **one.of, "n": n, "base": base, "share": one.estimate,
                         "low": interval and interval.low, "high": interval and interval.high})  # fmt: skip
    texts, numbers = ("start", "end", "from", "to"), ("n", "base", "share", "low", "high")
    schema = pa.schema([*((name, pa.string()) for name in texts), *((name, pa.float64()) for name in numbers)])
    return pa.Table.from_pylist(rows, schema=schema)


def _method(start: str, end: str, way: Way) -> Sentence:
    how, first, last = HOW[way], said(start), said(end)
    return Sentence(
        f"Från {first.sv} till {last.sv} i samma deltagande; andelar av raden. Svar saknas är ett eget läge. {how.sv} "
        f"{WILSON.sv}",
        f"From {first.en} to {last.en} in the same participation; shares of the row. A missing answer is a state of "
        f"its own. {how.en} {WILSON.en}",
    )
