"""Fixed public tables: counted exactly, audited together by the library's attacker, and only then let out.

Loaded when tables are made, never when the pages start. All tables count the same people (ended participations of one
time), so that what one tells of another is seen by the audit.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samsyn.evidence import cohort as cohorts
from samsyn.evidence import describe, disclosure
from samsyn.evidence.connection import connect
from samsyn.evidence.disclosure.counts import TOTAL, CountTable, Published
from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.tables import Tables
from samsyn.learning.statistics.counting import cohort_of
from samsyn.learning.statistics.question import Question

AFTER, REASON, OUTCOME = "after", "exit_reason", "exit_outcome"
BACKGROUND = ("education", "age_group", "time_in_need")
Cells = dict[tuple[str, ...], int]


def released(folder: Path, question: Question, *, tables: Sequence[str], threshold: int, memory: str) -> dict[str, Any]:
    """The tables as they may be published together, JSON-ready. Raises `EvidenceError`, `Refused` NOT_PROTECTED."""
    found = Tables.from_folder(folder, backend=connect(memory=memory))
    chosen = cohorts.choose(found, cohort=cohort_of(question))
    made = {name: CountTable((name, "sex"), _cells(chosen, name), population="ended", percent=name) for name in tables}
    if not any(made[name].cells.get((TOTAL, TOTAL), 0) >= threshold for name in made):
        raise Refused(
            "TOO_FEW",
            Sentence("för få är avslutade den tiden. Välj en längre tid.", "too few have ended then. Choose longer."),
        )
    release = disclosure.release(made, threshold=threshold)
    shown = [_table(name, table) for name, table in release.tables.items()]
    bounds = [high - low for low, high in release.attack.intervals.values()]
    verdict = {
        "hidden": sum(len(list(table.hidden())) for table in release.tables.values()), "attacked": len(bounds),
        "closest": min((one for one in bounds if one != float("inf")), default=None), "protection": release.protection,
        "threshold": release.threshold, "withheld": {name: asdict(why) for name, why in release.withheld.items()},
        "method": asdict(release.method),
    }  # fmt: skip
    return {"tables": shown, "verdict": verdict}


def _cells(chosen: Tables, name: str) -> Cells:
    if name == AFTER:
        return _after(describe.to_work_studies_or_job_seeking(chosen))
    if name in BACKGROUND:
        return _by_code(describe.background(chosen, variables=[name], among="ended"))
    return _by_code(describe.report(chosen, name=name))


def _by_code(found: Result) -> Cells:
    """A row a code and one for no answer; a column a sex; totals over both."""
    cells: Cells = {}
    for one in found.parts:
        sex, n = one.of.get("sex", TOTAL), int(one.numerator or 0)
        cells[one.of["code"], sex] = n
        cells[TOTAL, sex] = cells.get((TOTAL, sex), 0) + n
    return cells


def _after(found: Result) -> Cells:
    """Where they were after: work, studies, job-seeking, other, or no answer."""
    cells: Cells = {}
    for one in found.parts:
        sex, told = one.of.get("sex", TOTAL), one.details
        rows = {**told["by_state"], "other": int((one.denominator or 0) - (one.numerator or 0))}
        rows["missing"] = int(told["all"] - (one.denominator or 0))
        cells |= {(code, sex): int(n) for code, n in rows.items()}
        cells[TOTAL, sex] = int(told["all"])
    return cells


def _table(name: str, table: Published) -> dict[str, Any]:
    cells = [[*cell, count, table.percentages.get(cell)] for cell, count in table.cells.items()]
    return {"name": name, "cells": cells, "withheld": table.withheld}
