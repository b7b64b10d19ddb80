"""A kept result as pages, files and findings read it: its parts, by what they are of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from samsyn.learning.statistics import figures, labels

ALL: tuple[tuple[str, str], ...] = ()
Group = tuple[tuple[str, str], ...]
Of = Mapping[str, str]
NOTHING: Of = MappingProxyType({})
SEXES = {"woman": "1", "man": "2", "unknown": "3"}
MEANING = frozenset({
    "moment", "code", "source", "from", "to", "before", "after", "state", "measure", "outcome", "end", "cause", "event",
    "time", "month", "months", "at", "until", "reason", "kind", "level", "term", "part", "missing", "variable", "what",
    "area", "how",
})  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One number with its base, as the library gave it (`Result.to_dict`)."""

    told: Mapping[str, Any]

    @property
    def of(self) -> dict[str, str]:
        """Which part."""
        return {name: str(value) for name, value in self.told["of"].items()}

    @property
    def group(self) -> Group:
        """Which people: nothing is everybody."""
        return tuple(sorted((name, value) for name, value in self.of.items() if name not in MEANING))

    @property
    def estimate(self) -> float | None:
        """The number."""
        found: float | None = self.told["estimate"]
        return found

    @property
    def is_share(self) -> bool:
        """Whether it is a share of somebody."""
        return bool(self.told["unit"] == "share")

    @property
    def hidden(self) -> str:
        """Why it is not shown, in words; nothing when it is."""
        reason = self.told["details"].get("hidden")
        return labels.hidden(str(reason)) if reason else ""

    @property
    def number(self) -> str:
        """The number with its base, as it is read."""
        told = self.told
        if self.hidden:
            return self.hidden
        if told["details"].get("none_or_few"):
            return figures.none_or_few(told["denominator"] if self.is_share else None)
        if self.is_share and told["numerator"] is None:
            return figures.percent(told["estimate"], 1)
        if self.is_share:
            return figures.with_base(told["numerator"], told["denominator"], told["estimate"])
        return figures.number(told["estimate"])

    @property
    def interval(self) -> str:
        """From–to."""
        return figures.between(self.told["interval"], self.told["unit"])

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """Of the interval."""
        found = self.told["interval"] or {}
        return found.get("low"), found.get("high")


@dataclass(frozen=True)
class Reading:
    """A whole result."""

    told: Mapping[str, Any]

    @property
    def whole(self) -> Part:
        """The result's own number."""
        return Part(self.told)

    def parts(self, of: Of = NOTHING, *, group: Group | None = ALL) -> Iterator[Part]:
        """Those of one group of people (None: of any) that are of all of `of`."""
        for one in map(Part, self.told["parts"]):
            if (group is None or one.group == group) and of.items() <= one.of.items():
                yield one

    def part(self, of: Of = NOTHING, *, group: Group = ALL) -> Part | None:
        """The first such, if any."""
        return next(self.parts(of, group=group), None)

    def groups(self) -> list[Group]:
        """The groups of people there are, everybody first."""
        found = dict.fromkeys([ALL, *(one.group for one in self.parts(group=None))])
        return sorted(found, key=lambda group: [(name, SEXES.get(value, value)) for name, value in group])

    def values(self, name: str) -> list[str]:
        """The values of one dimension, in the result's order."""
        return list(dict.fromkeys(one.of[name] for one in self.parts(group=None) if name in one.of))


def words_of(group: Group) -> str:
    """Such as "Kvinnor" or "Grundskola, män"; everybody is nothing."""
    return ", ".join(labels.said(name, value) for name, value in group)
