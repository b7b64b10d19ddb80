"""From the contract's tables to time until: from the first day of a participation to its end, or to work."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

import ibis

from samsyn.evidence.describe.codes import COLUMN, DEFAULT, Codes, Kind
from samsyn.evidence.describe.population import WRONG, backwards, variable
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.survival.data import CENSORED
from samsyn.evidence.tables import Tables

End = Literal["exit", "work", "studies"]
WORK, STUDIES, RIGHT_BENEFIT, OTHER = "work", "studies", "right_benefit", "other"
UNKNOWN = "unknown"
FIRST = ("before", "start")
CAUSES = (WORK, STUDIES, RIGHT_BENEFIT, OTHER)
OUTCOMES: Mapping[str, str] = {
    "work": WORK,
    "returned_to_own_employer": WORK,
    "studies": STUDIES,
    "right_benefit": RIGHT_BENEFIT,
}


def to_event(
    tables: Tables,
    *,
    end: End = "exit",
    until: dt.date | None = None,
    since: dt.date | None = None,
    by: str | None = None,
    kind: Kind = "occupations",
    codes: Codes | None = None,
    outcomes: Mapping[str, str] = OUTCOMES,
) -> ibis.Table:
    """One row a registered participation with a first day: how many days until `end`, ready for the estimators.

    Columns: participation, person, sex, group (`by`, a background variable), duration (days), event (1, or 0 when not
    seen), cause (one of `CAUSES`, "unknown" without outcome, or "0"), entry (days), at_start and
    key (the record key).
    - `end` exit: the end of the participation; its cause by `outcomes` of exit_outcome, any other is "other".
    - `end` work or studies: the first such occupation (or livelihood, `kind`) of the person that began after the first
      day and no later than the exit; else the exit comes first, with its cause. `at_start` is 1 for those who had it
      already on the first day: filter them away to follow those who did not.
    `until`: the day after the last that is known (left out: the day after the last day in the tables); who goes on is
    censored there. `since`: the first day that is known: a participation that began before enters late, and one that
    ended before it is not seen at all. Wrong registrations and those without a first day are not in it.
    Raises `EvidenceError` NO_DAYS when no day is known, NEGATIVE_DURATION, UNKNOWN_VARIABLE.

    >>> from samsyn.evidence import example, survival
    >>> rows = survival.to_event(example.tables())
    >>> survival.kaplan_meier(rows, duration="duration", event="event").estimate
    210.0
    """
    last = until or last_day(tables)
    rows = _started(tables, last)
    spells = _spells(tables, kind, codes or DEFAULT[kind], end, last)
    rows = _with_first(rows, spells)
    closed = ibis.least(rows.ends_on.fill_null(last), ibis.literal(last))
    exited = (rows.ends_on <= last).fill_null(False)
    reached = rows.ends_on if end == "exit" else rows.reached_on
    seen = (exited if end == "exit" else reached <= closed).fill_null(False)
    over = ibis.ifelse(seen, reached, closed)
    cause = ibis.ifelse(exited, _cause(rows, outcomes), CENSORED)
    made = rows.select(
        "participation", "person", "sex", "at_start",
        key=rows.record_key,
        group=variable(rows, by),
        duration=over.delta(rows.starts_on, unit="day").cast("float64"),
        event=seen.cast("int64"),
        cause=cause if end == "exit" else ibis.ifelse(seen, end, cause),
        entry=_entry(rows, since),
    )  # fmt: skip
    return made.filter(made.entry < made.duration) if since else made


def _started(tables: Tables, last: dt.date) -> ibis.Table:
    """Registered participations that began before `last`."""
    rows = tables.participations
    if int((rows.ends_on < rows.starts_on).fill_null(False).sum().execute() or 0):
        raise backwards(rows, table="participations", who="participation")
    wrong = (rows.exit_reason == WRONG).fill_null(False)
    return rows.filter((rows.kind == "person") & ~wrong & (rows.starts_on < last))


def _spells(tables: Tables, kind: Kind, codes: Codes, end: End, last: dt.date) -> ibis.Table:
    """Periods of work or studies, as far as they are known: person, moment, starts_on, ends_on."""
    rows = getattr(tables, kind)
    wanted = codes.studies if end == "studies" else codes.work
    chosen = rows.filter(rows[COLUMN[kind]].isin(sorted(wanted)), rows.starts_on < last)
    is_first = chosen.moment.isin(FIRST).fill_null(False)
    return chosen.select("person", began_on=chosen.starts_on, over_on=chosen.ends_on, is_first=is_first)


def _with_first(rows: ibis.Table, spells: ibis.Table) -> ibis.Table:
    """With `reached_on`, the first day of what began after the participation did, and `at_start`, was it so before."""
    own = rows.select("participation", "starts_on", who=rows.person)
    pairs = own.inner_join(spells, own.who == spells.person)
    later = ~pairs.is_first & (pairs.began_on > pairs.starts_on)
    before = pairs.is_first | ((pairs.began_on <= pairs.starts_on) & (pairs.over_on > pairs.starts_on).fill_null(True))
    found = pairs.group_by(of=pairs.participation).aggregate(
        reached_on=pairs.began_on.min(where=later), had=before.cast("int64").max()
    )
    joined = rows.left_join(found, rows.participation == found.of)
    return joined.mutate(at_start=joined.had.fill_null(0)).drop("of", "had")


def _cause(rows: ibis.Table, outcomes: Mapping[str, str]) -> Any:
    codes = [(rows.exit_outcome == code, cause) for code, cause in outcomes.items()]
    return ibis.cases(*codes, (rows.exit_outcome.notnull() & (rows.exit_outcome != "unknown"), OTHER), else_=UNKNOWN)


def _entry(rows: ibis.Table, since: dt.date | None) -> Any:
    """Days from the first day until the participation came under observation."""
    if since is None:
        return ibis.literal(0.0)
    late = ibis.literal(since).delta(rows.starts_on, unit="day").cast("float64")
    return ibis.greatest(late, ibis.literal(0.0))


def last_day(tables: Tables) -> dt.date:
    """The day after the last day in the tables."""
    days = [
        tables.participations.starts_on.max(), tables.participations.ends_on.max(),
        tables.occupations.starts_on.max(), tables.livelihoods.starts_on.max(),
    ]  # fmt: skip
    known = [one for one in (day.to_pyarrow().as_py() for day in days) if one]
    if not known:
        told = Sentence("tabellerna har inga dagar.", "the tables hold no days.")
        raise EvidenceError("NO_DAYS", told, place=Place("participations", None, "starts_on"))
    return max(known) + dt.timedelta(days=1)
