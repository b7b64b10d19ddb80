"""Recording what a person lives on and does by day: the whole set at one moment, or one past period."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as codes
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.entry.consent import gate
from samsyn.journey.livelihood import queries
from samsyn.journey.livelihood.models import Livelihood, Moment, Occupation

L = TypeVar("L", Livelihood, Occupation)
WITHOUT_EXTENT = frozenset({"unknown", "none", "zero_placed"})
QUARTERS = (25, 50, 75, 100)


@dataclass(frozen=True)
class Source:
    """One source of income, or one occupation: its code and per cent (None: not stated)."""

    code: str
    extent: int | None = None


UNKNOWN = (Source("unknown"),)
Said = Callable[..., Livelihood]


@action(verb="livelihood.record", sentence=_("skrev in försörjning och sysselsättning"), roles=CASE_WRITERS)
def record(
    case: Case, *, by: Actor, moment: str, livelihoods: Iterable[Source], occupations: Iterable[Source] = (),
    on: dt.date | None = None, share: Iterable[uuid.UUID] = (),
) -> Livelihood:  # fmt: skip
    """All that holds on a day. What held before ends that day; the set is written anew for the moment.

    A source that goes on keeps the end it was given. Said again for the same moment and day it is a correction.
    Sources may overlap and need not add up to 100. Returns the first row.
    Raises NOTHING_STATED, UNKNOWN_CODE, UNKNOWN_AND_KNOWN, TWICE, EXTENT_IMPOSSIBLE, EXTENT_NOT_QUARTER,
    DAY_AHEAD, STALE, CONSENT_MISSING.
    """
    check_seen(queries.set_version(case, by))
    day, incomes, doings, receivers = on or clock.today(), list(livelihoods), list(occupations), list(share)
    not_ahead(day, field="on")
    if not incomes:
        raise RuleBroken("NOTHING_STATED", _("Skriv minst en försörjning, eller välj Vet inte."))
    for list_name, found in (("livelihood", incomes), ("occupation", doings)):
        _check_set(list_name, found)
    first = _replace(Livelihood, incomes, case, moment=moment, day=day, by=by, share=receivers)
    if doings:
        _replace(Occupation, doings, case, moment=moment, day=day, by=by, share=receivers)
    return first


@action(verb="livelihood.unchanged", sentence=_("skrev att försörjningen är oförändrad"), roles=CASE_WRITERS)
def unchanged(
    case: Case, *, by: Actor, moment: str, on: dt.date | None = None, share: Iterable[uuid.UUID] = ()
) -> Livelihood:
    """The same sources again, at another moment. Raises NOTHING_KNOWN when nothing was written before."""
    day = on or clock.today()
    incomes = [Source(row.source, row.extent) for row in queries.current_livelihoods(case, by, day)]
    doings = [Source(row.code, row.extent) for row in queries.current_occupations(case, by, day)]
    if not incomes:
        raise RuleBroken(
            "NOTHING_KNOWN",
            _("Ni har inte skrivit någon försörjning än. Välj Ändrad eller Vet inte."),
            field="livelihood",
        )
    return record(case, by=by, moment=moment, livelihoods=incomes, occupations=doings, on=day, share=share)


@action(verb="livelihood.unknown", sentence=_("skrev att försörjningen inte är känd"), roles=CASE_WRITERS)
def unknown(
    case: Case, *, by: Actor, moment: str, on: dt.date | None = None, share: Iterable[uuid.UUID] = ()
) -> Livelihood:
    """Not known at this moment; an answer of its own, told apart from a missing one."""
    return record(case, by=by, moment=moment, livelihoods=UNKNOWN, occupations=UNKNOWN, on=on, share=share)


@action(verb="livelihood.period", sentence=_("skrev in en period av försörjning"), roles=CASE_WRITERS)
def add_period(
    case: Case, *, by: Actor, source: str, starts_on: dt.date, last_day: dt.date | None = None,
    extent: int | None = None, moment: str = Moment.BEFORE, share: Iterable[uuid.UUID] = (),
    replaces: Livelihood | None = None,
) -> Livelihood:  # fmt: skip
    """One source from a day to a day (both included), or the next version of such a period.

    Raises ENDS_BEFORE_START, DAY_AHEAD, UNKNOWN_CODE, EXTENT_IMPOSSIBLE, EXTENT_NOT_QUARTER, OVERLAPS, STALE.
    """
    if last_day and last_day < starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Slutet ligger före början. Ändra något av datumen."), field="last_day"
        )
    not_ahead(
        starts_on, field="starts_on", message=_("Perioden har inte börjat än. Skriv en dag till och med i dag.")
    )
    _check_set("livelihood", [Source(source, extent)])
    row = Livelihood(
        source=source, extent=extent, starts_on=starts_on, moment=moment,
        ends_on=last_day + dt.timedelta(days=1) if last_day else None,
    )  # fmt: skip
    if queries.overlapping(case, by, like=row, but=replaces):
        words = _("Den försörjningen är redan inskriven för några av dagarna. Ändra dagarna, eller rätta den raden.")
        raise RuleBroken("OVERLAPS", words, field="starts_on")
    return _new(row, case, by, share, replaces=replaces)


def _replace(
    model: type[L],
    found: list[Source],
    case: Case,
    *,
    moment: str,
    day: dt.date,
    by: Actor,
    share: list[uuid.UUID],
) -> L:
    """End what held, write what holds from `day` until its known end or what was already written later."""
    named, before = {s.code for s in found}, queries.said_until(model, case, by, day=day, moment=moment)
    corrected = {row.code: row for row in before if _is_same(row, day, moment) and row.code in named}
    _end([row for row in before if row is not corrected.get(row.code)], day, moment, by, share)
    ends = {row.code: row.ends_on for row in before if row.ends_on and row.ends_on > day}
    (_list, name), later = queries.COLUMNS[model], queries.next_start(model, case, by, day)
    rows = []
    for s in found:
        until = min(filter(None, (ends.get(s.code), later)), default=None)
        row = model(extent=s.extent, starts_on=day, ends_on=until, moment=moment, **{name: s.code})
        rows.append(_new(row, case, by, share, replaces=corrected.get(s.code)))
    return rows[0]


def _is_same(row: Livelihood | Occupation, day: dt.date, moment: str) -> bool:
    return row.starts_on == day and row.moment == moment


def _check_set(list_name: str, found: list[Source]) -> None:
    said: set[str] = set()
    for source in found:
        check_alone(source.code, said)
        check_extent(list_name, source)
        said.add(source.code)


def check_alone(code: str, said: set[str]) -> None:
    """Raises TWICE, UNKNOWN_AND_KNOWN for an answer that cannot stand beside those already said."""
    if code in said:
        raise RuleBroken("TWICE", _("Samma svar står två gånger. Ta bort det ena."))
    if said and "unknown" in (code, *said):
        raise RuleBroken("UNKNOWN_AND_KNOWN", _("Vet inte kan inte stå tillsammans med andra svar."))


def check_extent(list_name: str, source: Source) -> None:
    """Raises UNKNOWN_CODE, EXTENT_IMPOSSIBLE, EXTENT_NOT_QUARTER for an answer that cannot be."""
    if not codes.is_known(list_name, source.code):
        raise RuleBroken("UNKNOWN_CODE", _("Svaret finns inte i listan. Välj ett av svaren som visas."))
    if source.extent is None:
        return
    if source.code in WITHOUT_EXTENT:
        raise RuleBroken(
            "EXTENT_IMPOSSIBLE", _("Det svaret har ingen omfattning. Ta bort procenten."), field="extent"
        )
    if not 1 <= source.extent <= 100:
        raise RuleBroken(
            "EXTENT_IMPOSSIBLE", _("Omfattningen ska vara mellan 1 och 100 procent."), field="extent"
        )
    marks = codes.extra(list_name, source.code)  # noqa: S610 - not a queryset
    if marks.get("quarter_steps") and source.extent not in QUARTERS:
        raise RuleBroken(
            "EXTENT_NOT_QUARTER",
            _("Den ersättningen finns bara som 25, 50, 75 eller 100 procent."),
            field="extent",
        )


def _end(rows: list[L], day: dt.date, moment: str, by: Actor, share: list[uuid.UUID]) -> None:
    """Let what held until now end on `day`. What was said for the same moment that day was never so."""
    for old in rows:
        columns = [f.attname for f in old._meta.concrete_fields if not f.primary_key]
        said = {name: getattr(old, name) for name in columns}
        new = type(old)(**said | {"ends_on": day, "written_over": _is_same(old, day, moment)})
        _new(new, old.item.case, by, share, replaces=old)


def _new(row: L, case: Case, by: Actor, share: Iterable[uuid.UUID], replaces: L | None = None) -> L:
    kind = ItemKind.LIVELIHOOD if isinstance(row, Livelihood) else ItemKind.OCCUPATION
    category = Category.LIVELIHOOD if isinstance(row, Livelihood) else Category.WORK_AND_STUDY
    to = share if isinstance(row, Livelihood) else covered(case, by, category, share)
    return writing.write(
        row,
        case=case,
        kind=kind,
        category=category,
        by=by,
        share=to,
        replaces=replaces.item if replaces else None,
    )


def covered(case: Case, by: Actor, category: str, share: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Of receivers chosen for another category, those whose consent covers this one too."""
    wanted = set(share)
    return (
        [r.party_id for r in gate.receivers(case, by, category) if r.allowed and r.party_id in wanted]
        if wanted
        else []
    )
