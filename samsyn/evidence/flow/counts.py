"""Counts between moments: how many (or how much, when weighted) from each state to each."""

from dataclasses import dataclass, field
from typing import Literal

Several = Literal["set", "main", "weighted", "refuse"]
SEVERAL: tuple[Several, ...] = ("set", "main", "weighted", "refuse")
States = tuple[int, ...]  # one state, or those that held at once; () is unclear


@dataclass
class Counts:
    """By number of the pair, states before and states after. `several`: people with several states, by pair."""

    cells: dict[tuple[int, States, States], float]
    keys: dict[tuple[int, States, States], int]
    not_at_start: dict[int, float]
    not_at_end: dict[int, float]
    several: dict[int, int] = field(default_factory=dict)
    repeated: int = 0
