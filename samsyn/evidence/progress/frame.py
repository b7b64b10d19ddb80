"""A row a participation: moves, belief, caseworkers, activities, and what came after."""

from collections.abc import Collection

import ibis

from samsyn.evidence.describe.codes import DEFAULT, Codes
from samsyn.evidence.describe.population import Among, Population, population, said
from samsyn.evidence.tables import Tables

WORK_ORIENTED = ("work_training", "placement", "supported_employment", "job_search", "workplace")
ACTIVITY_KINDS = ("activity", "workplace")
NOT_DONE = ("planned", "cancelled", "declined", "draft")
BELIEF = "belief"
FOREVER = "2200-01-01"
FLAGS = ("judged", "forward", "next_step", "known_worker", "changed", "activity", "work_oriented", "parallel")


def frame(
    tables: Tables, *, by: str | None = None, among: Among = "all", work_oriented: Collection[str] = WORK_ORIENTED,
    after: str = "exit", codes: Codes | None = None,
) -> tuple[ibis.Table, Population]:  # fmt: skip
    """Participations of registered people; missing is null.

    `FLAGS` (0 or 1), `person_forward`, `belief` (the first, 0 to 1), `belief_last`, `workers` (how many), `reached`
    (work or studies `after`; null = no answer), `days` (from the start to the end; null = goes on).
    Raises `EvidenceError` as `describe`.
    """
    people = population(tables, by=by, among=among)
    rows = people.frame
    for other in (
        _moves(tables), _workers(tables), _belief(tables), _activities(tables, rows, work_oriented),
        _reached(tables, after, codes or DEFAULT["occupations"]),
    ):  # fmt: skip
        rows = _beside(rows, other)
    days = rows.ends_on.delta(rows.starts_on, unit="day")
    return rows.mutate(**{name: rows[name].fill_null(0).cast("int64") for name in FLAGS}, days=days), people


def placed(rows: ibis.Table, tables: Tables, *columns: str) -> ibis.Table:
    """With the participation; a row without one is its person's only participation's."""
    own = tables.participations.filter(tables.participations.kind == "person")
    only = own.group_by("person").aggregate(only=own.participation.min(), times=own.count())
    joined = rows.left_join(only.filter(only.times == 1), "person")
    return joined.select(*columns, participation=joined.participation.coalesce(joined.only))


def _beside(rows: ibis.Table, other: ibis.Table) -> ibis.Table:
    joined = rows.left_join(other, "participation")
    return joined.select(*rows.columns, *(name for name in other.columns if name != "participation"))


def _moves(tables: Tables) -> ibis.Table:
    rows = placed(tables.step_moves, tables, "by_person", "by_caseworker", "has_next_step")
    return rows.group_by("participation").aggregate(
        judged=(rows.count() > 0).cast("int64"),
        forward=(rows.by_caseworker == "forward").fill_null(False).cast("int64").max(),
        person_forward=(rows.by_person == "forward").cast("int64").max(),
        next_step=rows.has_next_step.cast("int64").max(),
    )


def _workers(tables: Tables) -> ibis.Table:
    """Different caseworkers over time, of judgements and ratings."""
    both = [placed(one, tables, "caseworker") for one in (tables.step_moves, tables.ratings)]
    rows = ibis.union(*both).filter(ibis._.caseworker.notnull())
    made = rows.group_by("participation").aggregate(workers=rows.caseworker.nunique())
    return made.mutate(known_worker=ibis.literal(1), changed=(made.workers > 1).cast("int64"))


def _belief(tables: Tables) -> ibis.Table:
    """The caseworker's belief on its scale from 0 to 1: the first and the last."""
    asked = tables.ratings
    asked = asked.filter(asked.scale == BELIEF, asked.rater != "person", asked.value.notnull(), asked.high > asked.low)
    scaled = asked.mutate(share=(asked.value - asked.low) / (asked.high - asked.low))
    rows = placed(scaled, tables, "on", "share")
    days = rows.group_by("participation", "on").aggregate(share=rows.share.mean())
    return days.group_by("participation").aggregate(
        belief=days.share.argmin(days.on), belief_last=days.share.argmax(days.on)
    )


def _activities(tables: Tables, people: ibis.Table, work: Collection[str]) -> ibis.Table:
    rows = _done(tables, people, work)
    made = rows.group_by("participation").aggregate(
        activity=(rows.count() > 0).cast("int64"), work_oriented=rows.is_work.cast("int64").max()
    )
    beside = _overlapping(rows)
    joined = made.left_join(beside, "participation")
    return joined.select("participation", "activity", "work_oriented", "parallel")


def _done(tables: Tables, people: ibis.Table, work: Collection[str]) -> ibis.Table:
    """Activities within a participation, each once; one without end goes on."""
    rows = tables.happenings
    rows = rows.filter(rows.kind.isin(ACTIVITY_KINDS), rows.state.isnull() | rows.state.notin(NOT_DONE))
    code = rows.activity.coalesce(rows.kind).re_replace("^.*/", "")
    ends = rows.ends_at.coalesce(ibis.timestamp(FOREVER))
    each = rows.select("happening", "person", "at", ends=ends, is_work=code.isin(sorted(work))).distinct()
    until = people.ends_on.coalesce(ibis.date(FOREVER)).cast("timestamp")
    whose = people.select("participation", "person", begins=people.starts_on.cast("timestamp"), until=until)
    joined = each.inner_join(whose, "person")
    return joined.filter(joined["at"] < joined.until, joined.ends > joined.begins)


def _overlapping(rows: ibis.Table) -> ibis.Table:
    """Participations where something work-oriented and something else went on at the same time."""
    work = rows.filter(rows.is_work).select("participation", "at", "ends")
    other = rows.filter(~rows.is_work).select("participation", other_at="at", other_ends="ends")
    met = work.inner_join(other, "participation")
    met = met.filter(met["at"] < met.other_ends, met.other_at < met.ends)
    return met.select("participation").distinct().mutate(parallel=ibis.literal(1))


def _reached(tables: Tables, after: str, codes: Codes) -> ibis.Table:
    rows = said(tables, kind="occupations", moments=(after,), codes=codes)
    state = codes.state(rows.code)
    return rows.group_by("participation").aggregate(reached=state.isin(("work", "studies")).cast("int64").max())
