"""The reports by name, as the command line and the pages ask for them."""

from collections.abc import Callable, Mapping
from typing import Any

from samsyn.evidence.describe.before_after import before_after, livelihood_given
from samsyn.evidence.describe.costs import costs
from samsyn.evidence.describe.fields import background, exit_outcome, exit_reason
from samsyn.evidence.describe.measures import to_work_or_studies, to_work_studies_or_job_seeking
from samsyn.evidence.describe.numbers import numbers
from samsyn.evidence.describe.population import VARIABLES
from samsyn.evidence.describe.stay import length_of_stay
from samsyn.evidence.describe.work import work_or_study
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.tables import Tables

Report = Callable[[Tables, str | None, str], Result]
REPORTS: Mapping[str, Report] = {
    "numbers": lambda tables, by, given: numbers(tables, by=by),
    "occupation": lambda tables, by, given: before_after(tables, by=by),
    "occupation_collapsed": lambda tables, by, given: before_after(tables, by=by, collapsed=True),
    "work_or_study": lambda tables, by, given: work_or_study(tables, by=by),
    "to_work_or_studies": lambda tables, by, given: to_work_or_studies(tables, by=by),
    "to_work_studies_or_job_seeking": lambda tables, by, given: to_work_studies_or_job_seeking(tables, by=by),
    "livelihood": lambda tables, by, given: before_after(tables, kind="livelihoods", by=by),
    "livelihood_main": lambda tables, by, given: before_after(tables, kind="livelihoods", by=by, main=True),
    "livelihood_given": lambda tables, by, given: livelihood_given(tables, given=given, by=by),
    "length_of_stay": lambda tables, by, given: length_of_stay(tables, by=by),
    "exit_reason": lambda tables, by, given: exit_reason(tables, by=by),
    "exit_outcome": lambda tables, by, given: exit_outcome(tables, by=by),
    "background": lambda tables, by, given: background(tables, by=by),
    "costs": lambda tables, by, given: costs(tables),
}


def report(tables: Tables, *, name: str, by: str | None = None, given: str = "") -> Result:
    """One standard report by name (`REPORTS`); `given` is the source before, for livelihood_given.

    Raises `EvidenceError` UNKNOWN_REPORT, UNKNOWN_VARIABLE, and what the report raises.

    >>> from samsyn.evidence import example
    >>> report(example.tables(), name="length_of_stay").estimate
    192.5
    """
    if name not in REPORTS:
        raise _unknown("UNKNOWN_REPORT", name, "rapport", "report", ", ".join(REPORTS))
    if by is not None and by not in VARIABLES:
        raise _unknown("UNKNOWN_VARIABLE", by, "bakgrund", "background variable", ", ".join(VARIABLES))
    if name == "livelihood_given" and not given:
        raise EvidenceError(
            "MISSING_VALUE",
            Sentence("säg vilken källa före som avses.", "say which source before is meant (given)."),
        )
    return REPORTS[name](tables, by, given)


def standard(tables: Tables, *, by: str | None = None) -> dict[str, Result]:
    """Every standard report that needs no choice, by name; costs only when some are recorded."""
    made: dict[str, Result] = {}
    for name in REPORTS:
        if name == "livelihood_given":
            continue
        found: Any = _unless_empty(tables, name, by)
        if found is not None:
            made[name] = found
    return made


def _unless_empty(tables: Tables, name: str, by: str | None) -> Result | None:
    try:
        return report(tables, name=name, by=by)
    except EvidenceError as error:
        if error.code == "NO_COSTS" or (error.code == "EMPTY_COHORT" and name != "numbers"):
            return None
        raise


def _unknown(code: str, given: str, sv: str, en: str, there: str) -> EvidenceError:
    return EvidenceError(
        code, Sentence(f"”{given}” är ingen {sv}. Välj bland {there}.", f"“{given}” is no {en}. Choose among {there}.")
    )
