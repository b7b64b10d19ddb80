"""The table of goals as it is shown: small numbers hidden, shares with their interval, reasons in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from samsyn.access.actor import Actor
from samsyn.access.small_numbers import is_shown, to_hide
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.basis.method.content import Goal
from samsyn.basis.method.goals import is_yet, why
from samsyn.entry.selection.flows import Period, whole_years
from samsyn.evidence.shares import wilson
from samsyn.learning.goal.counting import Asked, Count, OfVersion, counts, everybody, is_within, seen_by

REACHED, MISSED = "reached", "missed"


@dataclass(frozen=True)
class Reason:
    """Why some are not counted, and how many; None: too few to show. `yet`: they may be counted later."""

    words: str
    number: int | None
    yet: bool


@dataclass(frozen=True)
class Row:
    """One goal. None: too few to show, or nobody. `lowest`, `highest`: the share when all of `yet` are counted."""

    goal: Goal
    name: str
    reached: int | None
    counted: int | None
    share: float | None
    low: float | None
    high: float | None
    reasons: list[Reason]
    yet: int
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Table:
    """One version of a method over a cohort. None: too few to show."""

    method: str
    version: int
    people: int | None
    again: int | None
    rows: list[Row]
    has_hidden: bool

    @property
    def has_yet(self) -> bool:
        """Whether some share may still change as time passes."""
        return any(row.yet for row in self.rows)


def of_all(intervention: Intervention, period: Period) -> list[Table]:
    """Everybody, on the whole record, with small numbers hidden. The period is taken in whole years."""
    years = whole_years(period)
    return [_hidden(of, years) for of in everybody(intervention)]


def of_own(intervention: Intervention, period: Period, reader: Actor) -> list[Table]:
    """The reader's own cases, as the reader's party sees them: they may be opened one by one, so nothing is hidden."""
    return [_open(of, period) for of in seen_by(intervention, reader)]


def _open(of: OfVersion, period: Period) -> Table:
    people = _within(of, period)
    again = sum(is_within(day, period) for day in of.again)
    rows = [_row(count, frozenset()) for count in counts(of.method, people)]
    return Table(words.say(of.method.name), of.method.version, len(people), again, rows, False)


def _hidden(of: OfVersion, period: Period) -> Table:
    smallest = settings.SAMSYN_SMALLEST_CELL
    people = _within(of, period)
    years = {} if len(people) == len(of.people) else _small_some_year(of, smallest)
    nested = _nested(people, len(of.method.goals), smallest)
    rows, hides = [], False
    for at, count in enumerate(counts(of.method, people)):
        also = years.get(at, set()) | ({REACHED} if at in nested else set())
        hidden = to_hide(_parts(count), smallest=smallest, also=also)
        rows.append(_row(count, hidden, whole=len(people) >= smallest))
        hides = hides or bool(hidden)
    whole = _shown(len(people), smallest)
    again = _shown(sum(is_within(day, period) for day in of.again), smallest)
    return Table(words.say(of.method.name), of.method.version, whole, again, rows, hides or None in (whole, again))


def _shown(number: int, smallest: int) -> int | None:
    return number if is_shown(number, smallest=smallest) else None


def _within(of: OfVersion, period: Period) -> list[Asked]:
    return [one for one in of.people if is_within(one.started, period)]


def _parts(count: Count) -> dict[str, int]:
    return {REACHED: count.reached, MISSED: count.missed, **count.reasons}


def _small_some_year(of: OfVersion, smallest: int) -> dict[int, set[str]]:
    """Per goal what is too small in some year: one period less another would tell it."""
    found: dict[int, set[str]] = {}
    for year in {one.started.year for one in of.people}:
        people = [one for one in of.people if one.started.year == year]
        for at, count in enumerate(counts(of.method, people)):
            found.setdefault(at, set()).update(to_hide(_parts(count), smallest=smallest))
    return found


def _nested(people: Sequence[Asked], goals: int, smallest: int) -> set[int]:
    """Goals reached by nearly all who reached another, wider one: the difference would be a small number."""
    sets = [{n for n, one in enumerate(people) if one.verdicts[at].met} for at in range(goals)]
    return {
        at for at, inner in enumerate(sets) for outer in sets
        if inner and inner < outer and len(outer) - len(inner) < smallest
    }  # fmt: skip


def _row(count: Count, hidden: frozenset[str], *, whole: bool = True) -> Row:
    """`whole`: the number of all is shown, so the denominator may be, when no one else is left out secretly."""
    goal, both = count.goal, {REACHED, MISSED}
    reached = None if REACHED in hidden else count.reached
    shows_counted = not hidden & both or (whole and hidden == both)
    interval = wilson(count.reached, count.counted) if not hidden & both else None
    low, high = (interval.low, interval.high) if interval else (None, None)
    reasons = [
        Reason(why(goal, reason), None if reason in hidden else number, is_yet(goal, reason))
        for reason, number in count.reasons.items()
    ]
    bounds = _bounds(count) if not hidden else (None, None)
    return Row(
        goal, words.say(goal.name), reached, count.counted if shows_counted else None,
        count.reached / count.counted if interval else None, low, high, reasons, 0 if hidden else count.yet, *bounds,
    )  # fmt: skip


def _bounds(count: Count) -> tuple[float | None, float | None]:
    """The share if none, and if all, of those who may be counted later reach the goal."""
    whole = count.counted + count.yet
    if not count.yet or not whole:
        return None, None
    return count.reached / whole, (count.reached + count.yet) / whole


def reasons_in_words(reasons: Iterable[Reason], few: str) -> str:
    """All on one line, for a table that is taken out."""
    return "; ".join(f"{one.words}: {few if one.number is None else one.number}" for one in reasons)
