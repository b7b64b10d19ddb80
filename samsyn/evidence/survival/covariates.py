"""What a Cox model is given: numbers as they stand, texts as one column a value, those who lack a value left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samsyn.evidence.errors import EvidenceError, Place, Refused, Sentence
from samsyn.evidence.reading import ROW
from samsyn.evidence.survival.counts import Array
from samsyn.evidence.survival.data import Asked

if TYPE_CHECKING:
    import pandas

MOST_LEVELS = 20
DURATION, EVENT, ENTRY = "duration__", "event__", "entry__"  # no covariate is called so


@dataclass(frozen=True)
class Design:
    """`frame`: `DURATION`, `EVENT`, `ENTRY` and `names`, a column each. `references`: what texts are compared with."""

    frame: "pandas.DataFrame"
    names: tuple[str, ...]
    references: Mapping[str, str]
    exclusions: Mapping[str, int]

    @property
    def n(self) -> int:
        """People."""
        return len(self.frame)

    @property
    def events(self) -> int:
        """Ends."""
        return int(self.frame[EVENT].sum())

    def compared(self, name: str) -> dict[str, str]:
        """With what the value of a text is compared."""
        column = name.split("=", 1)[0]
        return {"compared_with": self.references[column]} if column in self.references else {}


def designed(rows: pa.Table, asked: Asked) -> Design:
    """The model's columns, from what `data.followed` answered.

    Raises `EvidenceError` NOT_A_NUMBER, TOO_MANY_LEVELS, ENTRY_NOT_BEFORE_END; `Refused` NOBODY, CONSTANT_COLUMN,
    COLLINEAR, SEPARATED.
    """
    import pandas as pd

    values = {name: _values(rows, f"x_{i}", name, asked) for i, name in enumerate(asked.covariates)}
    missing = {name: pc.is_null(one, nan_is_null=True).to_numpy(zero_copy_only=False) for name, one in values.items()}
    kept = ~np.any(list(missing.values()), axis=0)
    if not kept.any():
        told = Sentence("ingen rad har alla kovariater.", "no row has every covariate.")
        raise Refused("NOBODY", told, place=Place(asked.name))
    columns, references = _columns({name: one.filter(pa.array(kept)) for name, one in values.items()}, asked)
    base = {
        DURATION: rows["duration"].to_numpy()[kept],
        EVENT: rows["cause"].to_numpy()[kept],
        **({ENTRY: rows["entry"].to_numpy()[kept]} if asked.entry else {}),
    }
    _refuse_late(base, asked)
    _refuse_unusable(columns, base[EVENT], asked)
    exclusions = {f"missing_{name}": int(one.sum()) for name, one in missing.items() if one.any()}
    return Design(pd.DataFrame({**base, **columns}), tuple(columns), references, exclusions)


def _values(rows: pa.Table, column: str, name: str, asked: Asked) -> pa.Array:
    """Numbers (also those written as text) as float64, other texts as they are; a mixture is told of."""
    values = rows[column].combine_chunks()
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return _cast(values, name, asked)
    blank = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(values)), pa.array(["", "nan", "na"]))
    texts = pc.if_else(blank, None, pc.utf8_trim_whitespace(values))
    read = np.array([_number(one) for one in texts.to_pylist()], dtype=float)
    written = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    known = written & ~np.isnan(read)
    if known.sum() == written.sum():
        return pa.array(read, from_pandas=True)
    if known.any():
        _mixed(rows, texts, np.flatnonzero(written & ~known)[0], name, asked)
    return texts


def _cast(values: pa.Array, name: str, asked: Asked) -> pa.Array:
    try:
        return values.cast(pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        told = Sentence(
            f"är av typen {values.type}: varken tal eller ord. Gör om den till ett tal.",
            f"is of type {values.type}: neither numbers nor texts. Make it a number.",
        )
        raise EvidenceError("NOT_A_NUMBER", told, place=Place(asked.name, None, name)) from None


def _number(text: str | None) -> float:
    try:
        return float(text.replace(" ", "").replace(",", ".")) if text else np.nan
    except ValueError:
        return np.nan


def _mixed(rows: pa.Table, texts: pa.Array, place: int, name: str, asked: Asked) -> None:
    row = rows[ROW][int(place)].as_py() if ROW in rows.column_names else None
    shown = texts[int(place)].as_py()[:40]
    raise EvidenceError(
        "NOT_A_NUMBER",
        Sentence(
            f"”{shown}” är inte ett tal, men andra rader har tal. Skriv tal eller ord överallt.",
            f"“{shown}” is not a number, but other rows have numbers. Write numbers or words all through.",
        ),
        place=Place(asked.name, row, name),
    )


def _columns(values: Mapping[str, pa.Array], asked: Asked) -> tuple[dict[str, Array], dict[str, str]]:
    columns: dict[str, Array] = {}
    references: dict[str, str] = {}
    for name, one in values.items():
        if pa.types.is_floating(one.type):
            columns[name] = one.to_numpy(zero_copy_only=False)
            continue
        found, people = np.unique(one.to_numpy(zero_copy_only=False).astype(str), return_counts=True)
        if len(found) > MOST_LEVELS:
            raise _too_many(len(found), name, asked)
        references[name] = str(found[people.argmax()])
        texts = one.to_numpy(zero_copy_only=False)
        columns |= {f"{name}={level}": (texts == level) * 1.0 for level in found if level != references[name]}
        if len(found) == 1:
            raise _constant(name, asked)
    return columns, references


def _refuse_late(base: Mapping[str, Any], asked: Asked) -> None:
    if asked.entry and (base[ENTRY] >= base[DURATION]).any():
        told = Sentence("ligger inte före slutet.", "does not lie before the end.")
        raise EvidenceError("ENTRY_NOT_BEFORE_END", told, place=Place(asked.name, None, asked.entry))


def _refuse_unusable(columns: Mapping[str, Array], ended: Array, asked: Asked) -> None:
    from samsyn.evidence.survival.cox import separated

    for name, one in columns.items():
        if np.ptp(one) == 0:
            raise _constant(name, asked)
        values = np.unique(one)
        if len(values) == 2 and ended.any() and len(np.unique(one[ended == 1])) == 1:
            raise separated(name, asked.name)
    made = np.column_stack([(one - one.mean()) / one.std() for one in columns.values()])
    for count, name in enumerate(columns, start=1):
        if np.linalg.matrix_rank(made[:, :count], tol=1e-8 * np.sqrt(len(made))) < count:
            raise _collinear(name, asked)


def _constant(name: str, asked: Asked) -> Refused:
    told = Sentence("har samma värde på alla rader. Ta bort den.", "has one value on every row. Leave it out.")
    return Refused("CONSTANT_COLUMN", told, place=Place(asked.name, None, name))


def _collinear(name: str, asked: Asked) -> Refused:
    told = Sentence(
        "följer helt av de kovariater som står före den. Ta bort en av dem.",
        "follows wholly from the covariates that stand before it. Leave one out.",
    )
    return Refused("COLLINEAR", told, place=Place(asked.name, None, name))


def _too_many(count: int, name: str, asked: Asked) -> EvidenceError:
    told = Sentence(
        f"{count} olika värden är fler än {MOST_LEVELS}. Slå ihop dem, eller välj en annan kolumn.",
        f"{count} different values are more than {MOST_LEVELS}. Put them together, or choose another column.",
    )
    return EvidenceError("TOO_MANY_LEVELS", told, place=Place(asked.name, None, name))
