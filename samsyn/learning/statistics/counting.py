"""Asks the library: a question becomes a cohort, each cohort a result, each result passes the one door out.

Loaded when something is counted, never when the pages start: the libraries beneath take a second and much memory.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from samsyn.evidence import cohort as cohorts
from samsyn.evidence import describe, disclosure, flow, process, progress, survival
from samsyn.evidence.cohort import Cohort
from samsyn.evidence.connection import connect
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.tables import Tables
from samsyn.learning.statistics import pictures as drawing
from samsyn.learning.statistics.parts import MEANING
from samsyn.learning.statistics.question import INTERVENTIONS, YEARS, Question

Tell = Callable[[int], None]
Of = dict[str, str]
MOST_COMPARED = 9
YEARS_BEFORE = 4
LONG_GAP = 90  # days
DAY = dt.timedelta(days=1)
SAID_ONCE = ("method", "table", "parts", "measure", "warnings")


def counted(folder: Path, question: Question, *, day: dt.date, audience: str, memory: str, tell: Tell) -> Any:
    """The answer and what it is compared with, JSON-ready; `day` is the snapshot's. Raises `EvidenceError`."""
    tables = Tables.from_folder(folder, backend=connect(memory=memory))
    asked = [({}, question), *_compared(tables, question, day)]
    made = []
    for at, (of, one) in enumerate(asked):
        tell(100 * at // len(asked))
        answer = _answer(tables, one, day, audience) if at == 0 else _beside(tables, one, day, audience)
        made.append({"of": of, "question": one.to_dict(), **answer})
    return {"answers": made}


def result(tables: Tables, question: Question) -> Result:
    """Counted on the record, before the door. Raises `EvidenceError`."""
    chosen = _with_before(cohorts.choose(tables, cohort=cohort_of(question)))
    return COUNTING[question.measure](chosen, question)


def _with_before(tables: Tables) -> Tables:
    """What was answered at a start stands as before, where nothing else was told of before."""
    return replace(tables, livelihoods=_start_as_before(tables.livelihoods),
                   occupations=_start_as_before(tables.occupations))  # fmt: skip


def _start_as_before(rows: Any) -> Any:
    told = rows.filter(rows.moment == "before", rows.participation.notnull()).participation
    only_start = (rows.moment == "start") & ~rows.participation.isin(told).fill_null(False)
    return rows.mutate(moment=only_start.fill_null(False).ifelse("before", rows.moment))


def cohort_of(question: Question) -> Cohort:
    """Whom the library is to count: there the end of a period is the first day after."""
    return Cohort(
        first=question.first, until=question.last and question.last + DAY,
        counted=question.counted,  # type: ignore[arg-type]
        interventions=_one(question.intervention), methods=_one(question.method),
        municipalities=_one(question.municipality), sexes=_one(question.sex),
    )  # fmt: skip


def _answer(tables: Tables, question: Question, day: dt.date, audience: str) -> dict[str, Any]:
    declared = disclosure.Declared(meaning=MEANING)
    found = disclosure.shown(result(tables, question), audience=audience, edition=day, declared=declared)  # type: ignore[arg-type]
    return {"result": compact(found.to_dict()), "drawn": drawing.drawn(question.measure, found)}


def compact(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is said twice: the table that the parts make, and the method in each part."""
    parts = [{name: value for name, value in one.items() if name not in SAID_ONCE} for one in told["parts"]]
    return {**{name: value for name, value in told.items() if name != "table"}, "parts": parts}


def _beside(tables: Tables, question: Question, day: dt.date, audience: str) -> dict[str, Any]:
    """One that is compared with: when it cannot be counted, it says why and the rest stands."""
    try:
        return _answer(tables, question, day, audience)
    except EvidenceError as error:
        return {"result": None, "refusal": {"code": error.code, "sv": error.said("sv"), "en": error.said("en")}}


def _compared(tables: Tables, question: Question, day: dt.date) -> list[tuple[Of, Question]]:
    if question.compare == INTERVENTIONS:
        names = _interventions(tables, question)
        return [({"intervention": name}, question.but(intervention=name)) for name in names]
    return list(_years(question, day)) if question.compare == YEARS else []


def _interventions(tables: Tables, question: Question) -> list[str]:
    """The largest of the same time and place, by name."""
    chosen = cohorts.choose(tables, cohort=cohort_of(question.but(intervention=""))).participations
    rows = chosen.filter(chosen.intervention != question.intervention).group_by("intervention")
    counts = rows.aggregate(n=chosen["count"].sum()).to_pyarrow().to_pylist()
    largest = sorted(counts, key=lambda row: (-row["n"], row["intervention"]))[:MOST_COMPARED]
    return sorted(row["intervention"] for row in largest)


def _years(question: Question, day: dt.date) -> Iterator[tuple[Of, Question]]:
    """The same period in each of the years before; without a period, each of the latest years whole."""
    if not (question.first or question.last):
        for year in range(day.year, day.year - YEARS_BEFORE - 1, -1):
            yield {"year": str(year)}, question.but(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
        return
    for back in range(1, YEARS_BEFORE + 1):
        first, last = (_before(one, back) for one in (question.first, question.last))
        yield {"year": str((last or first or day).year)}, question.but(first=first, last=last)


def _before(day: dt.date | None, years: int) -> dt.date | None:
    if day is None:
        return None
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _by(question: Question) -> str | None:
    """Every report counts by sex; another division is asked for."""
    return None if question.split in ("", "sex") else question.split


def _report(name: str) -> Callable[[Tables, Question], Result]:
    """A standard report, by the library's name."""
    return lambda tables, question: describe.report(tables, name=name, by=_by(question), given=question.source)


def _time_to(end: str) -> Callable[[Tables, Question], Result]:
    """Days from the start; who has it already at the start is not followed."""

    def run(tables: Tables, question: Question) -> Result:
        rows = survival.to_event(tables, end=end, by=_by(question))  # type: ignore[arg-type]
        rows = rows if end == "exit" else rows.filter(rows.at_start == 0)
        group = {"": None, "sex": "sex"}.get(question.split, "group")
        found = survival.kaplan_meier(rows, duration="duration", event="event", group=group, key="key")
        if group != "group":
            return found
        parts = tuple(replace(one, of={question.split: one.of["group"]}) for one in found.parts)
        return replace(found, parts=parts)

    return run


def _flow(tables: Tables, question: Question) -> Result:
    """The chief livelihood before and at exit of the same participation, of those asked about; missing is a state."""
    return flow.between(tables, among="all", by=_by(question))


def _joint(tables: Tables, _question: Question) -> Result:
    """Shares of steps, of time and of cases. Each rests on the cases: their own counts are of steps and of days."""
    events = process.from_happenings(tables.happenings)
    found = process.collected(events)
    made = {
        "joint_share": process.joint_share(events, found=found),
        "parallelism": process.parallelism(events, found=found),
        "gaps": process.gaps(events, days=LONG_GAP, found=found),
    }  # fmt: skip
    parts = tuple(
        replace(one, measure="joint_steps", of={"what": name}, numerator=None, denominator=None, interval=None)
        for name, one in made.items()
    )
    said = [one.method for one in made.values()]
    method = Sentence(" ".join(one.sv for one in said), " ".join(one.en for one in said))
    return Result("joint_steps", method, parts[0].n, counted="cases", parts=parts)


COUNTING: dict[str, Callable[[Tables, Question], Result]] = {
    "joint_steps": _joint,
    "step_moves": lambda tables, question: progress.shares(tables, by=_by(question)),
    "flow": _flow,
    "time_to_exit": _time_to("exit"),
    "time_to_work": _time_to("work"),
    "still_in_work": lambda tables, question: survival.still_in_work(tables, by=_by(question)),
} | {
    name: _report(name)
    for name in (
        "numbers", "background", "costs", "to_work_or_studies", "to_work_studies_or_job_seeking", "work_or_study",
        "occupation", "livelihood", "livelihood_given", "exit_reason", "exit_outcome", "length_of_stay",
    )
}  # fmt: skip
