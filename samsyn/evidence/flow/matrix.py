"""The answer of a flow: counts, row shares with intervals, what was left out, and a table to draw."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from samsyn.evidence.errors import Sentence
from samsyn.evidence.flow.counts import Counts, Several, States
from samsyn.evidence.flow.data import MISSING
from samsyn.evidence.flow.moments import said
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON, share, wilson

UNCLEAR = "unclear"
HOW: Mapping[Several, Sentence] = {
    "set": Sentence(
        "Flera tillstånd samtidigt räknas som ett eget, sammansatt tillstånd.",
        "Several states at once are counted as a state of their own, put together.",
    ),
    "main": Sentence(
        "Var och en räknas i ett tillstånd: det som är märkt som huvudsakligt, annars det enda, annars det med störst "
        "omfattning; när två är lika är det oklart.",
        "Each is counted in one state: the one marked as main, else the only one, else the one of greatest extent; "
        "when two are alike it is unclear.",
    ),
    "weighted": Sentence(
        "Den som har flera tillstånd delas på dem efter omfattning (lika när någon omfattning saknas), så antalen är "
        "inte hela och har inga intervall.",
        "Who has several states is divided among them by extent (alike when an extent is missing), so the counts are "
        "not whole and have no intervals.",
    ),
    "refuse": Sentence("Ingen har flera tillstånd samtidigt.", "Nobody has several states at once."),
}
NOT_CAUSE = Sentence(
    "Flödet visar vad som hände, inte varför: det är inget mått på effekt.",
    "The flow shows what happened, not why: it is no measure of effect.",
)


@dataclass(frozen=True)
class Named:
    """Counts with what they are called: moments in order, pairs of them, states, and the unit counted."""

    counts: Counts
    moments: tuple[str, ...]
    pairs: list[tuple[int, int]]
    states: tuple[str, ...]
    several: Several
    counted: str = "people"

    def state(self, which: States) -> str:
        """Such as "work", or "sickness_benefit + work"."""
        return " + ".join(self.states[one] for one in which) if which else UNCLEAR


def result(named: Named, *, level: float = LEVEL, exclusions: Mapping[str, int] | None = None) -> Result:
    """Parts `of` {"from", "to"}, all pairs of moments together; `table` holds each pair by itself."""
    cells: dict[tuple[str, str], float] = defaultdict(float)
    keys: dict[tuple[str, str], int] = defaultdict(int)
    for (number, a, b), n in named.counts.cells.items():
        cells[named.state(a), named.state(b)] += n
        keys[named.state(a), named.state(b)] += named.counts.keys.get((number, a, b), 0)
    rows, columns = _ordered(named, {a for a, _b in cells}), _ordered(named, {b for _a, b in cells})
    method, whole = _method(named), named.several != "weighted"
    totals = {a: sum(cells.get((a, b), 0) for b in columns) for a in rows}
    told = keys if named.counts.keys else None
    parts = tuple(_cell(cells, told, (a, b), columns, method, level, whole) for a in rows for b in columns)
    n = sum(cells.values())
    return Result(
        "transitions", method, round(n), counted=_counted(named), unit="share",
        exclusions={**(exclusions or {}), **_exclusions(named)}, warnings=(NOT_CAUSE, *_told(named)), parts=parts,
        details={
            "moments": [named.moments[one] for one in sorted({one for pair in named.pairs for one in pair})],
            "from": rows, "to": columns, "counts": [[_whole(cells.get((a, b), 0)) for b in columns] for a in rows],
            "row_shares": [[cells.get((a, b), 0) / totals[a] for b in columns] for a in rows],
            "row_totals": [_whole(totals[a]) for a in rows],
            "column_totals": [_whole(sum(cells.get((a, b), 0) for a in rows)) for b in columns],
            "several": named.several, "several_states": sum(named.counts.several.values()),
        },
        table=_table(named, level),
    )  # fmt: skip


def _cell(
    cells: Mapping[tuple[str, str], float], keys: Mapping[tuple[str, str], int] | None, which: tuple[str, str],
    columns: list[str], method: Sentence, level: float, whole: bool,
) -> Result:  # fmt: skip
    base = sum(cells.get((which[0], b), 0) for b in columns)
    of = {"from": which[0], "to": which[1]}
    details = {}
    if keys is not None:
        details = {"cell_key": keys.get(which, 0) % 2**32,
                   "base_cell_key": sum(keys.get((which[0], b), 0) for b in columns) % 2**32}  # fmt: skip
    n = cells.get(which, 0)
    if whole:
        return share("transitions", int(n), int(base), method=method, of=of, level=level, details=details)
    return Result("transitions", method, round(base), estimate=n / base if base else None, numerator=n,
                  denominator=base, of=of, details=details)  # fmt: skip


def _table(named: Named, level: float) -> pa.Table:
    totals: dict[tuple[int, States], float] = defaultdict(float)
    for (number, a, _b), n in named.counts.cells.items():
        totals[number, a] += n
    rows = []
    for (number, a, b), n in sorted(named.counts.cells.items()):
        base, (first, second) = totals[number, a], named.pairs[number]
        interval = wilson(n, base, level=level) if named.several != "weighted" else None
        rows.append({
            "start": named.moments[first], "end": named.moments[second], "from": named.state(a), "to": named.state(b),
            "n": float(n), "base": float(base), "share": n / base if base else None,
            "low": interval and interval.low, "high": interval and interval.high,
        })  # fmt: skip
    texts, numbers = ("start", "end", "from", "to"), ("n", "base", "share", "low", "high")
    schema = pa.schema([*((one, pa.string()) for one in texts), *((one, pa.float64()) for one in numbers)])
    return pa.Table.from_pylist(rows, schema=schema)


def _ordered(named: Named, met: set[str]) -> list[str]:
    """As the states stand, those put together after them, missing last."""
    place = {name: number for number, name in enumerate(named.states)}
    return sorted(met, key=lambda one: (one == MISSING, place.get(one, len(place)), one))


def _counted(named: Named) -> str:
    return named.counted if len(named.pairs) == 1 else "transitions"


def _exclusions(named: Named) -> dict[str, int]:
    counts = named.counts
    made = {
        "not_at_start": round(sum(counts.not_at_start.values())),  # parts of people, when weighted
        "not_at_end": round(sum(counts.not_at_end.values())),
        "repeated_rows": counts.repeated,
    }
    return {name: n for name, n in made.items() if n or name != "repeated_rows"}


def _told(named: Named) -> tuple[Sentence, ...]:
    n = sum(named.counts.several.values())
    if not n:
        return ()
    told = Sentence(f"{n} gånger har någon flera tillstånd vid samma tillfälle.",
                    f"{n} times someone has several states at the same moment.")  # fmt: skip
    return (Sentence(f"{told.sv} {HOW[named.several].sv}", f"{told.en} {HOW[named.several].en}"),)


def _method(named: Named) -> Sentence:
    sv = en = ""
    if len(named.pairs) == 1:
        first, second = (said(named.moments[one]) for one in named.pairs[0])
        sv, en = f"Från {first.sv} till {second.sv}", f"From {first.en} to {second.en}"
    else:
        sv = f"Från varje tillfälle till nästa, {len(named.pairs)} steg, hopräknade"
        en = f"From each moment to the next, {len(named.pairs)} steps, added up"
    interval = WILSON if named.several != "weighted" else Sentence("", "")
    return Sentence(
        f"{sv}: de som finns vid båda; andelar av raden (av dem som var i tillståndet före). Tomt tillstånd är en egen "
        f"rad. {HOW[named.several].sv} {interval.sv}".strip(),
        f"{en}: those present at both; shares of the row (of those who were in the state before). An empty state is a "
        f"row of its own. {HOW[named.several].en} {interval.en}".strip(),
    )


def _whole(n: float) -> float:
    return int(n) if float(n).is_integer() else n
