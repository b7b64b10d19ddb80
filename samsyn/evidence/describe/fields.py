"""What is known of those who take part: the background in three parts, why they ended, what it ended in."""

from collections.abc import Sequence

from samsyn.evidence.describe.cells import NOBODY, Cells, Group, drawn, groups, part, total
from samsyn.evidence.describe.cells import counted as counted_cells
from samsyn.evidence.describe.codes import MISSING, NOT_ANSWERED
from samsyn.evidence.describe.population import Among, population, variable
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

THREE = ("education", "age_group", "time_in_need")
METHOD = Sentence(
    "Registrerade deltaganden; andelar av dem där uppgiften finns, uppgift saknas som egen rad av alla.",
    "Registered participations; shares of those where it is known, missing as a row of its own out of all.",
)


def background(
    tables: Tables, *, variables: Sequence[str] = THREE, by: str | None = None, among: Among = "all",
    level: float = LEVEL,
) -> Result:  # fmt: skip
    """Background in three parts: education, age and time in need of support before; or other `variables`.

    Parts `of` {"variable", "code", sex and/or `by`}: numerator with the code, denominator those where it is known;
    the row "missing" (no value, unknown, not answered) has all as denominator.
    Raises `EvidenceError` EMPTY_COHORT, UNKNOWN_VARIABLE (see `VARIABLES`), DOUBLE_ID or NEGATIVE_DURATION.

    >>> from samsyn.evidence import example
    >>> report = background(example.tables(), variables=["education"])
    >>> [(part.of["code"], part.numerator, part.denominator) for part in report.parts if len(part.of) == 2]
    [('compulsory_school', 3, 5), ('upper_secondary_3_years', 2, 5), ('missing', 3, 8)]
    """
    return _fields("background", tables, variables, by, among, level)


def exit_reason(tables: Tables, *, by: str | None = None, level: float = LEVEL) -> Result:
    """Why ended participations ended. Wrong registrations are no ends: they stand among the exclusions.

    Parts and errors as `background`.

    >>> from samsyn.evidence import example
    >>> report = exit_reason(example.tables())
    >>> {part.of["code"]: part.numerator for part in report.parts if len(part.of) == 2}
    {'completed': 4, 'interrupted_planned': 1, 'interrupted_unplanned': 1, 'missing': 0}
    """
    return _fields("exit_reason", tables, ("exit_reason",), by, "ended", level)


def exit_outcome(tables: Tables, *, by: str | None = None, level: float = LEVEL) -> Result:
    """What ended participations ended in. Parts and errors as `background`."""
    return _fields("exit_outcome", tables, ("exit_outcome",), by, "ended", level)


def _fields(
    measure: str, tables: Tables, variables: Sequence[str], by: str | None, among: Among, level: float
) -> Result:
    people = population(tables, by=by, among=among)
    rows = tables.participations
    made = rows.select("participation", **{f"v_{name}": variable(rows, name) for name in variables})
    frame = people.frame.inner_join(made, "participation")
    cells = counted_cells(frame, *(f"v_{name}" for name in variables), by=by)
    method = Sentence(f"{METHOD.sv} {WILSON.sv}", f"{METHOD.en} {WILSON.en}")
    parts = tuple(
        one
        for group in groups(cells)
        for number, name in enumerate(variables)
        for one in _variable(measure, cells, group, (number, name), method, level)
    )
    return Result(measure, method, total(cells, ()).n, counted="participations", exclusions=people.exclusions,
                  parts=parts, table=drawn(parts))  # fmt: skip


def _variable(
    measure: str, cells: Cells, group: Group, which: tuple[int, str], method: Sentence, level: float
) -> list[Result]:
    number, name = which
    met = {_code(key[number]) for key in cells[()]} - {MISSING}
    counts = dict.fromkeys((*sorted(met), MISSING), NOBODY)
    for key, one in cells[group].items():
        counts[_code(key[number])] += one
    everybody = total(cells, group)
    known = everybody - counts[MISSING]
    return [
        part(
            measure, one, everybody if code == MISSING else known, of={"variable": name, "code": code, **dict(group)},
            method=method, level=level, of_all=one.n / everybody.n if everybody.n else None, all=everybody.n,
        )
        for code, one in counts.items()
    ]  # fmt: skip


def _code(value: str) -> str:
    return MISSING if value in NOT_ANSWERED else value
