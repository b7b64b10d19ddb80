"""What a person lives on and does by day, as far as the reader's party sees."""

import datetime as dt
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.days import holds_on
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.queries import enrolments_of
from samsyn.journey.activity.queries import newest
from samsyn.journey.livelihood.models import Livelihood, Moment, Occupation

L = TypeVar("L", Livelihood, Occupation)
UNKNOWN = "unknown"
COLUMNS = {Livelihood: ("livelihood", "source"), Occupation: ("occupation", "code")}  # list, and where its code is


def own_rows(model: type[L], case: Case, actor: Actor) -> QuerySet[L]:
    """The newest versions written by the actor's own party, in the order of time."""
    rows = Policy.all(model, actor).filter(
        item__case_id=case.pk, item__holder_id=actor.party_id, item__superseded_at__isnull=True
    )
    return rows.select_related("item__holder", "item__case").order_by("starts_on", "item__at", "item_id")


def said_until(model: type[L], case: Case, actor: Actor, *, day: dt.date, moment: str) -> list[L]:
    """What a new answer for a day and a moment takes over from: what holds, and what was said for just that."""
    same = Q(starts_on=day, moment=moment, written_over=False)
    return list(own_rows(model, case, actor).filter(holds_on(day) | same))


def current_livelihoods(case: Case, actor: Actor, day: dt.date) -> list[Livelihood]:
    """The own party's latest word on each source that holds on a day, greatest extent first.

    Before anything was written here it is what was answered at the enrolment, as rows that are not saved.
    """
    return _current(Livelihood, case, actor, day)


def current_occupations(case: Case, actor: Actor, day: dt.date) -> list[Occupation]:
    """The same of occupations."""
    return _current(Occupation, case, actor, day)


def _current(model: type[L], case: Case, actor: Actor, day: dt.date) -> list[L]:
    latest = {row.code: row for row in own_rows(model, case, actor).filter(holds_on(day))}
    found = list(latest.values()) or _at_enrolment(model, case, actor, day)
    return sorted(found, key=lambda row: (-(row.extent or 0), row.code))


def _at_enrolment(model: type[L], case: Case, actor: Actor, day: dt.date) -> list[L]:
    mine = enrolments_of(case, actor).filter(holds_on(day), item__holder_id=actor.party_id).first()
    name, column = COLUMNS[model]
    code = mine.background.get(name, UNKNOWN) if mine else UNKNOWN
    if mine is None or code == UNKNOWN or own_rows(model, case, actor).filter(starts_on__gte=mine.starts_on).exists():
        return []
    return [model(**{column: code}, starts_on=mine.starts_on, moment=Moment.START)]


def is_told_by_others(case: Case, actor: Actor, day: dt.date) -> bool:
    """Whether the actor reads another party's word on what holds on a day, and its own party has none."""
    rows = newest(Policy.all(Livelihood, actor), actor)
    found = rows.filter(holds_on(day), item__case_id=case.pk)
    holders = set(found.values_list("item__holder_id", flat=True))
    return bool(holders) and actor.party_id not in holders


def history(case: Case, actor: Actor) -> list[Livelihood | Occupation]:
    """Every period the actor reads of both, newest first, without what was said anew the same day; two queries."""
    found: list[Livelihood | Occupation] = []
    for model in (Livelihood, Occupation):
        rows = newest(Policy.all(model, actor), actor).filter(item__case_id=case.pk).exclude(ends_on=F("starts_on"))
        found.extend(rows.select_related("item__holder", "item__case"))  # type: ignore[arg-type]
    return sorted(found, key=lambda row: (row.starts_on, row.item.at), reverse=True)


def set_version(case: Case, actor: Actor) -> str:
    """Which set the own party wrote last; tells a form that was opened before somebody wrote another."""
    rows = Policy.all(Livelihood, actor).filter(item__case_id=case.pk, item__holder_id=actor.party_id)
    return str(rows.order_by("-item__at", "-item_id").values_list("pk", flat=True).first() or "")


def next_start(model: type[L], case: Case, actor: Actor, day: dt.date) -> dt.date | None:
    """The day after `day` when the own party's next row begins, if any."""
    rows = own_rows(model, case, actor).filter(starts_on__gt=day, written_over=False)
    return rows.values_list("starts_on", flat=True).first()


def overlapping(case: Case, actor: Actor, *, like: Livelihood, but: Livelihood | None) -> Livelihood | None:
    """Another row of the own party with the same source on any of the same days."""
    rows = own_rows(Livelihood, case, actor).filter(source=like.source).exclude(ends_on=F("starts_on"))
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=like.starts_on))
    rows = rows.filter(starts_on__lt=like.ends_on) if like.ends_on else rows
    return rows.exclude(pk=but.pk if but else None).first()


def as_typed(row: Livelihood) -> dict[str, object]:
    """A row as the period form asks for it, with the last day included."""
    return {name: getattr(row, name) for name in ("source", "extent", "starts_on", "last_day", "moment")}
