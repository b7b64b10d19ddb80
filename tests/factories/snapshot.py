"""A snapshot of made-up participations, of any size: nobody in it exists. Drawn by column, so a million is quick.

What is drawn hangs together loosely: those who stay longer work a little oftener at exit, and most sources before are
benefits. It is for trying and timing; no finding may be read from it.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samsyn.evidence.tables import SCHEMAS

LAST_DAY = dt.date(2026, 10, 1)
YEARS = 5
ROWS_A_GROUP = 122_880
INTERVENTIONS = ("Bron", "Stegen", "Kompassen", "Verkstan", "Porten", "Länken")
MUNICIPALITIES = ("Ale", "Borås", "Mark", "Ulricehamn")
BEFORE = ("income_support", "sickness_benefit", "activity_compensation", "unemployment_insurance", "zero_placed")
AFTER = (*BEFORE, "self_supporting", "wage_subsidy", "study_support")
STATES = ("working", "studying", "job_seeking", "other")
REASONS = ("completed", "interrupted_planned", "interrupted_unplanned", "moved")
OUTCOMES = ("work", "studies", "right_benefit", "further_investigation", "unchanged")
EDUCATION = (
    "compulsory_school", "upper_secondary_0_2_years", "upper_secondary_3_years", "post_secondary_under_3_years"
)  # fmt: skip
DAY = np.timedelta64(1, "D")
Column = np.ndarray


class Drawn:
    """The columns of `n` participations of about 0.9 n people, from one seed."""

    def __init__(self, n: int, seed: int = 4) -> None:
        self.n, self.chance = n, np.random.default_rng(seed)
        self.person = self.chance.integers(0, max(1, int(n * 0.9)), n)
        began = np.datetime64(LAST_DAY) - self.chance.integers(0, YEARS * 365, n) * DAY
        stayed = self.chance.gamma(2.5, 90, n).astype(int) + 1
        self.starts, self.ends = began, began + stayed * DAY
        self.is_ended = self.ends <= np.datetime64(LAST_DAY)
        works = self.chance.random(n) < 0.25 + np.clip(stayed, 0, 500) / 2500
        self.after = np.where(works, self.chance.integers(0, 2, n), self.chance.integers(2, 4, n))
        self.answered = self.chance.random(n) < 0.9

    def pick(self, values: tuple[str, ...], n: int | None = None, missing: float = 0.0) -> pa.Array:
        """One of `values` each; `missing` of them none."""
        n = self.n if n is None else n
        empty = self.chance.random(n) < missing if missing else None
        return _of(values, self.chance.integers(0, len(values), n), empty)


def _of(values: tuple[str, ...], numbers: Column, missing: Column | None = None) -> pa.Array:
    """The value of each number."""
    codes = pa.array(numbers.astype("int8"), mask=missing)
    return pa.DictionaryArray.from_arrays(codes, pa.array(values)).cast(pa.string())


def tables(n: int, seed: int = 4) -> dict[str, pa.Table]:
    """The eight tables of `n` participations; ratings are empty."""
    drawn = Drawn(n, seed)
    made = {
        "people": _people(drawn), "participations": _participations(drawn), "livelihoods": _said(drawn, "source"),
        "occupations": _said(drawn, "code"), "happenings": _happenings(drawn), "step_moves": _moves(drawn),
        "costs": _costs(),
    }  # fmt: skip
    return {name: _table(name, made.get(name, {})) for name in SCHEMAS}


def write(folder: Path, made: dict[str, pa.Table]) -> Path:
    """As a snapshot lies in its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in made.items():
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=ROWS_A_GROUP)
    return folder


def _table(name: str, columns: dict[str, object]) -> pa.Table:
    schema = SCHEMAS[name].arrow()
    n = len(next(iter(columns.values()))) if columns else 0  # type: ignore[arg-type]
    return pa.table([_column(columns.get(field.name), field.type, n) for field in schema], schema=schema)


def _column(values: object, kind: pa.DataType, n: int) -> pa.Array:
    if values is None:
        return pa.nulls(n, kind)
    return (values if isinstance(values, pa.Array) else pa.array(values)).cast(kind)


def _ids(letter: str, numbers: Column) -> pa.Array:
    return pc.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


def _sex(person: Column) -> pa.Array:
    return _of(("woman", "man", "unknown"), np.where(person % 11 == 0, 2, person % 2))


def _key(person: Column) -> Column:
    return (person.astype("uint64") * np.uint64(2654435761)) % np.uint64(2**32)


def _people(drawn: Drawn) -> dict[str, object]:
    person = np.unique(drawn.person)
    return {
        "person": _ids("p", person), "sex": _sex(person), "birth_year": 1960 + person % 45,
        "municipality": drawn.pick(MUNICIPALITIES, len(person)), "record_key": _key(person).astype("int64"),
    }  # fmt: skip


def _participations(drawn: Drawn) -> dict[str, object]:
    year = drawn.starts.astype("datetime64[Y]").astype(int) + 1970
    return {
        "participation": _ids("d", np.arange(drawn.n)), "person": _ids("p", drawn.person),
        "kind": drawn.pick(("person",)), "count": np.ones(drawn.n, "int64"),
        "intervention": drawn.pick(INTERVENTIONS), "municipality": drawn.pick(MUNICIPALITIES),
        "owner": drawn.pick(("AMN",)), "referred_by": drawn.pick(("AF", "FK", "Region")), "sex": _sex(drawn.person),
        "start_year": year, "starts_on": drawn.starts, "ends_on": pa.array(drawn.ends, mask=~drawn.is_ended),
        "age": year - (1960 + drawn.person % 45), "education": drawn.pick(EDUCATION, missing=0.1),
        "exit_reason": _of(REASONS, drawn.chance.integers(0, 4, drawn.n), ~drawn.is_ended),
        "exit_outcome": _of(OUTCOMES, drawn.chance.integers(0, 5, drawn.n), ~drawn.is_ended),
        "record_key": _key(drawn.person).astype("int64"),
    }  # fmt: skip


def _costs() -> dict[str, object]:
    """Each intervention's each year."""
    named = [(name, year) for name in INTERVENTIONS for year in range(LAST_DAY.year - YEARS, LAST_DAY.year + 1)]
    n = len(named)
    return {
        "intervention": [name for name, _year in named], "year": [year for _name, year in named],
        "payer": ["Förbundet"] * n, "kind": ["staff"] * n, "amount": [1_000_000.0] * n, "is_budget": [False] * n,
    }  # fmt: skip


def _said(drawn: Drawn, column: str) -> dict[str, object]:
    """One answer before and one at exit each, and for those who work then one at each follow-up."""
    of = np.flatnonzero(drawn.is_ended & drawn.answered)
    at_work = of[drawn.after[of] == 0]
    which = {"before": np.arange(drawn.n), "exit": of}
    which |= {f"follow_up_{m}": at_work[drawn.chance.random(len(at_work)) < 0.8] for m in (3, 6, 12)}
    parts = [_moment(drawn, rows, moment, column) for moment, rows in which.items()]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}


def _moment(drawn: Drawn, rows: Column, moment: str, column: str) -> dict[str, pa.Array]:
    n = len(rows)
    later = {"before": 0, "exit": 0, "follow_up_3": 91, "follow_up_6": 183, "follow_up_12": 365}[moment]
    day = drawn.starts[rows] if moment == "before" else drawn.ends[rows] + later * DAY
    if moment == "before":
        said = drawn.pick(BEFORE if column == "source" else ("job_seeking", "other", "other", "working"), n)
    elif column == "code":
        state = drawn.after[rows] if moment == "exit" else drawn.chance.integers(0, 2, n)
        said = _of(STATES, state)
    else:
        benefit = drawn.chance.integers(0, len(BEFORE), n)
        said = _of(AFTER, np.where(drawn.after[rows] == 0, AFTER.index("self_supporting"), benefit))
    return {
        "person": _ids("p", drawn.person[rows]), "participation": _ids("d", rows), "moment": drawn.pick((moment,), n),
        column: said, "extent": pa.array(drawn.chance.integers(1, 5, n) * 25), "starts_on": pa.array(day),
    }  # fmt: skip


def _happenings(drawn: Drawn) -> dict[str, object]:
    """Three a participation, nearly a third of them by two parties."""
    once = np.repeat(np.arange(drawn.n), 3)
    joint = drawn.chance.random(len(once)) < 0.3
    numbers = np.concatenate([np.arange(len(once)), np.flatnonzero(joint)])
    is_second = np.arange(len(numbers)) >= len(once)
    rows, n = once[numbers], len(numbers)
    later = drawn.chance.integers(0, 200, len(once))[numbers] * DAY
    at = (drawn.starts[rows] + later).astype("datetime64[us]")
    return {
        "happening": _ids("h", numbers), "case": _ids("c", rows), "person": _ids("p", drawn.person[rows]), "at": at,
        "ends_at": at + np.timedelta64(3600, "s"),
        "party": _of(("AF", "FK", "AMN", "Region"), numbers % 2 + 2 * is_second),
        "kind": _of(("meeting", "note", "activity", "referral"), numbers % 4), "joint": joint[numbers],
        "municipality": drawn.pick(MUNICIPALITIES, n),
    }  # fmt: skip


def _moves(drawn: Drawn) -> dict[str, object]:
    directions = ("forward", "sideways", "back", "none")
    return {
        "person": _ids("p", drawn.person), "participation": _ids("d", np.arange(drawn.n)),
        "on": drawn.starts + 60 * DAY, "by_person": drawn.pick(directions), "by_caseworker": drawn.pick(directions),
        "has_next_step": drawn.chance.random(drawn.n) < 0.6, "caseworker": drawn.pick(("w1", "w2", "w3")),
    }  # fmt: skip
