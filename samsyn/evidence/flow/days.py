"""Flow on the days of the record: which source of income, or what by day, held on each day asked for."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from samsyn.evidence import columns
from samsyn.evidence.describe.codes import COLUMN, Codes, Kind, sorting
from samsyn.evidence.describe.population import backwards, empty
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.flow import fast
from samsyn.evidence.flow.data import MISSING
from samsyn.evidence.flow.matrix import UNCLEAR, Named, result
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL
from samsyn.evidence.tables import Tables

AT_ONCE = 1 << 20


def on_days(
    tables: Tables,
    *,
    days: Sequence[dt.date],
    kind: Kind = "livelihoods",
    collapsed: bool = False,
    codes: Codes | None = None,
    level: float = LEVEL,
) -> Result:
    """From each of `days` to the next: the state that held then, by the periods of the record.

    One state each: the one marked as main, else the only one, else the one of greatest extent; two alike are
    "unclear". `collapsed`: work, studies, job_seeking, other, not_mapped instead of the codes. Who had no period on
    the day, or answered unknown, is "missing". Everybody in a participation of the kind person is counted on every day.

    Answers as `transitions`; n: people, or steps when there are several. Raises `EvidenceError` SAME_MOMENT (fewer
    than two different days), NEGATIVE_DURATION, EMPTY_COHORT, TOO_LARGE.

    >>> from samsyn.evidence import example
    >>> flow = on_days(example.tables(), days=[dt.date(2025, 6, 1), dt.date(2026, 2, 1)], collapsed=True)
    >>> flow.n, flow.details["from"], flow.details["to"]
    (7, ['job_seeking', 'other', 'missing'], ['work', 'studies', 'job_seeking', 'other'])
    """
    chosen = sorted(set(days))
    if len(chosen) < 2:
        raise EvidenceError("SAME_MOMENT", Sentence("välj minst två dagar.", "choose at least two days."))
    sorted_by = sorting(kind, codes)
    people, keys = _people(tables)
    bands = _bands(tables, kind, sorted_by)
    states, numbers = _states(bands, sorted_by, collapsed)
    places = _filled(bands, numbers, chosen, people, unclear=len(states) - 2)
    pairs = [(one, one + 1) for one in range(len(chosen) - 1)]
    counts = fast.between(places, keys, pairs=pairs, sets=[(one,) for one in range(len(states))])
    moments = tuple(day.isoformat() for day in chosen)
    return result(Named(counts, moments, pairs, tuple(states), "main"), level=level)


def monthly(
    tables: Tables,
    *,
    first: dt.date,
    months: int,
    kind: Kind = "livelihoods",
    collapsed: bool = False,
    codes: Codes | None = None,
    level: float = LEVEL,
) -> Result:
    """Month to month: the states on the first day of `months` months from the month of `first`. As `on_days`.

    >>> from samsyn.evidence import example
    >>> monthly(example.tables(), first=dt.date(2025, 1, 1), months=12, kind="occupations").n
    77
    """
    return on_days(tables, days=list(_firsts(first, months)), kind=kind, collapsed=collapsed, codes=codes, level=level)


def _firsts(first: dt.date, months: int) -> Iterator[dt.date]:
    for number in range(first.month - 1, first.month - 1 + months):
        yield dt.date(first.year + number // 12, number % 12 + 1, 1)


def _numbered(tables: Tables) -> ibis.Table:
    rows = tables.participations
    person = rows.filter(rows.kind == "person", rows.person.notnull())
    once = person.group_by("person").aggregate(key=person.record_key.max())
    return once.mutate(number=ibis.row_number().over(order_by=once.person))


def _people(tables: Tables) -> tuple[int, Any]:
    made = columns.collect(_numbered(tables).select("number", "key"), name="participations")
    if not made.num_rows:
        raise empty()
    if made["key"].null_count == made.num_rows:
        return made.num_rows, None
    keys = np.zeros(made.num_rows, dtype=np.int64)
    keys[made["number"].to_numpy()] = made["key"].fill_null(0).to_numpy() % 2**32
    return made.num_rows, keys


def _bands(tables: Tables, kind: Kind, codes: Codes) -> pa.Table:
    rows = getattr(tables, kind)
    if int((rows.ends_on < rows.starts_on).fill_null(False).sum().execute() or 0):
        raise backwards(rows, table=kind, who="person")
    code = rows[COLUMN[kind]]
    main = rows.is_main.fill_null(False).cast("int64") if "is_main" in rows.columns else ibis.literal(0)
    told = rows.select(
        "person", "starts_on", "ends_on", code=code, weight=main * 1000 + rows.extent.fill_null(-1)
    ).filter(ibis._.code.notin(sorted(codes.missing)))
    joined = told.inner_join(_numbered(tables), "person")
    return columns.collect(joined.select("number", "code", "weight", "starts_on", "ends_on"), name=kind)


def _states(bands: pa.Table, codes: Codes, collapsed: bool) -> tuple[list[str], dict[str, int]]:
    """Names, with unclear and missing last, and which of them each code is."""
    met = sorted(code for code in set(bands["code"].unique().to_pylist()) if code is not None)
    named = {code: codes.meaning(code) if collapsed else code for code in met}
    order = ("work", "studies", "job_seeking", "other", "not_mapped") if collapsed else tuple(met)
    states = [one for one in order if one in named.values()]
    return [*states, UNCLEAR, MISSING], {code: states.index(name) for code, name in named.items()}


def _filled(bands: pa.Table, numbers: dict[str, int], days: Sequence[dt.date], people: int, *, unclear: int) -> Any:
    """1 + the state of each person on each day; where the heaviest are several, unclear; where none, missing."""
    coded = bands["code"].combine_chunks().dictionary_encode()
    of_code = np.array([numbers[code] for code in coded.dictionary.to_pylist()], dtype=np.int64)
    state = of_code[coded.indices.to_numpy()] if len(of_code) else np.zeros(0, dtype=np.int64)
    weight = bands["weight"].to_numpy()
    starts, ends = (_index(bands[name], days) for name in ("starts_on", "ends_on"))
    person = bands["number"].to_numpy()
    made = []
    for direction in (1, -1):
        order = np.lexsort((direction * state, weight))
        places = np.zeros(len(days) * people, dtype=np.uint8)
        for at in range(0, len(order), AT_ONCE):
            some = order[at : at + AT_ONCE]
            _put(places, person[some], state[some], starts[some], ends[some], people)
        made.append(places.reshape(len(days), people))
    first, second = made
    first[first != second] = unclear + 1
    first[first == 0] = unclear + 2
    return first


def _index(column: Any, days: Sequence[dt.date]) -> Any:
    """Which of `days` is the first on or after each day; after all of them when there is no day."""
    far = np.datetime64("9999-12-31")
    values = column.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    known = np.where(np.isnat(values), far, values)
    return np.searchsorted(np.array(days, dtype="datetime64[D]"), known, side="left")


def _put(places: Any, person: Any, state: Any, starts: Any, ends: Any, people: int) -> None:
    """Each band on each of its days; who comes later in the order stands."""
    long = np.maximum(ends - starts, 0)
    within = np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long)
    day = np.repeat(starts, long) + within
    places[day * people + np.repeat(person, long)] = np.repeat(state + 1, long)
