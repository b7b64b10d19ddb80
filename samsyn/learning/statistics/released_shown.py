"""Published tables as they are read: a row a value, a column a sex, each with its share of the column."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.access import clock, spreadsheet
from samsyn.learning.statistics import figures, labels, refusals
from samsyn.learning.statistics.models import Release
from samsyn.learning.statistics.shown import Grid

TOTAL = "total"
COLUMNS = ("release", "table", "value", "sex", "count", "percent", "period", "taken_on")
SEXES = {TOTAL: 0, "woman": 1, "man": 2, "unknown": 3}


def grids(release: Release) -> list[Grid]:
    """Each table; one that is withheld says so."""
    return [_grid(one) for one in release.content]


def _grid(table: dict[str, Any]) -> Grid:
    caption = str(labels.TABLES[table["name"]])
    if table["withheld"]:
        return Grid(caption, [caption], [[_("För få i varje ruta för att tabellen ska kunna visas.")]])
    cells = {(value, sex): (count, percent) for value, sex, count, percent in table["cells"]}
    sexes = sorted({sex for _value, sex in cells}, key=lambda sex: SEXES.get(sex, 9))
    values = list(dict.fromkeys(value for value, _sex in cells if value != TOTAL))
    rows = [[_word(table["name"], value), *(_cell(cells.get((value, s))) for s in sexes)] for value in [*values, TOTAL]]
    return Grid(caption, [caption, *(_word("sex", sex) for sex in sexes)], rows)


def _word(name: str, value: str) -> str:
    return _("Alla") if value == TOTAL else labels.said(name, value)


def _cell(found: tuple[int | None, float | None] | None) -> str:
    if found is None:
        return ""
    count, percent = found
    if count is None:
        return _("visas inte")
    share = f" ({figures.number(percent)}{figures.APART}%)" if percent is not None else ""
    return f"{figures.number(count)}{share}"


def verdict(release: Release) -> str:
    """Why they were let out, or not, in the language of the page."""
    if not release.is_published:
        return refusals.said(release.verdict)
    return str(release.verdict["method"]["sv" if figures.is_swedish() else "en"])


def as_csv(release: Release) -> str:
    """A row a cell; what is hidden is empty, with `hidden` as its percentage."""
    return spreadsheet.as_csv(COLUMNS, _lines(release))


def _lines(release: Release) -> Iterator[list[Any]]:
    day = clock.local(release.taken_at).date().isoformat()
    for table in release.content:
        for value, sex, count, percent in [] if table["withheld"] else table["cells"]:
            told = (count, percent) if count is not None else ("", "hidden")
            yield [release.name, table["name"], value, sex, *told, release.period, day]
