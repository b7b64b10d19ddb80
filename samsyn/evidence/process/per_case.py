"""One row a case: how long it took, how long it waited, its longest gap, what was done jointly, and its chains.

All on Ibis expressions; times are whole microseconds. `durations`, `joint_share` and the others sum these up.
"""

from typing import Any

import ibis

from samsyn.evidence.process.events import WITH, groups


def per_case(events: ibis.Table) -> ibis.Table:
    """One row a case: (`by`), events, joint, lead, waiting, service, gap, parallel, without_end, serial, one_party.

    - lead: from the first event's start to the last moment of any event.
    - waiting: from each event's end (its start, when it has none) to the next one's start, never below zero, summed.
    - service: the time that events last, summed; gap: the longest time when nothing goes on and nothing begins.
    - parallel: time when two parties or more are active; only events with an end and a party can be seen to be.
    - serial: most events in a row with one party at a time; one_party: number of runs of one and the same party.
    """
    rows = _placed(events)
    keys = [*groups(events), "case"]
    whole = rows.group_by(keys).aggregate(
        events=rows.count(), joint=rows.joint.cast("int64").sum(), without_end=rows.ends.isnull().cast("int64").sum(),
        lead=rows.until.max() - rows["at"].min(), waiting=rows.waits.sum(), gap=rows.idle.max(),
        service=(rows.until - rows["at"]).sum(), one_party=rows.begins.sum(),
    )  # fmt: skip
    for found in (_serial(rows), _parallel(events)):
        more = [one for one in found.columns if one != "case"]
        joined = whole.left_join(found, "case")
        whole = joined.select(*whole.columns, **{one: joined[one].fill_null(0).cast("int64") for one in more})
    return whole


def _placed(events: ibis.Table) -> ibis.Table:
    """Each event with what comes before and after it in its case."""
    rows = events.mutate(until=ibis.coalesce(events.ends, events["at"]), alone=events.parties == 1)
    order: dict[str, Any] = {"group_by": "case", "order_by": [rows["at"], rows.row]}
    window, before = ibis.window(**order), ibis.window(**order, preceding=(None, 1))
    rows = rows.mutate(
        next_at=rows["at"].lead().over(window), before_party=rows.party.lag().over(window),
        before_alone=rows.alone.lag().over(window), done=rows.until.max().over(before),
    )  # fmt: skip
    same = rows.before_alone.fill_null(False) & (rows.before_party == rows.party).fill_null(False)
    return rows.mutate(
        waits=_above_zero(rows.next_at - rows.until),
        idle=_above_zero(rows["at"] - rows.done),
        begins=(rows.alone & ~same).cast("int64"),
    )


def _above_zero(time: Any) -> Any:
    return ibis.greatest(time.fill_null(0), 0)


def _serial(rows: ibis.Table) -> ibis.Table:
    """The longest run of events of one party each, with no event of another party going on meanwhile."""
    breaks = rows.left_join(_overlapped(rows), ["case", "row"])
    breaks = breaks.select(
        "case", "at", "row", breaks=(~breaks.alone | breaks.overlapped.fill_null(False)).cast("int64")
    )
    order = ibis.window(group_by="case", order_by=[breaks["at"], breaks.row], preceding=None, following=0)
    run = breaks.mutate(run=breaks.breaks.sum().over(order))
    lengths = run.filter(run.breaks == 0).group_by(["case", "run"]).aggregate(length=ibis._.count())
    return lengths.group_by("case").aggregate(serial=lengths.length.max())


def _overlapped(rows: ibis.Table) -> ibis.Table:
    """Events during which another party's event goes on."""
    one = rows.select("case", "row", "at", "until", "party")
    other = rows.filter(rows.until > rows["at"]).select(
        "case", other_row="row", other_at="at", other_until="until", other_party="party"
    )
    during = (other.other_at < ibis.greatest(one.until, one["at"] + 1)) & (one["at"] < other.other_until)
    pairs = one.join(other, [one.case == other.case, during, one.row != other.other_row])
    unlike = pairs.filter((pairs.party != pairs.other_party) | pairs.party.isnull() | pairs.other_party.isnull())
    return unlike.select("case", "row").distinct().mutate(overlapped=True)


def _parallel(events: ibis.Table) -> ibis.Table:
    """Time of each case when two parties or more are active."""
    active = events.filter((events.ends > events["at"]) & events.party.notnull())
    active = active.select("case", "row", "at", "ends", one=active.party.split(WITH)).unnest("one")
    order: dict[str, Any] = {"group_by": ["case", "one"], "order_by": [active["at"], active.row]}
    active = active.mutate(done=active.ends.max().over(ibis.window(**order, preceding=(None, 1))))
    active = active.mutate(starts=ibis.greatest(active["at"], ibis.coalesce(active.done, active["at"])))
    active = active.filter(active.ends > active.starts)  # what the party was already active in counts once
    marks = active.select("case", moment="starts", change=1).union(active.select("case", moment="ends", change=-1))
    marks = marks.group_by(["case", "moment"]).aggregate(change=marks.change.sum())
    order = {"group_by": "case", "order_by": marks.moment}
    marks = marks.mutate(
        parties=marks.change.sum().over(ibis.window(**order, preceding=None, following=0)),
        lasts=marks.moment.lead().over(ibis.window(**order)) - marks.moment,
    )
    return marks.filter(marks.parties > 1).group_by("case").aggregate(parallel=ibis._.lasts.sum())
