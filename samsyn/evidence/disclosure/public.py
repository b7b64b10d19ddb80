"""A result for everybody: its parts as a release of their own, small counts and what would tell them hidden.

Parts are cells; what they add up to is read from `of`: parts that differ in one name only are categories of the part
without that name, and of their base when they are of the same base. What is left of a base is a cell too.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from samsyn.evidence.disclosure import suppress
from samsyn.evidence.disclosure.association import hidden as without
from samsyn.evidence.disclosure.association import redrawn, rounded, unnumbered, words
from samsyn.evidence.disclosure.attacker import attack
from samsyn.evidence.disclosure.counts import TOTAL, Published
from samsyn.evidence.disclosure.system import System
from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import wilson

Marks = frozenset[tuple[str, Any]]
Who = Hashable
CHANGE = ("before", "after")


def audited(result: Result, *, threshold: int, background: Collection[str]) -> Result:
    """`result` as everybody may see it. Raises `Refused` NOT_PROTECTED when the attacker gets through."""
    cells = _Cells(frozenset(background))
    for one in sorted(_each(result), key=_is_change):
        cells.take(one)
    cells.add_up()
    made = cells.system
    first = suppress.small(made, threshold) | (suppress.groups(made) & made.printed)
    gone = suppress.hidden(made, first=first, width=threshold)
    _attacked(made, gone, threshold)
    return _shown(_View(cells, gone, threshold), result)


@dataclass
class _Cells:
    """Every number of a result as a cell of one system."""

    background: frozenset[str]
    system: System = field(default_factory=System)
    siblings: dict[tuple[str, Who, Marks, str], list[Who]] = field(default_factory=lambda: defaultdict(list))
    bases: dict[tuple[str, Marks], Who] = field(default_factory=dict)
    moments: dict[tuple[str, Marks], list[Who]] = field(default_factory=lambda: defaultdict(list))

    def take(self, one: Result) -> None:
        """The numbers of one part, and that a numerator is part of its base."""
        if one.numerator is not None and one.denominator is not None:
            counted, base = self.counted(one), self.base(one)
            self._put(counted, round(one.numerator))
            self._put(base, round(one.denominator))
            self._rest(base, (counted,), "not it")
            self._beside(one, counted, base)
            self.bases[one.measure, _marks(one)] = base
            self.moments[one.measure, _timeless(one)].append(counted)
        elif one.numerator is not None or one.estimate == one.n:
            self._put(self.counted(one), round(one.estimate or 0))
            self._beside(one, self.counted(one), None)
        elif CHANGE[0] in one.details and CHANGE[1] in one.details:
            for when in CHANGE:
                self._put(self.change(one, when), round(one.details[when]))
        if one.n:
            self._put(self.people(one), one.n)
        for reason, n in one.exclusions.items():
            self._put(("excluded", reason, n), n)

    def counted(self, one: Result) -> Who:
        """The numerator: by measure and everything it is of."""
        return ("counted", one.measure, _marks(one))

    def base(self, one: Result) -> Who:
        """The denominator: parts of the same background with bases as large are of the same base."""
        return ("people", self._who(one), round(one.denominator or 0))

    def people(self, one: Result) -> Who:
        """n, which is mostly the base."""
        return ("people", self._who(one), one.n)

    def change(self, one: Result, when: str) -> Who:
        """The number before or after is the one that some moment's part prints; else one of its own."""
        for who in self.moments[one.measure, _timeless(one)]:
            if self.system.values[who] == one.details[when]:
                return who
        return ("counted", one.measure, _marks(one) | {("moment", when)})

    def _who(self, one: Result) -> Marks:
        return frozenset(mark for mark in _marks(one) if mark[0] in self.background)

    def _put(self, who: Who, value: int) -> None:
        kind = who[0] if isinstance(who, tuple) else ""
        self.system.add(who, value, printed=True, weight=4.0 if kind == "people" else 1.0)

    def _beside(self, one: Result, who: Who, base: Who) -> None:
        for name, _value in _marks(one):
            rest = frozenset(mark for mark in _marks(one) if mark[0] != name)
            shared = None if name in self.background else base
            self.siblings[one.measure, shared, rest, name].append(who)

    def add_up(self) -> None:
        """Parts that differ in one name: of the part without it, and of the base they share."""
        for (measure, base, rest, name), parts in [*self.siblings.items(), *self._bases()]:
            if len(parts) < 2:
                continue
            for total in (("counted", measure, rest), base):
                if total in self.system.values:
                    self._rest(total, tuple(dict.fromkeys(parts)), name)

    def _bases(self) -> Iterator[tuple[tuple[str, Who, Marks, str], list[Who]]]:
        """Bases that differ in one background: of the base without it."""
        found: dict[tuple[str, Who, Marks, str], list[Who]] = defaultdict(list)
        for (measure, marks), base in self.bases.items():
            for mark in marks:
                rest = marks - {mark}
                if mark[0] in self.background and (measure, rest) in self.bases:
                    found["", self.bases[measure, rest], rest, mark[0]].append(base)
        return iter(found.items())

    def _rest(self, total: Who, parts: tuple[Who, ...], name: str) -> None:
        """`total` is its parts and those in none of them; nothing is known when they overlap."""
        left = self.system.values[total] - sum(self.system.values[part] for part in parts)
        if left < 0 or total in parts:
            return
        if left:
            rest = ("rest", total, parts)
            self.system.add(rest, left, printed=False)
            parts = (*parts, rest)
        equation = (total, parts)
        self.system.equations[equation] = None
        if name not in self.background and len(parts) > 1:
            self.system.lines.add(equation)


@dataclass(frozen=True)
class _View:
    """What may be seen of each number."""

    cells: _Cells
    gone: set[Who]
    threshold: int

    def seen(self, who: Who, value: float | None) -> float | None:
        return None if who in self.gone else value

    def reason(self, who: Who) -> str:
        return "small_count" if self.cells.system.values[who] < self.threshold else "complementary"


def _shown(view: _View, one: Result) -> Result:
    parts = tuple(_shown(view, part) for part in one.parts)
    exclusions = {why: n for why, n in one.exclusions.items() if ("excluded", why, n) not in view.gone}
    kept = replace(
        one, n=int(view.seen(view.cells.people(one), one.n) or 0), estimate=None, standard_error=None, interval=None,
        numerator=None, denominator=None, exclusions=exclusions, details=_details(one, exclusions), parts=parts,
        warnings=tuple(unnumbered(said) for said in one.warnings), table=redrawn(one, parts),
    )  # fmt: skip
    if one.estimate is None and one.numerator is None:
        return kept
    if one.numerator is not None and one.denominator is not None:
        return _share(view, one, kept)
    if one.numerator is not None or one.estimate == one.n:
        who = view.cells.counted(one)
        return without(kept, view.reason(who)) if who in view.gone else replace(
            kept, estimate=one.estimate, numerator=one.numerator)  # fmt: skip
    if CHANGE[0] in one.details and CHANGE[1] in one.details:
        return _change(view, one, kept)
    return rounded(one, kept, least=2 * view.threshold, lot=0.5)


def _share(view: _View, one: Result, kept: Result) -> Result:
    counted, base = view.cells.counted(one), view.cells.base(one)
    kept = replace(kept, numerator=view.seen(counted, one.numerator), denominator=view.seen(base, one.denominator))
    for who in (counted, base):
        if who in view.gone:
            return without(kept, "small_base" if who == base else view.reason(who))
    interval = one.interval and wilson(one.numerator or 0, one.denominator or 0, level=one.interval.level)
    return replace(kept, estimate=one.estimate, interval=interval)


def _change(view: _View, one: Result, kept: Result) -> Result:
    for when in CHANGE:
        if (who := view.cells.change(one, when)) in view.gone:
            return without(kept, view.reason(who))
    told = {name: one.details[name] for name in (*CHANGE, "change", "percent") if name in one.details}
    return replace(kept, estimate=one.estimate, details={**kept.details, **told})


def _details(one: Result, exclusions: Mapping[str, int]) -> dict[str, Any]:
    gone = [why for why in one.exclusions if why not in exclusions]
    return {**words(one.details), **({"hidden_exclusions": gone} if gone else {})}


def _attacked(made: System, gone: set[Who], width: int) -> None:
    """Our own attacker on what is left: each sum is a table of its own."""
    name = {who: str(at) for at, who in enumerate(made.values)}
    count = {who: made.values[who] if who in made.printed and who not in gone else None for who in made.values}
    tables = {
        str(at): Published(("cell",), {(name[who],): count[who] for who in (total, *parts)},
                           tree={"cell": {name[total]: [name[part] for part in parts]}}, covers=False)
        for at, (total, parts) in enumerate(made.equations)
    }  # fmt: skip
    watched = {name[who] for who in made.values if who in gone}
    for (_table, cell), (low, high) in attack(tables, enough=width).breaches(width).items():
        if cell[0] in watched and cell[0] != TOTAL:
            told = f"{low:g}–{high:g}"
            raise Refused(
                "NOT_PROTECTED",
                Sentence(
                    f"ett dolt antal kan räknas ut ({told}). Slå ihop kategorier.",
                    f"a hidden count can be reckoned ({told}). Merge categories.",
                ),
            )


def _marks(one: Result) -> Marks:
    return frozenset(one.of.items())


def _timeless(one: Result) -> Marks:
    return frozenset(mark for mark in one.of.items() if mark[0] != "moment")


def _is_change(one: Result) -> bool:
    return one.denominator is None and CHANGE[0] in one.details


def _each(one: Result) -> Iterator[Result]:
    yield one
    for part in one.parts:
        yield from _each(part)
