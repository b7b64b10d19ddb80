"""How long work went on after the exit: periods put together where no day lies between, then Kaplan–Meier."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ibis

from samsyn.evidence.describe.cells import drawn
from samsyn.evidence.describe.codes import COLUMN, Codes, Kind
from samsyn.evidence.describe.population import population
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.survival.standing import kaplan_meier
from samsyn.evidence.tables import Tables

DAYS: Mapping[int, int] = {3: 91, 6: 183, 12: 365}
ORDER = ("began_on", "over_on")
METHOD = Sentence(
    "Kvar i arbete utan avbrott: av dem som arbetade på avslutsdagen, andelen som ännu arbetar efter 91, 183 och "
    "365 dagar, enligt Kaplan–Meier. Perioder utan dag emellan läggs ihop. Den som inte följts så länge räknas så "
    "länge hen setts. Det säger inte vad insatsen har gjort.",
    "Still in work without a break: of those who worked on the day of exit, the share still at work after 91, 183 and "
    "365 days, by Kaplan–Meier. Periods without a day between are put together. Whoever was not followed for so long "
    "counts as long as seen. It does not say what the intervention has done.",
)


def work_after_exit(tables: Tables, *, last: dt.date, kind: Kind, codes: Codes, by: str | None) -> ibis.Table:
    """One row an ended participation at work on its day of exit: sex, group, duration (days) and event (it stopped)."""
    frame = population(tables, by=by).frame
    stretches = _stretches(getattr(tables, kind), kind, codes, last)
    ended = frame.select("participation", "sex", "group", "key", who=frame.person, left_on=frame.ends_on)
    own = ended.filter(ended.left_on < last)
    pairs = own.inner_join(stretches, own.who == stretches.person)
    at_exit = pairs.filter((pairs.began_on <= pairs.left_on) & (pairs.over_on > pairs.left_on))
    return at_exit.select(
        "participation",
        "sex",
        "group",
        "key",
        duration=ibis.least(at_exit.over_on, ibis.literal(last)).delta(at_exit.left_on, unit="day").cast("float64"),
        event=(at_exit.over_on < last).cast("int64"),
    )


def _stretches(rows: ibis.Table, kind: Kind, codes: Codes, last: dt.date) -> ibis.Table:
    """person, began_on, over_on: periods of work that meet or overlap, as one; what goes on is over after `last`."""
    rows = rows.filter(rows[COLUMN[kind]].isin(sorted(codes.work)), rows.starts_on < last)
    far = ibis.literal(last + dt.timedelta(days=1))
    spells = rows.select("person", began_on=rows.starts_on, over_on=rows.ends_on.fill_null(far))
    earlier = ibis.window(group_by="person", order_by=list(ORDER), preceding=(None, 1))
    so_far = ibis.cumulative_window(group_by="person", order_by=list(ORDER))
    spells = spells.mutate(until_now=spells.over_on.max().over(earlier))
    is_new = spells.until_now.isnull() | (spells.began_on > spells.until_now)
    fresh = spells.mutate(is_new=is_new.cast("int64"))
    numbered = fresh.mutate(stretch=fresh.is_new.sum().over(so_far))
    return numbered.group_by("person", "stretch").aggregate(
        began_on=numbered.began_on.min(), over_on=numbered.over_on.max()
    )


def spells_after_exit(
    tables: Tables, months: Sequence[int], by: str | None, last: dt.date, kind: Kind, codes: Codes, level: float
) -> Result:
    """`still_in_work(how="spells")`."""
    people = population(tables, by=by)
    frame = work_after_exit(tables, last=last, kind=kind, codes=codes, by=by)
    ended = int(people.frame.count().execute())
    at_work = int(frame.count().execute())
    parts = tuple(_parts(frame, months, by, level)) if at_work else ()
    away = ended - at_work
    return Result(
        "still_in_work_spells", METHOD, at_work, counted="participations", parts=parts, table=drawn(parts),
        exclusions={**people.exclusions, **({"not_at_work_on_exit": away} if away else {})},
    )  # fmt: skip


def _parts(frame: ibis.Table, months: Sequence[int], by: str | None, level: float) -> Iterator[Result]:
    for column in (None, "sex", *(["group"] if by else [])):
        answer = kaplan_meier(
            frame,
            duration="duration",
            event="event",
            group=column,
            key="key",
            at=[DAYS[one] for one in months],
            level=level,
        )
        for one in answer.parts if column else [answer]:
            named = {by if name == "group" else name: value for name, value in one.of.items()}
            for month, row in zip(months, one.details["at"], strict=True):
                yield _part(row, {"months": month, **named}, one, level)


def _part(row: Mapping[str, Any], of: Mapping[Any, Any], whole: Result, level: float) -> Result:
    known = row["estimate"] is not None
    told = {"days": row["time"], "at_risk": row["at_risk"], "stopped": row["events"], "unseen": row["censored"]}
    told |= {name: value for name, value in whole.details.items() if name == "cell_key"}
    return Result(
        "still_in_work_spells", METHOD, whole.n, estimate=row["estimate"], of=of, counted="participations",
        interval=Interval(row["low"], row["high"], level, "log-log") if known else None, details=told,
    )  # fmt: skip
