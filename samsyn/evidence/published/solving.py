"""Which counts people can have: whole numbers of each stratum in each row, so that every printed cell comes out.

A stratum is a sex, and whether its people are registered in part. The counts are found as an integer programme
(HiGHS); what no whole numbers can give is a contradiction, told with the least that would have to be otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.evidence.errors import Place, Sentence
from samsyn.evidence.published.checking import EN, SV, People
from samsyn.evidence.published.printed import CELLS, Fault, Report, Table

OUTSIDE = "\x00outside"  # those a table about a part of the people does not count
UNKNOWN = "unknown"
SECONDS = 60


@dataclass(frozen=True)
class Stratum:
    """People alike in sex and in how much is known of them."""

    column: str
    in_part: bool
    size: int


Counts = Mapping[tuple[int, str], int]  # (number of the stratum, category) → people


def strata(report: Report) -> list[Stratum]:
    """The sexes, each parted in those registered in part and the others."""
    sizes = report.by_sex or {UNKNOWN: report.people}
    group = report.description.registered_in_part
    row = report.table(group.table).row(group.category) if group else None
    found = []
    for column, whole in sizes.items():
        cell = row.cells["total" if column == UNKNOWN else column] if row else 0
        few = min(cell or 0, whole or 0)
        found += [Stratum(column, True, few), Stratum(column, False, (whole or 0) - few)]
    return [one for one in found if one.size]


def categories(table: Table) -> list[str]:
    """Every row, and those outside when the table is about a part of the people."""
    return [*(row.category for row in table.rows), *([OUTSIDE] if table.about.part else [])]


def solved(report: Report, table: Table) -> tuple[Counts, dict[tuple[str, str], int]]:
    """People of each stratum in each row, and the cells (category, column) that cannot be as printed: by how much.

    Where several answers give the printed cells, the one nearest to the same shares in every stratum is taken.
    """
    groups, rows = strata(report), categories(table)
    model = _Model(groups, rows, _allowed(report, table))
    for row in table.rows:
        for column in CELLS:
            if (printed := row.cells[column]) is not None and (column == "total" or report.by_sex):
                model.cell(row.category, column, printed)
    return model.solve(_expected(groups, table))


def impossible(report: Report, table: Table, people: People, *, is_known: bool) -> list[Fault]:
    """Says which columns cannot come out together with the other tables. `is_known`: a fault was found already."""
    _counts, off = solved(report, table)
    if not off:
        return []
    (category, column), by = max(off.items(), key=lambda one: (abs(one[1]), one[0]))
    row = table.row(category)
    least = sum(abs(one) for one in off.values())
    sv = (
        f"inga {people.said(SV)}, som de andra tabellerna har, kan ge tabellen. Rutorna måste ändras med minst "
        f"{least} personer sammanlagt, till exempel {abs(by)} {'fler' if by > 0 else 'färre'} i "
        f"”{category}”.{_group(report)[0]}"
    )
    en = (
        f"no {people.said(EN)}, as in the other tables, can give this table. The cells must change by at least {least} "
        f"people in all, for instance {abs(by)} {'more' if by > 0 else 'fewer'} in “{category}”.{_group(report)[1]}"
    )
    place = Place(table.name, row.line if row else None, column)
    return [Fault("NOT_TOGETHER", place, Sentence(sv, en), category)]


def _group(report: Report) -> tuple[str, str]:
    group = report.description.registered_in_part
    if group is None:
        return "", ""
    return (
        f" De som står som ”{group.category}” i {group.table} saknar svar i varje tabell.",
        f" Those in “{group.category}” of {group.table} are missing in every table.",
    )


def _allowed(report: Report, table: Table) -> Any:
    """Whether people of a stratum may stand in a row."""
    group = report.description.registered_in_part
    own = group.category if group and group.table == table.name else ""
    missing = own or table.about.missing

    def may(stratum: Stratum, category: str) -> bool:
        if table.about.all_answered or group is None:
            return True
        if own:
            return stratum.in_part == (category == own)
        return not stratum.in_part or category in (missing, OUTSIDE)

    return may


def _expected(groups: Sequence[Stratum], table: Table) -> dict[tuple[int, str], float]:
    """The same shares in every stratum, those registered in part being missing."""
    known = sum(one.size for one in groups if not one.in_part) or 1
    few = sum(one.size for one in groups if one.in_part)
    found = {}
    for at, one in enumerate(groups):
        for row in table.rows:
            whole = (row.cells["total"] or 0) - (few if row.category == table.about.missing else 0)
            found[at, row.category] = 0.0 if one.in_part else one.size * max(whole, 0) / known
    return found


class _Model:
    """Whole numbers x[stratum, category], with a stretch up and down for each printed cell."""

    def __init__(self, groups: Sequence[Stratum], rows: Sequence[str], may: Any) -> None:
        self.groups, self.rows = groups, rows
        self.keys = [(at, row) for at in range(len(groups)) for row in rows]
        self.at = {key: number for number, key in enumerate(self.keys)}
        self.most = [groups[at].size if may(groups[at], row) else 0 for at, row in self.keys]
        self.cells: list[tuple[str, str]] = []
        self.entries: list[tuple[int, int, float]] = []
        self.right: list[float] = []
        for at, one in enumerate(groups):
            self._equal([(self.at[at, row], 1.0) for row in rows], one.size)

    def cell(self, category: str, column: str, printed: int) -> None:
        """A printed number: of one sex, or in all."""
        inside = [at for at, one in enumerate(self.groups) if column in ("total", one.column)]
        up = len(self.keys) * 2 + len(self.cells) * 2
        self.cells.append((category, column))
        self._equal([*((self.at[at, category], 1.0) for at in inside), (up, -1.0), (up + 1, 1.0)], printed)

    def _equal(self, terms: Sequence[tuple[int, float]], value: float) -> None:
        self.entries += [(len(self.right), variable, weight) for variable, weight in terms]
        self.right.append(value)

    def solve(self, expected: Mapping[tuple[int, str], float]) -> tuple[Counts, dict[tuple[str, str], int]]:
        """First with as little stretch as can be; when none is needed, nearest to `expected`."""
        keys, stretches = len(self.keys), len(self.cells) * 2
        x = self._best(np.concatenate([np.zeros(keys * 2), np.ones(stretches)]), np.inf, expected)
        if x is None:
            return {}, {(self.rows[0], "total"): sum(one.size for one in self.groups)}
        ways = (x[2 * keys + 2 * at] - x[2 * keys + 2 * at + 1] for at in range(len(self.cells)))
        off = {cell: int(by) for cell, by in zip(self.cells, ways, strict=True) if by}
        if off:
            return {}, off
        near = self._best(np.concatenate([np.zeros(keys), np.ones(keys), np.zeros(stretches)]), 0, expected)
        x = x if near is None else near
        return {key: int(x[at]) for at, key in enumerate(self.keys) if x[at]}, {}

    def _best(self, cost: Any, stretch: float, expected: Mapping[tuple[int, str], float]) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        keys, size = len(self.keys), len(cost)
        rows, columns, weights = (np.array(one) for one in zip(*self.entries, strict=True))
        equal = coo_array((weights, (rows, columns)), shape=(len(self.right), size))
        upper = np.concatenate([self.most, np.full(keys, np.inf), np.full(size - 2 * keys, stretch)])
        found = milp(
            cost, integrality=np.concatenate([np.ones(keys), np.zeros(size - keys)]), bounds=Bounds(0, upper),
            constraints=[LinearConstraint(equal, self.right, self.right), self._near(expected, size)],
            options={"time_limit": SECONDS},
        )  # fmt: skip
        return None if found.x is None else np.rint(found.x).astype(int)

    def _near(self, expected: Mapping[tuple[int, str], float], size: int) -> Any:
        """distance[key] ≥ |x[key] − expected[key]|."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import coo_array

        keys = len(self.keys)
        aim = np.array([expected.get(key, 0.0) for key in self.keys])
        each, one = np.arange(keys), np.ones(keys)
        rows = np.concatenate([each, each, keys + each, keys + each])
        columns = np.concatenate([each, keys + each, each, keys + each])
        matrix = coo_array((np.concatenate([one, one, one, -one]), (rows, columns)), shape=(2 * keys, size))
        low, high = np.concatenate([aim, -np.inf * one]), np.concatenate([np.inf * one, aim])
        return LinearConstraint(matrix, low, high)
