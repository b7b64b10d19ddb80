"""Finds where a report contradicts itself, by calculation: within a table, and between tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.published.description import Described, Description
from samsyn.evidence.published.printed import CELLS, COLUMNS, Fault, Report, Row, Table, added

SV = {"woman": "kvinnor", "man": "män", "anonymous": "anonyma", "total": "personer"}
EN = {"woman": "women", "man": "men", "anonymous": "anonymous", "total": "people"}


@dataclass(frozen=True)
class People:
    """How many people a report is about; in each column, or None where no table says it."""

    total: int
    by_sex: dict[str, int] | None
    tables: int

    def said(self, words: dict[str, str]) -> str:
        """Such as "109 people (52 women, 54 men, 3 anonymous)"."""
        parts = ", ".join(f"{number} {words[column]}" for column, number in (self.by_sex or {}).items() if number)
        return f"{self.total} {words['total']}" + (f" ({parts})" if parts else "")


def checked(description: Description, tables: Sequence[Table]) -> Report:
    """The report with every contradiction that calculation can find.

    Raises `EvidenceError` BAD_DESCRIPTION when it speaks of what is not there, NO_PEOPLE, PEOPLE_DIFFER.
    """
    from samsyn.evidence.published.solving import impossible

    _there(description, tables)
    own = {one.name: _within(one) for one in tables}
    people = _people(description, tables, own)
    report = Report(description, tuple(tables), (), people.total, people.by_sex or {})
    faults: list[Fault] = []
    for table in tables:
        found = [*own[table.name], *_between(table, people)]
        faults += found + impossible(report, table, people, is_known=bool(found))
    return replace(report, faults=tuple(faults))


def _within(table: Table) -> list[Fault]:
    """Rows against their own total, and columns against the printed total row."""
    rows = [fault for row in table.lines() if (fault := _row_fault(table, row))]
    columns = [fault for column in CELLS if (fault := _column_fault(table, column))]
    return rows + columns


def _row_fault(table: Table, row: Row) -> Fault | None:
    parts, total = [row.cells[column] for column in COLUMNS], row.cells["total"] or 0
    is_whole = None not in parts
    if not (added(parts) != total if is_whole else added(parts) > total):
        return None
    sum_ = " + ".join(str(one) for one in parts if one is not None)
    sv = f"”{row.category}”: {sum_} är {added(parts)}, men totalen är tryckt som {total}."
    en = f"“{row.category}”: {sum_} is {added(parts)}, but the total is printed as {total}."
    return Fault("ROW_TOTAL", Place(table.name, row.line, "total"), Sentence(sv, en), row.category)


def _column_fault(table: Table, column: str) -> Fault | None:
    parts, total = [row.cells[column] for row in table.rows], table.total.cells[column]
    if total is None or not (added(parts) != total if None not in parts else added(parts) > total):
        return None
    sv = f"raderna blir tillsammans {added(parts)} {SV[column]}, men totalraden säger {total}."
    en = f"the rows add up to {added(parts)} {EN[column]}, but the total row says {total}."
    return Fault("COLUMN_TOTAL", Place(table.name, table.total.line, column), Sentence(sv, en), table.total.category)


def _between(table: Table, people: People) -> list[Fault]:
    """The total row against the people of the other tables."""
    known = {"total": people.total, **(people.by_sex or {})}
    found = []
    for column, number in known.items():
        printed = table.total.cells[column]
        if printed is None or (printed <= number if table.about.part else printed == number):
            continue
        sv = (
            f"{printed} {SV[column]}, men de andra tabellerna ({people.tables}) har {number}. "
            "Om tabellen bara gäller en del av personerna: skriv part: true för den i published.yaml."
        )
        en = (
            f"{printed} {EN[column]}, but the other tables ({people.tables}) have {number}. "
            "If the table is about some of the people only: write part: true for it in published.yaml."
        )
        place = Place(table.name, table.total.line, column)
        found.append(Fault("OTHER_PEOPLE", place, Sentence(sv, en), table.total.category))
    return found


def _people(description: Description, tables: Sequence[Table], own: dict[str, list[Fault]]) -> People:
    """What most tables without a fault of their own agree on; the first such where as many say otherwise."""
    whole = [one for one in tables if not one.about.part]
    sound = [one for one in whole if not own[one.name]]
    totals = Counter(one.total.cells["total"] or 0 for one in sound or whole)
    if not totals or not max(totals):
        raise EvidenceError(
            "NO_PEOPLE",
            Sentence("ingen tabell säger hur många personerna är.", "no table says how many the people are."),
        )
    total = description.people or totals.most_common(1)[0][0]
    if total not in totals:
        told = ", ".join(str(one) for one in totals)
        raise EvidenceError(
            "PEOPLE_DIFFER",
            Sentence(
                f"published.yaml säger {total} personer, men tabellerna har {told}.",
                f"published.yaml says {total} people, but the tables have {told}.",
            ),
            place=Place("published.yaml", None, "people"),
        )
    margins = Counter(found for one in sound if (found := _margins(one, total)))
    by_sex = dict(zip(COLUMNS, margins.most_common(1)[0][0], strict=True)) if margins else None
    return People(total, by_sex, totals[total] - 1)


def _margins(table: Table, total: int) -> tuple[int, ...] | None:
    """How many in each column, when the table tells; a column that is left out has the rest."""
    if table.total.cells["total"] != total:
        return None
    known = [_margin(table, column) for column in COLUMNS]
    left = [at for at, one in enumerate(known) if one is None]
    if len(left) > 1:
        return None
    return tuple(total - added(known) if one is None else one for one in known)


def _margin(table: Table, column: str) -> int | None:
    printed, parts = table.total.cells[column], [row.cells[column] for row in table.rows]
    return printed if printed is not None else (None if None in parts else added(parts))


def _there(description: Description, tables: Sequence[Table]) -> None:
    """Raises `EvidenceError` BAD_DESCRIPTION for the first table or category that is not printed."""
    known = {one.name: one for one in tables}
    for where, table, categories in _spoken_of(description):
        if table not in known:
            raise _not_there(where, f"tabellen {table} finns inte.", f"there is no table {table}.")
        for category in categories:
            if known[table].row(category) is None:
                raise _not_there(
                    where, f"tabellen {table} har ingen rad ”{category}”.", f"table {table} has no row “{category}”."
                )
    for one in tables:
        codes = [one.about.codes.get(row.category, row.category) for row in one.rows]
        if len(set(codes)) < len(codes):
            raise _not_there(f"tables.{one.name}.codes", "två rader har samma kod.", "two rows have the same code.")


def _spoken_of(description: Description) -> Iterable[tuple[str, str, list[str]]]:
    for name, about in description.tables.items():
        yield f"tables.{name}", name, _categories(about)
    if group := description.registered_in_part:
        yield "registered_in_part", group.table, [group.category]
    for at, one in enumerate(description.percentages):
        for cells in (one.part, one.base):
            yield f"percentages.{at}", cells.table, [*cells.categories, *cells.except_]


def _categories(about: Described) -> list[str]:
    return [*([about.missing] if about.missing else []), *about.codes, *about.words]


def _not_there(where: str, sv: str, en: str) -> EvidenceError:
    return EvidenceError("BAD_DESCRIPTION", Sentence(sv, en), place=Place("published.yaml", None, where))
