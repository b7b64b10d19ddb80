"""Still in work 3, 6 and 12 months after the exit: by what people answered, or by how long their work went on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import ibis

from samsyn.evidence.describe.cells import Cells, Group, at, counted, drawn, groups, part
from samsyn.evidence.describe.codes import DEFAULT, Codes, Kind
from samsyn.evidence.describe.population import population, said
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.survival.events import last_day
from samsyn.evidence.survival.spells import spells_after_exit
from samsyn.evidence.tables import Tables

How = Literal["asked", "spells"]
MONTHS = (3, 6, 12)
IN_WORK, NOT_IN_WORK, LOST, NOT_DUE = "in_work", "not_in_work", "lost_to_follow_up", "not_due"
ASKED = Sentence(
    "Kvar i arbete: av dem som arbetade vid avslut, andelen av de svarande som arbetar vid uppföljningen. De som "
    "skulle ha följts upp men inte svarat räknas för sig: andelen om ingen och om alla av dem arbetar står bredvid. "
    f"De som ännu inte ska följas upp är inte med. {WILSON.sv} Det säger inte vad insatsen har gjort.",
    "Still in work: of those who worked at exit, the share of those who answered that works at the follow-up. Those "
    "who should have been followed up and did not answer are counted apart: the share if none and if all of them "
    f"work stands beside. Those not yet due are not in it. {WILSON.en} It does not say what the intervention has done.",
)


def still_in_work(
    tables: Tables,
    *,
    how: How = "asked",
    months: Sequence[int] = MONTHS,
    by: str | None = None,
    until: dt.date | None = None,
    kind: Kind = "occupations",
    codes: Codes | None = None,
    level: float = LEVEL,
) -> Result:
    """Of those in work at exit, how many still are after `months`: a part for each, by sex and background (`by`).

    - `how` asked: answers at the moments follow_up_3, follow_up_6, follow_up_12. Numerator in work, denominator those
      who answered; `details`: lost_to_follow_up (due by `until`, no answer), not_due, and the share if none (`lowest`)
      or all (`highest`) of the lost are in work. `exclusions`: not_in_work_at_exit, no_answer_at_exit and those of the
      population.
    - `how` spells: periods of work without a day between, of those at work on the day of exit; Kaplan–Meier at 91, 183
      and 365 days; those followed for less count as long as they were seen. `details`: at_risk, stopped, unseen.
    `until`: the day after the last that is known (left out: the day after the last day in the tables).
    Raises `EvidenceError` WRONG_MONTHS, NO_DAYS, and as `describe.population`.

    >>> from samsyn.evidence import example, survival
    >>> after_3, *_ = survival.still_in_work(example.tables()).parts
    >>> after_3.denominator, after_3.details["lost_to_follow_up"]
    (0, 1)
    """
    if not months or set(months) - set(MONTHS):
        told = Sentence("välj bland 3, 6 och 12 månader.", "choose among 3, 6 and 12 months.")
        raise EvidenceError("WRONG_MONTHS", told, place=Place())
    meant, last = codes or DEFAULT[kind], until or last_day(tables)
    if how == "spells":
        return spells_after_exit(tables, months, by, last, kind, meant, level)
    people = population(tables, by=by)
    frame = _states(people.frame, said(tables, kind=kind, moments=_moments(months), codes=meant), months, last, meant)
    parts = [one for month in months for one in _parts(frame, month, by, level)]
    return Result(
        "still_in_work_asked", ASKED, int(parts[0].details["in_work_at_exit"]), counted="participations",
        exclusions={**people.exclusions, **_not_at_work(frame)}, parts=tuple(parts), table=drawn(parts),
        warnings=tuple(_lost(parts)),
    )  # fmt: skip


def _moments(months: Sequence[int]) -> list[str]:
    return ["exit", *(f"follow_up_{month}" for month in months)]


def _states(frame: ibis.Table, answers: ibis.Table, months: Sequence[int], last: dt.date, codes: Codes) -> ibis.Table:
    """The frame with a state at exit and at each month."""
    works = answers.code.isin(sorted(codes.work)).cast("int64")
    flags = {f"at_{one}": works.max(where=answers.moment == one) for one in _moments(months)}
    known = answers.group_by(of=answers.participation).aggregate(**flags)
    joined = frame.left_join(known, frame.participation == known.of)
    states = {f"m_{month}": _state(joined, month, last) for month in months}
    return joined.mutate(at_exit=joined.at_exit.fill_null(-1), **states)


def _state(rows: ibis.Table, month: int, last: dt.date) -> Any:
    answer = rows[f"at_follow_up_{month}"]
    due = rows.ends_on + ibis.interval(months=month) < last
    return ibis.cases((answer == 1, IN_WORK), (answer == 0, NOT_IN_WORK), (due, LOST), else_=NOT_DUE)


def _parts(frame: ibis.Table, month: int, by: str | None, level: float) -> list[Result]:
    rows = frame.filter(frame.at_exit == 1).mutate(state=lambda t: t[f"m_{month}"])
    cells = counted(rows, "state", by=by)
    return [_part(cells, group, month, level) for group in (groups(cells) or [()])]


def _part(cells: Cells, group: Group, month: int, level: float) -> Result:
    there, gone, lost, later = (at(cells, group, one) for one in (IN_WORK, NOT_IN_WORK, LOST, NOT_DUE))
    due = there.n + gone.n + lost.n
    return part(
        "still_in_work_asked",
        there,
        there + gone,
        of={"months": month, **dict(group)},
        method=ASKED,
        level=level,
        in_work_at_exit=due + later.n,
        lost_to_follow_up=lost.n,
        not_due=later.n,
        lowest=there.n / due if due else None,
        highest=(there.n + lost.n) / due if due else None,
    )


def _not_at_work(frame: ibis.Table) -> Mapping[str, int]:
    found = frame.group_by("at_exit").aggregate(n=frame.count()).to_pyarrow().to_pylist()
    people = {int(row["at_exit"]): int(row["n"]) for row in found}
    told = {"not_in_work_at_exit": people.get(0, 0), "no_answer_at_exit": people.get(-1, 0)}
    return {reason: n for reason, n in told.items() if n}


def _lost(parts: Sequence[Result]) -> list[Sentence]:
    """When more than a fifth of those due did not answer."""
    everybody = [one for one in parts if set(one.of) == {"months"}]
    return [_told(one) for one in everybody if one.details["lost_to_follow_up"] > 0.25 * (one.denominator or 0)]


def _told(one: Result) -> Sentence:
    answered, month = int(one.denominator or 0), one.of["months"]
    due = answered + one.details["lost_to_follow_up"]
    return Sentence(
        f"Efter {month} månader svarade {answered} av {due}: andelen säger lite om de övriga.",
        f"After {month} months {answered} of {due} answered: the share says little of the rest.",
    )
