"""From the cells of a list to what they say of each person, with every fault told by line and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.journey.participant_list.fields import FIELDS, CellError, Field, Words, answered, folded
from samsyn.journey.participant_list.sheet import Line, Sheet

Columns = Mapping[str, str]  # heading -> name of field
OwnWords = Mapping[str, Words]  # name of field -> its words
NEEDED_AT_EXIT = ("exit_reason", "exit_outcome")


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell (no heading: in the row) and what to do."""

    words: str
    heading: str = ""


@dataclass(frozen=True)
class Row:
    """One line read: values by field, only those that are filled in."""

    line: int
    values: dict[str, Any]
    faults: tuple[Fault, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)  # field -> heading

    @property
    def names(self) -> tuple[str, str]:
        """(given, family); empty when the row has none."""
        whole = self.values.get("name", ("", ""))
        return self.values.get("given_name", whole[0]), self.values.get("family_name", whole[1])

    @property
    def key(self) -> str:
        """Who the row is about: by identity number, else by the list's own number, else by name and birth year."""
        if number := self.values.get("identity_number"):
            return f"number {number.value}"
        if own := self.values.get("own_number"):
            return f"own {folded(own)}"
        given, family = self.names
        return f"name {folded(given)} {folded(family)} {self.values.get('birth_year', '')}"

    def heading(self, name: str) -> str:
        """Which heading a field stands under; empty when it is not in the list."""
        return self.headings.get(name, "")


def missing_columns(columns: Columns) -> list[str]:
    """What the list must have and has not, in words; empty when it can be read."""
    has, wanted = set(columns.values()), []
    if "name" not in has and not {"given_name", "family_name"} <= has:
        wanted.append(_("Namn: förnamn och efternamn, eller hela namnet"))
    if "starts_on" not in has:
        wanted.append(_("Startdatum"))
    if not has & {"identity_number", "own_number", "birth_year"}:
        wanted.append(_("Personnummer, listans eget nummer eller födelseår"))
    return wanted


def read_rows(sheet: Sheet, columns: Columns, words: OwnWords) -> list[Row]:
    """Every line with its values and faults. The same person from the same day twice is a fault of the later line."""
    rows = [_row(line, cells, columns, words) for line, cells in sheet.cells()]
    seen: dict[tuple[str, Any], int] = {}
    for at, row in enumerate(rows):
        first = seen.setdefault((row.key, row.values.get("starts_on")), row.line)
        if first != row.line:
            told = _("Samma person med samma startdatum står redan på rad %(line)s. Ta bort den ena.") % {"line": first}
            rows[at] = Row(row.line, row.values, (*row.faults, Fault(told)), row.headings)
    return rows


def _row(line: Line, cells: Mapping[str, str], columns: Columns, words: OwnWords) -> Row:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for heading, text in cells.items():
        name = columns.get(heading, "")
        if not text or not name:
            continue
        try:
            values[name] = read_cell(FIELDS[name], text, words.get(name, {}))
        except CellError as error:
            faults.append(Fault(str(error), heading))
    row = Row(line.number, values, (), {name: heading for heading, name in columns.items()})
    bad = {fault.heading for fault in faults}
    whole = [fault for fault in _whole(row) if fault.heading not in bad]
    return Row(line.number, values, (*faults, *whole), row.headings)


def read_cell(field_: Field, text: str, words: Words) -> Any:
    """One cell's value. Raises `CellError`."""
    return answered(field_, text, words) if field_.list_name else field_.read(text)


def _whole(row: Row) -> list[Fault]:
    """What does not hold together in a row."""
    found, values = [], row.values
    given, family = row.names
    if not given or not family:
        which = row.heading("name") or row.heading("family_name" if given else "given_name")
        found.append(Fault(_("Namnet saknas. Skriv för- och efternamn."), which))
    starts, last = values.get("starts_on"), values.get("last_day")
    if starts is None:
        found.append(Fault(_("Startdatum saknas."), row.heading("starts_on")))
    if last and starts and last < starts:
        found.append(Fault(_("Sista dagen ligger före startdatum."), row.heading("last_day")))
    if last and last > clock.today():
        found.append(Fault(_("Sista dagen har inte varit än. Lämna den tom."), row.heading("last_day")))
    for extent, what in (("extent_before", "livelihood_before"), ("extent_after", "livelihood_after")):
        if extent in values and what not in values:
            found.append(Fault(_("Omfattning står utan försörjning."), row.heading(extent)))
    after = [name for name in ("livelihood_after", "occupation_after", *NEEDED_AT_EXIT) if name in values]
    if after and not last:
        where = row.heading("last_day") or row.heading(after[0])
        found.append(Fault(_("Uppgifter om avslut finns men sista dagen saknas."), where))
    return found


def unknown_words(sheet: Sheet, columns: Columns) -> dict[str, list[str]]:
    """Of each column of answers, the file's texts that the list itself does not know, folded; at most fifty."""
    found: dict[str, list[str]] = {}
    for at, heading in enumerate(sheet.headings):
        one = FIELDS.get(columns.get(heading, ""))
        if one is None or not one.list_name:
            continue
        texts = dict.fromkeys(folded(line.cells[at]) for line in sheet.lines if line.cells[at])
        unknown = [text for text in texts if not _is_answer(one, text)]
        if unknown:
            found[one.name] = unknown[:50]
    return found


def _is_answer(one: Field, text: str) -> bool:
    try:
        return bool(answered(one, text, {}))
    except CellError:
        return False
