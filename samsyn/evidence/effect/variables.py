"""Columns as a model has them: codes spread out one by one, and what says nothing new found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.errors import Place, Refused, Sentence

Numbers = NDArray[np.float64]
MOST_LEVELS = 30
ROUNDING = 1e-12  # how much of a column is left, by rounding alone, when its mean is taken away
SAME = 1e-7  # what is left of a column, as part of its length, when it says nothing that the ones before do not


@dataclass(frozen=True)
class Variable:
    """One column of numbers. `of`: the column of the file; `level`: the code that 1 stands for; `role` in the model."""

    name: str
    values: Numbers
    of: str
    role: str  # covariate, term or left_out
    level: str = ""


def levels_of(values: NDArray[Any], column: str, role: str, name: str) -> list[str]:
    """The codes in order; none when a column left out of the model has too many to compare."""
    levels = sorted({str(one) for one in values if one is not None})
    if len(levels) <= MOST_LEVELS or role == "left_out":
        return levels if len(levels) <= MOST_LEVELS else []
    raise Refused(
        "TOO_MANY_LEVELS",
        Sentence(
            f"har {len(levels)} olika värden, fler än {MOST_LEVELS}. Gruppera dem, eller utelämna kolumnen.",
            f"has {len(levels)} different values, more than {MOST_LEVELS}. Group them, or leave the column out.",
        ),
        place=Place(name, None, column),
    )


def dummies(values: NDArray[Any], column: str, role: str, levels: list[str]) -> Iterator[Variable]:
    shown = levels if role == "left_out" else levels[1:] or levels
    texts = np.array(["" if one is None else str(one) for one in values], object)
    for level in shown:
        yield Variable(f"{column}={level}", np.asarray(texts == level, float), column, role, level)


def expanded(column: str, levels: list[str]) -> Sentence:
    return Sentence(
        f"{column} är koder och jämförs en för en ({len(levels)}); ”{levels[0]}” är den som de andra jämförs med.",
        f"{column} holds codes and is compared one by one ({len(levels)}); “{levels[0]}” is what the others meet.",
    )


def says_something(values: Numbers, basis: list[Numbers]) -> bool:
    """Whether something is left when the basis is taken away; then the basis grows by it."""
    centred = values - values.mean()
    length = float(np.linalg.norm(centred))
    if length <= ROUNDING * float(np.linalg.norm(values)) or not length:
        return False
    rest = centred / length
    known = np.array(basis)
    for _ in range(2):
        rest = rest - (known @ rest) @ known
    left = float(np.linalg.norm(rest))
    if left <= SAME:
        return False
    basis.append(rest / left)
    return True


def saying(matrix: Numbers, rows: NDArray[np.bool_]) -> list[int]:
    """Columns of `matrix` after the constant that, among these rows, say something the ones before do not."""
    basis = [np.full(int(rows.sum()), 1 / np.sqrt(rows.sum()))]
    return [at for at in range(1, matrix.shape[1]) if says_something(matrix[rows, at], basis)]


def said_nothing(one: Variable) -> Sentence:
    if np.ptp(one.values) == 0:
        return Sentence(f"{one.name} är lika för alla och är utelämnad ur modellen.",
                        f"{one.name} is the same for all and is left out of the model.")  # fmt: skip
    return Sentence(f"{one.name} följer helt av de andra kolumnerna och är utelämnad ur modellen.",
                    f"{one.name} follows wholly from the other columns and is left out of the model.")  # fmt: skip
