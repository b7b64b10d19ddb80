"""A random snapshot of made-up people, as rows of plain Python and as tables."""

import datetime as dt
import random
from dataclasses import dataclass

import pyarrow as pa

from samsyn.evidence import Tables
from samsyn.evidence.tables import SCHEMAS

DAY = dt.date(2025, 1, 1)
CODES = {
    "occupations": ["working", "studying", "job_seeking", "other", "unknown", "gardening"],
    "livelihoods": ["self_supporting", "study_support", "sickness_benefit", "income_support", "unknown", "barter"],
}
COLUMN = {"occupations": "code", "livelihoods": "source"}


@dataclass(frozen=True)
class Made:
    """Rows by table, and the tables of them."""

    rows: dict
    tables: Tables


def made(seed: int, *, n: int = 70) -> Made:
    """Participations of several kinds, some of the same person, with several answers at once, or none."""
    dice = random.Random(seed)
    rows = {"participations": [], "occupations": [], "livelihoods": []}
    for number in range(n):
        one = _participation(dice, number)
        rows["participations"].append(one)
        if one["kind"] == "person":
            for kind in ("occupations", "livelihoods"):
                rows[kind] += list(_answers(dice, one, kind))
    tables = {name: pa.Table.from_pylist(some, schema=SCHEMAS[name].arrow()) for name, some in rows.items()}
    return Made(rows, Tables.from_arrow(tables))


def _participation(dice: random.Random, number: int) -> dict:
    kind = dice.choices(("person", "anonymous", "volume"), (16, 2, 1))[0]
    who = dice.randrange(50)
    known = kind == "person"
    starts = DAY + dt.timedelta(dice.randrange(300))
    return {
        "participation": f"d{number}", "person": f"p{who}" if known else None, "kind": kind,
        "count": dice.randint(2, 9) if kind == "volume" else 1, "intervention": dice.choice(("Bron", "Verkstaden")),
        "sex": ("woman", "man", "unknown")[who % 3], "start_year": starts.year, "starts_on": starts if known else None,
        "ends_on": starts + dt.timedelta(dice.randrange(200)) if known and dice.random() < 0.75 else None,
        "age": dice.randrange(16, 66) if known else None, "record_key": (who + 1) * 83_000_017 % 2**32,
        "education": dice.choice(("compulsory_school", "unknown", None, "upper_secondary_3_years")) if known else None,
        "exit_reason": dice.choice(("completed", None, "wrong_registration", "completed")) if known else None,
    }  # fmt: skip


def _answers(dice: random.Random, one: dict, kind: str):
    for moment in ("before", "exit", "follow_up"):
        for code in dice.sample(CODES[kind], dice.choice((0, 1, 1, 2))):
            ends = one["starts_on"] + dt.timedelta(dice.randrange(1, 400)) if dice.random() < 0.5 else None
            row = {
                "person": one["person"], "participation": one["participation"], "moment": moment, COLUMN[kind]: code,
                "extent": dice.choice((None, 25, 50, 50, 100)), "starts_on": one["starts_on"], "ends_on": ends,
            }  # fmt: skip
            yield row | ({"is_main": dice.random() < 0.3} if kind == "livelihoods" else {})
